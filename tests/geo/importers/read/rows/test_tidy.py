"""What leaves a table after it was read, and what is counted."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.read.raw import RawRows, Unfit
from geo.importers.read.rows.tidy import tidy

LIMITS = importers.Limits()


def rows(*cells, unfit=(), blank=0):
    table = pa.table({"Day": [c[0] for c in cells], "n": [c[1] for c in cells]})
    return RawRows(table, np.arange(2, 2 + len(cells)), list(unfit), [], blank)


def test_blank_rows_headers_and_tags_are_taken_out_and_told():
    raw = rows((" ", ""), ("#date", "#n"), ("2024", "1"), ("day", "N"), ("", "2"),
               unfit=[Unfit(9, "odd", "x")], blank=2)  # fmt: skip
    tidied = tidy(raw, "x", LIMITS)
    assert tidied.table.to_pydict() == {"Day": ["2024", ""], "n": ["1", "2"]}
    assert tidied.line.tolist() == [4, 6]
    assert [u.line for u in tidied.unfit] == [5, 9]
    assert tidied.notes == ["3 blank rows skipped", "a row of HXL tags skipped"]
    assert (raw.unfit, raw.notes) == ([Unfit(9, "odd", "x")], [])


def test_a_repeated_header_is_found_among_many_rows():
    tidied = tidy(rows(*[("2024", "1")] * 1500, (" DAY", "n")), "x", LIMITS)
    assert [(u.line, u.reason) for u in tidied.unfit] == [(1502, "a repeated header")]


def test_a_table_without_rows_is_refused():
    with pytest.raises(ImportRefusedError, match="has no rows; expected a header and rows"):
        tidy(rows(("", "")), "x", LIMITS)


def test_limits_hold_for_the_rows_that_stay():
    raw = rows(("", ""), ("2024", "1"))
    assert tidy(raw, "x", importers.Limits(rows=1)).table.num_rows == 1
    with pytest.raises(ImportRefusedError, match="characters in a cell: found 4, the limit is 3"):
        tidy(raw, "x", importers.Limits(cell_chars=3))
