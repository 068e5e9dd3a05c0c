"""The atlas's cumulative count beside the published counts, and why they differ."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.analysis import tallies
from geo.filter.filter import day_of, days_since_epoch
from geo.utils.words import plural, short_day
from ui import text
from ui.timeline import timeline_chart
from ui.timeline.quotation_section import PAGE, figure_link
from ui.widgets import chart_unit, html_table, vega
from ui.widgets.chart_unit import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.analysis.tallies import ComparedTally, RunningCount
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

_HEIGHT_PX: Final = 300
_OWN: Final = "Incident Atlas"
_POINT: Final = "point"
_LINE: Final = "#808890"
# Okabe and Ito's, as on the map; the shape says the same without colour.
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
_SHAPES: Final = ("circle", "square", "triangle-up", "diamond")


def draw_tallies(context: Context, compared: Sequence[ComparedTally]) -> list[Figure]:
    """Draw both charts and the table of gaps, and return the atlas's side of every tally."""
    st.subheader("The atlas beside the published counts", anchor="tallies")
    if not compared:
        st.markdown("No published count is dated in the filter's period.")
        return []
    st.markdown(
        "Each point is a published running count; the grey line is the atlas's own for the same "
        "first day, attacks on US or coalition forces as far as the filter admits them. **They are "
        "not the same thing**: rows that rest on a claim alone may not have happened, one attack "
        "of a published count may stand on two rows or the reverse, and some are missing here."
    )
    lines = tallies.running_counts(compared, context.atlas)
    for column, syria_only in zip(st.columns(2), (False, True), strict=True):
        with column:
            _chart(context, compared, lines, syria_only=syria_only)
    _table(context, compared)
    return [r.counted for r in compared if r.counted is not None]


def _chart(
    context: Context, compared: Sequence[ComparedTally], lines: Sequence[RunningCount],
    *, syria_only: bool,
) -> None:  # fmt: skip
    """Draw the line that most tallies are compared with, and those tallies."""
    chosen = [r for r in compared if r.syria_only == syria_only and r.first]
    title = "Syria alone" if syria_only else "All countries"
    if not chosen:
        st.caption(f"{title}: no published count in the period.")
        return
    first = Counter(r.first for r in chosen if r.first).most_common(1)[0][0]
    shown = [r for r in chosen if r.first == first]
    (line,) = (s for s in lines if s.first == first and s.syria_only == syria_only)
    own = [{"x": days_since_epoch(first), "n": 0}]
    own += [{"x": day, "n": n} for day, n in zip(line.days.tolist(), line.n.tolist(), strict=True)]
    chart_unit.draw_unit(
        context,
        Unit(
            page=PAGE,
            key=f"tallies_{'syria' if syria_only else 'all'}",
            title=f"Attacks counted since {short_day(first)}, "
            f"{'Syria alone' if syria_only else 'all countries'}",
            measure="Running counts of attacks: published (points) and the atlas's own (line).",
            spec=lambda _dark: _spec(own, shown, first),
            alt=f"The atlas's cumulative count beside published counts, {title}; the table below "
            "has every number.",
            heads=("as of", "counted by", "attacks", "approximate"),
            rows=lambda: [
                *((day_of(r["x"]), _OWN, r["n"], "no") for r in own),
                *(
                    (r.as_of, r.counted_by, r.published, "yes" if r.approximate else "no")
                    for r in shown
                ),
            ],
        ),
    )
    if others := len(chosen) - len(shown):
        st.caption(f"{plural(others, 'count')} with another first day: only in the table.")


def _spec(own: list[vega.Spec], shown: Sequence[ComparedTally], first: date) -> vega.Spec:
    points = [
        {
            "key": r.counted.key if r.counted else "",
            "x": days_since_epoch(r.as_of),
            "n": r.published,
            "counter": tallies.COUNTERS[r.counter],
            "when": short_day(r.as_of),
            "published": f"{'about ' if r.approximate else ''}{r.published} ({r.counted_by})",
            "atlas": str(r.counted.n) if r.counted else "",
        }
        for r in shown
    ]
    signs = {
        name: sign
        for (counter, name), *sign in zip(tallies.COUNTERS.items(), _COLOURS, _SHAPES, strict=True)
        if any(r.counter == counter for r in shown)
    }
    colours, shapes = zip(*signs.values(), strict=True)
    legend = {"title": None, "orient": "top", "columns": 1, "labelLimit": 300}
    at = {
        "x": vega.quantitative("x", scale=timeline_chart.AS_THE_DATA, axis=timeline_chart.DAY_AXIS),
        "y": vega.quantitative("n", title="attacks counted"),
    }  # fmt: skip

    def sign(values: Sequence[str]) -> vega.Spec:
        scale = {"domain": list(signs), "range": list(values)}
        return vega.nominal("counter", scale=scale, legend=legend)

    layers = [
        timeline_chart.TICKS,
        vega.layer("own", {"type": "line", "interpolate": "step-after", "color": _LINE,
                           "strokeWidth": 2.5, "tooltip": None}, at),
        vega.layer("points", {"type": "point", "filled": True, "size": 70, "opacity": 0.95,
                              "cursor": "pointer"},
                   {**at, "color": sign(colours), "shape": sign(shapes), "tooltip": vega.tooltip(
                       when="As of", published="Published", atlas="Atlas, same days")}, _POINT),
    ]  # fmt: skip
    ticks = timeline_chart.day_ticks(first, max(r.as_of for r in shown))
    return vega.layered(
        layers, {"points": points, "own": own, "ticks": ticks}, height_px=_HEIGHT_PX
    )


def _table(context: Context, compared: Sequence[ComparedTally]) -> None:
    urls = dict(zip(context.atlas.sources["source_id"], context.atlas.sources["url"], strict=True))
    heads = ["As of", "Counted by", "Published", "Atlas", "Gap", "Why they differ"]
    rows = [_row(context, r, urls) for r in compared]
    st.html(
        text.stacked(
            html_table.table("Published counts and gaps", heads, rows),
            '<p class="atlas-caption">Gap = atlas minus published. Dates as given by the '
            "publisher.</p>",
        )
    )


def _row(context: Context, r: ComparedTally, urls: dict[str, str]) -> str:
    by = text.safe(r.counted_by)
    if r.source_id in urls:
        href = text.safe(urls[r.source_id])
        by = f'<a href="{href}" target="_blank" rel="noopener">{by}</a>'
    about = "about " if r.approximate else ""
    where = ", Syria" if r.syria_only else ""
    own = figure_link(context, r.counted, str(r.counted.n)) if r.counted else "–"
    gap = "–" if r.gap is None else f"{r.gap:+d}".replace("-", "\N{MINUS SIGN}")
    why = " ".join(r.why)
    return (
        f"{html_table.day_cell(short_day(r.as_of))}<td>{by}</td>"
        f"<td>{about}{r.published}{where}</td>"
        f"<td>{own}</td><td>{gap}</td><td><details><summary>{len(r.why)} points</summary>"
        f"{text.safe(why)}</details></td>"
    )
