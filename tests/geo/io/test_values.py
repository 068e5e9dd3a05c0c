"""What a cell of each kind of column may hold, and what it becomes."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.io.values import FAULTS, convert, expectation
from geo.model.column import Column

WEAPONS = ("rocket", "mortar")
CASES = [
    (Column("c", "id", "", pattern="[a-z]+"), ["a"], ["A", "1"]),
    (Column("c", "text", ""), ["a - b", "ا"], ["=1+1", "a\x00"]),
    (Column("c", "texts", ""), ["a;b"], ["a;;b", "a;=b"]),
    (Column("c", "code", "", codes=WEAPONS), ["rocket"], ["Rocket", "rocket;mortar"]),
    (Column("c", "codes", "", codes=WEAPONS), ["rocket;mortar"], ["rocket;rocket", "bow"]),
    (Column("c", "date", ""), ["2024-02-29"], ["2023-02-29", "29.2.2024", "1889-01-01"]),
    (Column("c", "time", ""), ["23:59", "night"], ["24:00", "noon"]),
    (Column("c", "integer", "", minimum=0), ["0", "12"], ["-1", "1.5"]),
    (Column("c", "number", "", minimum=-90, maximum=90), ["-90", "1.5"], ["90.1", "1e3"]),
    (Column("c", "boolean", ""), ["true", "false"], ["yes", "True"]),
    (Column("c", "url", ""), ["https://example.org/a?b"], ["example.org", "javascript:1"]),
]


@pytest.mark.parametrize(
    ("column", "good", "bad"), CASES, ids=lambda case: getattr(case, "kind", "")
)
def test_a_kind_takes_what_it_means_and_nothing_else(column, good, bad):
    faults = FAULTS[column.kind](column, pd.Series([*good, *bad], dtype="str"))
    assert [bool(fault) for fault in faults] == [False] * len(good) + [True] * len(bad)
    assert expectation(column)


def test_every_kind_has_a_case():
    assert {column.kind for column, _, _ in CASES} == set(FAULTS)


@pytest.mark.parametrize(
    ("kind", "cell", "value", "dtype"),
    [("date", "2024-02-29", pd.Timestamp("2024-02-29"), "datetime64[s]"),
     ("integer", "12", 12, "Int64"), ("number", "1.5", 1.5, "float64"),
     ("boolean", "false", False, "boolean"), ("text", "12", "12", "str")],
)  # fmt: skip
def test_cells_become_values_of_their_kind_and_missing_ones_stay_missing(kind, cell, value, dtype):
    column = convert(Column("c", kind, ""), pd.Series([cell, None], dtype="str"))
    assert str(column.dtype) == dtype
    assert column[0] == value
    assert column.isna().tolist() == [False, True]


def test_an_expectation_tells_the_bounds():
    assert expectation(Column("c", "integer", "", minimum=0)) == "a whole number, 0 or more"
    assert expectation(CASES[8][0]) == "a decimal number from -90 to 90"
    assert expectation(CASES[3][0]) == "one of rocket, mortar"
