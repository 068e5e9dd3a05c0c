"""GeoPackage and (Geo)Parquet: typed cells as text, points in WGS84."""

from __future__ import annotations

import io

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import TYPED_TEXTS, point_layer, typed_frame


def test_parquet():
    out = io.BytesIO()
    typed_frame().to_parquet(out)
    assert importers.read_file(out.getvalue(), "x").table.to_pydict() == TYPED_TEXTS


def test_a_parquet_file_whose_texts_are_no_text_is_refused():
    broken = pa.array([b"Poli\x9cical"]).view(pa.string())
    out = io.BytesIO()
    pq.write_table(pa.table({"t": broken}), out)
    with pytest.raises(ImportRefusedError, match="Parquet file is damaged"):
        importers.read_file(out.getvalue(), "x")


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32638", "EPSG:3857"])
@pytest.mark.parametrize("suffix", ["parquet", "gpkg"])
def test_spatial_files_come_in_wgs84(suffix, crs, tmp_path):
    path = tmp_path / f"x.{suffix}"
    layer = point_layer(crs)
    layer.to_parquet(path) if suffix == "parquet" else layer.to_file(path)
    cells = importers.read_file(path).table.to_pydict()
    assert cells["n"] == ["p", "q"]
    assert [round(float(v), 6) for v in cells["latitude"]] == [33.5, 34.25]
    assert [round(float(v), 6) for v in cells["longitude"]] == [44.5, 43.25]


def test_an_empty_point_is_none(tmp_path):
    path = tmp_path / "x.gpkg"
    layer = point_layer()
    layer.loc[0, "geometry"] = shapely.Point()
    layer.to_file(path)
    assert importers.read_file(path).table.column("latitude").to_pylist() == ["", "34.25"]


def test_layers_of_the_same_columns_are_read_together_and_others_counted(tmp_path):
    path = tmp_path / "x.gpkg"
    layer = point_layer("EPSG:32638").assign(date="2024-01-02")
    for name in ("may", "june"):
        layer.assign(n=name).to_file(path, layer=name)
    point_layer().to_file(path, layer="bases")
    raw = importers.read_file(path)
    assert raw.sample("layer") == ["may", "may", "june", "june"]
    assert [(r.message, r.unread) for r in raw.remarks] == [("layer 'bases' is not read", 2)]
    assert importers.read_file(path, sheets=["bases"]).sample("latitude") == ["33.5", "34.25"]


def test_structs_are_columns_and_points_in_pairs_are_points(tmp_path):
    path = tmp_path / "x.parquet"
    layer = point_layer("EPSG:3857").assign(where=[{"place": "a"}, {"place": "b"}])
    layer.to_parquet(path, geometry_encoding="geoarrow", write_covering_bbox=True,
                     schema_version="1.1.0")  # fmt: skip
    raw = importers.read_file(path)
    assert raw.columns == ("n", "where.place", "latitude", "longitude")
    assert [round(float(v), 6) for v in raw.sample("latitude")] == [33.5, 34.25]


def test_the_geometry_stands_beside_coordinates_in_columns(tmp_path):
    path = tmp_path / "x.parquet"
    point_layer().assign(lat="1.5", lon="2.5").to_parquet(path)
    names = ("n", "lat", "lon", "geometry latitude", "geometry longitude")
    assert importers.read_file(path).columns == names


def test_lines_and_areas_have_a_point_and_say_how_far_they_reach(tmp_path):
    shapes = shapely.from_wkt(
        [
            "POINT (43 36)",
            "LINESTRING (43 36, 44 36)",
            "POLYGON EMPTY",
            "POLYGON ((44.3 35.4, 44.5 35.4, 44.5 35.6, 44.3 35.6, 44.3 35.4))",
        ]
    )
    path = tmp_path / "x.gpkg"
    geopandas.GeoDataFrame({"n": list("pqrs")}, geometry=shapes, crs="EPSG:4326").to_file(path)
    raw = importers.read_file(path)
    cells = raw.table.to_pydict()
    assert cells["latitude"] == ["36", "36", "", "35.5"]
    assert cells["longitude"] == ["43", "43.5", "", "44.4"]
    assert cells["geometry radius in km"] == ["0", "45.1", "", "14.3"]
    assert raw.notes[-2:] == (
        "1 row without a geometry",
        "2 rows with a line, an area or several points; a point on it stands for it",
    )


def test_a_system_of_its_own_is_not_taken_for_wgs84(tmp_path):
    # Its description names EPSG:4326, on which it is built.
    system = "+proj=laea +lat_0=33 +lon_0=44 +datum=WGS84"
    path = tmp_path / "x.parquet"
    point_layer(system).to_parquet(path)
    cells = importers.read_file(path).table.to_pydict()
    assert [round(float(v), 6) for v in cells["latitude"]] == [33.5, 34.25]


def test_columns_that_would_be_large_when_unpacked_are_refused_before_they_are(monkeypatch):
    def unpack(*_):
        pytest.fail("it was unpacked")

    out = io.BytesIO()
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 50_000, pa.int32()), pa.array(["7"]))
    names = [f"c{i}" for i in range(60)]
    pq.write_table(pa.table([column] * 60, names), out, store_schema=False)
    assert len(out.getvalue()) < 100_000
    monkeypatch.setattr(pq.ParquetFile, "read", unpack)
    with pytest.raises(ImportRefusedError, match=r"unpacked: found 24\.0 MB"):
        importers.read_file(out.getvalue(), "wide.parquet", importers.Limits(unpacked_bytes=10**7))
