"""How well a time was searched, on spans drawn by hand and against a day-by-day reading."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.__main__ import main
from geo.analysis import coverage
from geo.filter.filter import Filter, days_since_epoch
from geo.io import catalog
from tests.geo import strategies
from tests.geometry import incident, span, world, write_folder

JAN = "2024-01-"


def level(atlas, day, query=""):
    number = days_since_epoch(date.fromisoformat(day))
    return coverage.searched_days(Filter.parse(query, atlas), atlas, number, number).worst(
        number, number
    )


def drawn(hand_drawn, *spans):
    return hand_drawn(incidents=[incident("one", "2024-01-10")], coverage=list(spans))


def test_first_and_last_day_of_a_span_belong_to_it(hand_drawn):
    atlas = drawn(hand_drawn, span("2024-01-05", "2024-01-07"))
    assert [level(atlas, JAN + d) for d in ("04", "05", "07", "08")] == [
        "outside", "searched", "searched", "outside",
    ]  # fmt: skip


def test_a_folder_that_says_nothing_is_told_from_a_day_outside(hand_drawn):
    assert level(drawn(hand_drawn), "2024-01-05") == "unstated"


def test_a_folder_may_lack_the_table(tmp_path):
    folder = write_folder(tmp_path, world())
    (folder / "coverage.csv").unlink()
    assert catalog.validate(folder) == ()
    atlas = catalog.load(folder)
    assert atlas.coverage.empty
    assert level(atlas, "2024-01-05") == "unstated"


def test_searched_for_one_kind_holds_only_where_nothing_else_is_asked_for(hand_drawn):
    atlas = drawn(
        hand_drawn,
        span("2024-01-01", "2024-01-31", event_type="attack", confirmation="official"),
        span("2024-01-01", "2024-01-31", "notable"),
    )
    day = "2024-01-05"
    assert level(atlas, day) == "notable"
    assert level(atlas, day, "type=attack") == "notable"
    assert level(atlas, day, "type=attack&confirmation=official") == "searched"
    assert level(atlas, day, "type=attack&confirmation=official&country=Westland") == "searched"
    assert level(atlas, day, "type=attack&type=strike&confirmation=official") == "notable"


def test_a_gap_counts_within_what_was_searched_and_for_all_that_it_may_touch(hand_drawn):
    atlas = drawn(
        hand_drawn,
        span("2024-01-01", "2024-01-10"),
        span("2024-01-08", "2024-01-20", "gap", country="Westland"),
        span("2024-01-11", "2024-01-20", "notable"),
    )
    assert level(atlas, "2024-01-09") == "gap"
    assert level(atlas, "2024-01-09", "country=Westland") == "gap"
    assert level(atlas, "2024-01-09", "country=Eastland") == "searched"
    assert level(atlas, "2024-01-15") == "notable"


def test_spans_are_whole_and_follow_one_another(hand_drawn):
    atlas = drawn(hand_drawn, span("2024-01-05", "2024-01-07"), span("2024-01-08", "2024-01-09"))
    spans = coverage.coverage_spans(Filter(), atlas, date(2024, 1, 1), date(2024, 1, 12))
    assert [(s.start.day, s.end.day, s.level) for s in spans] == [
        (1, 4, "outside"), (5, 9, "searched"), (10, 12, "outside"),
    ]  # fmt: skip


def by_hand(rows, params, day):
    """The level of one day, row by row, from the words of the docstring."""
    asked = {"country": "country", "event_type": "type", "target_side": "target",
             "confirmation": "confirmation"}  # fmt: skip
    holds = set()
    for row in rows:
        if not row["first_date"] <= day.isoformat() <= row["last_date"]:
            continue
        named = {asked[c]: row[c] for c in asked if row[c]}
        only = all(params.get(p) == [v] for p, v in named.items())
        may = all(p not in params or v in params[p] for p, v in named.items())
        if only if row["level"] == "searched" else may:
            holds.add(row["level"])
    if "searched" in holds:
        return "gap" if "gap" in holds else "searched"
    return "notable" if "notable" in holds else "outside"


@settings(max_examples=60)
@given(
    strategies.params("type", "target", "country", "confirmation", "weapon"),
    st.dates(date(2019, 12, 1), date(2026, 1, 31)),
    st.integers(0, 60),
)
def test_the_shipped_table_is_read_as_its_words_say(atlas, data_folder, params, first, length):
    with (data_folder / "coverage.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    days = [first + timedelta(days=n) for n in range(length + 1)]
    expected = [by_hand(rows, params, day) for day in days]
    names = list(coverage.LEVELS)
    levels = coverage.coverage_levels(
        Filter.parse(params, atlas), atlas, days_since_epoch(days[0]), days_since_epoch(days[-1])
    )
    assert [names[i] for i in levels] == expected
    spans = coverage.coverage_spans(Filter.parse(params, atlas), atlas, days[0], days[-1])
    assert [s.level for s in spans for _ in range((s.end - s.start).days + 1)] == expected


def test_the_shipped_spans_cover_the_data_and_nothing_else(atlas):
    def at(day):
        return level(atlas, day.isoformat())

    assert at(atlas.first_date) == at(atlas.last_date) == "notable"
    day = timedelta(days=1)
    last = atlas.coverage["last_date"].max().date()
    assert last >= atlas.last_date
    assert at(atlas.first_date - day) == at(last + day) == "outside"
    inside = coverage.coverage_spans(Filter(), atlas, atlas.first_date, atlas.last_date)
    assert "outside" not in {s.level for s in inside}


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (span("2024-01-09", "2024-01-08"), "first_date", "is after last_date, 2024-01-08"),
        (span("2024-01-01", "2024-01-08", country="Westlend"), "country", "Westland"),
        (span("2024-01-01", "2024-01-08", "dense"), "level", "searched"),
        (span("2024-01-01", "2024-01-08", note=""), "note", "empty"),
    ],
)
def test_a_fault_in_a_span_is_named_with_its_place(row, column, says, tmp_path, capsys):
    folder = write_folder(tmp_path, world(coverage=[span("2023-01-01", "2023-02-01"), row]))
    assert main(["validate", str(folder)]) == 1
    line = capsys.readouterr().out.strip()
    assert line.startswith(f"coverage.csv:3: {column}: ")
    assert says in line


def test_the_same_span_twice_is_one_too_many(tmp_path, capsys):
    folder = write_folder(tmp_path, world(coverage=[span("2023-01-01", "2023-02-01")] * 2))
    assert main(["validate", str(folder)]) == 1
    assert "duplicate of row 2" in capsys.readouterr().out
