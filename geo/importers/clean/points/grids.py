"""Grid references instead of degrees: MGRS and UTM are recognised, and not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Grid = Literal["", "MGRS", "UTM"]
_MGRS: Final = re.compile(
    r"\d{1,2}\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:(?:\d\d){1,5}|\d{1,5}\s\d{1,5})", re.IGNORECASE
)
_UTM: Final = re.compile(
    r"(?:utm\s*)?(?:zone\s*)?\d{1,2}\s?[A-Z]?[\s,;]+\d{6}(?:\.\d+)?\s*m?\s*E?[\s,;]+\d{6,7}(?:\.\d+)?\s*m?\s*N?",
    re.IGNORECASE,
)
_UTM_WORDS: Final = frozenset({"utm", "easting", "eastings", "northing", "northings"})
_METRES: Final = re.compile(r"\d{4,7}(?:\.\d+)?")
_HALF: Final = 0.5


def grid_of(words: Collection[str], cells: Sequence[str]) -> Grid:
    """Return the grid that the cells of a column refer to, "" for none.

    Args:
        words: of the name of the column, in lower case.
        cells: some that are filled.
    """
    if not cells:
        return ""

    def share(pattern: re.Pattern[str]) -> float:
        return sum(pattern.fullmatch(c) is not None for c in cells) / len(cells)

    is_called_mgrs = "mgrs" in words and any(c.isdigit() for c in "".join(cells))
    if is_called_mgrs or share(_MGRS) > _HALF:
        return "MGRS"
    is_called_utm = bool(_UTM_WORDS & set(words)) and share(_METRES) > _HALF
    return "UTM" if is_called_utm or share(_UTM) > _HALF else ""
