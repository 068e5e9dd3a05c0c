"""GeoPackage and (Geo)Parquet: typed cells as text, points in WGS84."""

from __future__ import annotations

import io

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


def test_coordinates_in_columns_come_before_the_geometry(tmp_path):
    path = tmp_path / "x.parquet"
    point_layer().assign(lat="1.5", lon="2.5").to_parquet(path)
    assert importers.read_file(path).columns == ("n", "lat", "lon")


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
