"""Points and countries as people write them, and points that cannot be."""

from __future__ import annotations

import pytest

from geo.filter.filter import Filter
from tests.geo.importers.files import acled, acled_csv, plain_csv


def only(rows):
    (one,) = rows
    return one


def place_of(convert, rows, **changes):
    imported = convert(acled_csv(acled(**changes), acled("IRQ2")))
    row = next((r for r in rows(imported) if r["incident_id"] == "acled-irq1"), None)
    return imported.report, row


@pytest.mark.parametrize(
    ("latitude", "longitude", "finding"),
    [
        ("", "", "coordinates missing"),
        ("N/A", "n/a", "coordinates missing"),
        ("33.4", "", "half a point"),
        ("0", "0.0", "coordinates zero"),
        ("95", "200", "coordinates out of range"),
        ("north", "east", "latitude not read"),
    ],
)
def test_a_row_without_a_usable_point_stays_without_one(
    latitude, longitude, finding, convert, rows
):
    report, row = place_of(convert, rows, latitude=latitude, longitude=longitude)
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == (None, None, "country")
    assert report.finding(finding).rows == 1


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("33,4233", "43,2995"), ("33.4233N", "43.2995 E"), ("٣٣.٤٢٣٣", "٤٣.٢٩٩٥"),
     ("33°25'23.9\"N", "43°17'58.2\"E"), ("43.2995", "33.4233"), (" 33.4233 ", "+43.2995")],
)  # fmt: skip
def test_points_as_people_write_them(latitude, longitude, convert, rows):
    _, row = place_of(convert, rows, latitude=latitude, longitude=longitude)
    assert (row["latitude"], row["longitude"]) == ("33.42", "43.3")


def test_a_swapped_point_is_turned_and_counted(convert, rows):
    report, _ = place_of(convert, rows, latitude="43.2995", longitude="33.4233")
    assert report.finding("coordinates swapped").rows == 1


def test_a_point_in_another_country_is_quarantined(convert, rows):
    report, row = place_of(convert, rows, country="Yemen")
    assert row is None
    refused = only(report.quarantine)
    assert (refused.line, refused.column, refused.value) == (2, "latitude", "33.4233")
    assert "33.42, 43.3 lies in Iraq" in refused.reason
    assert "from Yemen, the stated country" in refused.reason


def test_rows_beyond_the_polygons_stay_and_the_report_says_so(convert, load):
    far = {"country": "Ukraine", "latitude": "50.45", "longitude": "30.52"}
    imported = convert(acled_csv(acled(**far), acled("IRQ2")))
    assert imported.report.finding("outside the polygons").examples == ((2, "Ukraine"),)
    atlas = load(imported)
    row = atlas.incidents.set_index("incident_id").loc["acled-irq1"]
    assert (row["country"], row["province_method"]) == ("Ukraine", "none")
    assert Filter.parse("country=Ukraine", atlas).view(atlas).shown == 1


def test_a_point_of_the_map_stated_elsewhere_is_flagged(convert, rows):
    report, row = place_of(convert, rows, country="Norway")
    assert row["country"] == "Norway"
    assert report.finding("another country").rows == 1


@pytest.mark.parametrize("given", ["IRQ", "iraq", "Irak", "العراق", "Iraq (Republic of)"])
def test_countries_by_other_names(given, convert, rows):
    assert place_of(convert, rows, country=given)[1]["country"] == "Iraq"


def test_a_missing_country_is_taken_from_the_point(convert, rows):
    report, row = place_of(convert, rows, country="")
    assert row["country"] == "Iraq"
    assert report.finding("country filled").rows == 1


def test_a_file_without_countries_has_them_from_its_points(convert, rows, load):
    table = [
        {"date": "2023-01-05", "region": "Koulikoro", "lat": 12.65, "lon": -8},
        {"date": "2023-01-06", "region": "Baghdad", "lat": 33.34, "lon": 44.4},
        {"date": "2023-01-07", "region": "", "lat": 0.5, "lon": -20},
    ]
    imported = convert(plain_csv(*table))
    assert [r["country"] for r in rows(imported)] == ["Mali", "Iraq", "Not stated"]
    assert imported.report.finding("country filled").rows == 2
    load(imported)
