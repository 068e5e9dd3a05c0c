"""Tables of counts: refused, or an incident for each event; never one a row in silence."""

from __future__ import annotations

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import plain_csv


def table(*counts, **more):
    return plain_csv(*[{"week": "2024-01-06", "country": "Iraq", "events": n, "deaths": "3"} | more
                      for n in counts])  # fmt: skip


def test_a_table_of_counts_is_refused_and_says_what_to_choose(case):
    with pytest.raises(ImportRefusedError) as refused:
        case("acled_weekly.csv")
    assert "the column 'EVENTS' counts events: 4 rows that stand for 32 events" in str(
        refused.value
    )
    assert "--counts each" in str(refused.value)


def test_each_event_becomes_an_incident_and_the_toll_is_counted_once(case, rows, load):
    imported = case("acled_weekly.csv", counts="each")
    report = imported.report
    assert (report.read, report.kept, report.quarantined) == (32, 32, 0)
    assert report.glance.tolls["killed"] == importers.Toll(14, 4)
    killed = [row["killed"] for row in rows(imported) if row["killed"] is not None]
    assert killed == [3, 5, 0, 6]
    assert len({row["incident_id"] for row in rows(imported)}) == 32
    assert len(load(imported).incidents) == 32


def test_rows_without_an_event_or_a_number_go_to_quarantine(convert):
    report = convert(table("2", "0", "some", ""), counts="each").report
    assert (report.read, report.kept, report.quarantined) == (5, 2, 3)
    assert [r.line for r in report.quarantine] == [3, 4, 5]


def test_where_each_row_counts_one_event_it_is_a_table_of_incidents(convert):
    assert convert(table("1", "1")).report.kept == 2


def test_a_person_may_say_that_no_column_counts_events(convert):
    raw = importers.read_file(table("7", "12"), "own.csv")
    guess = importers.guess_mapping(raw, given={"events": ""})
    assert importers.convert(raw, "plain", guess).report.kept == 2


def test_more_events_than_an_atlas_can_hold_are_refused(convert):
    with pytest.raises(ImportRefusedError, match="allowed are 5,000,000"):
        convert(table("900000000", "1"), counts="each")


def test_the_first_day_of_a_week_is_no_exact_day(case, rows):
    imported = case("acled_weekly.csv", counts="each")
    first = rows(imported)[0]
    assert (first["date"], first["date_end"]) == ("2024-01-06", "2024-01-12")
    assert first["date_precision"] == "approx"
    assert first["geo_precision"] == "province"  # it has a centroid
    assert imported.report.finding("weeks").rows == 32


def test_a_table_of_months_is_of_whole_months(case, rows):
    imported = case("hdx_month.csv", counts="each")
    assert imported.report.kept == 28
    assert {(r["date"], r["date_end"], r["date_precision"]) for r in rows(imported)} == {
        ("2024-01-01", "2024-01-31", "approx")
    }
