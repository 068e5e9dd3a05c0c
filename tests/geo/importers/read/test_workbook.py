"""Excel workbooks: the first sheet with rows, every cell as the text of a CSV file."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import TYPED_TEXTS, typed_frame


def workbook(**sheets):
    out = io.BytesIO()
    with pd.ExcelWriter(out) as book:
        for name, frame in sheets.items():
            frame.to_excel(book, sheet_name=name, index=False)
    return out.getvalue()


def test_the_first_sheet_with_rows_is_read():
    data = workbook(empty=pd.DataFrame(), data=typed_frame(), more=typed_frame())
    raw = importers.read_file(data, "x.csv")
    assert raw.table.to_pydict() == TYPED_TEXTS
    assert raw.notes == ("sheet 'data'", "sheets not read: more")


def test_rows_above_the_header_are_skipped_and_lines_are_those_of_the_sheet():
    rows = pd.DataFrame([["a", "b", "c"], ["1", "2", "3"]], columns=["Our events", "", " "])
    raw = importers.read_file(workbook(one=rows), "x.xlsx")
    assert (raw.table.to_pydict(), raw.line.tolist()) == ({"a": ["1"], "b": ["2"], "c": ["3"]}, [3])
    assert raw.notes == ("sheet 'one'", "1 row above the header skipped")


def test_a_workbook_without_rows_is_refused():
    with pytest.raises(ImportRefusedError, match="no sheet of the workbook has a header and rows"):
        importers.read_file(workbook(empty=pd.DataFrame()), "x.xlsx")
