"""The committed provinces: codes, names, and polygons that hold the places they should.

Coordinates are WGS84 degrees, longitude first.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, shape

from geo.model.schema import PROVINCES
from tests.scripts.loading import script

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "data" / "provinces.geojson"

bp = script("build_provinces")

PROPERTIES = [column.name for column in PROVINCES.columns]

PER_COUNTRY = {
    "ARE": 9,
    "BHR": 5,
    "CYP": 8,
    "EGY": 27,
    "IRN": 31,
    "IRQ": 18,
    "ISR": 6,
    "JOR": 12,
    "KWT": 6,
    "LBN": 6,
    "OMN": 11,
    "PSE": 2,
    "QAT": 7,
    "SAU": 13,
    "SYR": 14,
    "TUR": 81,
    "YEM": 21,
}

#: Place, latitude, longitude, province code, name, country.
POINTS = [
    ("Al-Asad", 33.7857, 42.4412, "IQ-AN", "Al Anbar", "Iraq"),
    ("Taqaddum", 33.3381, 43.5971, "IQ-AN", "Al Anbar", "Iraq"),
    ("Erbil airport", 36.2376, 43.9632, "IQ-AR", "Erbil", "Iraq"),
    ("Green Zone", 33.299, 44.396, "IQ-BG", "Baghdad", "Iraq"),
    ("Balad", 33.9402, 44.3616, "IQ-SD", "Salah al-Din", "Iraq"),
    ("K1", 35.5125, 44.2842, "IQ-KI", "Kirkuk", "Iraq"),
    ("Kalsu", 32.9, 44.35, "IQ-BB", "Babil", "Iraq"),
    ("Imam Ali", 30.9358, 46.0901, "IQ-DQ", "Dhi Qar", "Iraq"),
    ("Halabja", 35.18, 45.98, "IQ-SU", "Sulaymaniyah", "Iraq"),
    ("Taji, outside the polygon of Baghdad", 33.5239, 44.2567, "IQ-SD", "Salah al-Din", "Iraq"),
    ("Tower 22", 33.3142, 38.7033, "JO-MA", "Mafraq", "Jordan"),
    ("Al-Tanf", 33.5058, 38.6178, "SY-HI", "Homs", "Syria"),
    ("Conoco", 35.3361, 40.3094, "SY-DY", "Deir ez-Zor", "Syria"),
    ("Rumaylan", 36.8978, 41.9975, "SY-HA", "Al-Hasakah", "Syria"),
    ("Damascus", 33.51, 36.291, "SY-DI", "Damascus", "Syria"),
    ("Douma", 33.572, 36.402, "SY-RD", "Rif Dimashq", "Syria"),
    ("Quneitra, in the UNDOF zone", 33.1256, 35.8239, "SY-QU", "Quneitra", "Syria"),
    ("Golan", 33.0, 35.78, "IL-Z", "Northern District", "Israel"),
    ("Eilat", 29.558, 34.948, "IL-D", "Southern District", "Israel"),
    ("Old City of Jerusalem", 31.7767, 35.2345, "IL-JM", "Jerusalem District", "Israel"),
    ("Gaza", 31.5, 34.46, "PS-XGZ", "Gaza Strip", "Palestine"),
    ("Nablus", 32.22, 35.26, "PS-XWB", "West Bank", "Palestine"),
    ("Isfahan airport", 32.7508, 51.8613, "IR-10", "Isfahan", "Iran"),
    ("Tehran", 35.69, 51.42, "IR-23", "Tehran", "Iran"),
    ("Karaj", 35.83, 50.97, "IR-30", "Alborz", "Iran"),
    ("Tabriz", 38.08, 46.29, "IR-03", "East Azerbaijan", "Iran"),
    ("Arak", 34.09, 49.69, "IR-00", "Markazi", "Iran"),
    ("Udeid", 25.1173, 51.315, "QA-RA", "Al Rayyan", "Qatar"),
    ("Sanaa", 15.354, 44.207, "YE-SA", "Sanaa City", "Yemen"),
    ("Khawlan", 15.1, 44.5, "YE-SN", "Sanaa", "Yemen"),
    ("Socotra", 12.5, 53.9, "YE-HD", "Hadramawt", "Yemen"),
    ("Sohar", 24.34, 56.7, "OM-BS", "Al Batinah North", "Oman"),
    ("Rustaq", 23.39, 57.42, "OM-BJ", "Al Batinah South", "Oman"),
    ("Sur", 22.55, 59.48, "OM-SJ", "Ash Sharqiyah South", "Oman"),
    ("Ibra", 22.69, 58.53, "OM-SS", "Ash Sharqiyah North", "Oman"),
    ("Beirut", 33.888, 35.51, "LB-BA", "Beirut", "Lebanon"),
    ("Kuwait City", 29.36, 47.97, "KW-KU", "Capital", "Kuwait"),
    ("Riyadh", 24.69, 46.72, "SA-01", "Riyadh", "Saudi Arabia"),
    ("Incirlik", 37.0, 35.42, "TR-01", "Adana", "Turkey"),
    ("Al Dhafra", 24.248, 54.548, "AE-AZ", "Abu Dhabi", "United Arab Emirates"),
    ("Cairo", 30.05, 31.25, "EG-C", "Cairo", "Egypt"),
    ("Nicosia", 35.16, 33.36, "CY-01", "Nicosia", "Cyprus"),
    ("RAF Akrotiri", 34.5904, 32.9879, "CY-XAK", "Akrotiri", "Cyprus"),
    ("Riffa", 26.11, 50.555, "BH-14", "Southern Governorate", "Bahrain"),
]


@pytest.fixture(scope="module")
def committed() -> dict[str, Any]:
    """Return the committed file, parsed."""
    parsed: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return parsed


@pytest.fixture(scope="module")
def properties(committed: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the properties of each committed feature, in file order."""
    return [item["properties"] for item in committed["features"]]


@pytest.fixture(scope="module")
def polygons(committed: dict[str, Any]) -> Any:
    """Return the geometry of each committed feature, in file order (array of shapely polygons)."""
    return np.array([shape(item["geometry"]) for item in committed["features"]])


def test_counts_per_country(properties: list[dict[str, Any]]) -> None:
    assert Counter(p["country_code"] for p in properties) == PER_COUNTRY
    assert {p["country_code"]: p["country"] for p in properties} == bp.COUNTRIES


def test_collection_follows_rfc_7946(committed: dict[str, Any], polygons: Any) -> None:
    assert set(committed) == {"type", "bbox", "features"}
    assert committed["bbox"] == shapely.total_bounds(polygons).tolist()
    for item in committed["features"]:
        assert item["id"] == item["properties"]["province_code"]
        assert list(item["properties"]) == PROPERTIES


def test_codes_are_unique_and_sorted(properties: list[dict[str, Any]]) -> None:
    keys = [(p["country_code"], p["province_code"]) for p in properties]
    assert keys == sorted(keys)
    assert len({code for _, code in keys}) == len(keys)


def test_codes_are_iso_or_marked_as_ours(properties: list[dict[str, Any]]) -> None:
    ours = {p["province_code"] for p in properties if p["iso_3166_2"] is None}
    assert ours == {
        "AE-XAO",
        "AE-XFS",
        "BH-XCE",
        "CY-XAK",
        "CY-XDH",
        "CY-XNC",
        "PS-XGZ",
        "PS-XWB",
    }
    iso = [p for p in properties if p["iso_3166_2"] is not None]
    assert all(p["iso_3166_2"] == p["province_code"] for p in iso)
    # Withdrawn or never valid, all in the source: the corrections must not be lost.
    assert not {p["province_code"] for p in iso} & {"IQ-TS", "IR-32", "OM-BA", "OM-SH", "BH-16"}
    assert all(p["note"] for p in properties if p["iso_3166_2"] is None)


def test_p_codes_are_ochas_and_each_is_of_one_province(properties: list[dict[str, Any]]) -> None:
    codes = {p["province_code"]: p["ocha_pcode"] for p in properties if p["ocha_pcode"]}
    assert len(set(codes.values())) == len(codes)
    assert Counter(code.split("-")[0] for code in codes) == {
        "IQ": 18, "IR": 31, "KW": 6, "LB": 4, "SY": 14, "YE": 20,
    }  # fmt: skip
    assert (codes["IQ-AN"], codes["SY-DY"], codes["YE-SN"]) == ("IQG01", "SY09", "YE23")
    assert not codes.keys() & {"YE-HD", "LB-AS", "LB-BI"}  # each holds two units of OCHA's


def test_names_and_aliases_have_one_meaning_in_a_country(properties: list[dict[str, Any]]) -> None:
    words = Counter(
        (p["country_code"], word.casefold())
        for p in properties
        for word in (p["name"], *p["aliases"])
    )
    assert {word: count for word, count in words.items() if count > 1} == {}


def test_arabic_names_are_arabic_and_unique(properties: list[dict[str, Any]]) -> None:
    names = Counter((p["country_code"], p["name_ar"]) for p in properties)
    assert max(names.values()) == 1
    assert all("\u0600" <= letter <= "\u06ff" or letter == " " for _, n in names for letter in n)


@pytest.mark.parametrize(
    ("country", "typed", "name"),
    [
        ("Iraq", "Anbar", "Al Anbar"),
        ("Iraq", "At-Ta'mim", "Kirkuk"),
        ("Iraq", "Ninewa", "Nineveh"),
        ("Iraq", "Salah ad-Din", "Salah al-Din"),
        ("Syria", "Dayr az-Zawr", "Deir ez-Zor"),
        ("Syria", "Hasakah", "Al-Hasakah"),
        ("Syria", "Rural Damascus", "Rif Dimashq"),
        ("Jordan", "Al Mafraq", "Mafraq"),
        ("Israel", "HaDarom", "Southern District"),
        ("Iran", "Esfahan", "Isfahan"),
        ("Yemen", "Amanat al-Asimah", "Sanaa City"),
        ("Turkey", "İzmir", "Izmir"),
    ],
)
def test_aliases_that_users_type(
    properties: list[dict[str, Any]], country: str, typed: str, name: str
) -> None:
    names = [
        p["name"]
        for p in properties
        if p["country"] == country and typed.casefold() in {a.casefold() for a in p["aliases"]}
    ]
    assert names == [name]


def test_polygons_are_valid_and_do_not_overlap(polygons: Any) -> None:
    assert shapely.is_valid(polygons).all()
    assert {p.geom_type for p in polygons} == {"Polygon", "MultiPolygon"}
    assert shapely.coverage_is_valid(polygons)
    assert bp.enclosed_gaps(polygons) == []


def test_rings_are_closed_and_turn_by_the_right_hand_rule(polygons: Any) -> None:
    for polygon in shapely.get_parts(polygons):
        assert polygon.exterior.is_ccw
        assert not any(ring.is_ccw for ring in polygon.interiors)
        assert all(ring.coords[0] == ring.coords[-1] for ring in shapely.get_rings(polygon))


def test_coordinates_have_four_decimals_at_most(polygons: Any) -> None:
    coordinates = shapely.get_coordinates(polygons)
    assert (coordinates == np.round(coordinates, 4)).all()


def test_file_is_small_and_has_one_feature_a_line(committed: dict[str, Any]) -> None:
    content = COMMITTED.read_bytes()
    assert len(content) < 1_100_000
    assert content.count(b"\n") == len(committed["features"]) + 2
    assert b"\r" not in content


@pytest.mark.parametrize("point", POINTS, ids=[point[0] for point in POINTS])
def test_known_points(
    properties: list[dict[str, Any]],
    polygons: Any,
    point: tuple[str, float, float, str, str, str],
) -> None:
    _, latitude, longitude, *expected = point
    inside = np.flatnonzero(shapely.contains_xy(polygons, longitude, latitude))
    provinces = [properties[i] for i in inside]
    assert [[p["province_code"], p["name"], p["country"]] for p in provinces] == [expected]


@pytest.mark.parametrize("code", ["IQ-BG", "IQ-SU", "SY-QU", "IL-Z", "IL-JM", "YE-SN", "YE-SA"])
def test_quirks_have_a_note(properties: list[dict[str, Any]], code: str) -> None:
    (province,) = [p for p in properties if p["province_code"] == code]
    assert province["note"]


def test_committed_properties_are_those_of_the_names_table(
    properties: list[dict[str, Any]],
) -> None:
    rows = bp.read_names(bp.NAMES_CSV)
    bp.check_names(rows)
    expected = {r.province_code: bp.Province(r, Point()).properties for r in rows if r.name}
    assert {p["province_code"]: p for p in properties} == expected


def test_every_correction_of_a_code_has_a_reason() -> None:
    with bp.NAMES_CSV.open(encoding="utf-8", newline="") as lines:
        unexplained = [
            cells["source_code"]
            for cells in csv.DictReader(lines)
            if cells["source_iso"] != cells["province_code"] and not cells["reason"]
        ]
    assert unexplained == []
