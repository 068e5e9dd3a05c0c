"""Zipped shapefiles and FlatGeobuf: rows, points in WGS84, texts in their encoding."""

from __future__ import annotations

import pyogrio
import pytest

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import point_layer, zipped


@pytest.fixture
def shapefile(tmp_path):
    """Return a function that writes a layer as a shapefile, and gives its files by name."""

    def write(layer, encoding="UTF-8"):
        layer.to_file(tmp_path / "a.shp", encoding=encoding)
        return {f"folder/{p.name}": p.read_bytes() for p in sorted(tmp_path.glob("a.*"))}

    return write


def read(files, **limits):
    return importers.read_file(zipped(**files), "x.zip", importers.Limits(**limits))


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32638"])
def test_a_shapefile_comes_in_wgs84(crs, shapefile):
    raw = read(shapefile(point_layer(crs)))
    cells = raw.table.to_pydict()
    assert cells["n"] == ["p", "q"]
    assert [round(float(v), 4) for v in cells["latitude"]] == [33.5, 34.25]
    assert raw.notes[0] == "shapefile"


def test_it_is_read_in_a_process_of_its_own_too(shapefile):
    files = shapefile(point_layer("EPSG:32638"))
    raw = importers.read_apart(zipped(**files), "x.zip")
    assert raw.table.equals(read(files).table)


@pytest.mark.parametrize("encoding", ["UTF-8", "CP1256"])
def test_texts_of_a_shapefile_that_does_not_state_its_encoding(encoding, shapefile):
    name = "قاعدة عين الأسد الجوية في محافظة الأنبار غرب العراق"
    files = shapefile(point_layer().assign(n=[name, name]), encoding)
    del files["folder/a.cpg"]
    dbf = files["folder/a.dbf"]
    files["folder/a.dbf"] = dbf[:29] + b"\x00" + dbf[30:]
    raw = read(files)
    assert raw.sample("n") == [name, name]
    assert any("UTF-8" in n or "Windows-1256" in n for n in raw.notes)


def test_files_beside_it_are_never_opened(shapefile, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("date\n2024-01-02\n")
    vrt = f"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>{secret}</SrcDataSource>"
    files = shapefile(point_layer()) | {"folder/a.vrt": vrt, "../../a.shx": "x", "/etc/x.dbf": "x"}
    assert read(files).sample("n") == ["p", "q"]


def test_what_of_a_shapefile_is_refused(shapefile):
    files = shapefile(point_layer())
    with pytest.raises(ImportRefusedError, match=r"lacks its \.dbf; zip"):
        read({n: d for n, d in files.items() if not n.endswith("dbf")})
    with pytest.raises(ImportRefusedError, match="the shapefile is damaged"):
        read({n: b"\x00\x00'\n" + bytes(96) for n in files})
    with pytest.raises(ImportRefusedError, match="ATLAS_IMPORT_UNPACKED_BYTES"):
        read(files, unpacked_bytes=200)
    with pytest.raises(ImportRefusedError, match="rows: found 2, the limit is 1"):
        read(files, rows=1)
    without = read({n: d for n, d in files.items() if not n.endswith("prj")})
    assert "without .prj, so its points are read as degrees (WGS84)" in without.notes


def test_of_two_shapefiles_one_is_chosen(shapefile):
    files = shapefile(point_layer())
    both = files | {n.replace("a.", "b."): d for n, d in files.items()}
    with pytest.raises(ImportRefusedError, match=r"found 2 \(folder/a.shp, folder/b.shp\)"):
        read(both)
    raw = importers.read_file(zipped(**both), "x.zip", sheets=["folder/b.shp"])
    assert raw.name == "folder/b.shp"


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_flatgeobuf(crs, tmp_path):
    path = tmp_path / "x.fgb"
    layer = point_layer(crs)
    layer.to_file(path, driver="FlatGeobuf", SPATIAL_INDEX="NO")
    raw = importers.read_file(path)
    assert (raw.sample("n"), raw.notes[0]) == (["p", "q"], "FlatGeobuf")
    assert [round(float(v), 6) for v in raw.sample("latitude")] == [33.5, 34.25]
    with pytest.raises(ImportRefusedError, match="the FlatGeobuf is damaged"):
        importers.read_file(path.read_bytes()[:60], "x")
    with pytest.raises(ImportRefusedError, match=r"breaks off|is damaged"):
        importers.read_file(path.read_bytes()[:-30], "x")
    pyogrio.write_dataframe(layer[:0], path, driver="FlatGeobuf")
    with pytest.raises(ImportRefusedError, match="the FlatGeobuf has no rows"):
        importers.read_file(path)
