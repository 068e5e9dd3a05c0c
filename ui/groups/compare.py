"""Two groups or two periods side by side: one table, and the months of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import compare, groups
from geo.analysis.quotation import describe_coverage
from geo.errors import FilterError
from geo.filter.filter import days_since_epoch
from geo.utils import words
from ui import text
from ui.session import keys, page_options
from ui.widgets import vega

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.analysis.compare import Side, Toll
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

VERSUS: Final = "versus"
THEN: Final = "then"
_NOBODY: Final = ""
_NAMED_MONTHS: Final = 6
_STYLE: Final = """
<style>
.atlas-versus { border-collapse: collapse; width: 100%; max-width: 60rem; font-size: .93rem;
  margin: .4rem 0; }
.atlas-versus th, .atlas-versus td { text-align: left; vertical-align: top;
  padding: .3rem .8rem .3rem 0; border-bottom: 1px solid rgba(128,128,128,.3);
  overflow-wrap: anywhere; }
.atlas-versus th[scope="row"] { font-weight: 400; opacity: .85; width: 30%; }
.atlas-versus td { width: 35%; font-variant-numeric: tabular-nums; }
</style>
"""


def draw_comparison(context: Context, actor: str) -> list[Figure]:
    """Draw the choices and what is compared; return the numbers."""
    names = groups.group_names(context.atlas)
    left, right = st.columns(2, gap="large")
    with left:
        others = {_NOBODY: "no other group"} | {
            g: name for g, name in sorted(names.items(), key=lambda i: i[1]) if g != actor
        }
        versus = page_options.choose(
            f"Compare {names[actor]} with", VERSUS, others, _NOBODY, listed=True
        )
    with right:
        then = _then(context)
    figures: list[Figure] = []
    if versus:
        one, other = compare.compare_groups(context.filter, context.atlas, actor, versus)
        figures += _both(context, one, other, "groups")
    if then:
        now, other = compare.compare_periods(context.filter, context.atlas, then)
        figures += _both(context, now, other, "periods")
    if not figures:
        st.caption(
            "Choose another group, or another period for what the filter finds, and both stand "
            "side by side: counts, weapons, months, killed and injured, share claimed."
        )
    return figures


def _then(context: Context) -> tuple[date, date] | None:
    """Draw the choice of a second period and return it; what a link says wrongly is said."""
    given, chosen = page_options.get(THEN), None
    if given:
        try:
            chosen = compare.parse_period(THEN, given)
        except FilterError as error:
            st.warning(f"{text.plain(str(error))}. Nothing is compared.", icon=":material/link:")
    session = st.session_state
    if keys.THEN_DATES not in session or session.get(keys.THEN_LINKED) != given:
        # A link, or another page, has set it.
        session[keys.THEN_DATES], session[keys.THEN_LINKED] = chosen or (), given
    first, last = context.filter.period(context.atlas)
    st.date_input(
        f"Compare {words.short_day(first)} to {words.short_day(last)} with another period",
        key=keys.THEN_DATES, on_change=_take_dates, format="YYYY-MM-DD",
        min_value=min(context.atlas.first_date, first, *(chosen or ())),
        max_value=max(context.atlas.last_date, last, *(chosen or ())),
        help="First and last day, both included, for what the filter finds. Empty: no comparison.",
    )  # fmt: skip
    return chosen


def _take_dates() -> None:
    days = st.session_state[keys.THEN_DATES]
    whole = len(days) == 2  # noqa: PLR2004 - both ends; one while the user is choosing
    if whole or not days:
        page_options.put(THEN, compare.PERIOD_SEPARATOR.join(day.isoformat() for day in days))


def _both(context: Context, one: Side, other: Side, key: str) -> list[Figure]:
    shared = compare.incidents_in_both(one, other)
    st.html(_table(one, other, shared))
    if key == "periods" and (days := compare.overlap_days(one, other)):
        st.info(f"The two periods share {words.plural(days, 'day')}; their incidents count twice.")
    st.caption(_what(context, key, one, other))
    most = max((f.n for side in (one, other) for f in side.months.values()), default=0)
    for column, side, name in zip(st.columns(2, gap="large"), (one, other), "ab", strict=True):
        with column:
            _months(side, most, f"months_{key}_{name}")
    return [*one.figures, *other.figures, shared]


def _what(context: Context, key: str, one: Side, other: Side) -> str:
    rule = f"under the rule “{context.filter.rule}”"
    if key == "groups":
        members = "members included" if context.filter.members else "members not included"
        return (f"Each group {rule}, {members}, with all else of the filter; “claimed” is a claim "
                "of the group's own that stands. Weapons may overlap.")  # fmt: skip
    searched = " ".join(
        f"{words.short_day(side.first)} to {words.short_day(side.last)}: {sentence}"
        for side in (one, other)
        if (sentence := _describe_coverage(context, side))
    )
    return (f"What the filter finds {rule} in either period. Weapons may overlap. Where reports "
            "were not searched day by day, a lower count need not be a lower number of attacks. "
            f"{searched}")  # fmt: skip


def _describe_coverage(context: Context, side: Side) -> str:
    period_filter = replace(context.filter, date_from=side.first, date_to=side.last)
    return describe_coverage(period_filter, context.atlas)


def _table(one: Side, other: Side, shared: Figure) -> str:
    """Return the comparison as an HTML table."""
    both = (one, other)
    weapons = [code for code in codes.WEAPON if any(code in side.weapons for side in both)]
    lines: list[tuple[str, Callable[[Side], str]]] = [
        ("Incidents", lambda s: f"<b>{words.number(s.shown.n)}</b>"),
        ("Days of the period", lambda s: words.number(s.days)),
        (f"Incidents per {compare.RATE_DAYS} days", lambda s: _rate(s.rate)),
        ("of which attacks", lambda s: words.number(s.attacks.n)),
        ("Attacks claimed", lambda s: words.share(s.claimed.n, s.attacks.n)),
        ("Killed", lambda s: _toll(s.killed)),
        ("Injured", lambda s: _toll(s.injured)),
    ]
    lines += [(codes.WEAPON[code].capitalize(), partial(_number_with, code)) for code in weapons]
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell(s)}</td>" for s in both)}</tr>'
        for name, cell in lines
    )
    heads = "".join(f'<th scope="col">{text.safe(side.label)}</th>' for side in both)
    return (
        f'{_STYLE}<table class="atlas-versus"><thead><tr><th scope="col">Figure</th>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table>"
        f'<p class="atlas-account">{words.plural(shared.n, "incident")} on both sides.</p>'
    )


def _number_with(weapon: str, side: Side) -> str:
    return words.number(side.weapons[weapon].n) if weapon in side.weapons else "0"


def _rate(rate: float) -> str:
    return f"{rate:.1f}" if rate >= 1 else f"{rate:.2f}"


def _toll(toll: Toll) -> str:
    rest = f"unknown in {words.plural(toll.unknown.n, 'incident')}" if toll.unknown.n else ""
    if toll.total is None:
        return rest or "no incident"
    known = f"{words.number(toll.total)} in {words.plural(toll.known.n, 'incident')}"
    return f"{known}; {rest}" if rest else known


def _months(side: Side, most: int, key: str) -> None:
    """Draw a side's incidents per month; choosing a bar opens its rows."""
    bars: list[vega.Spec] = [
        {
            "key": figure.key, "n": figure.n, "month": month,
            "start": days_since_epoch(date.fromisoformat(f"{month}-01")),
            "end": days_since_epoch((pd.Period(month) + 1).start_time.date()),
        }
        for month, figure in side.months.items()
    ]  # fmt: skip
    st.markdown(f"**{text.plain(side.label)}**, incidents per month")
    starts = [bar["start"] for bar in bars]
    axis = {
        "values": starts[:: max(1, -(-len(bars) // _NAMED_MONTHS))], "grid": False,
        "labelAlign": "left", "labelExpr": "utcFormat(datum.value * 864e5, '%b %Y')",
        "labelOverlap": True,
    }  # fmt: skip
    domain = [min(starts), max(bar["end"] for bar in bars)]
    encoding = {
        "x": vega.quantitative("start", title=None, axis=axis,
                               scale={"domain": domain, "nice": False}),
        "x2": {"field": "end"},
        "y": vega.counts(ticks=4, scale={"domain": [0, max(most, 1)]}),
        "y2": {"datum": 0},
        "tooltip": vega.tooltip(month="Month", n="Incidents"),
    }  # fmt: skip
    mark = {"type": "bar", "minBandSize": 2, "cursor": "pointer"}
    chart = vega.layered(
        [vega.layer("bars", mark, encoding, opens="month")], {"bars": bars}, height_px=180
    )
    alt = f"Incidents per month, {side.label}; the list of numbers below opens each month"
    vega.draw_chart(chart, key, alt)
