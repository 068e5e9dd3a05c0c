"""What is written: by RFC 7946 and the contract, the same bytes always, and readable by others."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from geo.errors import ExportError
from geo.export import gis_files, writers
from geo.filter.filter import Filter
from geo.model.schema import INCIDENTS
from tests.geo import strategies
from tests.geo.export.exports import QUERIES, collection, view_of
from tests.geometry import MIDDLE_OF_A, MIDDLE_OF_C, incident, statement

LISTS = {"weapons", "claimed_by", "acknowledged_by", "attributed_to", "denied_by", "sources"}


def test_the_queries_of_these_tests_mean_what_their_names_say(atlas):
    views = {name: view_of(query, atlas) for name, query in QUERIES.items()}
    assert 0 < views["without a point among them"].not_drawn < views[
        "without a point among them"].shown  # fmt: skip
    assert views["one"].shown == 1
    pointless = views["nothing has a point"]
    assert pointless.shown == pointless.not_drawn > 0 or "q" in pointless.left_out
    assert views["nothing"].shown == 0


# --- GeoJSON --------------------------------------------------------------------------------------


def test_the_collection_is_rfc_7946(query, atlas):
    found = collection(query, atlas)
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    points = []
    for feature in found["features"]:
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
        assert found["bbox"] == [min(x), min(y), max(x), max(y)]
    else:
        assert "bbox" not in found


def test_each_match_is_one_feature_with_its_id(query, atlas):
    view = view_of(query, atlas)
    expected = atlas.incidents["incident_id"].iloc[view.positions].tolist()
    found = collection(query, atlas)["features"]
    assert [f["id"] for f in found] == expected
    assert [f["properties"]["incident_id"] for f in found] == expected
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
    text = writers.geojson(view_of("", atlas), atlas).decode()
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
    found = {f["id"]: f["properties"] for f in collection("", atlas)["features"]}
    for row in oracle.incidents:
        key = row["incident_id"]
        mine = found[key]
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
    for host in ("https://atlas.example", "https://atlas.example/"):
        monkeypatch.setenv("ATLAS_BASE_URL", host)
        absolute = collection("group=kh", atlas)["metadata"]["permalink"]
        assert absolute == f"https://atlas.example{relative}"


def test_an_empty_base_url_is_none(atlas, monkeypatch):
    monkeypatch.setenv("ATLAS_BASE_URL", "")
    assert collection("", atlas)["metadata"]["permalink"].startswith("/?")


def test_the_text_is_utf_8_without_a_mark_and_one_line_per_feature(atlas):
    data = writers.geojson(view_of("group=kh", atlas), atlas)
    lines = data.decode("utf-8").splitlines()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert len(lines) == view_of("group=kh", atlas).shown + 2
    for line in lines[1:-1]:
        assert json.loads(line.rstrip(","))["type"] == "Feature"


@settings(max_examples=20)
@given(strategies.params())
def test_every_filter_gives_features_for_exactly_its_rows(atlas, params):
    view = Filter.parse(params, atlas).view(atlas)
    found = json.loads(writers.geojson(view, atlas))
    assert len(found["features"]) == view.shown
    assert sum(f["geometry"] is None for f in found["features"]) == view.not_drawn


# --- always the same bytes ------------------------------------------------------------------------


EXPORT_ALL = """
import sys
from geo.__main__ import main
out, query, *formats = sys.argv[1:]
for file_format in formats:
    assert main(["export", *query.split(), "--out", f"{out}.{file_format}"]) == 0
"""


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Tokyo"), ("4242", "America/New_York")])
def test_the_same_filter_gives_the_same_bytes_in_every_process(seed, zone, atlas, root, tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "ATLAS_BASE_URL"}
    asked = "--group kh --group iri --from 2023-10-17"
    subprocess.run(
        [sys.executable, "-c", EXPORT_ALL, tmp_path / "out", asked, *writers.FORMATS],
        cwd=root, env=environment | {"PYTHONHASHSEED": seed, "TZ": zone},
        capture_output=True, check=True,
    )  # fmt: skip
    view = view_of("group=kh&group=iri&from=2023-10-17", atlas)
    for file_format in writers.FORMATS:
        made = (tmp_path / f"out.{file_format}").read_bytes()
        assert made == writers.write(view, atlas, file_format), file_format


@pytest.mark.parametrize("file_format", writers.FORMATS)
def test_parameters_in_another_order_give_the_same_bytes(file_format, atlas):
    one = view_of("from=2024-01-01&group=kh&weapon=rocket&weapon=mortar", atlas)
    other = view_of("weapon=mortar&weapon=rocket&group=KH&from=2024-01-01", atlas)
    assert writers.write(one, atlas, file_format) == writers.write(other, atlas, file_format)


def without_pixels(png):
    """Return a PNG without its compressed pixels, in which a short name may stand by chance."""
    kept, at = png[:8], 8
    while at < len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4])
        kept += b"" if png[at + 4 : at + 8] == b"IDAT" else png[at:end]
        at = end
    return kept


@pytest.mark.parametrize("file_format", writers.FORMATS)
def test_no_clock_time_no_host_and_no_path_is_written(file_format, atlas, root):
    data = writers.write(view_of("", atlas), atlas, file_format)
    if file_format == "png":
        data = without_pixels(data)
    for told in (str(root), tempfile.gettempdir() + "/", socket.gethostname(), "localhost",
                 f"{datetime.now(UTC):%Y-%m-%d}"):  # fmt: skip
        assert told.encode() not in data, told


def test_text_formats_have_no_time_of_day_with_a_date(atlas):
    for file_format in ("geojson", "csv", "kml"):
        text = writers.write(view_of("", atlas), atlas, file_format).decode()
        assert not re.search(r"\d{4}-\d\d-\d\dT\d\d:", text), file_format


def test_files_written_side_by_side_are_the_same(atlas, monkeypatch):
    # Sessions of the app share one process. The second file is begun before the first is done and
    # goes on after it: what the first one sets and resets must not reach into the second.
    view, write = view_of("group=kh", atlas), gis_files.pyogrio.write_dataframe
    alone = writers.write(view, atlas, "gpkg")
    begun, first_is_done, order = threading.Barrier(2), threading.Event(), []

    def wait_for_the_other(*args, **options):
        order.append(threading.get_ident())
        with contextlib.suppress(threading.BrokenBarrierError):  # they took turns: as good
            begun.wait(timeout=1)
            if threading.get_ident() == order[1]:
                first_is_done.wait(timeout=3)
        write(*args, **options)

    def export_one(_):
        data = writers.write(view, atlas, "gpkg")
        first_is_done.set()
        return data

    monkeypatch.setattr(gis_files.pyogrio, "write_dataframe", wait_for_the_other)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(export_one, range(2))) == [alone, alone]


# --- names and formats ----------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", ["xlsx", "", "GEOJSON"])
def test_an_unknown_format_is_an_error_that_names_the_known_ones(file_format, atlas):
    with pytest.raises(ExportError, match=r"allowed are geojson, csv"):
        writers.write(view_of("", atlas), atlas, file_format)


def test_the_file_name_tells_period_and_version(atlas):
    name = writers.file_name(view_of("from=2024-01-01&to=2024-01-31", atlas), atlas, "csv")
    assert name == f"incident-atlas_2024-01-01_2024-01-31_{atlas.version}.csv"


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
