"""Rows that a spreadsheet has cut are kept with blanks; damaged ones are not."""

from __future__ import annotations

import pytest

from geo import importers

FULL = "".join(f"2024-01-{n:02d},Mosul,36.34,43.13,{n},text {n},u{n}\n" for n in range(1, 26))
HEADER = "date,place,lat,lon,killed,notes,url\n"


def read(*lines, end="\n", odd=""):
    # A quote inside a cell sends the file to the strict reader.
    text = HEADER + odd + FULL + "\n".join(lines) + end
    return importers.read_file(text.encode(), "x.csv")


@pytest.mark.parametrize("odd", ["", '2024-01-01,a "b" c,36,43,0,t,u\n'])
@pytest.mark.parametrize(
    ("lines", "end", "kept", "out"),
    [
        (("2024-02-01,Hama,35,36,1,note", "2024-02-02,Hama,35"), "\n", [0, 1], []),
        (("2024-02-01,Hama,35,36,1,note", "x,y,1,2,3,4,5"), "\n", [0], []),
        (("2024-02-01,Hama,35,36,1,note",), "", [], [0]),  # the file breaks off
        (("2024-02-01,Hama,35,36,1,x", "2024-02-02,Homs,35,36,1,y"), "", [0, 1], []),
        (("2024-02-01,Hama,35,36,1,no", "te,u26"), "\n", [], [0, 1]),  # a line break in a cell
        (("2024-02-01,Hama,35,36,1,note", "", "te,u26"), "\n", [0, 2], []),  # no neighbours
        (("2024-02-01,Hama 35,36,1,note,u",), "\n", [], [0]),  # a comma is missing
        (("2024-02-01,Hama,n/a,36,1,note",), "\n", [], [0]),  # a word among numbers
        (("TOTAL",), "\n", [], [0]),
    ],
)
def test_what_is_kept_and_what_is_not(lines, end, kept, out, odd):
    raw = read(*lines, end=end, odd=odd)
    first = 27 + bool(odd)
    assert [u.line - first for u in raw.unfit] == out
    told = [int(raw.line[i]) - first for r in raw.remarks for i in r.rows]
    assert told == kept
    for i in kept:
        cells = lines[i].split(",")
        (row,) = (r for r, n in zip(raw.table.to_pylist(), raw.line, strict=True) if n == first + i)
        assert list(row.values()) == cells + [""] * (7 - len(cells))


def test_the_remark_follows_its_rows_when_others_go_and_in_the_first_rows():
    raw = read("", "2024-02-01,Hama", "2024-02-02,Hama")
    (remark,) = raw.remarks
    assert (remark.rows, remark.kind) == ([25, 26], "flagged")
    assert raw.head(26).remarks[0].rows == [25]


def test_the_report_counts_those_that_stay(convert):
    report = convert((HEADER + FULL + "2024-02-01,Hama\nnever,Hama\n").encode()).report
    finding = report.finding("short rows")
    assert (finding.kind, finding.rows, finding.examples) == ("flagged", 1, ((27, ""),))
    assert report.read == report.kept + report.quarantined == 27
