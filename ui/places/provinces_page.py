"""The provinces: a map of count, rate or change, with the sorted table that says the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import counts, coverage, provinces
from geo.analysis.quotation import describe_coverage
from geo.errors import FilterError
from geo.filter.parse import parse_day
from geo.utils.words import plural, short_day
from map_component import Walk
from maps import choropleth, deck
from maps.choropleth import NONE, OUTSIDE, Area
from ui import text
from ui.places import change_plot, place_maps
from ui.runtime import browser, fragments, map_widget, widget_keys
from ui.session import keys, page_options
from ui.widgets import drilldown, small_charts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.analysis.provinces import Change, Changes, Total, Totals
    from geo.filter.figure import Figure
    from geo.model.atlas import Atlas
    from maps.choropleth import Class
    from maps.palette import Theme
    from ui.session.filter_state import Context

MEASURES: Final = {
    "count": "Incidents",
    "rate": "Per month",
    "change": "Change from another period",
}
THEN: Final = {
    "before": "Previous period of equal length",
    "year": "A year earlier",
}
KEY: Final = "choropleth"
_COLUMN_OF: Final = {
    "site": "Site",
    "town": "Town",
    "district": "District",
    "province": "Only province",
}
TABLE: Final = "province_table"
_HEIGHT_PX: Final = 540
_FEW: Final = "few"
_TOOLTIP: Final[dict[str, Any]] = {"html": "{name}", "style": deck.TOOLTIP["style"]}
_MONTHS_WORDS: Final = f"a month being {provinces.DAYS_PER_MONTH} days"


def draw_provinces(context: Context) -> None:
    """Draw controls, map, legend and table, and the rows of the figure that is opened.

    Data that lie in no province of the map have nothing to draw here.
    """
    if not _has_provinces(context.atlas):
        st.info(
            "These data lie outside the provinces that the atlas has, so there is nothing to "
            "count by province. The map shows where the incidents are.",
            icon=":material/layers_clear:",
        )
        st.page_link("pages/map.py", label="Open the map", icon=":material/map:")
        return
    figures = _measured(context)
    fragments.let_paint()
    drilldown.draw_drilldown(context, figures)


def _has_provinces(atlas: Atlas) -> bool:
    """Return whether any incident lies in a province of the map."""
    return bool((atlas.coded["province_code"].codes >= 0).any())


def _covers_any(atlas: Atlas) -> bool:
    """Return whether the data say that they cover a country; an imported file says nothing."""
    return bool(provinces.covered_countries(atlas))


def _without_colour(atlas: Atlas) -> list[tuple[str, str]]:
    """Return what a province without a colour means: kind and words, for the legend."""
    if not _covers_any(atlas):
        return [(OUTSIDE, "No incident in your data")]
    return [(NONE, "0: covered, none recorded"), (OUTSIDE, "Not covered")]


def _measured(context: Context) -> list[Figure]:
    """Draw controls, map, legend and table; return the figures."""
    measure = page_options.choose("Show", "measure", MEASURES, "count")
    if measure == "change":
        return _change(context)
    totals = provinces.count_by_province(context.view, context.atlas)
    first, last = context.filter.period(context.atlas)
    small_charts.draw_note(
        f"{plural(context.view.shown, 'incident')} from {short_day(first)} to {short_day(last)}, "
        f"by the province that the point lies in; {totals.nowhere.n} in none."
    )
    classes, areas = _areas_of_totals(totals, measure, browser.theme())
    title = "Incidents" if measure == "count" else "Incidents per month"
    with _map(areas, context, classes, title):
        _table_of_totals(totals, covers_any=_covers_any(context.atlas))
    small_charts.draw_note(
        f"{totals.days} days are {totals.days / provinces.DAYS_PER_MONTH:.1f} months, "
        f"{_MONTHS_WORDS}. A rate is one of known incidents. "
        f"{describe_coverage(context.filter, context.atlas)}"
    )
    return totals.figures


def _areas_of_totals(totals: Totals, measure: str, theme: Theme) -> tuple[list[Class], list[Area]]:
    values = {
        total.code: float(total.counted.n) if measure == "count" else totals.per_month(total)
        for total in totals.provinces
    }
    if measure == "count":
        largest = int(max(values.values(), default=0))
        classes = choropleth.count_classes(largest, theme) if largest else []
    else:
        classes = choropleth.rate_classes(list(values.values()), theme)
    return classes, [_area_of_total(t, values[t.code], totals, measure, classes)
                     for t in totals.provinces]  # fmt: skip


def _area_of_total(
    total: Total, value: float, totals: Totals, measure: str, classes: list[Class]
) -> Area:
    n = total.counted.n
    words = (
        f"{total.counted.label}: {plural(n, 'incident')}, {totals.per_month(total):.2g} per "
        f"month; {_placed(total)}"
    )
    if n:
        shown = str(n) if measure == "count" else f"{value:.2g}"
        colour = choropleth.class_of(value, classes).colour
        return Area(total.code, colour, "", shown, text.safe(total.name), words, float(n))
    kind = NONE if total.covered else OUTSIDE
    return Area(total.code, None, kind, "", total.name, f"{total.counted.label}: none known", 0)


def _placed(total: Total) -> str:
    """Return how precisely the incidents of a province are placed."""
    parts = [f"{part.n} known to the {code}" for code, part in total.by_precision.items()]
    return ", ".join(parts) or "none"


def _map(
    areas: Sequence[Area], context: Context, classes: Sequence[Class], title: str,
    others: Sequence[tuple[str, str]] = (),
) -> Any:  # fmt: skip
    """Draw map and legend, and return the column beside for the table."""
    base = place_maps.base_map_colours()
    wide, narrow = st.columns([6, 5], gap="medium")
    points = choropleth.label_points(context.atlas)
    drawn = choropleth.province_layers(areas, points, base, _chosen())
    with wide:
        map_widget.draw_map(
            place_maps.deck_over(drawn, tooltip=_TOOLTIP, names=False),
            key=KEY,
            height=_HEIGHT_PX,
            label=f"{title} by province: "
            + ("; ".join(a.description for a in areas[:5] if a.colour) or "none")
            + ". The table beside the map holds all of them.",
            walk=[Walk(choropleth.NUMBERS_ID, "code")],
            on_pick=_pick,
        )
        st.html(
            choropleth.class_legend(
                title, classes,
                [*others, *_without_colour(context.atlas)],
                base,
            )
        )  # fmt: skip
    return narrow


def _pick(layer: str | None, row: dict[str, Any]) -> None:
    """Open the incidents of the province that was picked."""
    if layer is not None:
        _open(str(row["code"]))


def _chosen() -> str:
    """Return the code of the province that is marked; none is ""."""
    code: str = st.session_state.get(keys.PROVINCE, "")
    return code


def _open(code: str) -> None:
    """Mark a province on the map and in the table, and open its rows; in a comparison of now."""
    st.session_state[keys.PROVINCE] = code
    ending = ":now" if st.session_state.get(keys.option_widget("measure")) == "change" else ""
    drilldown.open_figure(f"province:{code}{ending}")


def _table_of_totals(totals: Totals, *, covers_any: bool) -> None:
    shown = [total for total in totals.provinces if total.counted.n]
    frame = pd.DataFrame(
        {
            "Province": [f"▸ {t.name}" if t.code == _chosen() else t.name for t in shown],
            "Country": [t.country for t in shown],
            "Incidents": [t.counted.n for t in shown],
            "Per month": [totals.per_month(t) for t in shown],
            **{
                _COLUMN_OF[code]: [t.by_precision[code].n if code in t.by_precision else 0
                                   for t in shown]
                for code in _COLUMN_OF
            },
        }
    )  # fmt: skip
    covered = sum(1 for t in totals.provinces if t.covered and not t.counted.n)
    outside = sum(1 for t in totals.provinces if not t.covered and not t.counted.n)
    _table(
        frame,
        [t.code for t in shown],
        f"{plural(len(shown), 'province')} with incidents"
        + (
            f"; {covered} more are covered and have none recorded, {outside} are not covered. "
            if covers_any
            else ". "
        )
        + "The last four columns say how precisely each total is placed. Choose a row to mark "
        "its province on the map and open its incidents.",
        {
            "Per month": st.column_config.NumberColumn(format="%.2f", help=_MONTHS_WORDS),
            **{
                _COLUMN_OF[code]: st.column_config.NumberColumn(help=words)
                for code, words in codes.GEO_PRECISION.items()
                if code in _COLUMN_OF
            },
        },
    )


def _table(
    frame: pd.DataFrame, province_codes: list[str], note: str, config: dict[str, Any]
) -> None:
    st.dataframe(
        frame, key=drilldown.table_key(TABLE), hide_index=True,
        height=min(_HEIGHT_PX, 40 + 36 * max(len(frame), 1)),
        on_select=lambda: _choose(province_codes), selection_mode="single-row",
        column_config=config, alt=f"Table of {len(frame)} provinces, most incidents first",
    )  # fmt: skip
    small_charts.draw_note(note)


def _choose(province_codes: list[str]) -> None:
    chosen = st.session_state[widget_keys.key(TABLE)]["selection"]["rows"]
    if chosen and chosen[0] < len(province_codes):
        _open(province_codes[chosen[0]])


# --- Change ---------------------------------------------------------------------------------------


def _change(context: Context) -> list[Figure]:
    then = _ask_then(context)
    changes = provinces.compare_periods(context.view, context.atlas, then)
    comparable = _say_periods(context, changes)
    classes = choropleth.change_classes(browser.theme())
    areas = [
        _area_of_change(change, classes, comparable=comparable) for change in changes.provinces
    ]
    few = f"few: below {provinces.MIN_TO_COMPARE} in both periods, too few to compare"
    with _map(areas, context, classes, "Change in rate (now ÷ then)", [(_FEW, few)]):
        st.html(change_plot.change_plot(context, changes))
    _say_limits(context, changes)
    return changes.figures


def _ask_then(context: Context) -> tuple[date, date]:
    """Draw the choice of the other period, and return it."""
    linked = page_options.get("then", "before")
    own = _own_period(linked)
    allowed = dict(THEN) | ({linked: "Custom dates"} if own else {})
    one, two = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
    with one:
        chosen = page_options.choose("Compared with", "then", allowed, "before")
    before = provinces.period_before(context.filter, context.atlas)
    then = {"before": before, "year": provinces.year_before(context.filter, context.atlas)}.get(
        chosen, own or before
    )
    with two:
        st.session_state[keys.THEN_DATES] = then
        earliest, latest = _far(then, context)
        st.date_input("or pick dates", key=keys.THEN_DATES, on_change=_take_dates,
                      min_value=earliest, max_value=latest)  # fmt: skip
    return then


def _far(then: tuple[date, date], context: Context) -> tuple[date, date]:
    first, last = context.filter.period(context.atlas)
    return (
        min(then[0], first, context.atlas.first_date),
        max(then[1], last, context.atlas.last_date),
    )


def _take_dates() -> None:
    dates = st.session_state[keys.THEN_DATES]
    if len(dates) == 2:  # noqa: PLR2004 - first and last day; one is a choice half changes
        page_options.put("then", f"{dates[0]}..{dates[1]}")


def _own_period(dates: str) -> tuple[date, date] | None:
    """Return the days of `YYYY-MM-DD..YYYY-MM-DD`, or None."""
    match = re.fullmatch(r"([\d-]{10})\.\.([\d-]{10})", dates, re.ASCII)
    if not match:
        return None
    try:
        first, last = (parse_day("then", day) for day in match.groups())
    except FilterError:
        return None
    return (first, last) if first <= last else None


def _say_periods(context: Context, changes: Changes) -> bool:
    """Say which periods are compared and what that is worth; return whether they can be."""
    days = [counts.days_between(*period) for period in (changes.then, changes.now)]
    small_charts.draw_note(
        f"Then: {short_day(changes.then[0])} to {short_day(changes.then[1])} "
        f"({plural(days[0], 'day')}). Now: {short_day(changes.now[0])} to "
        f"{short_day(changes.now[1])} ({plural(days[1], 'day')})."
    )
    first = context.atlas.first_date
    if changes.then[1] < first or changes.then[0] > context.atlas.last_date:
        st.warning(
            f"The data run from {short_day(first)} to {short_day(context.atlas.last_date)}; the "
            "other period lies outside, so there is nothing to compare with. Choose a shorter "
            "period in the filter, or other days here.",
            icon=":material/event_busy:",
        )
        return False
    if changes.overlap:
        st.warning("The two periods share days: incidents of those days count in both.",
                   icon=":material/join:")  # fmt: skip
    return True


def _say_limits(context: Context, changes: Changes) -> None:
    """Say below the map what is compared, and where it may mislead."""
    small_charts.draw_note(
        "Compared are rates per day; ×2 means twice as often. Where both counts are below "
        f"{provinces.MIN_TO_COMPARE} nothing is compared."
    )
    if not all(_is_searched(context, period) for period in (changes.now, changes.then)):
        st.info(
            "Not all days of both periods were searched day by day; outside them only notable "
            "incidents are listed. A change may be one of coverage and not of violence.",
            icon=":material/info:",
        )


def _is_searched(context: Context, period: tuple[date, date]) -> bool:
    """Return whether a period was searched day by day, or the data say nothing about it."""
    spans = coverage.coverage_spans(context.filter, context.atlas, *period)
    return {span.level for span in spans} <= {"searched", "gap", coverage.UNSTATED}


def _area_of_change(change: Change, classes: Sequence[Class], *, comparable: bool) -> Area:
    words = f"{change.name}, {change.country}: {change.words}"
    n = change.now.n + change.then.n
    if n and change.ratio is not None and comparable:
        colour = choropleth.class_of(change.ratio, classes).colour
        return Area(change.code, colour, "", _mark(change), text.safe(change.name), words, float(n))
    if n:
        return Area(
            change.code, None, _FEW, "few" if comparable else "", change.name, words, float(n)
        )
    kind = NONE if change.covered else OUTSIDE
    return Area(change.code, None, kind, "", change.name, words, 0)


def _mark(change: Change) -> str:
    """Return what stands on the map: the ratio, or the counts where one of them is 0."""
    if change.ratio and change.then.n:
        return f"×{change.ratio:.1f}"
    return f"{change.then.n}→{change.now.n}"
