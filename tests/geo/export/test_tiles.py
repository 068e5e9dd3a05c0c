"""PMTiles, read back by their own library and by GDAL."""

from __future__ import annotations

import pandas as pd
import pyogrio
import pytest
from pmtiles.reader import MemorySource, Reader
from pmtiles.tile import Compression, TileType

from geo.errors import ExportError
from geo.export import tiles, writers
from geo.filter.records import records
from tests.geo.export.exports import QUERIES, view_of
from tests.geometry import incident


@pytest.fixture(scope="module")
def view(atlas):
    return view_of(QUERIES["without a point among them"], atlas)


@pytest.fixture(scope="module")
def archive(view):
    return tiles.write_pmtiles(view)


def test_the_archive_says_what_it_holds(view, archive):
    reader = Reader(MemorySource(archive))
    header, about = reader.header(), reader.metadata()
    assert (header["version"], header["min_zoom"], header["max_zoom"]) == (3, 0, 9)
    assert (header["tile_type"], header["tile_compression"]) == (TileType.MVT, Compression.GZIP)
    assert [layer["id"] for layer in about["vector_layers"]] == ["incidents"]
    assert reader.get(0, 0, 0)
    held = f"{view.shown} of {view.total} incidents, of which {view.not_drawn} have no point"
    assert held in about["description"]
    assert view.atlas.version in about["description"]


@pytest.mark.parametrize("zoom", [0, 5, 9])
def test_every_zoom_holds_every_point_and_its_values(zoom, view, archive, tmp_path):
    path = tmp_path / "out.pmtiles"
    path.write_bytes(archive)
    frame = pyogrio.read_dataframe(path, layer="incidents", ZOOM_LEVEL=zoom)
    expected = [r for r in records(view.positions, view.atlas) if r["latitude"] is not None]
    assert 0 < len(expected) < view.shown
    rows = frame.to_crs("EPSG:4326").drop_duplicates("incident_id").set_index("incident_id")
    assert sorted(rows.index) == sorted(record["incident_id"] for record in expected)
    step = 360 / 2**zoom / 4096
    for record in expected:
        row = rows.loc[record["incident_id"]]
        for name in ("date", "target", "killed", "confirmation", "nearest_base_km"):
            assert (None if pd.isna(row[name]) else row[name]) == record[name], name
        (point,) = row.geometry.geoms
        assert abs(point.x - record["longitude"]) <= step
        assert abs(point.y - record["latitude"]) <= step


def test_a_point_on_the_border_between_tiles_is_in_them(hand_drawn):
    # GDAL loses it without a buffer. At zoom 9 a tile ends at this longitude.
    at = {"latitude": 30.24, "longitude": 33.75}
    atlas = hand_drawn(incidents=[incident("edge", **at), incident("other")])
    assert tiles.write_pmtiles(view_of("", atlas))


def test_what_pmtiles_cannot_hold_is_refused_with_what_to_do(atlas, monkeypatch):
    with pytest.raises(ExportError, match=r"no incident of this filter has one.*choose CSV"):
        writers.export_bytes(view_of(QUERIES["nothing"], atlas), "pmtiles")
    monkeypatch.setattr(tiles, "MOST_POINTS", 11)
    with pytest.raises(
        ExportError, match=r"at most 11 incidents.*narrow the filter, or choose Flat"
    ):
        writers.export_bytes(view_of("group=kh", atlas), "pmtiles")


def test_tiles_that_lack_a_point_are_no_file(view, monkeypatch, tmp_path):
    lacking = tmp_path / "child.py"
    lacking.write_text("import sys; sys.exit(1)", encoding="utf-8")
    monkeypatch.setattr(tiles, "_CHILD", lacking)
    with pytest.raises(OSError, match=r"is the disk full"):
        tiles.write_pmtiles(view)
