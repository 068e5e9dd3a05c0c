"""Exports that never have a header: their columns are known by their number and first cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

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
