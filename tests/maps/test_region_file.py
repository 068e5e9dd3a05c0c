"""The file of a region: what is accepted, where it goes, and what is said of any other."""

from __future__ import annotations

import gzip
import logging
import os
import struct

import geopandas as gpd
import pyogrio
import pytest
from shapely import LineString

from geo.paths import STATIC
from maps import region_file
from maps.region_file import RegionFileError
from tests.maps import regions


@pytest.fixture(scope="module")
def whole():
    return regions.archive()


@pytest.fixture(autouse=True)
def static(tmp_path, monkeypatch):
    """A static folder of this test's own; the file that is named is looked at anew."""
    folder = tmp_path / "static"
    folder.mkdir()
    monkeypatch.setattr(region_file, "STATIC", folder)
    region_file.named.cache_clear()
    yield folder
    region_file.named.cache_clear()


def changed(content: bytes, at: int, *numbers: int) -> bytes:
    return content[:at] + bytes(numbers) + content[at + len(numbers) :]


def test_gdal_reads_the_invented_archive_as_this_project_does(whole, tmp_path):
    path = tmp_path / "region.pmtiles"
    path.write_bytes(whole)
    assert {name for name, _ in pyogrio.list_layers(path)} == set(regions.LAYERS)
    roads = pyogrio.read_dataframe(path, layer="roads").to_crs(4326)
    assert {*roads["kind"]} == {"highway", "aeroway"}
    west, _, east, north = roads[roads["kind"] == "highway"].total_bounds
    assert (west, east, north) == pytest.approx((43, 45, 33), abs=0.01)


def test_a_file_is_copied_under_a_name_of_its_content(whole, tmp_path, static):
    path = tmp_path / "iraq.pmtiles"
    path.write_bytes(whole)
    file = region_file.publish(path)
    assert file == region_file.publish(path)
    (copy,) = (static / "regions").iterdir()
    assert file.address == f"/app/static/regions/{copy.name}"
    assert copy.read_bytes() == whole
    assert not copy.is_symlink(), "Streamlit follows no link out of the folder"
    assert "OpenStreetMap contributors" in file.attribution


def test_the_attribution_of_the_file_is_kept(tmp_path):
    path = tmp_path / "a.pmtiles"
    path.write_bytes(regions.archive({"roads": regions.LAYERS["roads"]}, attribution="© Somebody"))
    assert region_file.publish(path).attribution == "© Somebody"


def test_an_archive_of_gdal_packed_with_gzip_is_accepted(tmp_path):
    path = tmp_path / "a.pmtiles"
    frame = gpd.GeoDataFrame({"kind": ["highway"]}, geometry=[LineString([(43, 33), (45, 34)])],
                             crs=4326)  # fmt: skip
    pyogrio.write_dataframe(frame, path, driver="PMTiles", layer="roads", MINZOOM=0, MAXZOOM=6)
    assert path.read_bytes()[97:99] == b"\x02\x02"
    assert region_file.publish(path).address.endswith(".pmtiles")


def test_only_the_files_used_last_stay(tmp_path, static):
    names = []
    for n in range(5):
        path = tmp_path / f"{n}.pmtiles"
        path.write_bytes(regions.archive({"roads": regions.LAYERS["roads"]}, name=str(n)))
        names.append(region_file.publish(path).address.rsplit("/", 1)[1])
        os.utime(static / "regions" / names[-1], (n, n))
    assert {p.name for p in (static / "regions").iterdir()} == {*names[-3:]}


def other_layers(_whole: bytes) -> bytes:
    return regions.archive({"transportation": regions.LAYERS["roads"]})


def broken_metadata(whole: bytes) -> bytes:
    at = struct.unpack("<Q", whole[24:32])[0]
    return changed(whole, at, 0xFF)


@pytest.mark.parametrize(
    ("damage", "parts"),
    [
        (lambda _: b"", ["expected a PMTiles archive", "b''"]),
        (lambda _: b"SQLite format 3\0" * 20, ["expected a PMTiles archive", "b'SQLite '"]),
        (lambda whole: whole[:100], ["expected a PMTiles archive"]),
        (lambda whole: changed(whole, 7, 2), ["expected PMTiles version 3, found version 2"]),
        (lambda whole: whole[:-1], ["it is not whole"]),
        (lambda whole: changed(whole, 99, 2), ["expected vector tiles", "type 2"]),
        (lambda whole: changed(whole, 98, 4), ["packed with 4"]),
        (lambda whole: changed(whole, 97, 3), ["directories with 3"]),
        (lambda whole: changed(whole, 97, 2), ["expected JSON"]),
        (broken_metadata, ["expected JSON"]),
        (other_layers, ["Protomaps basemap", "found transportation"]),
    ],
)
def test_any_other_file_is_named_for_what_it_is(whole, damage, parts, tmp_path, static):
    path = tmp_path / "a.pmtiles"
    path.write_bytes(damage(whole))
    with pytest.raises(RegionFileError) as told:
        region_file.publish(path)
    for part in parts:
        assert part in str(told.value)
    assert not [*static.iterdir()], "nothing of it becomes public"


@pytest.mark.parametrize(
    "metadata", [b"[]", b'{"vector_layers": 3}', gzip.compress(b"{}", mtime=0)]
)
def test_metadata_of_another_shape_are_no_crash(whole, metadata, tmp_path):
    at, length = struct.unpack("<QQ", whole[24:40])
    padded = metadata.ljust(length)
    path = tmp_path / "a.pmtiles"
    path.write_bytes(whole[:at] + padded + whole[at + length :])
    with pytest.raises(RegionFileError, match="expected"):
        region_file.publish(path)


def test_a_file_that_streamlit_would_not_serve_is_too_large(whole, tmp_path, monkeypatch):
    path = tmp_path / "a.pmtiles"
    path.write_bytes(whole)
    monkeypatch.setattr(region_file, "MOST_BYTES", len(whole) - 1)
    with pytest.raises(RegionFileError, match=f"{len(whole):,}"):
        region_file.publish(path)


def test_a_folder_that_cannot_be_written_to_is_named(whole, tmp_path, static):
    path = tmp_path / "a.pmtiles"
    path.write_bytes(whole)
    (static / "regions").write_text("in the way")
    with pytest.raises(RegionFileError, match="expected to copy it to"):
        region_file.publish(path)


def test_without_the_variable_there_is_no_region(monkeypatch, caplog):
    monkeypatch.delenv(region_file.VARIABLE, raising=False)
    assert region_file.named() is None
    assert not caplog.records


@pytest.mark.parametrize("name", ["missing.pmtiles", "."])
def test_the_log_says_once_what_is_wrong_and_what_to_do(name, tmp_path, monkeypatch, caplog):
    path = tmp_path / name
    monkeypatch.setenv(region_file.VARIABLE, str(path))
    with caplog.at_level(logging.ERROR):
        assert region_file.named() is None
        assert region_file.named() is None
    (record,) = caplog.records
    for part in (f"ATLAS_BASEMAP={path}", "expected a file that can be read, found",
                 "pmtiles extract", "The shipped map is used"):  # fmt: skip
        assert part in record.getMessage()


def test_git_does_not_see_the_copies():
    ignored = (STATIC.parent / ".gitignore").read_text("utf-8").split()
    assert "static/regions/" in ignored
