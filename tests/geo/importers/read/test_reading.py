"""What real files contain: each trap of reading, with what must come out."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.read import delimited
from geo.importers.read.encoding import decode
from geo.importers.read.strict_csv import records

LIMITS = importers.Limits()
TABLE = {"a": ["1", "3"], "b": ["2", "قاعدة 😀"]}
TEXT = "a,b\n1,2\n3,قاعدة 😀\n"


def read(data, name="x.csv", **limits):
    return importers.read(data, name, importers.Limits(**limits))


def table(data, **limits):
    return read(data, **limits).table.to_pydict()


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.rstrip("\n").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", "|").encode(),
        ("sep=;\r\n" + TEXT.replace(",", ";")).encode(),
        ('"sep=;"\n' + TEXT.replace(",", ";")).encode(),
        ("sep=^\n" + TEXT.replace(",", "^")).encode(),
        TEXT.replace("a,b", '"a","b"').encode(),
        ("\n\n" + TEXT).encode(),
        TEXT.replace("\n", "\n\n").encode(),
        TEXT.replace("1,2", " 1 , 2 ").encode().replace(b" 1 , 2 ", b"1,2"),
        (TEXT + ",\n\n").encode(),
        ("Our events 2024\n\n" + TEXT).encode(),
        TEXT.replace("a,b\n", "a,b\n#event+id,#geo+lat\n").encode(),
        gzip.compress(TEXT.encode(), mtime=0),
        gzip.compress(TEXT[:6].encode(), mtime=0) + gzip.compress(TEXT[6:].encode(), mtime=0),
        zipped(**{"x.csv": TEXT}),
        zipped(**{"folder/x.csv": TEXT, "__MACOSX/._x.csv": "junk", "readme.md": "hello"}),
        zipped(**{"x.csv.gz": gzip.compress(TEXT.encode(), mtime=0)}),
    ],
)
def test_one_table_in_many_dresses(data):
    assert table(data) == TABLE


def test_quoted_line_ends_and_their_line_numbers():
    raw = read(b'a,b\n1,"x\ny\nz"\n2,"q""q"\n3,4\n5\n6,7\n')
    assert raw.table.to_pydict() == {"a": ["1", "2", "3", "6"], "b": ["x\ny\nz", 'q"q', "4", "7"]}
    assert raw.line.tolist() == [2, 5, 6, 8]
    assert [(u.line, u.text) for u in raw.unfit] == [(7, "5")]


def test_ragged_and_cut_off_lines_are_kept_apart():
    raw = read(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,\n12,1")
    assert raw.table.to_pydict()["a"] == ["1", "10"]
    assert [u.line for u in raw.unfit] == [3, 4, 6]
    assert raw.rows_read == 5
    assert "expected 3 cells, found 4" in raw.unfit[1].reason


def test_blanks_behind_the_last_column_are_no_fault():
    raw = read(b"a,b\n1,2,,\n3,4\n")
    assert raw.table.to_pydict() == {"a": ["1", "3"], "b": ["2", "4"]}


def test_a_quote_that_is_never_closed_costs_its_own_line_only():
    raw = read(b'a,b\n1,2\n3,"4\n5,6\n7,8\n')
    assert raw.table.to_pydict() == {"a": ["1", "5", "7"], "b": ["2", "6", "8"]}
    assert [(u.line, "never closed" in u.reason) for u in raw.unfit] == [(3, True)]


def test_headers_that_are_repeated_are_kept_apart():
    raw = read(b"id,Date\n1,2\nid,date\n3,4\n")
    assert raw.table.to_pydict() == {"id": ["1", "3"], "Date": ["2", "4"]}
    assert [(u.line, u.reason) for u in raw.unfit] == [(3, "the header once more")]


def test_equal_and_blank_names_of_columns():
    assert list(table(b"a,a,,a\n1,2,3,4\n")) == ["a", "a (2)", "column 3", "a (3)"]


def test_a_cell_of_a_million_letters_is_read():
    assert len(table(b"a,b\n1," + b"x" * 1_000_000 + b"\n")["b"][0]) == 1_000_000


@pytest.mark.parametrize("long", [10, 3 * delimited._BLOCK_BYTES])
def test_lines_keep_their_numbers_over_several_blocks(long):
    rows = [f'{n},"two\nlines {"x" * 100}"' for n in range(20_000)]
    rows[12_000] = "cut off"
    rows[15_000] = f'15000,"two\n{"y" * long}"'
    raw = read(("a,b\n" + "\n".join(rows) + "\n").encode(), cell_chars=2**22)
    kept = [n for n in range(20_000) if n != 12_000]
    assert raw.table["a"].to_pylist() == [str(n) for n in kept]
    assert raw.line.tolist() == [2 * n + 2 - (n > 12_000) for n in kept]
    assert [(u.line, u.text) for u in raw.unfit] == [(24_002, "cut off")]


# --- other kinds ----------------------------------------------------------------------------------


def frame():
    return pd.DataFrame(
        {
            "when": pd.to_datetime(["2024-01-02 00:00", "2024-01-03 10:30"]),
            "n": [1, np.nan],
            "t": ["x", None],
            "ok": [True, False],
        }
    )


EXPECTED = {"when": ["2024-01-02", "2024-01-03 10:30:00"], "n": ["1", ""], "t": ["x", ""],
            "ok": ["true", "false"]}  # fmt: skip


def test_excel():
    out = io.BytesIO()
    with pd.ExcelWriter(out) as book:
        pd.DataFrame().to_excel(book, sheet_name="empty")
        frame().to_excel(book, sheet_name="data", index=False)
        frame().to_excel(book, sheet_name="more", index=False)
    raw = read(out.getvalue(), "x.csv")
    assert raw.table.to_pydict() == EXPECTED
    assert "sheet 'data'" in raw.notes
    assert "sheets not read: more" in raw.notes


def test_parquet():
    out = io.BytesIO()
    frame().to_parquet(out)
    assert table(out.getvalue()) == EXPECTED


def test_a_parquet_file_whose_texts_are_no_text_is_refused():
    broken = pa.array([b"Poli\x9cical"]).view(pa.string())
    out = io.BytesIO()
    pq.write_table(pa.table({"t": broken}), out)
    with pytest.raises(ImportRefusedError, match="Parquet file is damaged"):
        read(out.getvalue())


def points(crs="EPSG:4326"):
    found = gpd.GeoDataFrame({"n": ["p", "q"]}, crs="EPSG:4326",
                             geometry=gpd.points_from_xy([44.5, 43.25], [33.5, 34.25]))  # fmt: skip
    return found.to_crs(crs)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32638", "EPSG:3857"])
@pytest.mark.parametrize("suffix", ["parquet", "gpkg"])
def test_spatial_files_come_in_wgs84(suffix, crs, tmp_path):
    path = tmp_path / f"x.{suffix}"
    layer = points(crs)
    layer.to_parquet(path) if suffix == "parquet" else layer.to_file(path)
    found = importers.read(path).table.to_pydict()
    assert found["n"] == ["p", "q"]
    assert [round(float(v), 6) for v in found["latitude"]] == [33.5, 34.25]
    assert [round(float(v), 6) for v in found["longitude"]] == [44.5, 43.25]


def test_geojson():
    assert table(points().to_json(drop_id=True).encode()) == {
        "n": ["p", "q"], "latitude": ["33.5", "34.25"], "longitude": ["44.5", "43.25"],
    }  # fmt: skip


def test_geojson_in_another_system_is_refused():
    text = json.dumps({"type": "FeatureCollection", "features": [], "crs": {
        "type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}})  # fmt: skip
    with pytest.raises(ImportRefusedError, match="another coordinate system"):
        read(text.encode())


@pytest.mark.parametrize(
    "text",
    ['[{"a":1,"b":"x"},{"a":2.5,"c":[1,"y"]}]', '{"a":1,"b":"x"}\n{"a":2.5,"c":[1,"y"]}\n',
     '{"success":true,"data":[{"a":1,"b":"x"},{"a":2.5,"c":[1,"y"]}]}'],
)  # fmt: skip
def test_json_records(text):
    assert table(text.encode()) == {"a": ["1", "2.5"], "b": ["x", ""], "c": ["", "1;y"]}


def test_what_is_no_record_is_kept_apart():
    raw = read(b'[{"a":1},7,null]')
    assert (raw.rows_read, [u.line for u in raw.unfit]) == (3, [2, 3])


def test_a_broken_line_of_json_is_kept_apart():
    raw = read(b'{"a":1}\n{"a":2}\n{"a":\n')
    assert raw.table.to_pydict() == {"a": ["1", "2"]}
    assert [(u.line, u.text) for u in raw.unfit] == [(3, '{"a":')]


# --- what is refused ------------------------------------------------------------------------------

BOMB = gzip.compress(b"a,b\n" + b"1,2\n" * 500_000, mtime=0)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"\x00" * 100, "the file is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "this is a PNG picture; expected CSV"),
        (b"%PDF-1.7\n", "this is a PDF document"),
        (bytes(range(256)) * 20, "this is no text"),
        (b"a,b\n", "has no rows"),
        (b"PK\x03\x04nonsense", "broken zip file"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-12], "cut off"),
        (zipped(**{"a.csv": TEXT, "b.csv": TEXT}), "expected one table in the zip file, found 2"),
        (zipped(**{"a.exe": "x"}), "found 0"),
        (b"PAR1" + b"x" * 40, "Parquet file is damaged"),
        (b"SQLite format 3\x00" + b"x" * 200, "GeoPackage is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "workbook is damaged"),
        (b'[{"a": 1}, {"b"', "begins like JSON and is not"),
        (b"[" * 100_000, "nested too deep|is not"),
        (b'{"a": 1}', "expected a list of records"),
    ],
)
def test_what_is_refused_and_the_words_for_it(data, says):
    with pytest.raises(ImportRefusedError, match=says):
        read(data)


@pytest.mark.parametrize(
    ("data", "limits", "says"),
    [
        (TEXT.encode(), {"file_bytes": 10}, "ATLAS_IMPORT_FILE_BYTES"),
        (BOMB, {"unpacked_bytes": 100_000}, "ATLAS_IMPORT_UNPACKED_BYTES"),
        (zipped(**{"x.csv": "1,2\n" * 500_000}), {"unpacked_bytes": 100_000}, "unpacked: found"),
        (TEXT.encode(), {"rows": 1}, "rows: found 2, the limit is 1"),
        (b"a,b,c\n1,2,3\n", {"columns": 2}, "columns: found 3, the limit is 2"),
        (b"a,b\n1,xxxxxx\n", {"cell_chars": 5}, "letters in a cell: found 6"),
    ],
)
def test_limits(data, limits, says):
    with pytest.raises(ImportRefusedError, match=says):
        read(data, **limits)


def test_a_zip_that_lies_about_its_size_is_not_believed():
    text = "a,b\n" + "1,2\n" * 500_000
    honest = zipped(**{"x.csv": text})
    lying = honest.replace(struct.pack("<I", len(text)), struct.pack("<I", 10))
    assert lying != honest
    with pytest.raises(ImportRefusedError, match=r"unpacked|damaged"):
        read(lying, unpacked_bytes=100_000)


def test_limits_come_from_the_environment():
    assert importers.Limits.from_environment({"ATLAS_IMPORT_ROWS": "7"}).rows == 7
    with pytest.raises(ImportRefusedError, match="ATLAS_IMPORT_ROWS='many'"):
        importers.Limits.from_environment({"ATLAS_IMPORT_ROWS": "many"})


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(ImportRefusedError, match="there is no file"):
        importers.read(tmp_path / "none.csv")


# --- the two readers of text ----------------------------------------------------------------------

CELL = st.text(st.sampled_from('ab1é"\n,; قx'), max_size=5)


@settings(max_examples=300)
@given(st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=8))
def test_the_quick_reader_gives_what_the_careful_one_does(cells):
    text = "p,q,r\n" + "".join(",".join(row) + "\n" for row in cells)
    name = "x.csv"
    quick = delimited._fast(text.encode(), LIMITS, name)
    if quick is None:
        return
    careful = delimited._careful(decode(text.encode(), name)[0], LIMITS, name)
    if not careful[0].num_rows:
        return
    blank = [delimited._blank_rows(found[0]) for found in (quick, careful)]
    shown = [
        ([tuple(r.values()) for r, b in zip(found[0].to_pylist(), out, strict=True) if not b],
         [int(n) for n, b in zip(found[1], out, strict=True) if not b],
         [u.line for u in found[2]])
        for found, out in zip((quick, careful), blank, strict=True)
    ]  # fmt: skip
    assert shown[0] == shown[1]


@given(st.text(st.sampled_from('a",\n\r;'), max_size=60))
def test_no_letter_is_lost_between_records(text):
    found = "".join(r.text for r in records(text, ","))
    assert found.replace("\n", "").replace("\r", "") == text.replace("\n", "").replace("\r", "")
