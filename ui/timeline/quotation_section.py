"""The quotation, each clause linked to its rows or its source, and the nth since a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.analysis import nth
from geo.utils.words import number, short_day
from ui import text
from ui.session import keys, links, page_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.analysis.quotation import Clause, Quotation
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

PAGE: Final = "timeline"
KEEP: Final = ("show", "chart", "per", "by", "lull", "since", "nth")
_MOST: Final = 9999


def draw_quotation(context: Context, quotation: Quotation) -> None:
    """Draw the quotation, its caveat, what was left out, and the words to copy."""
    urls = dict(zip(context.atlas.sources["source_id"], context.atlas.sources["url"], strict=True))
    parts = [
        f'<p class="atlas-quote">{_html(context, quotation.main, urls)}</p>',
        f'<p class="atlas-doubt">{_html(context, quotation.caveat, urls)}</p>'
        if quotation.caveat
        else "",
        f'<p class="atlas-account">{_html(context, quotation.left_out, urls)}</p>',
    ]
    st.html("".join(parts))
    with st.expander("The sentence as text, to quote"):
        st.code(quotation.text, language=None, wrap_lines=True)
        st.caption(
            "Quote it with the link of this page, which holds filter and dataset version. "
            "A number opens its incidents; the count of US officials opens its source."
        )


def _html(context: Context, clauses: Iterable[Clause], urls: dict[str, str]) -> str:
    return "".join(_clause(context, clause, urls) for clause in clauses)


def _clause(context: Context, clause: Clause, urls: dict[str, str]) -> str:
    if clause.figure is not None:
        return figure_link(context, clause.figure, clause.text)
    if clause.source_id in urls:
        href = text.safe(urls[clause.source_id])
        return f'<a href="{href}" target="_blank" rel="noopener">{text.safe(clause.text)}</a>'
    return text.safe(clause.text)


def figure_link(context: Context, figure: Figure, words: str) -> str:
    """Return the HTML of a link that opens a figure of this page."""
    return links.figure_link(PAGE, context.view, figure, KEEP, words)


def draw_nth_since(context: Context) -> list[Figure]:
    """Draw the question "which was the nth since", answer it, and return the answer's figures."""
    st.subheader("Find the nth incident since a date", anchor="nth")
    first, _ = context.filter.period(context.atlas)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        n = page_options.number("Number", "nth", 1, _MOST, 1)
        since = _day("Since (not including)", "since", _before(first))
    answer = nth.find_nth(context.view, context.atlas, since, n)
    figures = [figure for figure in (answer.of_day, answer.later) if figure is not None]
    opened = [figure_link(context, f, f"{f.label} ({number(f.n)})") for f in figures]
    st.html(f'<p class="atlas-quote">{text.safe(answer.text)}</p><p>Incidents: '
            f"{' · '.join(opened)}</p>")  # fmt: skip
    return figures


def _before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


def _day(label: str, name: str, default: date) -> date:
    """Draw a field for a day that the link carries, and return the day."""
    given, key = page_options.get(name), keys.option_widget(name)
    try:
        linked = date.fromisoformat(given) if given else default
    except ValueError:
        linked = default
        st.warning(
            f"“{text.plain(given)}” isn't a valid date (use YYYY-MM-DD). Showing: "
            f"{short_day(default)}.",
            icon=":material/link:",
        )
    if key not in st.session_state:
        st.session_state[key] = linked
    low, high = min(linked, date(2000, 1, 1)), max(linked, date(2100, 1, 1))

    def keep() -> None:
        if st.session_state[key]:
            page_options.put(name, st.session_state[key].isoformat())

    chosen: date | None = st.date_input(
        label, key=key, min_value=low, max_value=high, on_change=keep
    )
    return chosen or linked
