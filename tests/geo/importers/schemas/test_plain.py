"""Tables of one's own: what their columns are taken for."""

from __future__ import annotations

import pytest

from geo import importers
from geo.export import writers
from geo.filter.filter import Filter
from tests.geo.importers.files import (
    plain,
    plain_csv,
)


def only(rows):
    (one,) = rows
    return one


def test_a_plain_row(convert, rows, load):
    imported = convert(plain_csv(plain()), "our events.csv")
    row = only(rows(imported))
    assert {k: v for k, v in row.items() if v is not None} == {
        "incident_id": "plain-row-2",
        "date": "2024-04-22",
        "date_precision": "day",
        "event_type": "other",
        "target_side": "other",
        "country": "Iraq",
        "target": "Not stated",
        "place": "Al-Asad",
        "latitude": "33.79",
        "longitude": "42.44",
        "geo_precision": "town",
        "weapons": "rocket",
        "source_weapons": "rocket",
        "outcome": "unknown",
        "killed": 0,
        "confirmation": "media",
        "summary": "Two rockets were fired at the base.",
        "dataset": "our events",
        "dataset_licence": "not stated",
    }
    assert [(r["group_id"], r["stance"]) for r in rows(imported, "statements")] == [("kh", "party")]
    assert "https://example.org/report" in {r["url"] for r in rows(imported, "sources")}
    assert imported.report.redistributable is None
    assert imported.report.terms == "licence: not stated"
    atlas = load(imported)
    assert writers.count_held_back(Filter().view(atlas)) == 0  # its owner may have it back


def test_who_did_it_and_with_what_is_recognised(convert, rows):
    table = [
        {"date": "2023-01-05", "attacker": "JNIM", "weapon": weapon, "source": "RFI"}
        for weapon in ("drone", "SVBIED", "Mortar shells", "car bomb; small arms fire", "catapult")
    ]
    imported = convert(plain_csv(*table))
    assert [r["weapons"] for r in rows(imported)] == [
        "drone_unspecified", "explosive_device", "mortar", "explosive_device;small_arms",
        "unknown",
    ]  # fmt: skip
    assert {(r["group_id"], r["stance"]) for r in rows(imported, "statements")} == {
        ("jnim", "attributed")
    }
    lost = imported.report.finding("weapon not recognised")
    assert (lost.rows, lost.examples) == (1, ((6, "catapult"),))
    # One source was given for each row, and one is counted.
    assert len(rows(imported, "incident_sources")) == len(table)


def test_the_guess_is_shown_with_its_reasons():
    raw = importers.read_file(plain_csv(plain()), "x.csv")
    guessed = importers.guess_mapping(raw)
    assert guessed.mapping.columns["latitude"] == "Lat"
    assert guessed.reasons["latitude"] == "by its name and cells"
    assert importers.guess_schema(raw).schema == "plain"


@pytest.mark.parametrize(
    "header",
    ["Datum;Ort;Breite;Länge;Tote;Verletzte", "fecha;lugar;latitud;longitud;muertos;heridos",
     "date;lieu;lat;lon;morts;blessés"],
)  # fmt: skip
def test_names_of_other_languages_are_known(header):
    raw = importers.read_file(f"{header}\n2024-03-01;Bagdad;33,31;44,36;1;2\n".encode(), "x.csv")
    columns = importers.guess_mapping(raw).mapping.columns
    roles = ("date", "place", "latitude", "longitude", "killed", "injured")
    assert [columns.get(role) for role in roles] == header.split(";")


def test_columns_without_a_telling_name_are_found_by_their_cells(convert, rows):
    row = only(rows(convert(b"a,b,c,d\nx,2024-03-01,33.31,44.36\n")))
    assert (row["date"], row["latitude"], row["longitude"]) == ("2024-03-01", "33.31", "44.36")
