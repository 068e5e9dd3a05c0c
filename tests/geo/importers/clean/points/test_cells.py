"""Points in one cell, in every form."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.importers.clean.points.cells import looks_like_point, place_of, read_point, read_points

NORTH, EAST = 36.34, 43.13


def minutes(value, letters):
    """Return degrees as degrees, minutes and seconds with a letter."""
    seconds = round(abs(value) * 3600, 3)
    whole, rest = divmod(seconds, 3600)
    return f"{int(whole)}°{int(rest // 60):02d}'{rest % 60:06.3f}\"{letters[value < 0]}"


def compact(value, letters, width):
    """Return degrees as DDMMSS with a letter."""
    seconds = round(abs(value) * 3600, 3)
    whole, rest = divmod(seconds, 3600)
    return f"{int(whole):0{width}d}{int(rest // 60):02d}{rest % 60:06.3f}{letters[value < 0]}"


# How a point is written, and whether the cell itself says which number is the latitude.
FORMS = {
    "comma and blank": (lambda y, x: f"{y}, {x}", "text"),
    "blank": (lambda y, x: f"{y} {x}", "text"),
    "semicolon": (lambda y, x: f"{y};{x}", "text"),
    "slash": (lambda y, x: f"{y} / {x}", "text"),
    "brackets": (lambda y, x: f"({y}, {x})", "text"),
    "decimal comma": (lambda y, x: f"{y}; {x}".replace(".", ","), "text"),
    "geo URI": (lambda y, x: f"geo:{y},{x}", "text"),
    "form app": (lambda y, x: f"{y} {x} 223.5 4.5", "text"),
    "letters": (lambda y, x: f"{abs(y)}{'NS'[y < 0]}, {abs(x)}{'EW'[x < 0]}", "named"),
    "letters, other order": (
        lambda y, x: f"{'EW'[x < 0]}{abs(x)} {'NS'[y < 0]}{abs(y)}", "named"),
    "minutes": (lambda y, x: f"{minutes(y, 'NS')} {minutes(x, 'EW')}", "named"),
    "without marks": (lambda y, x: f"{compact(y, 'NS', 2)}/{compact(x, 'EW', 3)}", "named"),
    "labels": (lambda y, x: f"Lat: {y}, Lon: {x}", "named"),
    "WKT": (lambda y, x: f"POINT ({x} {y})", "standard"),
    "WKT with a height": (lambda y, x: f"POINT Z({x} {y} 12.5)", "standard"),
    "EWKT": (lambda y, x: f"SRID=4326;POINT({x} {y})", "standard"),
    "WKB": (lambda y, x: shapely.to_wkb(shapely.Point(x, y), hex=True), "standard"),
    "several points": (lambda y, x: f"MULTIPOINT (({x} {y}))", "standard"),
    "GeoJSON": (lambda y, x: json.dumps({"type": "Point", "coordinates": [x, y]}), "standard"),
    "GeoJSON feature": (lambda y, x: json.dumps(
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [x, y]}}), "standard"),
    "list": (lambda y, x: json.dumps([x, y]), "list"),
    "list of texts": (lambda y, x: json.dumps([str(x), str(y), "5"]), "list"),
    "address": (lambda y, x: f"Main Street\nMosul\n({y}, {x})", "text"),
    "map link": (lambda y, x: f"https://maps.example.org/maps/@{y},{x},15z", "named"),
    "map query": (lambda y, x: f"https://maps.example.org/?q={y},{x}&hl=en", "named"),
    "map anchor": (lambda y, x: f"https://osm.example.org/#map=15/{y}/{x}", "named"),
    "map mark": (lambda y, x: f"https://osm.example.org/?mlat={y}&mlon={x}", "named"),
    "object": (lambda y, x: json.dumps({"lat": y, "lng": x, "name": "A"}), "named"),
    "object in words": (lambda y, x: json.dumps({"longitude": x, "latitude": str(y)}), "named"),
    "object of Python": (lambda y, x: str({"y": y, "x": x}), "named"),
    "object within": (lambda y, x: json.dumps({"location": {"lat": y, "lon": x}}), "named"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_point_is_read_back_in_every_form(form):
    write, says = FORMS[form]

    @settings(max_examples=25)
    @given(
        st.integers(-89_999, 89_999).filter(lambda v: v % 1000),
        st.integers(-179_999, 179_999).filter(lambda v: v % 1000),
    )
    def check(north, east):
        north, east = north / 1000, east / 1000
        text = write(north, east)
        cell = read_point(text)
        assert (cell.form, cell.fault) == (says, ""), text
        assert (cell.latitude, cell.longitude) == pytest.approx((north, east), abs=1e-6), text
        assert looks_like_point([text]) == 1

    check()


@pytest.mark.parametrize(
    ("cell", "fault"),
    [("Mosul", "not a point"), ("36,34", "decimal comma, or two"), ("36.34", "not a point"),
     ("36.34N 35.1N", "both say latitude"), ("36.34 N 43.13", "not a point"),
     ("36°70'N 43°10'E", "not a point"), ("POINT (x y)", "not a point"), ("[1]", "not a point"),
     ("[null, 1.5]", "not a point"), ('{"a": 1}', "not a point"), ("{", "not a point"),
     ("[" * 3000, "not a point"), ("SRID=999999;POINT (1 2)", "system that is not known"),
     ("x" * 100_000, "not a point"), ("1 " * 50_000, "not a point")],
)  # fmt: skip
def test_what_is_no_point_says_why(cell, fault):
    read = read_point(cell)
    assert fault in read.fault
    assert read.form == ""


@pytest.mark.parametrize("cell", ["", "N/A", "-", "POINT EMPTY"])
def test_nothing_is_no_fault(cell):
    assert read_point(cell).fault == read_point(cell).form == ""


@pytest.mark.parametrize(
    "cells",
    [["3/4", "12/05"], ["1, 2", "10, 20"], ["2024-01-03"], ["21:40 - 22:10"], ["36.34"],
     ["1.200,50"], ["10.0.0.1"], ["Mosul, Iraq"], ["POINT"], ["1200.5, 3.5"], ["https://example.org/2024/01/03/1.5"],
     ["https://example.org/a?id=3,4"], [""], []],
)  # fmt: skip
def test_other_cells_do_not_look_like_points(cells):
    assert looks_like_point(cells) == 0


def test_a_share_of_cells_looks_like_points():
    assert looks_like_point(["36.34, 43.13", "unknown", "POINT (43.13 36.34)", ""]) == 0.5


@pytest.mark.parametrize(
    ("cell", "point", "radius_km"),
    [("POLYGON ((44.3 35.4, 44.5 35.4, 44.5 35.6, 44.3 35.6, 44.3 35.4))", (35.5, 44.4), 14.3),
     ("LINESTRING (43 36, 44 36)", (36, 43.5), 45.1),
     ('{"type": "MultiPoint", "coordinates": [[43.13, 36.34], [43.2, 36.4]]}', (36.4, 43.2), 9.2),
     # A figure of eight has no inside to speak of.
     ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", (0.5, 0.25), 100.1)],
)  # fmt: skip
def test_shapes_have_a_point_and_say_how_far_they_reach(cell, point, radius_km):
    read = read_point(cell)
    assert (read.latitude, read.longitude) == pytest.approx(point)
    assert read.radius_km == pytest.approx(radius_km)
    assert "a point on it stands for it" in read.mended


@pytest.mark.parametrize(
    "cell",
    ["SRID=3857;POINT (4801210 4347438)",
     '{"x": 4801210, "y": 4347438, "spatialReference": {"wkid": 102100, "latestWkid": 3857}}'],
)  # fmt: skip
def test_a_point_that_names_its_system_is_brought_to_degrees(cell):
    read = read_point(cell)
    assert (round(read.latitude, 2), round(read.longitude, 2)) == (NORTH, EAST)
    assert (read.form, read.mended) == ("named", "brought from WGS 84 / Pseudo-Mercator to WGS84")


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Mosul (36.34, 43.13)", "Mosul"),
        ("12 km W of Mosul (Iraq) (36.34 N, 43.13 E)", "12 km W of Mosul (Iraq)"),
        ("Mosul [36.34, 43.13]", "Mosul"),
        ("الموصل: 36.34, 43.13", "الموصل"),
        ("Mosul, 36°20'24\"N 43°07'48\"E", "Mosul"),
        ("36.34, 43.13 (Mosul)", "Mosul"),
        ("36.34, 43.13 - Mosul, Iraq", "Mosul, Iraq"),
        ("36°20'24\"N 43°07'48\"E (Mosul)", "Mosul"),
        ("36.34, 43.13 (approximate)", ""),
        ("Lat: 36.34, Lon: 43.13", ""),
        ("N 36.34, E 43.13", ""),
        ("POINT (43.13 36.34)", ""),
        ("https://www.openstreetmap.org/#map=15/36.34/43.13", ""),
    ],
)
def test_the_name_beside_a_point_is_its_place(cell, place):
    read = read_point(cell)
    assert (read.latitude, read.longitude) == pytest.approx((NORTH, EAST))
    assert read.place == place_of(cell) == place


@pytest.mark.parametrize(("cell", "place"), [("Mosul", "Mosul"), ("Camp 3", ""), ("N/A", "")])
def test_a_name_in_the_stead_of_a_point_is_a_place(cell, place):
    assert (read_point(cell).form, place_of(cell)) == ("", place)


@pytest.mark.parametrize(
    "cell",
    [
        "36.34, 43.13; 36.4, 43.2",
        "(36.34, 43.13), (36.4, 43.2)",
        "36.34 43.13 | 36.4 43.2",
        "36.34, 43.13 to 36.4, 43.2",
        "36.34, 43.13\n36.4, 43.2;",
    ],
)
def test_several_points_have_one_and_say_how_far_they_reach(cell):
    read = read_point(cell)
    assert (read.latitude, read.longitude) in {(NORTH, EAST), (36.4, 43.2)}
    assert (read.form, round(read.radius_km, 1)) == ("text", 9.2)


@pytest.mark.parametrize("cell", ["36.34 43.13 512.3 4.8", "36.34, 43.13, 512.3", "36.34; 43.13"])
def test_an_altitude_is_no_second_point(cell):
    read = read_point(cell)
    assert (read.latitude, read.longitude, read.radius_km) == (NORTH, EAST, 0)


@settings(max_examples=300)
@given(st.text(max_size=40) | st.text("0123456789.,;/ NSEW°'\"[]{}():-lat", max_size=40))
def test_any_cell_is_read_without_a_crash(cell):
    points = read_points([cell.strip()])
    assert bool(points.form[0]) == bool(abs(points.latitude[0]) + abs(points.longitude[0]) < 1e300)
