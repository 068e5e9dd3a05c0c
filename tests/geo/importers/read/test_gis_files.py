"""GeoPackage and (Geo)Parquet: typed cells as text, points in WGS84."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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
