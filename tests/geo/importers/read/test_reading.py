"""One door for every kind of file: what is refused, with the words for it, and the limits."""

from __future__ import annotations

import gzip

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import zipped

TEXT = "a,b\n1,2\n3,قاعدة 😀\n"


def read(data, **limits):
    return importers.read_file(data, "x.csv", importers.Limits(**limits))


BOMB = gzip.compress(b"a,b\n" + b"1,2\n" * 500_000, mtime=0)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"\x00" * 100, "the file is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "this is a PNG picture; expected CSV"),
        (b"%PDF-1.7\n", "this is a PDF document"),
        (bytes(range(256)) * 20, "this is not text"),
        (b"a,b\n", "has no rows"),
        (b"PK\x03\x04nonsense", "broken zip file"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-12], "cut off"),
        (zipped(**{"a.csv": TEXT, "b.csv": TEXT}), "expected one table in the zip file, found 2"),
        (zipped(**{"a.exe": "x"}), "found 0"),
        (b"PAR1" + b"x" * 40, "Parquet file is damaged"),
        (b"SQLite format 3\x00" + b"x" * 200, "GeoPackage is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "workbook is damaged"),
        (b'[{"a": 1}, {"b"', "begins like JSON but is not"),
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
        (b"a,b\n1,xxxxxx\n", {"cell_chars": 5}, "characters in a cell: found 6"),
    ],
)
def test_limits(data, limits, says):
    with pytest.raises(ImportRefusedError, match=says):
        read(data, **limits)


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(ImportRefusedError, match="there is no file"):
        importers.read_file(tmp_path / "none.csv")
