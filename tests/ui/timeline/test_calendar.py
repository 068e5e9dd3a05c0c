"""The calendar and the small multiples of the Timeline: they show what the lanes show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from geo.analysis import timeline
from tests.geometry import incident, world, write_folder
from tests.ui.timeline.pages import CAMPAIGN, chart_data, charts, open_page, view_of, words
from ui.timeline import calendar_chart

QUERIES = [{}, CAMPAIGN, {"from": "2024-01-28", "to": "2024-01-28"}]


def cells(run):
    return [r for rows in chart_data(run, 0) for r in rows if "cx" in r]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_incident_is_in_the_cell_of_its_day(query, app, atlas):
    run = open_page(app, query, chart="calendar")
    found = timeline.build_timeline(view_of(query, atlas), atlas, "day", "group")
    numbers = {f"bin_{b.start}": n for b, n in zip(found.bins, found.totals, strict=True) if n}
    assert {c["key"]: int(c["words"]) for c in cells(run) if c["key"]} == numbers
    assert sum(numbers.values()) == int(run.count())
    years = [r["note"] for rows in chart_data(run, 0) for r in rows if r.get("label")]
    assert sum(int(note.split()[0]) for note in years) == int(run.count())


def test_no_two_days_share_a_cell_and_a_week_is_a_column_from_monday():
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(3 * 366)]
    places = [calendar_chart._place(day, day.year - 2023) for day in days]
    assert len({(p["x"], p["y"]) for p in places}) == len(days)
    by_day = dict(zip(days, places, strict=True))
    monday = date(2024, 7, 1)
    assert len({by_day[monday + timedelta(days=n)]["x"] for n in range(7)}) == 1
    assert by_day[monday]["y"] < by_day[monday + timedelta(days=6)]["y"]
    assert by_day[monday + timedelta(days=7)]["x"] > by_day[monday]["x"]


def test_a_day_without_a_search_is_hatched_and_one_with_is_not(app):
    query = {"type": "attack", "target": "us_coalition"}
    for period, hatched in (({"from": "2023-11-01", "to": "2023-11-30"}, 0),
                            ({"from": "2022-06-01", "to": "2022-06-30"}, 30)):  # fmt: skip
        run = open_page(app, query | period, chart="calendar")
        lines = [r for rows in chart_data(run, 0) for r in rows if set(r) == {"x", "x2", "y", "y2"}]
        assert len(lines) == hatched
        assert len(cells(run)) == 30 - hatched


def test_a_day_opens_its_incidents_and_the_link_keeps_the_calendar(app):
    run = open_page(app, CAMPAIGN, chart="calendar", open="bin_2024-01-28")
    assert run.dialog_title().startswith("28 Jan 2024: ")
    assert run.address()["chart"] == ["calendar"]
    assert "per" not in run.address()
    layers = charts(run)[0]["layer"]
    assert [layer for layer in layers if layer.get("params")], "a cell can be clicked"


def test_what_lies_before_the_years_that_are_drawn_is_said(app, tmp_path, monkeypatch):
    rows = [incident(f"i{year}", f"{year}-05-01") for year in range(2000, 2015)]
    write_folder(tmp_path, world(incidents=rows))
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path))
    run = app(chart="calendar").run()
    run.at.switch_page("pages/timeline.py").run()
    assert "Only the last 10 years are drawn: 5 of 15 incidents are earlier" in words(run)
    assert sum(int(c["words"]) for c in cells(run) if c["words"]) == 10


@pytest.mark.parametrize("by", ["group", "country"])
def test_panels_have_the_numbers_of_the_lanes_on_one_scale(by, app, atlas):
    run = open_page(app, CAMPAIGN, chart="panels", by=by)
    found = timeline.build_timeline(view_of(CAMPAIGN, atlas), atlas, "week", by)
    assert len(charts(run)) == len(found.values)
    edges = []
    for j, value in enumerate(found.values):
        data = [r for rows in chart_data(run, j) for r in rows]
        bars = {r["key"]: r["y2"] for r in data if "key" in r}
        of_value = zip(found.bins, found.counts[:, j].tolist(), strict=True)
        numbers = {f"bin_{b.start}_{value.key}": n for b, n in of_value if n}
        assert bars == numbers
        assert f"{value.label}: {found.has[j].sum()}" in words(run)
        edges.append([r for r in data if set(r) == {"x", "y"}])
    assert all(one == edges[0] for one in edges)
    assert max(r["y"] for r in edges[0]) == found.counts.max()
