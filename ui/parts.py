"""Small charts of counted parts: bars as text that can be read aloud, hours, months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import pandas as pd
import streamlit as st

from ui import browser, rows, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.breakdowns import Hours
    from geo.counted import Counted

CANVAS: Final = {"embedOptions": {"renderer": "canvas"}}
_PICK: Final = "pick"


def note(words: str) -> None:
    """Draw a remark: like a caption, but dark enough to be read by everybody."""
    st.html(f'<p class="atlas-note">{text.safe(words)}</p>')


def bars(title: str, parts: Sequence[Counted], remark: str = "") -> None:
    """Draw parts as a list with bars; the numbers are text."""
    most = max((part.n for part in parts), default=1) or 1
    lines = "".join(
        f'<li><span class="atlas-bar-label">{text.safe(part.label)}</span>'
        f'<span class="atlas-bar"><span style="width:{part.n / most * 100:.1f}%"></span></span>'
        f'<span class="atlas-n">{text.number(part.n)}</span></li>'
        for part in parts
    )
    body = f'<ul class="atlas-bars">{lines}</ul>' if parts else "<p>None.</p>"
    said = f'<p class="atlas-note">{text.safe(remark)}</p>' if remark else ""
    st.html(f'<div class="atlas-part"><h4>{text.safe(title)}</h4>{body}{said}</div>')


def hours(found: Hours, key: str) -> None:
    """Draw the hours of the day, and say of how many incidents the hour is not known."""
    total = found.known + sum(part.n for part in found.parts_of_day) + found.unknown.n
    st.html('<div class="atlas-part"><h4>Hour of day, local time</h4></div>')
    if found.known:
        frame = pd.DataFrame(
            {
                "hour": range(24),
                "n": [h.n for h in found.hours],
                "key": [h.key for h in found.hours],
            }
        )
        x = alt.X("hour:O", title="hour", axis=alt.Axis(labelAngle=0, values=[0, 6, 12, 18, 23]))
        _columns(frame, x, "hour:O", key,
                 f"Incidents per hour of day; {found.known} have an hour")  # fmt: skip
    parts = ", ".join(
        f"{part.n} {part.label.split(',')[0]}" for part in found.parts_of_day if part.n
    )
    rough = sum(part.n for part in found.parts_of_day)
    note(
        f"An hour is reported for {found.known} of {total}. Of {rough} only the part of the day is "
        f"known{f' ({parts})' if parts else ''}; of {found.unknown.n} nothing."
    )


def months(parts: Sequence[Counted], key: str) -> None:
    """Draw incidents per month; a bar opens its rows."""
    frame = pd.DataFrame(
        {
            "month": [part.key.rsplit(":", 1)[1] for part in parts],
            "n": [part.n for part in parts],
            "key": [part.key for part in parts],
        }
    )
    januaries = [m for m in frame["month"] if m.endswith("-01")] or [frame["month"].iloc[0]]
    axis = alt.Axis(values=januaries, labelAngle=0, labelExpr="slice(datum.value, 0, 4)")
    if len(frame) <= 12:  # noqa: PLR2004 - the months of a year
        axis = alt.Axis(labelAngle=-45)
    total = sum(part.n for part in parts)
    st.html('<div class="atlas-part"><h4>Per month</h4></div>')
    _columns(frame, alt.X("month:O", title=None, axis=axis), "month:O", key,
             f"{total} incidents per month; the list below opens each month's rows")  # fmt: skip


def _columns(frame: pd.DataFrame, x: alt.X, named: str, key: str, said: str) -> None:
    pick = alt.selection_point(name=_PICK, fields=["key"])
    chart = (
        alt.Chart(frame)
        .mark_bar(cursor="pointer", color=accent())
        .encode(
            x=x,
            y=alt.Y("n:Q", title="incidents", axis=alt.Axis(tickMinStep=1, tickCount=3)),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.45)),
            tooltip=[alt.Tooltip(named), alt.Tooltip("n:Q", title="incidents")],
        )
        .add_params(pick)
        .properties(height=150, usermeta=CANVAS)
    )
    st.altair_chart(
        chart, key=key, on_select=lambda: rows.open_chosen(key, _PICK), selection_mode=_PICK,
        alt=said,
    )  # fmt: skip


def accent() -> str:
    """Return the accent of the theme."""
    return "#F2935C" if browser.theme() == "dark" else "#9C3D00"
