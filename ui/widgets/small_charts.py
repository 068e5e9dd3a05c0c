"""Small charts of counted parts: bars as text that can be read aloud, hours, months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.utils import words
from ui import text
from ui.runtime import browser
from ui.session import keys
from ui.widgets import vega

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.analysis.breakdowns import Hours
    from geo.filter.figure import Figure
    from ui.widgets.vega import Spec

_PICK: Final = "pick"
# Of more than a year only the Januaries are named, by the year.
_MONTHS_AXIS: Final[Spec] = {
    "labelAngle": 0, "ticks": False, "labelOverlap": "greedy",
    "labelExpr": "length(domain('x')) <= 12 ? utcFormat(toDate(datum.value), '%b %y')"
                 " : slice(datum.value, 5) === '01' ? slice(datum.value, 0, 4) : ''",
}  # fmt: skip


def draw_section(title: str, anchor: str) -> None:
    """Draw the header of a section, which the list of contents of its page will name."""
    st.header(title, anchor=anchor)
    _sections().append((title, anchor))


def _sections() -> list[tuple[str, str]]:
    sections: list[tuple[str, str]] = st.session_state.setdefault(keys.SECTIONS, [])
    return sections


def reserve_contents() -> Callable[[], None]:
    """Reserve the place of the contents; call what is returned once all sections are drawn."""
    _sections().clear()
    here = st.container()

    def draw() -> None:
        links = " · ".join(
            f'<a href="#{anchor}" target="_self">{text.safe(title)}</a>'
            for title, anchor in _sections()
        )
        here.html(f'<nav aria-label="Contents" class="atlas-note">{links}</nav>')

    return draw


def draw_note(remark: str) -> None:
    """Draw a remark: a caption with enough contrast."""
    st.html(f'<p class="atlas-note">{text.safe(remark)}</p>')


def bar_list(
    title: str, parts: Sequence[Figure], address: Callable[[str], str], remark: str = ""
) -> str:
    """Return parts as a list with bars, as HTML; each bar is a link that opens its incidents.

    Args:
        title: what the parts are.
        parts: the figures.
        address: returns the address that opens a figure, by its key.
        remark: a note below.
    """
    most = max((part.n for part in parts), default=1) or 1
    lines = "".join(
        f"<li>{_bar(part, part.n / most, address(part.key) if part.n else '')}</li>"
        for part in parts
    )
    body = f'<ul class="atlas-bars">{lines}</ul>' if parts else "<p>None.</p>"
    below = f'<p class="atlas-note">{text.safe(remark)}</p>' if remark else ""
    return f'<div class="atlas-part"><h3>{text.safe(title)}</h3>{body}{below}</div>'


def _bar(part: Figure, share: float, address: str) -> str:
    bar = (
        f'<span class="atlas-bar-label">{text.safe(part.label)}</span>'
        f'<span class="atlas-bar"><span style="width:{share * 100:.1f}%"></span></span>'
        f'<span class="atlas-n">{words.number(part.n)}</span>'
    )
    if not address:
        return f"<div>{bar}</div>"
    return f'<a href="{text.safe(address)}" target="_self">{bar}</a>'


def draw_hours(hours: Hours, key: str, *above: str) -> None:
    """Draw the hours of the day, and say of how many incidents the hour is not known.

    Args:
        hours: the incidents by hour.
        key: what the chart is called in the session.
        above: blocks of HTML that stand above the chart.
    """
    total = hours.known + sum(part.n for part in hours.parts_of_day) + hours.unknown.n
    st.html(text.stacked(*above, '<div class="atlas-part"><h3>Hour of day, local time</h3></div>'))
    if sum(1 for h in hours.hours if h.n) > 1:  # one bar is no chart
        bars = [{"hour": hour, "n": h.n, "key": h.key} for hour, h in enumerate(hours.hours)]
        axis = {"labelAngle": 0, "values": [0, 6, 12, 18, 23]}
        _columns(bars, vega.ordinal("hour", title="hour", axis=axis), key,
                 "Incidents per hour of day, of those that have an hour")  # fmt: skip
    parts = ", ".join(
        f"{part.n} {part.label.split(',')[0]}" for part in hours.parts_of_day if part.n
    )
    rough = sum(part.n for part in hours.parts_of_day)
    draw_note(
        f"Time known for {hours.known} of {total}; part of day for {rough}"
        f"{f' ({parts})' if parts else ''}; unknown for {hours.unknown.n}."
    )


def draw_months(parts: Sequence[Figure], key: str) -> None:
    """Draw incidents per month; a bar opens its rows."""
    bars = [{"month": p.key.rsplit(":", 1)[1], "n": p.n, "key": p.key} for p in parts]
    st.html('<div class="atlas-part"><h3>Per month</h3></div>')
    _columns(bars, vega.ordinal("month", title=None, axis=_MONTHS_AXIS), key,
             "Incidents per month; the list below opens each month's rows")  # fmt: skip


def _columns(bars: list[Spec], x: Spec, key: str, alt: str) -> None:
    encoding = {
        "x": x,
        "y": vega.counts(),
        "opacity": vega.unless_picked(_PICK, 0.45),
        "tooltip": vega.tooltip(**{x["field"]: x["field"], "n": "incidents"}),
    }
    mark = {"type": "bar", "cursor": "pointer", "color": accent()}
    layer = vega.layer("bars", mark, encoding, opens=_PICK)
    vega.draw_chart(vega.layered([layer], {"bars": bars}, height_px=150), key, alt)


def accent() -> str:
    """Return the accent of the theme."""
    return "#F2935C" if browser.theme() == "dark" else "#9C3D00"
