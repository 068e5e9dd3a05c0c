"""ACLED: what each column becomes."""

from __future__ import annotations

import pytest

from geo.filter.filter import Filter
from geo.importers.schemas import acled as acled_module
from tests.geo.importers.files import (
    ACLED_COLUMNS,
    UCDP_COLUMNS,
    acled,
    acled_csv,
    written,
)


def only(rows):
    (one,) = rows
    return one


def test_an_acled_export_has_31_columns_and_ucdp_49():
    assert (len(ACLED_COLUMNS), len(UCDP_COLUMNS)) == (31, 49)


def test_an_acled_row(convert, rows):
    imported = convert(acled_csv(acled()))
    row = only(rows(imported))
    assert {k: v for k, v in row.items() if v is not None} == {
        "incident_id": "acled-irq1",
        "date": "2024-01-05",
        "date_precision": "day",
        "event_type": "other",
        "target_side": "other",
        "country": "Iraq",
        "target": "Armed clash (target not stated)",
        "place": "Ramadi",
        "latitude": "33.42",
        "longitude": "43.3",
        "geo_precision": "town",
        "weapons": "unknown",
        "outcome": "unknown",
        "killed": 2,
        "casualty_note": "ACLED's one figure for all sides; 0 where none was reported",
        "confirmation": "media",
        "summary": "Something happened, IRQ1.",
        "source_event_id": "IRQ1",
        "source_event_type": "Battles",
        "source_sub_event_type": "Armed clash",
        "source_geo_precision": "1",
        "source_time_precision": "1",
        "dataset": "ACLED",
        "dataset_version": "edited until 2024-01-09",
        "dataset_licence": "ACLED terms of use: rows may not be passed on",
        "redistributable": "false",
    }


@pytest.mark.parametrize(
    ("inter", "number"),
    [("1", "1"), ("8.0", "8"), ("State forces", "1"), ("Rebel group", "2"),
     ("Rebel groups", "2"), ("Political militia", "3"), ("Identity militia", "4"),
     ("Rioters", "5"), ("Protesters", "6"), ("Civilians", "7"), ("External/Other forces", "8"),
     ("", ""), ("0", "0"), ("nonsense", "")],
)  # fmt: skip
def test_actor_types_as_numbers_and_in_words(inter, number):
    assert acled_module.actor_type(inter) == number


@pytest.mark.parametrize(
    ("sub", "one", "two", "expected"),
    [
        ("Air/drone strike", "1", "7", "strike"),
        ("Air/drone strike", "External/Other forces", "", "strike"),
        ("Air/drone strike", "8", "3", "other"),
        ("Air/drone strike", "2", "1", "other"),
        ("Air/drone strike", "", "", "other"),
        ("Shelling/artillery/missile attack", "1", "7", "other"),
        ("Disrupted weapons use", "1", "", "other"),
        ("Armed clash", "1", "2", "other"),
    ],
)
def test_an_event_type_is_mapped_only_where_it_truly_corresponds(sub, one, two, expected):
    assert acled_module.event_type(sub, one, two) == expected


@pytest.mark.parametrize(
    ("code", "precision", "time", "date_precision"),
    [("1", "town", "1", "day"), ("2", "district", "2", "approx"),
     ("3", "province", "3", "approx"), ("", "district", "", "approx")],
)  # fmt: skip
def test_precision_codes(code, precision, time, date_precision, convert, rows):  # noqa: PLR0917
    row = only(rows(convert(acled_csv(acled(geo_precision=code, time_precision=time)))))
    assert (row["geo_precision"], row["date_precision"]) == (precision, date_precision)
    assert (row["source_geo_precision"], row["source_time_precision"]) == (
        code or None, time or None)  # fmt: skip


def test_weapons_are_told_by_the_second_level_type(convert, rows):
    subs = ("Suicide bomb", "Remote explosive/landmine/IED", "Air/drone strike", "Grenade",
            "Shelling/artillery/missile attack")  # fmt: skip
    imported = convert(acled_csv(*(acled(f"A{i}", sub_event_type=s) for i, s in enumerate(subs))))
    assert [r["weapons"] for r in rows(imported)] == [
        "explosive_device", "explosive_device", "air_strike", "explosive_device", "shelling",
    ]  # fmt: skip


def test_upper_case_and_dropped_columns_of_older_exports(convert, rows):
    kept = ("event_id_cnty", "event_date", "event_type", "actor1", "inter1", "country", "location",
            "latitude", "longitude", "fatalities", "geo_precision", "sub_event_type")  # fmt: skip
    text = written([acled(event_date="05 January 2024")], kept)
    header, rest = text.split("\n", 1)
    old = f"DATA_ID,{header.upper()},ISO3\n7,{rest.rstrip()},IRQ\n"
    imported = convert(old.encode())
    assert imported.report.schema == "acled"
    row = only(rows(imported))
    assert (row["incident_id"], row["date"], row["killed"]) == ("acled-irq1", "2024-01-05", 2)
    assert imported.report.columns_unused == ("DATA_ID", "ISO3")


def test_sources_are_named_without_a_link_and_the_dataset_with_one(convert, rows, load):
    imported = convert(acled_csv(acled()))
    sources = {r["source_id"]: r for r in rows(imported, "sources")}
    linked = [sources[r["source_id"]] for r in rows(imported, "incident_sources")]
    assert [(s["publisher"], s["url"]) for s in linked] == [
        ("ACLED edited until 2024-01-09", "https://acleddata.com/"),
        ("Al Sumaria", None),
        ("Reuters", None),
    ]
    atlas = load(imported)
    assert Filter.parse("q=sumaria", atlas).view(atlas).shown == 1
