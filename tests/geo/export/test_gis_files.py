from __future__ import annotations

import contextlib
import html
import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import geoparquet_validator
import numpy as np
import pyarrow.parquet as pq
import pyogrio

from geo.export import gis_files, writers
from geo.filter.metadata import metadata
from tests.geo.export.exports import QUERIES, view_of
from tests.geometry import incident


def parquet_of(view):
    return io.BytesIO(gis_files.write_geoparquet(view))


def test_geoparquet_passes_the_abstract_tests_of_its_standard(query, atlas):
    view = view_of(query, atlas)
    report = geoparquet_validator.check_bytes("out.parquet", gis_files.write_geoparquet(view))
    passed = {one["id"].split("/")[2] for one in report["outcomes"] if one["status"] == "pass"}
    assert geoparquet_validator.failed(report, "core") == []
    assert geoparquet_validator.failed(report, "covering") == []
    if view.shown > view.not_drawn:  # without a point there are no bounds to give
        assert geoparquet_validator.failed(report, "distribution") == []
        assert passed == {"core", "covering", "distribution"}


def test_geoparquet_names_the_box_of_each_point_as_its_covering(query, atlas):
    view = view_of(query, atlas)
    table = pq.read_table(parquet_of(view))
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["covering"]["bbox"] == {
        side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")
    }
    for box, point in zip(table["bbox"].to_pylist(), view.to_geodataframe().geometry, strict=True):
        if point is None:
            assert box is None
        else:
            x, y = point.x, point.y
            assert box == {"xmin": x, "ymin": y, "xmax": x, "ymax": y}


def test_geoparquet_is_read_by_box_and_without_it_has_the_same_columns(atlas):
    view = view_of("", atlas)
    frame = view.to_geodataframe()
    west, south, east, north = 42.0, 33.0, 44.5, 35.0
    inside = gpd.read_parquet(parquet_of(view), bbox=(west, south, east, north))
    expected = frame[
        frame["longitude"].between(west, east) & frame["latitude"].between(south, north)
    ]
    assert 0 < len(inside) < len(frame)
    assert inside["incident_id"].tolist() == expected["incident_id"].tolist()
    assert list(gpd.read_parquet(parquet_of(view)).columns) == list(frame.columns)


def test_geoparquet_geopackage_and_flatgeobuf_carry_the_metadata(query, atlas, tmp_path):
    view = view_of(query, atlas)
    in_parquet = pq.read_metadata(parquet_of(view)).metadata[b"incident_atlas"]
    assert json.loads(in_parquet) == metadata(view)
    for suffix in ("gpkg", "fgb"):
        path = tmp_path / f"out.{suffix}"
        path.write_bytes(writers.export_bytes(view, suffix))
        about = pyogrio.read_info(path, layer=gis_files.LAYER)["layer_metadata"]
        assert json.loads(about["incident_atlas"]) == metadata(view)


def test_flatgeobuf_is_read_by_box_where_every_incident_has_a_point(atlas, tmp_path):
    view = view_of(QUERIES["one group"], atlas)
    path = tmp_path / "out.fgb"
    path.write_bytes(gis_files.write_flatgeobuf(view))
    assert pyogrio.read_info(path)["capabilities"]["fast_spatial_filter"]
    frame = view.to_geodataframe()
    expected = frame.loc[frame["longitude"] < 43, "incident_id"]
    assert 0 < len(expected) < view.shown
    inside = pyogrio.read_dataframe(path, bbox=(30.0, 20.0, 43.0, 40.0))
    assert set(inside["incident_id"]) == set(expected)


def test_lists_stay_lists_in_geoparquet(atlas):
    frame = gpd.read_parquet(parquet_of(view_of("", atlas)))
    expected = view_of("", atlas).to_geodataframe()
    for name in ("weapons", "claimed_by", "sources"):
        assert [list(cell) for cell in frame[name]] == expected[name].tolist()


def test_kml_names_each_place_by_date_and_target(atlas, tmp_path):
    view = view_of(QUERIES["one group"], atlas)
    path = tmp_path / "out.kml"
    path.write_bytes(gis_files.write_kml(view))
    frame, expected = gpd.read_file(path), view.to_geodataframe()
    assert frame["Name"].tolist() == (expected["date"] + " " + expected["target"]).tolist()
    assert frame["description"].tolist() == [html.escape(text) for text in expected["summary"]]
    assert np.array_equal(frame.geometry.x, expected.geometry.x)


def test_kml_shows_html_in_a_summary_as_it_is(hand_drawn, tmp_path):
    summary = "<script>alert(1)</script> Tom & Jerry"
    path = tmp_path / "out.kml"
    written = gis_files.write_kml(
        view_of("", hand_drawn(incidents=[incident("x", summary=summary)]))
    )
    path.write_bytes(written)
    assert gpd.read_file(path)["description"].tolist() == [
        "&lt;script&gt;alert(1)&lt;/script&gt; Tom &amp; Jerry"
    ]


def test_files_written_side_by_side_are_the_same(atlas, monkeypatch):
    # Sessions of the app share one process. The second file is begun before the first is done and
    # goes on after it: what the first one sets and resets must not reach into the second.
    view, write = view_of("group=kh", atlas), pyogrio.write_dataframe
    alone = gis_files.write_geopackage(view)
    begun, first_is_done, order = threading.Barrier(2), threading.Event(), []

    def wait_for_the_other(*args, **options):
        order.append(threading.get_ident())
        with contextlib.suppress(threading.BrokenBarrierError):  # they took turns: as good
            begun.wait(timeout=1)
            if threading.get_ident() == order[1]:
                first_is_done.wait(timeout=3)
        write(*args, **options)

    def export_one(_):
        data = gis_files.write_geopackage(view)
        first_is_done.set()
        return data

    monkeypatch.setattr(pyogrio, "write_dataframe", wait_for_the_other)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(export_one, range(2))) == [alone, alone]
