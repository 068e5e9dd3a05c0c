"""What parts of a file are told by, and which are read."""

from __future__ import annotations

import pytest

from geo.importers.read.rows.date_like import is_date
from geo.importers.read.rows.parts import Candidate, SeveralPartsError, choose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-03", True), ("2024-01", True), ("3.1.2024", True), ("03/01/24 21:30", True),
        ("20240103", True), ("3 January 2024", True), ("Jan 3, 2024", True), ("'2024-01-03", True),
        ("Wed, 03 Jan 2024 10:00", True), ("031430ZJAN07", True), ("3 января 2024", True),
        ("2024-01-03T10:00:00Z", True), ("Attacks on aid, 2024", False), ("12", False),
        ("desk@example.org", False), ("36.34", False), ("36.34, 43.13", False), ("1-2", False),
        ("192.168.1.1", False), ("3 rockets", False), ("CC BY 4.0", False), ("2024010", False),
    ],
)  # fmt: skip
def test_what_looks_like_a_date(text, expected):
    assert is_date(text) == expected


def part(name, *columns, rows=1, cell="x"):
    cells = [(c, [cell] * rows) for c in columns]
    return Candidate.of_cells(name, [("When", ["2024-01-03"] * rows), *cells], rows)


def chosen(*parts):
    return [c.name for c in choose(parts, (), "x", "sheet")]


def test_one_with_coordinates_goes_before_others_with_dates():
    log, notes = part("log", "Lat", "Who"), part("notes", "population", "relative", rows=9)
    assert chosen(notes, log) == ["log"]


def test_parts_of_nearly_the_same_columns_go_together():
    names = [f"c{n}" for n in range(10)]
    months = [part("jan", *names), part("feb", *names, "more"), part("mar", *names[:9])]
    assert chosen(*months, part("other", "z")) == ["jan", "feb", "mar"]


def test_sums_that_lack_a_column_or_two_do_not_go_with_the_rows_that_they_sum_up():
    with pytest.raises(SeveralPartsError):
        chosen(part("data", "date", "country", "city", "killed"),
               part("monthly", "date", "country", "killed"))  # fmt: skip
