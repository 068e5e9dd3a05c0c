"""Tables whose first row is a row of data."""

from __future__ import annotations

import io

import openpyxl
import pytest

from geo import importers
from geo.importers.read.rows.headerless import NO_HEADER

ROWS = [["2024-01-13", "Mosul", "36.34", "43.13"], ["2024-01-14", "Raqqa", "35.95", "39.01"]]


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", None])
def test_a_first_row_of_data_is_a_row(encoding):
    text = "".join(f"{','.join(row)}\n" for row in ROWS).replace("Raqqa", "Raqqá")
    data = text.encode(encoding) if encoding else workbook(ROWS)
    raw = importers.read_file(data, "x")
    assert raw.columns == ("column 1", "column 2", "column 3", "column 4")
    assert raw.sample("column 1") == ["2024-01-13", "2024-01-14"]
    assert raw.line.tolist() == [1, 2]
    assert NO_HEADER in raw.notes


@pytest.mark.parametrize(
    "text",
    [
        "Country,2024-01-01,2024-01-02\nIraq,1,2\nSyria,4,5\n",
        "Date,2024-01-13,2024-01-14\nPlace,Mosul,Raqqa\n",
        "Date,Place,2023,2024\n2024-01-13,Mosul,1,2\n",
        "As of,2024-01-13\nDate,Place\n2024-01-14,Raqqa\n",
    ],
)
def test_dates_in_a_header_leave_it_one(text):
    assert NO_HEADER not in importers.read_file(text.encode(), "x").notes
