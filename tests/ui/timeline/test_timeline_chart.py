"""The chart of the Timeline page."""

from __future__ import annotations

import pytest

from geo.analysis import timeline
from tests.ui.timeline.pages import (
    CAMPAIGN,
    chart_data,
    charts,
    open_page,
    view_of,
    words,
)


@pytest.mark.parametrize(
    ("per", "by"),
    [("day", "group"), ("week", "weapon"), ("month", "outcome"), ("week", "confirmation"),
     ("month", "country")],
)  # fmt: skip
def test_the_chart_has_a_bar_for_every_number_and_a_lane_for_every_value(per, by, app, atlas):
    run = open_page(app, CAMPAIGN, per=per, by=by)
    counted = timeline.build_timeline(view_of(CAMPAIGN, atlas), atlas, per, by)
    chart = charts(run)[0]
    data = chart_data(run, 0)
    bars = [row for rows in data for row in rows if str(row.get("key", "")).startswith("bin_")]
    assert {b["key"] for b in bars} == {f.key for f in counted.figures()}
    number_of = {f.key: f.n for f in counted.figures()}
    for bar in bars:
        assert bar["what"].endswith(
            f"{number_of[bar['key']]} incident{'s' * (number_of[bar['key']] != 1)}"
        )
    tallest = max(b["y"] - b["y2"] for b in bars if b["key"].count("_") == 1)
    of_most = [b for b in bars if b["y"] - b["y2"] == tallest and b["key"].count("_") == 1]
    assert {number_of[b["key"]] for b in of_most} == {int(counted.totals.max())}
    labels = {(row["label"], row["note"]) for rows in data for row in rows if "label" in row}
    for j, value in enumerate(counted.values):
        n, most = int(counted.has[j].sum()), int(counted.counts[:, j].max())
        assert (value.label, f"{n}" + (f", most {most}" if n else "")) in labels
    assert chart["usermeta"]["embedOptions"]["renderer"] == "canvas"


def test_charts_stay_as_they_are_while_the_period_moves_and_only_their_data_change(app):
    run = open_page(app, {})
    alts = [e.proto.alt for e in run.at.get("vega_lite_chart")]
    before = charts(run), [chart_data(run, i) for i in range(len(charts(run)))]
    first, last = run.at.slider(key="w_dates").value
    run.at.slider(key="w_dates").set_value((first, last.replace(year=last.year - 1)))
    run.run()
    assert charts(run) == before[0]
    assert chart_data(run, 0) != before[1][0]
    lanes = [
        [(row["y"], row["label"].split(":")[0]) for rows in data for row in rows if "label" in row]
        for data in (chart_data(run, 0), before[1][0])
    ]
    assert lanes[0] == lanes[1], "lanes of one height, in one place"
    assert [e.proto.alt for e in run.at.get("vega_lite_chart")] == alts


def test_all_incidents_have_a_colour_that_no_group_has(app):
    bars = [r for rows in chart_data(open_page(app, {}, by="group"), 0) for r in rows
            if str(r.get("key", "")).startswith("bin_")]  # fmt: skip
    of_all = {bar["colour"] for bar in bars if bar["key"].count("_") == 1}
    assert len(of_all) == 1
    assert not of_all & {bar["colour"] for bar in bars if bar["key"].count("_") > 1}


def test_lulls_are_thin_bars_and_their_names_stand_beside_the_lanes(app):
    run = open_page(app, {}, by="group")
    lulls = [r for rows in chart_data(run, 0) for r in rows if "lull of" in str(r.get("what"))]
    assert len(lulls) > 5
    assert all(0 < lull["y2"] - lull["y"] <= 6 for lull in lulls)
    axis = next(layer["encoding"]["y"]["axis"] for layer in charts(run)[0]["layer"]
                if layer["data"]["name"] == "bars")  # fmt: skip
    assert axis["labelFontSize"] >= 12
    texts = [layer for layer in charts(run)[0]["layer"] if layer["mark"]["type"] == "text"]
    assert {layer["data"]["name"] for layer in texts} == {"events"}


@pytest.mark.parametrize(
    ("query", "share"), [({"from": "2023-11-01", "to": "2023-12-31"}, 0), ({"to": "2022-12-31"}, 1)]
)
def test_what_was_not_searched_day_by_day_is_hatched_and_nothing_else(query, share, app):
    query = {"type": "attack", "target": "us_coalition"} | query
    data = chart_data(open_page(app, query), 0)
    lines = [r for rows in data for r in rows if set(r) == {"x", "x2", "y", "y2"}]
    assert bool(lines) == bool(share)
    height = max(r["y"] for rows in data for r in rows if "label" in r)
    assert all(-1e-6 <= line[y] <= height + 1e-6 for line in lines for y in ("y", "y2"))


def test_what_the_lanes_count_and_the_map_does_not_is_said(app):
    assert "6 without a location are counted here and not on the map" in words(open_page(app, {}))
