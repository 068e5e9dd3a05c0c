"""Degrees that are completed by the columns beside them."""

from __future__ import annotations

import pytest

from tests.geo.importers.files import written


def points(convert, rows, *table):
    imported = convert(written([{"Date": "2024-01-13"} | row for row in table]).encode(), near_km=0)
    return [(r["latitude"], r["longitude"]) for r in rows(imported)], imported.report


@pytest.mark.parametrize(
    ("row", "point"),
    [
        ({"Lat": "12.5", "NS": "S", "Lon": "43.1", "EW": "W"}, ("-12.5", "-43.1")),
        ({"Lat": "12.5", "Lat dir": "north", "Lon": "43.1", "Lon dir": "West"}, ("12.5", "-43.1")),
        ({"Lat_deg": "36", "Lat_min": "20", "Lat_sec": "24", "Lon_deg": "43.0", "Lon_min": "7",
          "Lon_sec": "48"}, ("36.34", "43.13")),
        ({"Latitude Degrees": "-3", "Latitude Minutes": "20.4", "Longitude Degrees": "43",
          "Longitude Minutes": "7.8"}, ("-3.34", "43.13")),
        ({"Latitude (N)": "14.69", "Longitude (W)": "17.44"}, ("14.69", "-17.44")),
        ({"Latitude (N)": "14.69", "Longitude (W)": "-17.44"}, ("14.69", "-17.44")),
        # The smallest latitude of an area, and a part of a country.
        ({"lat": "36.34", "lat_min": "36.2", "lon": "43.13", "lon_min": "43.0"},
         ("36.34", "43.13")),
        ({"lat": "36.34", "lon": "43.13", "note": "x", "side": "x", "Sector": "S"},
         ("36.34", "43.13")),
    ],
)  # fmt: skip
def test_degrees_are_read_with_what_stands_beside_them(row, point, convert, rows):
    found, _ = points(convert, rows, row)
    assert found == [point]


def test_the_columns_are_told_and_count_as_used(convert, rows):
    row = {"Lat": "12.5", "NS": "N", "Lon": "43.1", "EW": "E"}
    found, report = points(convert, rows, row, row | {"NS": "S"}, row | {"NS": ""})
    assert [latitude for latitude, _ in found] == ["12.5", "-12.5", "12.5"]
    told = [f.message for f in report.findings if f.what == "degrees in several columns"]
    assert told == ["Lat: read together with NS", "Lon: read together with EW"]
    assert report.columns_unused == ()


def test_whole_degrees_are_flagged_unless_a_precision_is_stated(convert, rows):
    whole = {"Lat": "36", "Lon": "43.0"}
    _, report = points(convert, rows, whole, {"Lat": "36.1", "Lon": "43"})
    assert report.finding("whole degrees").rows == 1
    _, report = points(convert, rows, whole | {"Precision": "province"})
    assert not [f for f in report.findings if f.what == "whole degrees"]
