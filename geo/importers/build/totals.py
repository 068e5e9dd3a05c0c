"""Rows that sum up the rows above them: the total of a month, of a country, of all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from geo.importers.clean.days.month_names import month_number
from geo.utils.names import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.read.encoded_column import EncodedColumn
    from geo.importers.read.raw import Raw
    from geo.importers.schemas.mapping import Mapping

# Where such a row says what it is.
_ROLES: Final = ("country", "admin", "place", "id", "date")
_TOTAL: Final = frozenset((
    "total", "totals", "grand total", "sub total", "subtotal", "sum", "sums", "sum total",
    "summe", "gesamt", "insgesamt", "somme", "total general", "totale", "toplam", "итого", "всего",
    "разом", "усього", "المجموع", "الاجمالي", "المجموع الكلي",
))  # fmt: skip
# What every one of them has; Arrow looks through a million ids for it at once.
_MAY_BE: Final = "total|sum|gesamt|somme|toplam|итог|всего|разом|усього|مجموع|جمالي"
_WORDS: Final = re.compile(r"[\W_]+")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_OF: Final = frozenset({"of", "for", "in", "de", "du", "en", "за"})
_LONGEST: Final = 40


def quarantine_totals(conversion: Conversion) -> None:
    """Take out rows that are called a total: they would count what other rows count."""
    for role in _ROLES:
        if conversion.has(role):
            rows = _rows_of_totals(conversion.cells(role))
            conversion.row_log.quarantine(
                rows, conversion.name(role), "a row of totals, not an incident"
            )


def find_totals(raw: Raw, mapping: Mapping) -> NDArray[np.bool_]:
    """Return which rows of a file are called a total."""
    columns = [mapping.columns[role] for role in _ROLES if role in mapping.columns]
    totals = np.zeros(raw.table.num_rows, dtype=bool)
    for column in columns:
        totals |= _rows_of_totals(raw.column(column))
    return totals


def _rows_of_totals(cells: EncodedColumn) -> NDArray[np.bool_]:
    may_be = pc.match_substring_regex(cells.values, _MAY_BE, ignore_case=True)
    holds = may_be.to_numpy(zero_copy_only=False)
    for i in np.flatnonzero(holds).tolist():
        holds[i] = is_total(cells.values[i].as_py())
    return cells.rows_where(holds)


def is_total(text: str) -> bool:
    """Return whether a cell says `total`, of a month or year perhaps, and nothing else."""
    if not text or len(text) > _LONGEST or text[0].isdigit():
        return False
    words = _WORDS.sub(" ", fold(text)).split()
    rest = [w for w in words if w not in _OF and not _YEAR.fullmatch(w) and not month_number(w)]
    return " ".join(rest) in _TOTAL
