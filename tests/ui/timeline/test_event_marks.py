"""Events on the Timeline's chart: their labels do not collide, and each has its source below."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest

from geo.analysis.events import Event, find_events
from geo.filter.filter import days_since_epoch
from tests.geometry import incident, world, write_folder
from tests.ui.timeline.pages import CAMPAIGN, chart_data, open_page, view_of, words
from ui.timeline.event_marks import ROW_PX, place_labels

FIRST = date(2024, 1, 1)
# The narrowest plot with words, and how wide a letter is at most: as Chromium draws the font.
PLOT_PX, LETTER_PX = 715, 6.2


def events(*days):
    return [
        Event(d, d, "A label of words", "", "", "A Paper", "https://example.org")
        for d in (FIRST + timedelta(days=day) for day in days)
    ]


def boxes(rows, length_days):
    """Where the words of each row are on the plot: their row, left and right."""
    for row in rows:
        x = (row["x"] - days_since_epoch(FIRST)) * PLOT_PX / length_days
        width = LETTER_PX * len(row["words"])
        yield (row["y"], x, x + width) if row["side"] == "left" else (row["y"], x - width, x)


@pytest.mark.parametrize("days", [[0], [364], [0, 364], [0, 1, 2, 3, 4], range(180, 200, 2),
                                  [3, 90, 91, 200, 364], range(170, 200)], ids=str)  # fmt: skip
def test_labels_do_not_collide_and_stay_on_the_chart(days):
    edges = days_since_epoch(FIRST), days_since_epoch(FIRST) + 366
    rows = place_labels(events(*days), edges, 300)
    assert [row["number"] for row in rows] == [str(n) for n in range(1, len(days) + 1)]
    placed = [box for box, row in zip(boxes(rows, 366), rows, strict=True) if row["words"]]
    assert all(left >= 0 and right <= PLOT_PX for _, left, right in placed)
    assert not [(a, b) for a, b in combinations(placed, 2)
                if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]]  # fmt: skip
    if len(days) <= 10:
        assert all(row["words"] == "A label of words" for row in rows)


def test_each_event_of_the_period_is_on_the_chart_and_below_it_with_its_source(app, atlas):
    run = open_page(app, CAMPAIGN)
    known = find_events(view_of(CAMPAIGN, atlas), atlas)
    assert len(known) > 5
    drawn = [r for rows in chart_data(run, 0) for r in rows if "number" in r]
    assert [r["what"] for r in drawn] == [event.label for event in known]
    for event in known:
        assert event.description in words(run)
        assert f'href="{event.url}"' in run.html()
        assert not event.incident_id or f"incident={event.incident_id}" in run.html()


def test_a_period_without_events_has_no_list(app):
    run = open_page(app, {"from": "2024-03-01", "to": "2024-03-31"})
    assert "Events marked" not in words(run)
    assert not [r for rows in chart_data(run, 0) for r in rows if "number" in r]


def test_data_without_events_keep_no_room_for_them(app, tmp_path, monkeypatch):
    write_folder(tmp_path, world(incidents=[incident("one"), incident("two", "2024-02-05")]))
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path))
    run = app().run()
    run.at.switch_page("pages/timeline.py").run()
    bars = [r for rows in chart_data(run, 0) for r in rows if "colour" in r]
    assert min(bar["y2"] for bar in bars) < ROW_PX
