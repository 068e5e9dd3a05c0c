"""Other people's files: where their rows lie, and what is said of it."""

from __future__ import annotations

import json

import pytest

from geo import importers
from tests.geo.importers.files import acled

MOSUL, RAQQA, HAMA = ("36.34", "43.13"), ("35.95", "39.01"), ("35.13", "36.75")
KIRKUK, NONE = ("35.47", "44.39"), (None, None)
TWO = [MOSUL, RAQQA]
# Latitude and longitude of each row.
POINTS = {
    "coordcol.csv": [("14.93", "41.06"), ("25.2", "56.52")],
    "wkt.csv": TWO,
    "gj.csv": TWO,
    "geopoint.json": TWO,
    "lower_nested.json": TWO,
    "nested_two.json": TWO,
    "odd.geojson": [MOSUL, RAQQA, ("35.5", "44.4"), NONE, HAMA],
    "kml2.geojson": TWO,
    "esri.geojson": TWO,
    "esri_feat.json": [("36.37", "43.13"), ("35.98", "39.01")],
    "in.kml": [MOSUL],
    "utm.geojson": [MOSUL],
    "props_vs_geom.geojson": TWO,
    "nga.csv": [("14.14", "42.34"), ("12.13", "45.5"), ("12.14", "45.5")],
    "mercator.csv": [("36.37", "43.13"), ("35.98", "39.01")],
    "xlon_ylat.csv": TWO,
    "lonlat_names.csv": [*TWO, KIRKUK],
    "latlon_prefix.csv": TWO,
    "euro_thousand.csv": TWO,
    "sea.csv": [("14.14", "48.95"), ("12.9", "43.1"), ("13", "42.8"), ("11.9", "45.4"),
                ("31.45", "29")],
    "sea_stated.csv": [("14.14", "48.95"), ("12.9", "43.1"), ("15.35", "44.2"), ("12.5", "43.9")],
}  # fmt: skip


@pytest.mark.parametrize("name", POINTS)
def test_every_row_has_its_point(name, case, rows):
    assert [(r["latitude"], r["longitude"]) for r in rows(case(name))] == POINTS[name]


def told(report, what):
    """Return the messages of the findings of a kind."""
    return [f.message for f in report.findings if f.what == what]


def test_the_order_of_a_column_is_decided_and_said(case):
    report = case("coordcol.csv").report
    assert report.finding("axis order").message == (
        "Estimated Coordinates: read with the latitude first: only so 2 of 2 points lie in the "
        "region of the map, or within 90 and 180 degrees"
    )


def test_the_geometry_wins_and_rows_that_say_another_place_are_listed(case):
    report = case("props_vs_geom.geojson").report
    finding = report.finding("two points")
    assert (finding.kind, finding.rows) == ("flagged", 1)
    assert finding.examples == ((1, "32.79"),)
    assert finding.message == (
        "LATITUDE and LONGITUDE say another place than geometry latitude and geometry longitude, "
        "more than 1 km away; geometry latitude and geometry longitude count"
    )


def test_the_geometry_wins_in_the_files_of_datasets_too(convert, rows):
    shape = {"type": "Point", "coordinates": [43.13, 36.34]}
    feature = {"type": "Feature", "properties": acled(), "geometry": shape}
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    imported = convert(data, "acled.geojson")
    assert imported.report.schema == "acled"
    assert [(r["latitude"], r["longitude"]) for r in rows(imported)] == [MOSUL]
    assert imported.report.finding("two points").rows == 1


def test_the_other_choice_of_two_points_is_counted_too(case, rows):
    mapping = importers.Mapping({"date": "Date", "latitude": "LATITUDE", "longitude": "LONGITUDE"})
    imported = case("props_vs_geom.geojson", mapping=mapping)
    assert [r["latitude"] for r in rows(imported)] == ["32.79", "35.95"]
    assert imported.report.finding("two points").rows == 1


def test_an_area_is_known_no_better_than_it_reaches(case, rows):
    imported = case("odd.geojson")
    assert [r["geo_precision"] for r in rows(imported)] == [
        "town", "town", "district", "country", "town"]  # fmt: skip
    assert imported.report.finding("precision of the extent").examples[0][0] == 4


def test_a_swapped_file_is_kept_as_it_stands_with_a_hint(case, rows):
    imported = case("latlon_order.geojson")
    assert [r["latitude"] for r in rows(imported)] == ["43.13", "44.39", "44.36"]
    (hint,) = told(imported.report, "points elsewhere")
    assert "3 of 3 would lie in the region of the map" in hint
    assert "(--column latitude=longitude --column longitude=latitude)" in hint
    mended = importers.Mapping({"date": "date", "latitude": "longitude", "longitude": "latitude"})
    imported = case("latlon_order.geojson", mapping=mended)
    assert [r["country"] for r in rows(imported)] == ["Iraq"] * 3
    assert not told(imported.report, "points elsewhere")


def test_ships_off_the_coast_of_their_country_are_kept_and_told(case, load, rows):
    imported = case("sea_stated.csv")
    report = imported.report
    assert (report.finding("at sea").rows, report.quarantined) == (2, 0)
    assert [r["country"] for r in rows(imported)] == [*["Yemen"] * 3, "Not stated"]
    assert {r["geo_precision"] for r in rows(imported)} == {"town"}
    assert len(load(imported).incidents) == 4


@pytest.mark.parametrize(
    ("country", "point", "reason"),
    [
        # In Eritrea, though near the coast of Yemen.
        ("Yemen", "14.5,40.5", "the point lies too far from the stated country, in no other"),
        ("Yemen", "5.0,60.0", "the point lies too far from the stated country, in no other"),
        ("Yemen", "16.5,43.5", None),
        ("Yemen", "19.5,43.5", "the point lies in another country than stated"),
    ],
)
def test_land_and_the_high_seas_are_no_waters_of_a_country(country, point, reason, convert):
    kept = "2024-01-12,Yemen,15.35,44.2\n"
    text = f"date,country,latitude,longitude\n{kept}2024-01-15,{country},{point}\n"
    findings = convert(text.encode()).report.findings
    assert [f.what for f in findings if f.kind == "quarantined"] == ([reason] if reason else [])


def test_an_exchange_explains_a_point_at_sea_better(convert, rows):
    imported = convert(b"date,country,latitude,longitude\n2024-01-12,Lebanon,35.5,33.9\n")
    assert [(r["latitude"], r["longitude"]) for r in rows(imported)] == [("33.9", "35.5")]


def test_a_wrong_sign_is_named_in_the_quarantine(case):
    report = case("negative.csv").report
    (refused,) = report.quarantine
    assert refused.reason.endswith("; with the other sign of the longitude it would lie there")
    assert told(report, "sign of a coordinate") == [
        "1 row in quarantine would lie in the stated country with the other sign of a coordinate"
    ]


def test_metres_are_brought_to_degrees_with_a_flag(case):
    finding = case("mercator.csv").report.finding("metres brought to degrees")
    assert (finding.kind, finding.rows) == ("flagged", 2)
    assert "look like metres of Web Mercator (EPSG:3857)" in finding.message


def test_a_place_that_stands_beside_its_point_is_kept(convert, rows):
    imported = convert(
        b"Date,Location,Town\n"
        b'2024-01-13,"Ain al-Asad (33.80, 42.44)",\n'
        b'2024-01-14,"Mosul (36.34, 43.13)",Mosul city\n'
        b"2024-01-15,Raqqa,\n",
        mapping=importers.Mapping({"date": "Date", "point": "Location", "place": "Town"}),
    )
    assert [r["place"] for r in rows(imported)] == ["Ain al-Asad", "Mosul city", "Raqqa"]
    assert [r["latitude"] for r in rows(imported)] == ["33.8", "36.34", None]


LOST, SIXTIETHS = "decimal point lost", "degrees without marks"
THREE = ["334800,422624", "362024,430748", "352812,442324"]


def placed(convert, points, country):
    lines = "".join(f"2024-01-13,{country},{point}\n" for point in points)
    return convert(f"date,country,latitude,longitude\n{lines}".encode(), near_km=0)


@pytest.mark.parametrize(
    ("points", "country", "what"),
    [
        (["33800000,42440000", "36340000,43130000"], "Iraq", LOST),
        (["33800000,42440000", "36340000,43130000"], "", LOST),
        (["338,4244", "3634,4313"], "Iraq", LOST),
        (["33.8,4244", "36.34,4313"], "Iraq", LOST),
        (["50500000,-1270000"], "United Kingdom", "coordinates out of range"),
        (THREE[:2], "Iraq", SIXTIETHS),
        (THREE, "", SIXTIETHS),
        ([*THREE[:2], "356112,442324"], "Iraq", LOST),
        (["3688000,444000", "4022000,331000"], "Iraq", "coordinates in metres"),
        (["3688000,444000", "4022000,331000"], "", "coordinates in metres"),
    ],
)
def test_numbers_beyond_degrees_are_called_what_they_look_like(points, country, what, convert):
    report = placed(convert, points, country).report
    assert report.finding(what).rows == len(points)


def test_minutes_and_seconds_without_marks_are_read_where_all_show_them(convert, rows):
    imported = placed(convert, THREE, "Iraq")
    found = [(r["latitude"], r["longitude"]) for r in rows(imported)]
    assert found == [("33.8", "42.44"), MOSUL, KIRKUK]
    finding = imported.report.finding("minutes and seconds")
    assert (finding.kind, finding.rows) == ("flagged", 3)


@pytest.mark.parametrize(
    ("columns", "cells", "says"),
    [
        ("Grid", "38SLC3350095700", "Grid look like grid references of MGRS"),
        ("Location", "38S MB 44 88", "Location look like grid references of MGRS"),
        ("MGRS", "MB 4488", "MGRS look like grid references of MGRS"),
        ("Easting,Northing", "333500,4095700", "Easting and Northing look like coordinates of UTM"),
        ("Position", "38S 333500 4095700", "Position look like coordinates of UTM"),
        ("Code", "AB 1234", None),
        ("Number", "333500", None),
    ],
)
def test_grid_references_are_named(columns, cells, says, convert):
    text = f"date,town,{columns}\n2024-01-13,Mosul,{cells}\n2024-01-14,Mosul,{cells}\n"
    found = [f for f in convert(text.encode()).report.findings if f.what == "grid reference"]
    assert [(f.rows, says in f.message) for f in found] == ([(2, True)] if says else [])
