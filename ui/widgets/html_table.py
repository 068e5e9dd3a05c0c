"""Tables as HTML, whose cells may have links, and which say when a part of them is out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.utils import words
from ui import text

if TYPE_CHECKING:
    from collections.abc import Sequence

# So many rows stand on the page as they are; a longer table scrolls in a frame of its own.
WHOLE: Final = 25


def table(label: str, heads: Sequence[str], rows: Sequence[str], *, is_wide: bool = False) -> str:
    """Return a table as HTML.

    Args:
        label: what it is called for those who do not see it.
        heads: the heads of its columns, text.
        rows: its rows, HTML of `<td>` cells each.
        is_wide: whether its texts are long: on a phone it is then moved sideways, not squeezed.
    """
    is_long = len(rows) > WHOLE
    cut = f"{words.number(len(rows))} rows; scroll in the table for more." if is_long else ""
    note = f'<p class="atlas-caption">{cut}</p>' if cut else ""
    style = "atlas-table atlas-wide" if is_wide else "atlas-table"
    head = "".join(f"<th>{text.safe(one)}</th>" for one in heads)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'{note}<div class="atlas-frame{" atlas-tall" if is_long else ""}" tabindex="0" '
        f'role="region" aria-label="{text.safe(label)}"><table class="{style}"><thead><tr>'
        f"{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def day_cell(day: str) -> str:
    """Return a cell whose date is on one line."""
    return f'<td class="atlas-day">{text.safe(day)}</td>'
