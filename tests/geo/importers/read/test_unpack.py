"""What a file is by its first bytes, and what comes out of archives."""

from __future__ import annotations

import gzip
import struct

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.read.kinds import kind_of
from geo.importers.read.unpack import unpack
from tests.geo.importers.files import zipped

LIMITS = importers.Limits()


def read(data, **limits):
    return importers.read_file(data, "x.csv", importers.Limits(**limits))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"a,b\n", "text"), (b"PAR1", "parquet"), (b"SQLite format 3\x00", "gpkg"),
        (b"\x1f\x8b", "gzip"), (b"%PDF-1.7", "a PDF document"), (zipped(**{"a.csv": "x"}), "zip"),
        (zipped(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}), "workbook"),
        (b"PK\x03\x04", "a broken zip file"), (b"x" * 257 + b"ustar", "a tar archive"),
    ],
)  # fmt: skip
def test_the_kind_of_a_file_is_told_by_its_bytes(data, kind):
    assert kind_of(data) == kind


def test_one_table_is_taken_out_of_its_archives():
    packed = zipped(**{"x.csv.gz": gzip.compress(b"a,b\n1,2\n", mtime=0), "notes.md": "x"})
    data, kind, name, notes, _ = unpack(packed, "all.zip", LIMITS)
    assert (data, kind, name) == (b"a,b\n1,2\n", "text", "x.csv")
    assert [n.split(" (")[0] for n in notes] == [
        "taken out of a zip file", "taken out of a gzip file",
    ]  # fmt: skip


def test_what_is_told_about_a_table_is_no_table():
    packed = zipped(**{"x.csv": "a,b\n1,2\n", "README_v2.txt": "Who\tmade it", "licence.txt": "x"})
    assert unpack(packed, "all.zip", LIMITS)[2] == "x.csv"
    assert unpack(zipped(**{"readme.txt": "a,b\n1,2\n"}), "all.zip", LIMITS)[2] == "readme.txt"
    chosen = unpack(packed, "all.zip", LIMITS, ["licence.txt"])
    assert (chosen[2], chosen[4]) == ("licence.txt", [])


def test_archives_within_archives_are_refused_at_some_depth():
    data = b"a,b\n1,2\n"
    for _ in range(4):
        data = gzip.compress(data, mtime=0)
    with pytest.raises(ImportRefusedError, match="archives within archives"):
        unpack(data, "x.csv.gz", LIMITS)


def test_a_zip_that_lies_about_its_size_is_not_believed():
    text = "a,b\n" + "1,2\n" * 500_000
    honest = zipped(**{"x.csv": text})
    lying = honest.replace(struct.pack("<I", len(text)), struct.pack("<I", 10))
    assert lying != honest
    with pytest.raises(ImportRefusedError, match=r"unpacked|damaged"):
        read(lying, unpacked_bytes=100_000)
