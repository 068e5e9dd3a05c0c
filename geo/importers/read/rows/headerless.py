"""Tables without a header, and exports whose columns are known by their number all the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.importers.read.rows.date_like import is_date

if TYPE_CHECKING:
    from collections.abc import Sequence

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO: Final = (
    "Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID",
)  # fmt: skip
# GDELT's codebook of 2.0, in its order; 1.0 has no ADM2Code.
GDELT_2: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{part}" for n in (1, 2) for part in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
GDELT_1: Final = tuple(name for name in GDELT_2 if not name.endswith("ADM2Code"))
# Event id, day, month, year, year with a fraction.
_BEGINS: Final = tuple(
    re.compile(p) for p in (r"\d+", r"\d{8}", r"\d{6}", r"\d{4}", r"\d{4}(?:\.\d+)?")
)
_NUMBER: Final = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_BELOW: Final = 3
# What the report says of such a table.
NO_HEADER: Final = "no header: the first row has data, so it is read as a row; columns are numbered"
_ADDED: Final = re.compile(r"\d{8}(?:\d{6})?")


def known_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns of a first row that is no header; () where it is none.

    Args:
        cells: the first row of a file.
    """
    names = next((n for n in (GDELT_2, GDELT_1) if len(n) == len(cells)), ())
    if not names or not _ADDED.fullmatch(cells[-2].strip()):
        return ()
    begin = zip(_BEGINS, cells, strict=False)
    return names if all(pattern.fullmatch(cell.strip()) for pattern, cell in begin) else ()


def has_no_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row of a table is a row of data.

    It has a date, and each of its dates and numbers stands above more of its kind. Of dates that
    head columns of counts that is not so.

    Args:
        first: the cells of the row that stands where a header is expected.
        below: the rows below it.
    """
    kinds = {at: kind for at, cell in enumerate(first) if (kind := _kind(cell))}
    if "date" not in kinds.values():
        return False
    for at, kind in kinds.items():
        filled = [row[at] for row in below[:_BELOW] if at < len(row) and row[at].strip()]
        if not filled or any(_kind(cell) != kind for cell in filled):
            return False
    return True


def _kind(cell: str) -> str:
    if is_date(cell):
        return "date"
    return "number" if _NUMBER.fullmatch(cell.strip()) else ""
