"""GeoJSON by RFC 7946 and the contract, and CSV that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from geo.export.text_files import write_csv, write_geojson
from geo.filter.filter import Filter
from geo.filter.records import records
from geo.model.schema import INCIDENTS
from tests.geo import strategies
from tests.geo.export.exports import QUERIES, collection, view_of
from tests.geometry import MIDDLE_OF_A, MIDDLE_OF_C, incident, statement

LISTS = {"weapons", "claimed_by", "acknowledged_by", "attributed_to", "denied_by", "sources"}


# --- GeoJSON --------------------------------------------------------------------------------------


def test_the_collection_is_rfc_7946(query, atlas):
    whole = collection(query, atlas)
    assert whole["type"] == "FeatureCollection"
    assert "crs" not in whole
    points = []
    for feature in whole["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        if feature["geometry"] is not None:
            assert feature["geometry"]["type"] == "Point"
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90
            points.append((longitude, latitude))
    if points:
        x, y = zip(*points, strict=True)
        assert whole["bbox"] == [min(x), min(y), max(x), max(y)]
    else:
        assert "bbox" not in whole


def test_each_match_is_one_feature_with_its_id(query, atlas):
    view = view_of(query, atlas)
    expected = atlas.incidents["incident_id"].iloc[view.positions].tolist()
    features = collection(query, atlas)["features"]
    assert [f["id"] for f in features] == expected
    assert [f["properties"]["incident_id"] for f in features] == expected
    assert len(set(expected)) == len(expected)


def test_points_are_longitude_then_latitude(atlas, oracle):
    points = {f["id"]: f["geometry"] for f in collection("", atlas)["features"]}
    for row in oracle.incidents:
        if row["latitude"] == "":
            assert points[row["incident_id"]] is None
        else:
            expected = [float(row["longitude"]), float(row["latitude"])]
            assert points[row["incident_id"]]["coordinates"] == expected


def test_nothing_is_at_null_island(atlas):
    for feature in collection("", atlas)["features"]:
        assert feature["geometry"] is None or feature["geometry"]["coordinates"] != [0, 0]


def test_no_number_has_more_than_five_decimals(atlas):
    text = write_geojson(view_of("", atlas)).decode()
    body = text.split('"features":', 1)[1]
    outside_text = re.sub(r'"(?:[^"\\]|\\.)*"', '""', body)
    assert not re.search(r"\d\.\d{6,}", outside_text)
    assert not re.search(r"\d[eE][+-]?\d", outside_text)


def test_longer_decimals_are_rounded_to_five(hand_drawn):
    row = incident("one", geo_precision="site", origin_latitude="0.1234567",
                   origin_longitude="1.1234567")  # fmt: skip
    atlas = hand_drawn(incidents=[row])
    (feature,) = collection("", atlas)["features"]
    assert feature["properties"]["origin_latitude"] == 0.12346


PROPERTIES = (
    "province", "province_code", "base_id", "base_name", "nearest_base_id", "nearest_base_km",
    "claimed_by", "attributed_to", "denied_by", "sources",
)  # fmt: skip


def test_properties_are_flat_snake_case_and_complete(atlas):
    schema = set(INCIDENTS.column_names) - set(INCIDENTS.optional_names) - {"latitude", "longitude"}
    for feature in collection("", atlas)["features"]:
        properties = feature["properties"]
        assert schema | set(PROPERTIES) <= set(properties)
        for name, value in properties.items():
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
            assert isinstance(value, list) == (name in LISTS), name
            assert not isinstance(value, dict)
            assert value not in ("", "nan", "NaT", "<NA>", "None"), name


def test_properties_say_what_the_tables_say(atlas, oracle):
    properties_of = {f["id"]: f["properties"] for f in collection("", atlas)["features"]}
    for row in oracle.incidents:
        key = row["incident_id"]
        mine = properties_of[key]
        for name in ("date", "time_local", "event_type", "country", "target", "place", "summary",
                     "geo_precision", "outcome", "confirmation", "response_to", "casualty_note",
                     "base_id", "origin_place"):  # fmt: skip
            assert mine[name] == (row[name] or None), name
        for name in ("killed", "injured", "munitions"):
            assert mine[name] == (int(row[name]) if row[name] else None), name
        assert mine["weapons"] == row["weapons"].split(";")
        assert mine["base_name"] == (
            oracle.bases[row["base_id"]]["name"] if row["base_id"] else None
        )
        assert mine["province_code"] == oracle.province[key]
        assert mine["claimed_by"] == oracle.named(row, {"claimed"})
        assert mine["attributed_to"] == oracle.named(row, {"attributed", "suspected"})
        assert mine["denied_by"] == oracle.named(row, {"denied"})
        assert mine["sources"] == [s["url"] for s in oracle.sources[key]]


def test_the_metadata_say_what_was_asked_and_what_was_left_out(query, atlas):
    view = view_of(query, atlas)
    metadata = collection(query, atlas)["metadata"]
    assert {"title", "filter", "dataset_version", "count", "left_out", "licence", "citation",
            "permalink"} <= set(metadata)  # fmt: skip
    assert metadata["count"] == view.shown == len(collection(query, atlas)["features"])
    assert metadata["left_out"] == dict(view.left_out)
    assert metadata["count"] + sum(metadata["left_out"].values()) == atlas.total
    assert metadata["dataset_version"] == atlas.version
    again = Filter.parse(metadata["filter"], atlas)
    assert again.view(atlas).positions.tolist() == view.positions.tolist()
    assert (again.date_from, again.date_to) != (None, None)
    assert atlas.version in metadata["citation"]


def test_the_permalink_is_relative_unless_a_base_url_is_set(atlas, monkeypatch):
    monkeypatch.delenv("ATLAS_BASE_URL", raising=False)
    relative = collection("group=kh", atlas)["metadata"]["permalink"]
    assert relative.startswith("/?from=")
    assert relative.endswith(f"&group=kh&version={atlas.version}")
    for site in ("https://atlas.example", "https://news.example/data/atlas"):
        for setting in (site, f"{site}/"):
            monkeypatch.setenv("ATLAS_BASE_URL", setting)
            absolute = collection("group=kh", atlas)["metadata"]["permalink"]
            assert absolute == f"{site}{relative}"


def test_an_empty_base_url_is_none(atlas, monkeypatch):
    monkeypatch.setenv("ATLAS_BASE_URL", "")
    assert collection("", atlas)["metadata"]["permalink"].startswith("/?")


def test_the_text_is_utf_8_without_a_mark_and_one_line_per_feature(atlas):
    data = write_geojson(view_of("group=kh", atlas))
    lines = data.decode("utf-8").splitlines()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert len(lines) == view_of("group=kh", atlas).shown + 2
    for line in lines[1:-1]:
        assert json.loads(line.rstrip(","))["type"] == "Feature"


@settings(max_examples=20)
@given(strategies.params())
def test_every_filter_gives_features_for_exactly_its_rows(atlas, params):
    view = Filter.parse(params, atlas).view(atlas)
    whole = json.loads(write_geojson(view))
    assert len(whole["features"]) == view.shown
    assert sum(f["geometry"] is None for f in whole["features"]) == view.not_drawn


def test_claims_taken_back_are_not_claimed_and_denials_name_the_denied(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("one", at=MIDDLE_OF_A), incident("two", at=MIDDLE_OF_C,
                                                             country="Eastland")],
        statements=[
            statement("one", "leaf", "claimed"), statement("one", "leaf", "withdrew"),
            statement("one", "other", "suspected"), statement("one", "root", "denied"),
            statement("one", "", "denied"),
        ],
    )  # fmt: skip
    one, two = (f["properties"] for f in collection("", atlas)["features"])
    assert (one["claimed_by"], one["attributed_to"], one["denied_by"]) == ([], ["other"], ["root"])
    assert (two["claimed_by"], two["attributed_to"], two["denied_by"]) == ([], [], [])


# --- CSV ------------------------------------------------------------------------------------------


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_the_csv_reads_back_with_equal_values(query, atlas):
    view = view_of(query, atlas)
    rows, written = rows_of(write_csv(view)), records(view.positions, atlas)
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


def test_the_csv_ends_every_record_with_crlf_and_has_no_mark(atlas):
    data = write_csv(view_of("group=kh", atlas))
    assert data.endswith(b"\r\n")
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == view_of("group=kh", atlas).shown + 1
    assert data.replace(b"\r\n", b"").count(b"\n") == 0


def test_the_csv_of_nothing_is_a_header(atlas):
    data = write_csv(view_of(QUERIES["nothing"], atlas))
    assert data.decode().split("\r\n")[0].split(",")[-1] == "dataset_version"
    assert data.count(b"\r\n") == 1


def test_the_same_rows_are_in_both_formats(query, atlas):
    view = view_of(query, atlas)
    features = json.loads(write_geojson(view))["features"]
    rows = rows_of(write_csv(view))
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
    (row,) = rows_of(write_csv(view_of("", atlas)))
    assert row["target"] == f'\'{first}cmd|" /C calc"!A0'


@pytest.mark.parametrize("text", ["a=b", "1+1", "a@b", "'quoted'", " =1", "قاعدة", '"', "a,b", ";"])
def test_an_ordinary_cell_is_left_alone(text, with_target):
    atlas = with_target(text)
    (row,) = rows_of(write_csv(view_of("", atlas)))
    assert row["target"] == text


def test_a_negative_number_is_a_number_and_gets_no_apostrophe(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one", at=(-0.5, 1.0))])
    (row,) = rows_of(write_csv(view_of("", atlas)))
    assert row["latitude"] == "-0.5"


def test_geojson_carries_any_text_as_it_is(with_target):
    text = 'a "quote" \\ \u2028 </script> قاعدة 😀'
    atlas = with_target(text)
    (feature,) = collection("", atlas)["features"]
    assert feature["properties"]["target"] == text
