"""UCDP GED: what each column becomes."""

from __future__ import annotations

import pytest

from geo.analysis import counts
from geo.filter.filter import Filter
from geo.importers.schemas import ucdp as ucdp_module
from tests.geo.importers.files import (
    UCDP_COLUMNS,
    ucdp,
    ucdp_csv,
    written,
)


def only(rows):
    (one,) = rows
    return one


def test_a_ucdp_row(convert, rows, load):
    imported = convert(ucdp_csv(ucdp()), "GEDEvent_v25_1.csv")
    row = only(rows(imported))
    assert {k: v for k, v in row.items() if v is not None} == {
        "incident_id": "ucdp-1001",
        "date": "2024-02-01",
        "date_end": "2024-02-03",
        "date_precision": "approx",
        "event_type": "other",
        "target_side": "other",
        "country": "Syria",
        "target": "1: State-based conflict (target not stated)",
        "place": "Homs town",
        "latitude": "34.73",
        "longitude": "36.71",
        "geo_precision": "district",
        "weapons": "unknown",
        "outcome": "unknown",
        "killed": 4,
        "killed_low": 3,
        "killed_high": 9,
        "casualty_note": "UCDP's best estimate of the dead on all sides",
        "confirmation": "media",
        "summary": "Fighting near Homs 1001",
        "source_event_id": "1001",
        "source_event_type": "1: State-based conflict",
        "source_geo_precision": "2",
        "source_time_precision": "2",
        "dataset": "UCDP GED",
        "dataset_version": "25.1",
        "dataset_licence": "CC BY 4.0",
        "redistributable": "true",
    }
    statements = [(r["group_id"], r["stance"]) for r in rows(imported, "statements")]
    assert statements == [("government_of_syria", "party"), ("syrian_insurgents", "party")]
    atlas = load(imported)
    assert counts.count_by_stance(Filter().view(atlas), atlas) == {"party": 1}


@pytest.mark.parametrize(
    ("code", "precision", "has_point"),
    [("1", "town", True), ("2", "district", True), ("3", "district", True),
     ("4", "province", True), ("5", "country", False), ("6", "country", False),
     ("7", "country", False)],
)  # fmt: skip
def test_where_prec(code, precision, has_point, convert, rows):
    row = only(rows(convert(ucdp_csv(ucdp(where_prec=code)))))
    assert (row["geo_precision"], row["latitude"] is not None) == (precision, has_point)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("GEDEvent_v25_1.csv", "25.1"), ("GEDEvent_v25_0_6.csv", "25.0.6"), ("ged251.xlsx", "25.1"),
     ("ged-25.1.zip", ""), ("own.csv", "")],
)  # fmt: skip
def test_the_release_is_read_from_the_name(name, expected):
    assert ucdp_module.release(name) == expected


def test_older_files_with_fewer_columns(convert):
    lacking = {"code_status", "gwnoa", "gwnob", "region", "source_headline", "relid", "date_end"}
    old = [c for c in UCDP_COLUMNS if c not in lacking]
    report = convert(written([ucdp()], old).encode()).report
    assert (report.schema, report.kept) == ("ucdp", 1)
