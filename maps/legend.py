"""The legend: every sign that is in use on the map now, and only those."""

from __future__ import annotations

import base64
import html
from collections import Counter
from typing import TYPE_CHECKING, Final

from geo import codes
from maps import palette, signs, static

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geo.atlas import Atlas
    from maps.signs import Sign

_ANY_COLOUR: Final = (128, 132, 138)
_FILLED_WORDS: Final = "official or monitor"
_OPEN_WORDS: Final = "only a claim or the press"


def as_html(
    atlas: Atlas,
    of_row: Sequence[Sign],
    positions: NDArray[np.intp],
    fanned: NDArray[np.intp],
) -> str:
    """Return the legend as HTML.

    Args:
        atlas: the atlas.
        of_row: the sign of every incident.
        positions: the incidents shown.
        fanned: those of them that are drawn one by one, where shape and fill mean something.
    """
    drawn = [i for i in positions if atlas.has_point[i]]
    groups = Counter(of_row[i].group.key for i in drawn)
    rows = [_title("Colour: who did it, as said")]
    rows += [
        _row(_dot(c.colour), c.label, groups[c.key]) for c in palette.GROUP_CLASSES if groups[c.key]
    ]
    if len(fanned) < len(positions):
        rows.append(_title("Size: incidents at the site"))
        rows.append(_row(_dot(_ANY_COLOUR), "area and number; colour of the most frequent"))
    rows += _shapes([of_row[i] for i in fanned if atlas.has_point[i]])
    coarse = {list(codes.GEO_PRECISION)[r] for r in atlas.precision_rank[positions]
              if list(codes.GEO_PRECISION)[r] in {"town", "district"}}  # fmt: skip
    if coarse:
        rows.append(_title("Soft disc: known only so far"))
        rows += [
            _row('<span class="atlas-disc"></span>',
                 f"{name}: within {codes.PRECISION_RADIUS_KM[name]:g} km")
            for name in ("town", "district") if name in coarse
        ]  # fmt: skip
    return f'<div class="atlas-legend" role="list" aria-label="Legend">{"".join(rows)}</div>'


def _shapes(drawn: Sequence[Sign]) -> list[str]:
    """Return the lines for shape and fill, which only single incidents have."""
    icons = Counter(sign.icon for sign in drawn)
    filled = sum(sign.filled for sign in drawn)
    order = [*codes.WEAPON, signs.SEVERAL_WEAPONS]
    rows = [_row(_icon(i), signs.icon_label(i), icons[i]) for i in order if icons[i]]
    fills = [
        _row(_icon(name), words, count)
        for name, words, count in (
            ("unknown", _FILLED_WORDS, filled),
            ("unknown_open", _OPEN_WORDS, len(drawn) - filled),
        )
        if count
    ]
    return [_title("Shape: weapon"), *rows, _title("Fill: confirmation"), *fills] if drawn else []


def _title(words: str) -> str:
    return f"<h5>{html.escape(words)}</h5>"


def _row(sign: str, words: str, count: int | None = None) -> str:
    number = "" if count is None else f'<span class="atlas-n">{count}</span>'
    said = f"<span>{html.escape(words)}</span>"
    return f'<div class="atlas-sign" role="listitem">{sign}{said}{number}</div>'


def _dot(colour: palette.RGB) -> str:
    return f'<span class="atlas-dot" style="background:{palette.css(colour)}"></span>'


def _icon(name: str) -> str:
    svg = (static.ROOT / "icons" / "svg" / f"{name}.svg").read_bytes()
    data = base64.b64encode(svg).decode()
    return f'<img class="atlas-icon" alt="" src="data:image/svg+xml;base64,{data}">'
