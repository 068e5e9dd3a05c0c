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
from ui.runtime import browser
from ui.session import keys, links, page_options
from ui.widgets import small_charts, vega

if TYPE_CHECKING:
    from geo.analysis.compare import Side, Toll
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

VERSUS: Final = "versus"
THEN: Final = "then"
KEEP: Final = ("actor", VERSUS, THEN)  # options of the page that a link to a number keeps
_NOBODY: Final = ""
_NAMED_MONTHS: Final = 6
_SECOND: Final = {"light": "#3d6a8f", "dark": "#8fbbe0"}  # beside the accent of the theme
_STYLE: Final = """
<style>
.atlas-versus { border-collapse: collapse; width: 100%; max-width: 60rem; font-size: .93rem;
  margin: .4rem 0; }
.atlas-versus th, .atlas-versus td { text-align: left; vertical-align: top;
  padding: .3rem .8rem .3rem 0; border-bottom: 1px solid rgba(128,128,128,.3);
  overflow-wrap: anywhere; }
.atlas-versus th[scope="row"] { font-weight: 400; opacity: .85; width: 30%; }
.atlas-versus a { color: inherit; }
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
            "side by side: counts, rules, weapons, months, killed and injured, share claimed."
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
    st.html(_table(context, one, other, shared))
    if key == "periods" and (days := compare.overlap_days(one, other)):
        st.info(f"The two periods share {words.plural(days, 'day')}; their incidents count twice.")
    _months(one, other, f"months_{key}")
    st.caption(_what(context, key, one, other))
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


def link(context: Context, figure: Figure, shown: str = "") -> str:
    """Return a figure of the page Groups as HTML; see `links.figure_link`."""
    return links.figure_link("groups", context.view, figure, KEEP, shown)


def _table(context: Context, one: Side, other: Side, shared: Figure) -> str:
    """Return the comparison as an HTML table; every number of incidents is a link."""
    both = (one, other)
    weapons = [code for code in codes.WEAPON if any(code in side.weapons for side in both)]
    left, right = (_column(context, side, weapons) for side in both)
    body = "".join(
        f'<tr><th scope="row">{name}</th><td>{left[name]}</td><td>{right[name]}</td></tr>'
        for name in left
    )
    heads = "".join(f'<th scope="col">{text.safe(side.label)}</th>' for side in both)
    return (
        f'{_STYLE}<table class="atlas-versus"><thead><tr><th scope="col">Figure</th>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table>"
        f'<p class="atlas-account">{link(context, shared, words.plural(shared.n, "incident"))} '
        "on both sides.</p>"
    )


def _column(context: Context, side: Side, weapons: list[str]) -> dict[str, str]:
    """Return the cells of a side as HTML, by the name of their row."""
    number = partial(link, context)
    cells = {
        "Incidents": f"<b>{number(side.shown)}</b>",
        "Days of the period": words.number(side.days),
        f"Incidents per {compare.RATE_DAYS} days": _rate(side.rate),
        "of which attacks": number(side.attacks),
        "Attacks claimed": number(side.claimed, words.share(side.claimed.n, side.attacks.n)),
        "Killed": _toll(context, side.killed),
        "Injured": _toll(context, side.injured),
    }
    cells |= {f"Rule “{rule}”": number(figure) for rule, figure in side.rules.items()}
    for code in weapons:
        used = side.weapons.get(code)
        cells[codes.WEAPON[code].capitalize()] = number(used) if used else "0"
    return cells


def _rate(rate: float) -> str:
    return f"{rate:.1f}" if rate >= 1 else f"{rate:.2f}"


def _toll(context: Context, toll: Toll) -> str:
    unknown = link(context, toll.unknown, words.plural(toll.unknown.n, "incident"))
    rest = f"unknown in {unknown}" if toll.unknown.n else ""
    if toll.total is None:
        return rest or "no incident"
    known = link(context, toll.known, words.plural(toll.known.n, "incident"))
    known = f"{words.number(toll.total)} in {known}"
    return f"{known}; {rest}" if rest else known


def _months(one: Side, other: Side, key: str) -> None:
    """Draw the months of both sides in one chart: one upwards, the other downwards.

    Sides of one period share its dates; those of two periods are drawn from their first months on.
    Choosing a bar opens its incidents.
    """
    same = (one.first, one.last) == (other.first, other.last)
    bars = [*_bars(one, 1, same=same), *_bars(other, -1, same=same)]
    most = max((abs(bar["n"]) for bar in bars), default=0)
    when = f", {words.short_day(one.first)} to {words.short_day(one.last)}" if same else ""
    st.markdown(f"**Incidents per month**{when}")
    starts = sorted({bar["start"] for bar in bars})
    x: vega.Spec = {
        "values": starts[:: max(1, -(-len(starts) // _NAMED_MONTHS))], "grid": False,
        "labelAlign": "left", "labelOverlap": True, "labelExpr":
            "utcFormat(datum.value * 864e5, '%b %Y')" if same else "datum.value + 1",
    }  # fmt: skip
    domain = [min(starts), max(bar["end"] for bar in bars)]
    colour = vega.nominal("side", legend=None, scale={
        "domain": [1, -1], "range": [small_charts.accent(), _SECOND[browser.theme()]]})  # fmt: skip
    # The names of the sides stand in the room beyond the highest bar of either.
    room = max(most, 1) * 1.3
    encoding = {
        "x": vega.quantitative("start", title=None if same else "month of the period", axis=x,
                               scale={"domain": domain, "nice": False}),
        "x2": {"field": "end"},
        "y": vega.quantitative("n", title="incidents", scale={"domain": [-room, room]},
                               axis={"tickMinStep": 1, "tickCount": 6,
                                     "labelExpr": "abs(datum.value)"}),
        "y2": {"datum": 0},
        "color": colour,
        "tooltip": vega.tooltip(name="Side", month="Month", shown="Incidents"),
    }  # fmt: skip
    mark = {"type": "bar", "minBandSize": 2, "cursor": "pointer"}
    named = {"x": {"value": 6}, "y": vega.quantitative("n"), "text": vega.nominal("name"),
             "color": colour}  # fmt: skip
    letters = {"type": "text", "align": "left", "fontSize": 13, "fontWeight": 600}
    names = [
        {"name": f"{'↑' if up > 0 else '↓'} {side.label}", "n": up * room * 0.9, "side": up}
        for side, up in ((one, 1), (other, -1))
    ]
    chart = vega.layered(
        [vega.layer("bars", mark, encoding, opens="month"), vega.layer("names", letters, named)],
        {"bars": bars, "names": names}, height_px=300,
    )  # fmt: skip
    alt = (
        f"Incidents per month, upwards {one.label}, downwards {other.label}, both on one scale; "
        "the list of numbers below opens each month"
    )
    vega.draw_chart(chart, key, alt)


def _bars(side: Side, up: int, *, same: bool) -> list[vega.Spec]:
    """Return a bar for each month of a side; `up` is 1 upwards, -1 downwards."""
    return [
        {
            "key": figure.key, "n": up * figure.n, "shown": figure.n, "month": month,
            "name": side.label, "side": up,
            "start": days_since_epoch(date.fromisoformat(f"{month}-01")) if same else i,
            "end": days_since_epoch((pd.Period(month) + 1).start_time.date()) if same else i + 1,
        }
        for i, (month, figure) in enumerate(side.months.items())
    ]  # fmt: skip
