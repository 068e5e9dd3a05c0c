"""Coverage: figures against plain Python on the files, and days drawn by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

from geo import codes
from geo.analysis import completeness
from geo.analysis.bins import join_runs
from tests.geometry import incident, statement, tally


def test_the_years_hold_every_incident_by_its_kind(atlas, oracle):
    table = completeness.count_by_year(atlas)
    expected = Counter((int(r["date"][:4]), r["event_type"]) for r in oracle.incidents)
    for year in range(2019, 2026):
        for kind in codes.EVENT_TYPE:
            assert table.at[year, kind] == expected[year, kind]
    assert table["all"].sum() == len(oracle.incidents)


def test_years_without_incidents_are_there(hand_drawn):
    atlas = hand_drawn(incidents=[incident("a", "2020-05-01"), incident("b", "2022-05-01")])
    assert completeness.count_by_year(atlas)["all"].tolist() == [1, 0, 1]


def test_gaps_are_the_empty_cells_of_the_files(atlas, oracle):
    rows = oracle.incidents
    expected = {
        "the exact day": sum(r["date_precision"] == "approx" for r in rows),
        "the hour as HH:MM": sum(":" not in r["time_local"] for r in rows),
        "the place to the site": sum(r["geo_precision"] != "site" for r in rows),
        "any point": sum(r["latitude"] == "" for r in rows),
        "the weapon": sum(r["weapons"] == "unknown" for r in rows),
        "how many were fired": sum(r["munitions"] == "" for r in rows),
        "the outcome": sum(r["outcome"] == "unknown" for r in rows),
        "whether anyone was killed": sum(r["killed"] == "" for r in rows),
        "whether anyone was injured": sum(r["injured"] == "" for r in rows),
        "any statement of who did it": sum(not oracle.about[r["incident_id"]] for r in rows),
    }
    assert {g.what: g.unknown for g in completeness.count_unknown(atlas)} == expected


def test_the_empty_days_of_the_dense_stretch(atlas):
    runs = join_runs(
        (day, day)
        for day in completeness.find_empty_days(atlas, date(2023, 10, 18), date(2024, 2, 4))
    )
    days = [(a.isoformat()[5:], (b - a).days + 1) for a, b in runs]
    assert days == [
        ("11-16", 1), ("11-24", 5), ("11-30", 1), ("12-02", 1), ("12-04", 2), ("12-07", 1),
        ("12-09", 2), ("12-17", 3), ("12-21", 1), ("12-23", 1), ("12-28", 1), ("01-17", 1),
        ("01-19", 1), ("01-30", 2),
    ]  # fmt: skip


def test_a_day_at_either_end_may_be_empty(hand_drawn):
    atlas = hand_drawn(incidents=[incident("a", "2024-01-02"), incident("b", "2024-01-04")])
    empty = completeness.find_empty_days(atlas, date(2024, 1, 1), date(2024, 1, 5))
    assert empty == [date(2024, 1, 1), date(2024, 1, 3), date(2024, 1, 5)]
    assert join_runs([]) == []


def test_a_count_stands_beside_the_atlas_s_own_and_its_official_part(hand_drawn):
    atlas = hand_drawn(
        incidents=[
            incident("a", "2024-01-02"), incident("b", "2024-01-03", confirmation="claimed"),
            incident("c", "2024-01-09"),
        ],
        tallies=[
            tally("2024-01-03", "2024-01-01", 5), tally("2024-01-04", None, 6),
            tally("2024-01-05", "2024-01-01", None, syria=1),
        ],
        statements=[statement("a", "leaf", "claimed")],
    )  # fmt: skip
    table = completeness.tabulate_tallies(atlas)
    assert table[["published", "atlas", "official"]].to_numpy().tolist() == [[5, 2, 1]]


def test_the_dense_stretch_is_the_longest_that_was_searched_gaps_included(atlas):
    assert completeness.longest_searched_run(atlas) == (date(2023, 10, 17), date(2024, 2, 13))


def test_data_that_say_nothing_of_coverage_have_no_dense_stretch(hand_drawn):
    assert (
        completeness.longest_searched_run(hand_drawn(incidents=[incident("a", "2020-05-01")]))
        is None
    )
