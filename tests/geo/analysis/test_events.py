"""Events beside the counts: which of them a period has, and what is wrong with a row."""

from __future__ import annotations

from datetime import date

import pytest

from geo.__main__ import main
from geo.analysis.events import find_events
from geo.filter.filter import Filter
from geo.io import catalog
from tests.geometry import incident, world, write_folder


def event(key, start="2024-01-03", end="", **more):
    return {
        "event_id": key, "date_start": start, "date_end": end, "label": key.title(),
        "description": "It happened.", "incident_id": "", "publisher": "A Paper",
        "source_url": "https://example.org/event",
    } | more  # fmt: skip


ROWS = [incident("first", "2024-01-01"), incident("last", "2024-01-31")]


def found(atlas, query=""):
    view = Filter.parse(query, atlas).view(atlas)
    return [e.label for e in find_events(view, atlas)]


def test_the_events_of_the_period_come_by_date_and_one_of_several_days_counts_on_each(hand_drawn):
    atlas = hand_drawn(
        incidents=ROWS,
        events=[event("late", "2024-01-20"), event("truce", "2024-01-05", "2024-01-10"),
                event("outside", "2023-12-01")],
    )  # fmt: skip
    assert found(atlas) == ["Truce", "Late"]
    assert found(atlas, "from=2024-01-10&to=2024-01-15") == ["Truce"]
    assert found(atlas, "from=2024-01-11&to=2024-01-19") == []
    assert found(atlas, "to=1990-01-01") == []
    assert found(atlas, "q=zzzz") == ["Truce", "Late"], "the rest of the filter is not asked"


def test_an_event_says_its_days_and_its_incident(hand_drawn):
    atlas = hand_drawn(incidents=ROWS, events=[event("one", incident_id="last")])
    (one,) = find_events(Filter().view(atlas), atlas)
    assert (one.start, one.end, one.incident_id) == (date(2024, 1, 3), date(2024, 1, 3), "last")


def test_a_folder_may_have_no_events(tmp_path):
    folder = write_folder(tmp_path, world(incidents=ROWS))
    (folder / "events.csv").unlink()
    atlas = catalog.load(folder)
    assert atlas.events.empty
    assert found(atlas) == []


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (event("a", end="2024-01-02"), "date_end", "is before date_start, 2024-01-03"),
        (event("a", incident_id="nowhere"), "incident_id", "nowhere"),
        (event("a", source_url="a book"), "source_url", "a book"),
        (event("a", label=""), "label", "empty"),
        (event("one"), "event_id", "duplicate of row 2"),
    ],
)
def test_a_fault_in_an_event_is_named_with_its_place(row, column, says, tmp_path, capsys):
    folder = write_folder(tmp_path, world(incidents=ROWS, events=[event("one"), row]))
    assert main(["validate", str(folder)]) == 1
    line = capsys.readouterr().out.strip().splitlines()[0]
    assert line.startswith(f"events.csv:3: {column}: ")
    assert says in line


def test_every_shipped_event_that_is_an_incident_has_its_day(atlas):
    days = atlas.incidents.set_index("incident_id")["date"]
    for row in atlas.events.dropna(subset=["incident_id"]).itertuples():
        assert days[row.incident_id] == row.date_start, row.event_id
