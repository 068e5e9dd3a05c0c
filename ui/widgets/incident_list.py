"""A list of incidents as short cards, newest first, a page at a time; each links to its page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo import codes
from geo.analysis import groups, titles
from geo.model.column import LIST_SEPARATOR
from geo.model.statements import SEVERAL, UNKNOWN
from geo.utils import words
from ui import text
from ui.session import keys, links

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from ui.session.filter_state import Context

KEY: Final = "map_list"
PAGE_CARDS: Final = 6
_COLUMNS: Final = (
    "incident_id", "date", "date_precision", "event_type", "weapons", "target", "place", "outcome",
    "killed",
)  # fmt: skip


def draw_list(
    context: Context, positions: NDArray[np.intp], heading: str, key: str = KEY,
    cards: int = PAGE_CARDS,
) -> None:  # fmt: skip
    """Draw incidents as short cards, each linked to its page.

    Args:
        context: the context.
        positions: rows of `atlas.incidents`, ascending.
        heading: what they are, text.
        key: what the list is called in the session.
        cards: how many of them stand on a page.
    """
    newest_first = positions[::-1]
    pages = max(1, math.ceil(len(newest_first) / cards))
    page = min(st.session_state.get(keys.table_page(key), 1), pages)
    first = (page - 1) * cards
    shown = newest_first[first : first + cards]
    names = {**groups.group_names(context.atlas), SEVERAL: "several groups", UNKNOWN: ""}
    rows = context.atlas.take(shown, *_COLUMNS).to_dict("records")
    items = "".join(
        f"<li>{_card(context, row, names[context.atlas.ledger.leading_group[i]])}</li>"
        for i, row in zip(shown, rows, strict=True)
    )
    range_ = (
        f"{words.number(first + 1)} to {words.number(first + len(shown))} of " if pages > 1 else ""
    )
    st.html(
        f'<section class="atlas-list" aria-label="{text.safe(heading)}">'
        f'<p class="atlas-list-title"><b>{text.safe(heading)}</b> '
        f"{range_}{words.number(len(positions))}, newest first</p><ol>{items}</ol></section>"
    )
    if pages > 1:
        st.pagination(pages, key=keys.table_page(key), max_visible_pages=5)


def _card(context: Context, row: Mapping[str, Any], who: str) -> str:
    weapons = ", ".join(codes.WEAPON[w] for w in row["weapons"].split(LIST_SEPARATOR))
    n = int(row["killed"]) if text.known(row["killed"]) else 0
    killed = f"{words.number(n)} killed" if n else ""
    line = " · ".join(filter(None, [weapons, codes.OUTCOME[row["outcome"]], killed, who]))
    address = links.incident_address(row["incident_id"], context.view)
    return (
        f'<a href="{text.safe(address)}" target="_self"><span>'
        f"{titles.day_in_words(row)}</span> {text.safe(titles.short_title(row))}</a>"
        f"<p>{text.safe(line)}</p>"
    )
