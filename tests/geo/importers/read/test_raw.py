"""A file as read: its columns by name, samples of them, rows as lines of CSV."""

from __future__ import annotations

import numpy as np
import pytest

from geo import importers
from geo.importers.read.raw import csv_line, key

RAW = importers.read_file(b"Event Date,x\n2024,\n,b\n2025,c\n4\n", "x.csv")


@pytest.mark.parametrize("name", ["event_date", "EVENT DATE", "Event Date", "eventdate"])
def test_columns_are_found_whatever_their_case_and_blanks(name):
    assert RAW.find("none", name) == "Event Date"
    assert key(name) == "eventdate"


def test_a_name_that_no_column_has_finds_none():
    assert RAW.find("none") is None


def test_samples_leave_blanks_out():
    assert RAW.sample("x") == ["b", "c"]
    assert RAW.sample("x", 1) == ["b"]


@pytest.mark.parametrize("is_blank", [lambda _row: False, lambda row: row % 3 > 0])
def test_samples_come_from_all_over_the_file(is_blank):
    rows = "".join(f"{'' if is_blank(row) else row},x\n" for row in range(10_000))
    cells = list(map(int, importers.read_file(f"a,b\n{rows}".encode(), "x.csv").sample("a", 100)))
    assert len(cells) == 100
    assert cells == sorted(cells)
    for fifth in range(5):
        assert 10 <= sum(fifth * 2000 <= cell < (fifth + 1) * 2000 for cell in cells) <= 30


def test_rows_that_do_not_fit_are_read_too():
    assert (RAW.rows_read, RAW.table.num_rows, RAW.columns) == (4, 3, ("Event Date", "x"))


def test_cells_are_quoted_where_they_must_be():
    assert csv_line(["a", 'b"c', "d,e", "f\ng", "h\r"]) == 'a,"b""c","d,e","f\ng","h\r"'


def test_rows_that_are_taken_bring_along_what_was_remarked_of_them():
    short = importers.read_file(b"a,b,c\n1,2,3\n4,5\n6,7,8\n", "x.csv")
    taken = short.take(np.array([2, 1, 1]))
    assert (taken.sample("a"), taken.line.tolist()) == (["6", "4", "4"], [4, 3, 3])
    assert [r.rows for r in taken.remarks] == [[1, 2]]
    assert [r.rows for r in short.take(np.array([0])).remarks] == [[]]


def test_the_first_rows_bring_those_along_that_do_not_fit_among_them():
    head = RAW.head(2)
    assert (head.rows_read, head.sample("x")) == (2, ["b"])
    assert RAW.head(3) is RAW, "no more rows than asked"
    mixed = importers.read_file(b"date,x\n2024,a\n4\n2025,b\n2026,c\n", "x.csv")
    assert [row.line for row in mixed.head(2).unfit] == [3]
    assert mixed.head(1).unfit == ()
