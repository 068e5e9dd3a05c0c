"""What a workbook says of its cells besides their values, and python-calamine does not tell."""

from __future__ import annotations

from dataclasses import dataclass, field

Cell = tuple[int, int]
Span = tuple[Cell, Cell]


@dataclass
class SheetTraits:
    """The traits of one sheet; rows and columns are counted from 0.

    `spans` are the first and last cell of merged ones (of OpenDocument only). `hidden_rows` and
    `hidden_columns` are not shown to who opens the file, filtered rows among them. `uncalculated`
    are cells with a formula whose result is not in the file.
    """

    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: list[Cell] = field(default_factory=list)
