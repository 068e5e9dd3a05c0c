"""Exports read back by the libraries that their users would use."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest

from geo.export import writers
from geo.filter.records import records
from tests.geo.export.exports import collection, view_of


@pytest.fixture(scope="session")
def written(atlas, tmp_path_factory):
    """Return a function that writes the export of a query to a file once and returns its path."""
    folder, path_of = tmp_path_factory.mktemp("export"), {}

    def write(query, file_format):
        key = query, file_format
        if key not in path_of:
            path_of[key] = folder / f"{len(path_of)}.{file_format}"
            path_of[key].write_bytes(writers.export_bytes(view_of(query, atlas), file_format))
        return path_of[key]

    return write


def test_geopandas_reads_the_geojson_back(query, atlas, written):
    frame = gpd.read_file(written(query, "geojson"))
    features = collection(query, atlas)["features"]
    assert len(frame) == len(features)
    if not features:
        return
    assert frame.crs.to_epsg() == 4326
    for row, feature in zip(frame.itertuples(), features, strict=True):
        if feature["geometry"] is None:
            assert row.geometry is None
        else:
            assert [row.geometry.x, row.geometry.y] == feature["geometry"]["coordinates"]
        for name in ("incident_id", "country", "target", "summary", "province_code", "base_id"):
            value = getattr(row, name, None)
            assert (None if pd.isna(value) else value) == feature["properties"][name]
        assert list(row.weapons) == feature["properties"]["weapons"]
        assert list(row.sources) == feature["properties"]["sources"]
        assert f"{row.date:%Y-%m-%d}" == feature["properties"]["date"]


def test_gdal_reads_the_geojson_back(query, atlas, written):
    path = written(query, "geojson")
    features = collection(query, atlas)["features"]
    information = pyogrio.read_info(path, force_total_bounds=True)
    assert information["features"] == len(features)
    meta, _, geometry, fields = pyogrio.raw.read(path)
    if not features:
        return
    assert meta["crs"] == "EPSG:4326"
    columns = dict(zip(meta["fields"], fields, strict=True))
    assert columns["incident_id"].tolist() == [f["id"] for f in features]
    assert [g is None for g in geometry] == [f["geometry"] is None for f in features]
    for name in ("killed", "nearest_base_km"):
        if name in columns:
            expected = [f["properties"][name] for f in features]
            values = [None if v is None or np.isnan(v) else v for v in columns[name].tolist()]
            assert values == expected
    box = collection(query, atlas).get("bbox")
    if box:
        assert list(information["total_bounds"]) == box


@pytest.mark.parametrize("file_format", ["parquet", "gpkg", "fgb", "kml"])
def test_gis_files_read_back_with_equal_values(file_format, query, atlas, written):
    path = written(query, file_format)
    frame = gpd.read_parquet(path) if file_format == "parquet" else gpd.read_file(path)
    expected = records(view_of(query, atlas).positions, atlas)
    assert len(frame) == len(expected)
    if file_format == "fgb":  # in the order of its index
        frame = frame.sort_values("incident_id")
        expected.sort(key=lambda record: record["incident_id"])
    assert frame.crs.to_epsg() == 4326
    rows = frame.drop(columns="geometry").to_dict("records")
    for row, point, record in zip(rows, frame.geometry, expected, strict=True):
        if record["latitude"] is None:
            assert point is None
        else:
            assert (point.x, point.y) == (record["longitude"], record["latitude"])
        for name, value in record.items():
            if isinstance(value, list):
                values = row[name] if file_format == "parquet" else str(row[name] or "").split(";")
                assert [v for v in values if v] == value, name
            elif value is None:
                assert pd.isna(row[name]), name
            else:
                assert row[name] == value, name


def test_pandas_reads_the_csv_back_with_equal_values(query, atlas, written):
    frame = pd.read_csv(written(query, "csv"), keep_default_na=False, na_values=[""])
    expected = records(view_of(query, atlas).positions, atlas)
    assert len(frame) == len(expected)
    for name in ("incident_id", "latitude", "longitude", "killed", "target", "nearest_base_km"):
        values = [None if pd.isna(v) else v for v in frame[name]]
        assert values == [r[name] for r in expected], name
