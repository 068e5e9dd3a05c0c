"""The point of each row: from two columns or one, in any order, in degrees or metres."""

from __future__ import annotations

import pytest

from geo import importers
from tests.geo.importers.files import written

ONE = importers.Mapping({"date": "date", "point": "at", "country": "country"})
TWO = importers.Mapping({"date": "date", "latitude": "lat", "longitude": "lon",
                         "country": "country"})  # fmt: skip
BOTH = importers.Mapping(ONE.columns | TWO.columns)
IRAQ = [("33.3", "44.4"), ("36.34", "43.13"), ("30.51", "47.78")]


def one_column(*cells, country=""):
    rows = [{"date": "2024-01-03", "at": c, "country": country} for c in cells]
    return written(rows).encode()


def two_columns(*points, country="", **more):
    rows = [{"date": "2024-01-03", "lat": y, "lon": x, "country": country} | more
            for y, x in points]  # fmt: skip
    return written(rows).encode()


def points_of(imported, rows):
    return [(r["latitude"], r["longitude"]) for r in rows(imported)]


def told(imported, what):
    """Return kind and message of the only finding of a sort."""
    (finding,) = [f for f in imported.report.findings if f.what == what]
    return finding.kind, finding.message


ROUNDED = [(y, x.removesuffix("0")) for y, x in IRAQ]


@pytest.mark.parametrize(
    ("write", "country", "says"),
    [
        ("{y}, {x}", "", ("decided", "latitude first: only so 3 of 3")),
        ("{x}, {y}", "", ("decided", "longitude first: only so 2 of 3")),
        ("{x}, {y}", "Iraq", ("decided", "longitude first: only so 3 of 3 points lie in Iraq")),
        ("POINT ({x} {y})", "", ("decided", "longitude first: only so 3 of 3")),
        ("POINT ({y} {x})", "Iraq", ("flagged", "latitude first, against the standard")),
        ("[{y}, {x}]", "Iraq", ("flagged", "latitude first, against the standard")),
    ],
)
def test_the_order_is_worked_out_over_the_whole_column(write, country, says, convert, rows):
    # The last is Basra; the other way round it is in Ukraine, and shows nothing.
    cells = [write.format(y=y, x=x) for y, x in IRAQ]
    imported = convert(one_column(*cells, country=country), mapping=ONE)
    assert points_of(imported, rows) == ROUNDED
    kind, message = told(imported, "axis order")
    assert (kind, says[1] in message) == (says[0], True), message


def test_an_order_that_nothing_shows_is_the_usual_one_and_flagged(convert, rows):
    # Both lie in Turkey or Syria, whichever way they are read.
    imported = convert(one_column("38.5, 35.5", "37.5, 36.5"), mapping=ONE)
    assert points_of(imported, rows) == [("38.5", "35.5"), ("37.5", "36.5")]
    kind, message = told(imported, "axis order")
    assert kind == "flagged"
    assert "nothing shows" in message
    assert "--points longitude-first" in message
    imported = convert(one_column("38.5, 35.5"), mapping=ONE, points="longitude-first")
    assert points_of(imported, rows) == [("35.5", "38.5")]
    assert told(imported, "axis order") == (
        "decided", "at: read with the longitude first, as asked")  # fmt: skip


def test_a_column_in_both_orders_is_flagged(convert, rows):
    cells = ("33.3, 44.4", "36.34, 43.13", "43.13, 36.34")
    imported = convert(one_column(*cells, country="Iraq"), mapping=ONE)
    kind, message = told(imported, "axis order")
    assert kind == "flagged"
    assert "2 points show that the latitude comes first, 1 that the longitude does" in message
    # With a country each row that lies in it only when turned is turned, and counted.
    assert points_of(imported, rows)[2] == ("36.34", "43.13")
    assert imported.report.finding("coordinates swapped").rows == 1


def test_a_standard_is_not_given_up_for_the_region_alone(convert, rows):
    imported = convert(one_column("POINT (36.34 43.13)", "POINT (33.3 44.4)"), mapping=ONE)
    assert points_of(imported, rows)[0] == ("43.13", "36.34")
    kind, hint = told(imported, "points elsewhere")
    assert kind == "flagged"
    assert "the points lie in the sea" in hint
    assert "--points latitude-first" in hint


def test_points_on_land_elsewhere_are_not_exchanged_for_the_region(convert, rows):
    # Donetsk and Kharkiv; exchanged they would lie in Iran and Iraq.
    imported = convert(one_column("48.0, 37.8", "49.99, 36.23"), mapping=ONE)
    assert [r["country"] for r in rows(imported)] == ["Ukraine"] * 2
    assert told(imported, "axis order")[0] == "flagged"
    assert "the points lie in Ukraine" in told(imported, "points elsewhere")[1]


@pytest.mark.parametrize(
    ("name", "write"),
    [("latlng", "[{y}, {x}]"), ("Lat / Long", "{y}, {x}"), ("lonlat", "{x}, {y}"),
     ("latlng", "POINT ({x} {y})"), ("geo_xy", "{x}, {y}")],
)  # fmt: skip
def test_the_name_of_a_column_says_the_order_of_bare_numbers(name, write, convert, rows):
    # In Croatia; the other way round it is Yemen, which lies in the region.
    cells = [write.format(y=y, x=x) for y, x in (("45.8", "15.9"), ("43.5", "16.4"))]
    data = one_column(*cells).replace(b",at,", f",{name},".encode())
    mapping = importers.Mapping(ONE.columns | {"point": name})
    imported = convert(data, mapping=mapping)
    assert points_of(imported, rows) == [("45.8", "15.9"), ("43.5", "16.4")]
    assert told(imported, "axis order")[0] == "decided"


def test_a_column_beyond_90_shows_its_order(convert, rows):
    imported = convert(one_column("103.8, 1.3", "100.5, 13.7"), mapping=ONE)
    assert points_of(imported, rows) == [("1.3", "103.8"), ("13.7", "100.5")]
    assert told(imported, "axis order")[0] == "decided"


def test_two_columns_come_before_one(convert, rows):
    data = two_columns(*IRAQ[:2], ("", ""), at="33.3, 44.4")
    imported = convert(data, mapping=BOTH)
    assert points_of(imported, rows) == [*ROUNDED[:2], ("33.3", "44.4")]
    assert imported.report.finding("two points").rows == 1
    assert imported.report.finding("two points").examples == ((3, "33.3, 44.4"),)
    assert imported.report.finding("point from elsewhere").rows == 1
    assert imported.report.finding("coordinates missing") is None


@pytest.mark.parametrize(
    "point", [("43.13 E", "36.34 N"), ("43.13", "36.34 N"), ("043-07.8E", "36-20.4N")]
)
def test_letters_say_which_column_is_which(point, convert, rows):
    imported = convert(two_columns(point), mapping=TWO)
    assert points_of(imported, rows) == [("36.34", "43.13")]
    assert "their letters" in told(imported, "coordinates swapped")[1]


def test_two_letters_of_one_axis_are_no_point(convert, rows):
    imported = convert(two_columns(("43.13 N", "36.34 N")), mapping=TWO)
    assert points_of(imported, rows) == [(None, None)]
    assert told(imported, "coordinates of one axis")[0] == "flagged"


@pytest.mark.parametrize("exchanged", [False, True])
def test_metres_of_web_mercator_are_brought_to_degrees(exchanged, convert, rows):
    point = ("4347438", "4801210")[:: -1 if exchanged else 1]
    imported = convert(two_columns(point, country="Iraq"), mapping=TWO)
    assert points_of(imported, rows) == [("36.34", "43.13")]
    kind, message = told(imported, "metres brought to degrees")
    assert (kind, "exchanged" in message) == ("flagged", exchanged)


@pytest.mark.parametrize("country", ["Iraq", ""])
def test_other_metres_are_named_as_such(country, convert, rows):
    # Mosul in UTM zone 38; as Web Mercator it would be in Algeria.
    imported = convert(two_columns(("4023340", "332114"), country=country), mapping=TWO)
    assert points_of(imported, rows) == [(None, None)]
    kind, message = told(imported, "coordinates in metres")
    assert kind == "flagged"
    assert "look like metres" in message
    assert "EPSG:4326" in message


@pytest.mark.parametrize(
    ("point", "hint"),
    [(("44.4", "33.3"), "latitude and longitude exchanged"),
     (("33.3", "-44.4"), "the other sign of the longitude"),
     (("-33.3", "44.4"), "the other sign of the latitude"),
     (("-33.3", "-44.4"), "the other sign of both")],
)  # fmt: skip
def test_points_that_would_fit_otherwise_are_flagged_and_left(point, hint, convert, rows):
    imported = convert(two_columns(point), mapping=TWO)
    assert points_of(imported, rows) == [point]
    kind, message = told(imported, "points elsewhere")
    assert (kind, hint in message) == ("flagged", True)


@pytest.mark.parametrize("points", [IRAQ, [("38.9", "-77.0")], [("51.5", "-0.1"), *IRAQ]])
def test_points_that_fit_or_fit_in_no_way_are_not_remarked_on(points, convert):
    assert convert(two_columns(*points), mapping=TWO).report.finding("points elsewhere") is None


def test_a_country_beyond_the_map_is_held_against_its_shape(convert, rows):
    imported = convert(two_columns(("37.8", "48.0"), country="Ukraine"), mapping=TWO)
    assert points_of(imported, rows) == [("37.8", "48")]
    assert "1 of 1 would lie in Ukraine" in told(imported, "points elsewhere")[1]


@pytest.mark.parametrize(
    ("shape", "precision"),
    [("POLYGON ((44.4 33.3, 44.41 33.3, 44.41 33.31, 44.4 33.3))", "town"),
     ("LINESTRING (44.3 33.3, 44.5 33.3)", "town"),
     ("LINESTRING (44 33.3, 44.5 33.3)", "district"),
     ("LINESTRING (44 33.3, 45 33.3)", "province"),
     ("LINESTRING (40 33.3, 60 33.3)", "country")],
)  # fmt: skip
def test_precision_follows_the_extent(shape, precision, convert, rows):
    imported = convert(one_column(shape), mapping=ONE)
    assert [r["geo_precision"] for r in rows(imported)] == [precision]
    assert (rows(imported)[0]["latitude"] is None) == (precision == "country")


def test_a_row_of_all_forms_makes_a_sound_folder(convert, load):
    cells = ("33.3, 44.4", "POINT (44.4 33.3)", '{"lat": 33.3, "lng": 44.4}', "nowhere", "",
             "[44.4, 33.3]", "33-18N 044-24E", "0, 0", "95.5, 200.5")  # fmt: skip
    imported = convert(one_column(*cells), mapping=ONE)
    report = imported.report
    assert (report.read, report.kept) == (9, 9)
    assert report.finding("point not read").examples == ((5, "nowhere"),)
    assert load(imported).incidents["latitude"].notna().sum() == 5
