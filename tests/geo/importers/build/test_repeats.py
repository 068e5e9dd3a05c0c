"""Rows that repeat others: the same id twice, or likely the same event."""

from __future__ import annotations

from tests.geo.importers.files import (
    acled,
    acled_csv,
)


def only(rows):
    (one,) = rows
    return one


def test_likely_duplicates_are_listed_and_kept_unless_asked(convert):
    near = {"latitude": "33.43", "event_date": "2024-01-06"}
    far, late = acled("IRQ3", latitude="33.60"), acled("IRQ4", event_date="2024-01-09")
    data = acled_csv(acled(), acled("IRQ2", **near), far, late, acled("IRQ5", actor1="Other"))
    report = convert(data, near_km=2).report
    assert (report.kept, report.likely_duplicates) == (5, 1)
    pair = only(report.pairs)
    assert (pair.line, pair.other_line, pair.days) == (3, 2, 1)
    assert 1.0 < pair.km < 1.2
    asked = convert(data, near_km=2, drop_likely_duplicates=True).report
    assert (asked.kept, asked.quarantined) == (4, 1)
    assert asked.quarantine[0].reason == "may repeat line 2"
    assert convert(data, near_km=2, near_days=0).report.likely_duplicates == 0


def test_of_two_versions_of_an_event_the_later_one_stays(convert, rows):
    later = acled(fatalities="3", timestamp="1704900000")
    data = acled_csv(acled(fatalities="9"), later, acled(fatalities="7"))
    imported = convert(data)
    assert only(rows(imported))["killed"] == 3
    assert imported.report.same_id == 2
    assert [(r.line, r.column, r.value) for r in imported.report.quarantine] == [
        (2, "event_id_cnty", "IRQ1"), (4, "event_id_cnty", "IRQ1"),
    ]  # fmt: skip
    assert "line 3" in imported.report.quarantine[0].reason
