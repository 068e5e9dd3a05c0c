"""Takes the year of days without one from where the file has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.errors import shorten
from geo.importers.clean.days import yearless
from geo.importers.clean.days.parts import read_part
from geo.importers.clean.days.written import NOT_RECOGNISED
from geo.importers.read.encoded_column import EncodedColumn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.clean.row_log import Kind


def add_years(conversion: Conversion, role: str, faults: list[str]) -> bool:
    """Put the year to the days of a column that have none.

    It is that of the column of years, else of the sheet's name, else of the title above the table.

    Args:
        conversion: the file; the column of the role is changed.
        role: `date` or `date_end`.
        faults: what is wrong with each distinct value; where no year is known, that is said.

    Returns:
        Whether the column was changed.
    """
    cells = conversion.cells(role)
    lacking = [
        i for i, (text, fault) in enumerate(zip(cells.texts, faults, strict=True))
        if fault == NOT_RECOGNISED and yearless.lacks_year(text)
    ]  # fmt: skip
    if not lacking:
        return False
    for i in lacking:
        faults[i] = yearless.NO_YEAR
    years, source = _years_of_rows(conversion)
    rows = np.isin(cells.codes, lacking) & (years > 0)
    pairs, pair_of_row = np.unique(
        np.stack([cells.codes[rows], years[rows]]), axis=1, return_inverse=True
    )
    texts = [(cells.texts[i], int(year)) for i, year in pairs.T]
    if all(yearless.may_end_in_year(*pair) for pair in texts):
        for i in pairs[0]:
            faults[i] = yearless.DAY_OR_YEAR
        return False
    codes = cells.codes.copy()
    codes[rows] = len(cells.texts) + pair_of_row.reshape(-1)
    whole = (yearless.with_year(text, year) or text for text, year in texts)
    conversion.replace(role, EncodedColumn.of_texts([*cells.texts, *whole], codes))
    _say(conversion, conversion.name(role), rows, source)
    return True


def _say(conversion: Conversion, column: str, rows: NDArray[np.bool_], source: str) -> None:
    told: Kind = "decided" if conversion.has("year") else "flagged"
    words = f"{column}: days without a year; the year is taken from {source}"
    conversion.row_log.note(told, "year taken", words, rows, column)


def _years_of_rows(conversion: Conversion) -> tuple[NDArray[np.int64], str]:
    """Return the year of each row, 0 or less where none is known, and where it stands."""
    raw = conversion.raw
    if conversion.has("year"):
        cells = conversion.cells("year")
        years = np.array(read_part(cells.texts, "year"), dtype=np.int64)[cells.codes]
        return years, f"{conversion.name('year')!r}"
    if raw.part_column:
        cells = raw.column(raw.part_column)
        of_part = [yearless.year_in(name) or 0 for name in cells.texts]
        return np.array(of_part, dtype=np.int64)[cells.codes], f"the name of the {raw.noun}"
    parts = [part.name for part in raw.parts if part.taken]
    sources = [(name, f"the name of the {raw.noun}") for name in parts]
    for text, source in (*sources, (raw.title, f"the title {shorten(raw.title)!r}")):
        if year := yearless.year_in(text):
            return np.full(conversion.rows, year, dtype=np.int64), source
    return np.zeros(conversion.rows, dtype=np.int64), ""
