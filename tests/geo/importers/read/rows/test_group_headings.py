"""Headers in two rows, of which only both together tell the columns apart."""

from __future__ import annotations

import io

import openpyxl
import pytest

from geo import importers

NAMES = ("Date", "Killed men", "Killed women", "Injured men", "Injured women")


def workbook(text):
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("save", [str.encode, workbook])
@pytest.mark.parametrize(
    "header",
    [
        ",Killed,,Injured,\nDate,men,women,men,women\n",
        "Date,Killed,Killed,Injured,Injured\n,men,women,men,women\n",
        "Event,Killed,Killed,Injured,Injured\nDate,men,women,men,women\n",
    ],
)
def test_the_names_are_those_of_both_rows(header, save):
    raw = importers.read_file(save(f"{header}2024-01-13,1,2,3,4\n"), "x")
    assert raw.columns[1:] == NAMES[1:]
    assert raw.columns[0].endswith("Date")
    assert (raw.rows_read, raw.line.tolist()) == (1, [3])


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Date,Actor,Actor\n2024-01-13,Army,Militia\n", ("Date", "Actor", "Actor (2)")),
        ("Incidents of 2024\nDate,Place,Place\n2024-01-13,a,b\n", ("Date", "Place", "Place (2)")),
        ("Day,A,A\nunknown,x,x\n2024-01-13,a,b\n", ("Day", "A", "A (2)")),
    ],
)
def test_a_row_of_data_or_a_title_is_no_part_of_the_header(text, columns):
    assert importers.read_file(text.encode(), "x").columns == columns
