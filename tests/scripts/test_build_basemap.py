"""The base map build: its functions on squares drawn by hand, and the committed files.

Coordinates are WGS84 degrees, longitude first. Nothing here touches the network. With
ATLAS_BASEMAP_PACKAGES set to a folder of the three packages, everything is rebuilt and compared
byte by byte.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, box, shape

from tests.scripts.loading import script

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static" / "basemap"
NAMES = {
    "land", "borders", "provinces", "province_shapes", "province_edges", "water", "cities",
}  # fmt: skip


bb = script("build_basemap")


# --- Squares drawn by hand ------------------------------------------------------------------------
#
#   4 +-------+-------+
#     |  A2   |       |     A1 and A2 are provinces of A, B is another country. East of B is sea.
#   2 +-------+   B   |
#     |  A1   |       |
#   0 +-------+-------+
#    30      32      34


def square(side: str, bounds: tuple[float, float, float, float], code: str = "") -> Any:
    properties = {"code": code, "name": code} if code else {}
    # All corners that neighbours may have, so that the squares are a coverage.
    geometry = box(*bounds).segmentize(2)
    return bb.Piece(side, geometry, properties)


WORLD = box(-180, -90, 180, 90)
CORNER = 2  # segments of a quarter of a round corner: drawn a tenth as long, and no wider
PIECES = [
    square("A", (30, 10, 32, 12), "A1"),
    square("A", (30, 12, 32, 14), "A2"),
    square("B", (32, 10, 34, 14)),
]


def test_lines_are_sorted_into_borders_and_province_lines() -> None:
    borders = bb.border_features(bb.shared_segments(PIECES), WORLD)
    assert [f["properties"] for f in borders] == [{"kind": "international", "between": "A-B"}]
    assert shape(borders[0]["geometry"]).equals(shapely.LineString([(32, 10), (32, 14)]))
    lines = bb.province_lines(PIECES)
    assert [f["properties"] for f in lines] == [{"country": "A"}]
    assert shape(lines[0]["geometry"]).equals(shapely.LineString([(30, 12), (32, 12)]))


def test_edges_are_all_lines_around_provinces_once_and_no_coast() -> None:
    pieces = [
        *(replace(p, properties=p.properties and {"code": f"AA-{i}", "name": ""})
          for i, p in enumerate(PIECES)),
        square("C", (34, 10, 36, 14)),
    ]  # fmt: skip
    edges = bb.province_edges(pieces)
    assert [f["properties"] for f in edges] == [
        {"kind": "province", "a": "AA", "b": "AA"},
        {"kind": "international", "a": "AA", "b": ""},
    ]
    assert shape(edges[0]["geometry"]).equals(shapely.LineString([(30, 12), (32, 12)]))
    assert shape(edges[1]["geometry"]).equals(shapely.LineString([(32, 10), (32, 14)]))


def test_a_disputed_stretch_is_cut_out_of_a_longer_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bb, "DISPUTED", {frozenset({"A", "B"}): box(20, 13, 40, 20)})
    borders = bb.border_features(bb.shared_segments(PIECES), WORLD)
    bounds = {f["properties"]["kind"]: shape(f["geometry"]).bounds for f in borders}
    assert bounds == {"international": (32, 10, 32, 13), "disputed": (32, 13, 32, 14)}


def test_lines_of_multipolygons_are_found_too() -> None:
    islands = shapely.union_all([PIECES[2].geometry, box(50, 10, 51, 11)])
    pieces = [*PIECES[:2], bb.Piece("B", islands, {})]
    assert len(bb.border_features(bb.shared_segments(pieces), WORLD)) == 1


def test_land_has_no_seam_no_speck_and_no_hole() -> None:
    speck, hole = box(40, 10, 40.001, 10.001), box(30.5, 10.5, 30.6, 10.6)
    holed = bb.Piece("A", PIECES[0].geometry.difference(hole), {})
    land = bb.outline([holed, *PIECES[1:], bb.Piece("C", speck, {})], 0.0003)
    assert land.equals(box(30, 10, 34, 14))


def test_rounding_drops_what_it_flattens() -> None:
    parts = shapely.MultiPolygon([box(0, 0, 1, 1), box(2, 2, 2.0001, 2.0001)])
    assert bb.rounded(parts).equals(box(0, 0, 1, 1))


def test_smoothing_keeps_ends_and_closes_rings() -> None:
    bend = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]])
    smoothed = bb.smooth(bend)
    assert smoothed[0].tolist() == [0, 0]
    assert smoothed[-1].tolist() == [4, 4]
    assert not (smoothed == [4, 0]).all(axis=1).any()
    ring = bb.smooth(np.array([[0.0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]))
    assert (ring[0] == ring[-1]).all()
    assert shapely.Polygon(ring).is_valid


def test_cities_must_be_known_under_their_arabic_name() -> None:
    known = {
        key: {
            "alternatenames": [arabic],
            "countrycode": "IQ",
            "longitude": 44.123,
            "latitude": 33.456,
        }
        for key, _, arabic, _ in bb.CITY_TABLE
    }
    assert bb.cities(known)[0]["lon"] == 44.12
    baghdad = bb.CITY_TABLE[0][0]
    known[baghdad]["alternatenames"] = []
    with pytest.raises(bb.BuildError, match="Baghdad"):
        bb.cities(known)
    del known[baghdad]
    with pytest.raises(bb.BuildError, match="no 98182"):
        bb.cities(known)


def test_a_package_with_another_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / bb.WATER.file).write_bytes(b"something else")
    with pytest.raises(bb.BuildError, match="not the pinned file"):
        bb.load(bb.WATER, tmp_path)


def test_write_names_by_content_and_removes_what_is_old(tmp_path: Path) -> None:
    (tmp_path / "land.0123456789.json").write_text("old")
    (tmp_path / "keep.txt").write_text("not ours")
    manifest = bb.write({"land": b"new\n"}, tmp_path)
    digest = hashlib.sha256(b"new\n").hexdigest()[:10]
    assert manifest == {"land": f"land.{digest}.json"}
    assert {path.name for path in tmp_path.iterdir()} == {
        "keep.txt",
        "manifest.json",
        f"land.{digest}.json",
    }
    assert json.loads((tmp_path / "manifest.json").read_text()) == manifest


# --- The committed files --------------------------------------------------------------------------

MANIFEST: dict[str, str] = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
FILES: dict[str, Any] = {
    name: json.loads((STATIC / file).read_text(encoding="utf-8")) for name, file in MANIFEST.items()
}
GEOMETRIES = {
    name: [shape(feature["geometry"]) for feature in content["features"]]
    for name, content in FILES.items()
    if isinstance(content, dict)
}


def test_manifest_and_folder_agree() -> None:
    assert set(MANIFEST) == NAMES
    assert {p.name for p in STATIC.iterdir()} == {"manifest.json", *MANIFEST.values()}
    for name, file in MANIFEST.items():
        content = (STATIC / file).read_bytes()
        assert file == f"{name}.{hashlib.sha256(content).hexdigest()[:10]}.json"
        assert b"\r" not in content


def test_all_of_it_is_small() -> None:
    assert sum((STATIC / file).stat().st_size for file in MANIFEST.values()) < 1_050_000


@pytest.mark.parametrize("name", ["land", "province_shapes", "water"])
def test_polygons_are_valid_and_turn_by_the_right_hand_rule(name: str) -> None:
    for geometry in GEOMETRIES[name]:
        assert geometry.is_valid
        for part in shapely.get_parts(geometry):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert not any(hole.is_ccw for hole in part.interiors)


@pytest.mark.parametrize("name", sorted(GEOMETRIES))
def test_coordinates_have_three_decimals_at_most(name: str) -> None:
    points = shapely.get_coordinates(GEOMETRIES[name])
    assert (points == points.round(3)).all()
    assert (np.abs(points) <= [180, 90]).all()


@pytest.mark.parametrize(
    ("name", "lon", "lat", "is_land"),
    [
        ("Baghdad", 44.4, 33.3, True),
        ("Al-Asad", 42.44, 33.79, True),
        ("Bir Tawil, in no polygon of the source", 33.75, 21.87, True),
        ("Cyprus", 33.2, 35.0, True),
        ("mid Mediterranean", 33.0, 33.8, False),
        ("Gulf", 51.0, 27.5, False),
        ("Caspian", 51.0, 39.5, False),
        ("Red Sea", 37.5, 22.0, False),
    ],
)
def test_land_and_sea(name: str, lon: float, lat: float, *, is_land: bool) -> None:
    assert GEOMETRIES["land"][0].contains(Point(lon, lat)) is is_land, name


def test_disputed_lines_are_marked() -> None:
    kinds = {"international", "disputed"}
    features = FILES["borders"]["features"]
    assert {feature["properties"]["kind"] for feature in features} == kinds
    disputed = {
        feature["properties"]["between"]
        for feature in features
        if feature["properties"]["kind"] == "disputed"
    }
    assert disputed >= {"ISR-SYR", "ISR-PSE", "CYN-CYP", "EGY-SDN", *bb.CLAIMS}
    assert not {"IRQ-SYR", "IRN-IRQ", "IRQ-JOR"} & disputed


def test_the_shapes_are_the_provinces_of_the_data() -> None:
    provinces = json.loads((ROOT / "data" / "provinces.geojson").read_text(encoding="utf-8"))
    expected = {
        f["properties"]["province_code"]: (f["properties"]["name"], shape(f["geometry"]))
        for f in provinces["features"]
    }
    by_code = {
        f["properties"]["code"]: (f["properties"]["name"], shape(f["geometry"]))
        for f in FILES["province_shapes"]["features"]
    }
    assert {code: name for code, (name, _) in by_code.items()} == {
        code: name for code, (name, _) in expected.items()
    }
    for code, (_, polygon) in by_code.items():
        true = expected[code][1]
        # Simplified, not moved; a small one may lose a corner, Luxor becomes a triangle.
        alike = polygon.intersection(true).area / polygon.union(true).area
        assert alike > (0.75 if true.area > 0.02 else 0.5), code


def test_neighbouring_shapes_share_their_line() -> None:
    shapes = {
        f["properties"]["code"]: shape(f["geometry"]) for f in FILES["province_shapes"]["features"]
    }
    anbar, nineveh = shapes["IQ-AN"], shapes["IQ-NI"]
    assert anbar.intersection(nineveh).area == 0
    assert anbar.intersection(nineveh).length > 0.5
    lines = shapely.union_all(GEOMETRIES["provinces"])
    assert lines.buffer(0.002, CORNER).covers(anbar.intersection(nineveh))


def test_edges_are_the_lines_of_the_shapes() -> None:
    edges = FILES["province_edges"]["features"]
    assert {f["properties"]["kind"] for f in edges} == {"province", "international", "disputed"}
    sides = {(f["properties"]["a"], f["properties"]["b"]) for f in edges}
    assert {("IQ", "IQ"), ("IQ", "SY"), ("CY", "CY")} <= sides
    outlines = shapely.union_all([shapely.boundary(s) for s in GEOMETRIES["province_shapes"]])
    lines = shapely.union_all(GEOMETRIES["province_edges"])
    assert outlines.buffer(0.002, CORNER).covers(lines)
    anbar = next(
        shape(f["geometry"])
        for f in FILES["province_shapes"]["features"]
        if f["properties"]["code"] == "IQ-AN"
    )
    assert lines.buffer(0.002, CORNER).covers(anbar.boundary), "it has no coast"


def test_labels_can_be_drawn() -> None:
    land = GEOMETRIES["land"][0].buffer(0.05)
    cities = FILES["cities"]
    assert 40 <= len(cities) <= 90
    for row in cities:
        assert land.contains(Point(row["lon"], row["lat"])), row["name"]
        assert row["label"] == f"•\u2009{row['name']}"
        assert any("\u0600" <= letter <= "\u06ff" for letter in row["name_ar"])
    priorities = {row["priority"] for row in cities}
    assert all(-1000 <= priority <= 1000 for priority in priorities)  # deck.gl's limits
    assert len(priorities) == len(cities)
    assert sum(row["rank"] == 1 for row in cities) <= 10


@pytest.mark.skipif("ATLAS_BASEMAP_PACKAGES" not in os.environ, reason="needs the packages")
def test_rebuilding_gives_the_same_bytes() -> None:
    files = bb.build(Path(os.environ["ATLAS_BASEMAP_PACKAGES"]))
    assert {name: (STATIC / file).read_bytes() for name, file in MANIFEST.items()} == files
