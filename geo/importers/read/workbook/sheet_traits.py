"""What a workbook says of its cells besides their values, and python-calamine does not tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from geo.errors import shorten
from geo.importers.read.raw import UNCALCULATED, Remark
from geo.utils.words import number

_OPEN: Final = "open the file in a spreadsheet program, save it, and import that"
_READ: Final = "read all the same"

Cell = tuple[int, int]
Span = tuple[Cell, Cell]


@dataclass
class SheetTraits:
    """The traits of one sheet; rows and columns are counted from 0.

    `spans` are the first and last cell of merged ones (of OpenDocument only). `hidden_rows` and
    `hidden_columns` are not shown to who opens the file, filtered rows among them. `uncalculated`
    are cells with a formula whose result is not in the file, `errors` those that say #REF! and the
    like. `struck_rows` are struck through, `comments` counts the comments on cells.
    """

    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck_rows: set[int] = field(default_factory=set)
    uncalculated: list[Cell] = field(default_factory=list)
    errors: list[Cell] = field(default_factory=list)
    comments: int = 0


def told_traits(
    traits: SheetTraits, rows: list[list[str]], header: int, start: Cell
) -> list[Remark]:
    """Say what was found of a sheet, and blank the cells that have no value.

    Args:
        traits: of the sheet.
        rows: its cells, changed in place.
        header: the position of the header among them.
        start: row and column of the first cell.
    """
    top, left = start
    names = rows[header]
    below = range(header + 1, len(rows))
    remarks = []
    for what, cells, message, advice in (
        (
            UNCALCULATED,
            traits.uncalculated,
            "formulas whose results are not in the file",
            f"; {_OPEN}",
        ),
        ("errors", traits.errors, "cells with an error such as #REF!", ""),
    ):
        here = {
            (r - top, c - left) for r, c in cells if r - top in below and 0 <= c - left < len(names)
        }
        for row, column in here:
            rows[row][column] = ""
        if here:
            by_column = sorted(Counter(column for _, column in here).items())
            listed = ", ".join(f"{shorten(names[at])} ({number(n)})" for at, n in by_column)
            affected = len({row for row, _ in here})
            told = f"{message}, read as blank: {listed}{advice}"
            remarks.append(Remark("flagged", what, told, None, affected))
    for what, lines, message in (
        ("hidden rows", traits.hidden_rows, "hidden in the spreadsheet, by a filter or by hand"),
        ("struck rows", traits.struck_rows, "struck through in the spreadsheet"),
    ):
        at = [row - header - 1 for row in below if row + top in lines and any(rows[row])]
        if at:
            remarks.append(Remark("flagged", what, f"{message}; {_READ}", at))
    if hidden := [n for i, n in enumerate(names) if n and i + left in traits.hidden_columns]:
        columns = ", ".join(map(shorten, hidden))
        message = f"columns that are hidden in the spreadsheet are read too: {columns}"
        remarks.append(Remark("flagged", "hidden columns", message))
    if traits.comments:
        message = "comments on cells are not read; copy what you need of them into a column"
        remarks.append(Remark("flagged", "comments", message, None, traits.comments))
    return remarks
