"""Exports read back by the libraries that their users would use."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest

from geo.export import writers
from geo.filter.records import records
from tests.geo.export.exports import QUERIES, collection, view_of
from tests.geometry import incident, statement

# --- read by others -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def written(atlas, tmp_path_factory):
    """Return a function that writes the export of a query to a file once and returns its path."""
    folder, made = tmp_path_factory.mktemp("export"), {}

    def write(query, file_format):
        key = query, file_format
        if key not in made:
            made[key] = folder / f"{len(made)}.{file_format}"
            made[key].write_bytes(writers.write(view_of(query, atlas), atlas, file_format))
        return made[key]

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
            found = [None if v is None or np.isnan(v) else v for v in columns[name].tolist()]
            assert found == expected
    box = collection(query, atlas).get("bbox")
    if box:
        assert list(information["total_bounds"]) == box


@pytest.mark.parametrize("file_format", ["parquet", "gpkg", "kml"])
def test_gis_files_read_back_with_equal_values(file_format, query, atlas, written):
    path = written(query, file_format)
    frame = gpd.read_parquet(path) if file_format == "parquet" else gpd.read_file(path)
    expected = records(view_of(query, atlas).positions, atlas)
    assert len(frame) == len(expected)
    assert frame.crs.to_epsg() == 4326
    rows = frame.drop(columns="geometry").to_dict("records")
    for row, point, record in zip(rows, frame.geometry, expected, strict=True):
        if record["latitude"] is None:
            assert point is None
        else:
            assert (point.x, point.y) == (record["longitude"], record["latitude"])
        for name, value in record.items():
            if isinstance(value, list):
                found = row[name] if file_format == "parquet" else str(row[name] or "").split(";")
                assert [v for v in found if v] == value, name
            elif value is None:
                assert pd.isna(row[name]), name
            else:
                assert row[name] == value, name


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_the_csv_reads_back_with_equal_values(query, atlas):
    view = view_of(query, atlas)
    rows, written = rows_of(writers.csv_table(view, atlas)), records(view.positions, atlas)
    assert len(rows) == len(written) == view.shown
    for row, record in zip(rows, written, strict=True):
        assert set(row) == {*record, "dataset_version"}
        assert row["dataset_version"] == atlas.version
        for name, value in record.items():
            if isinstance(value, list):
                assert (row[name].split(";") if row[name] else []) == value
            elif value is None:
                assert row[name] == ""
            elif isinstance(value, str):
                assert row[name] == value
            else:
                assert float(row[name]) == value


def test_pandas_reads_the_csv_back_with_equal_values(query, atlas, written):
    frame = pd.read_csv(written(query, "csv"), keep_default_na=False, na_values=[""])
    expected = records(view_of(query, atlas).positions, atlas)
    assert len(frame) == len(expected)
    for name in ("incident_id", "latitude", "longitude", "killed", "target", "nearest_base_km"):
        found = [None if pd.isna(v) else v for v in frame[name]]
        assert found == [r[name] for r in expected], name


def test_the_csv_ends_every_record_with_crlf_and_has_no_mark(atlas):
    data = writers.csv_table(view_of("group=kh", atlas), atlas)
    assert data.endswith(b"\r\n")
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == view_of("group=kh", atlas).shown + 1
    assert data.replace(b"\r\n", b"").count(b"\n") == 0


def test_the_csv_of_nothing_is_a_header(atlas):
    data = writers.csv_table(view_of(QUERIES["nothing"], atlas), atlas)
    assert data.decode().split("\r\n")[0].split(",")[-1] == "dataset_version"
    assert data.count(b"\r\n") == 1


def test_the_same_rows_are_in_both_formats(query, atlas):
    view = view_of(query, atlas)
    features = json.loads(writers.geojson(view, atlas))["features"]
    rows = rows_of(writers.csv_table(view, atlas))
    assert [f["id"] for f in features] == [r["incident_id"] for r in rows]
    for feature, row in zip(features, rows, strict=True):
        point = feature["geometry"]["coordinates"] if feature["geometry"] else [None, None]
        assert point == [float(row[n]) if row[n] else None for n in ("longitude", "latitude")]


# --- a spreadsheet must not run a cell ------------------------------------------------------------


@pytest.fixture
def with_target(hand_drawn):
    """Return a function that puts any text into a cell, past the loader that would refuse it."""

    def load(text):
        atlas = hand_drawn(statements=[statement("one", "leaf", "claimed")])
        frame = atlas.incidents
        frame.loc[0, "target"] = text
        return replace(atlas, _frames={**atlas._frames, "incidents": frame})

    return load


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(first, with_target):
    atlas = with_target(f'{first}cmd|" /C calc"!A0')
    (row,) = rows_of(writers.csv_table(view_of("", atlas), atlas))
    assert row["target"] == f'\'{first}cmd|" /C calc"!A0'


@pytest.mark.parametrize("text", ["a=b", "1+1", "a@b", "'quoted'", " =1", "قاعدة", '"', "a,b", ";"])
def test_an_ordinary_cell_is_left_alone(text, with_target):
    atlas = with_target(text)
    (row,) = rows_of(writers.csv_table(view_of("", atlas), atlas))
    assert row["target"] == text


def test_a_negative_number_is_a_number_and_gets_no_apostrophe(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one", at=(-0.5, 1.0))])
    (row,) = rows_of(writers.csv_table(view_of("", atlas), atlas))
    assert row["latitude"] == "-0.5"


def test_geojson_carries_any_text_as_it_is(with_target):
    text = 'a "quote" \\ \u2028 </script> قاعدة 😀'
    atlas = with_target(text)
    (feature,) = collection("", atlas)["features"]
    assert feature["properties"]["target"] == text
