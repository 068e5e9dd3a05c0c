"""Text of a file made fit for the atlas: it stays what it says, and can do nothing.

A cell that begins with = + - @ runs as a formula in a spreadsheet, and text that begins with "@@"
runs in the map's JSON converter. Such a cell gets an apostrophe in front, as spreadsheets write
text themselves; searching ignores apostrophes. HTML stays as it is: whoever shows text escapes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.utils.names import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

MARK: Final = "'"
_RUNS: Final = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END: Final = re.compile(r"\r\n?")
# Marks of writing direction can make a line read in another order than it has.
_OVERRIDES: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# What is blank or `safe_cell` would change; Arrow finds it in a million texts at once.
_SUSPECT: Final = (
    "^$|^[=+\\-@＝＋－＠\\s]|[\\x00-\\x08\\x0b-\\x1f\\x7f]|[\u202a-\u202e\u2066-\u2069]|\\s$"
)
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
SLUG_CHARS: Final = 60
_MISSING: Final = frozenset(
    {"", "n/a", "na", "#n/a", "null", "none", "nan", "nil", "-", "--", "–", "?", ".", "n.a."}
)


def is_missing(cell: str) -> bool:
    """Return whether a trimmed cell is one of the marks that stand for nothing."""
    return len(cell) <= 4 and cell.lower() in _MISSING  # noqa: PLR2004 - the longest mark


def safe_cell(cell: str, limit: int | None = None) -> str:
    """Return a cell as text that neither a spreadsheet nor the map runs.

    Args:
        cell: any text.
        limit: the longest text that is kept; a longer one ends with an ellipsis.
    """
    if not cell:
        return cell
    safe = cell
    if not cell.isprintable():
        safe = _LINE_END.sub("\n", safe)
        safe = _OVERRIDES.sub("", _CONTROL.sub(" ", safe))
    safe = safe.strip()
    if _RUNS.match(safe):
        safe = MARK + safe
    if limit is not None and len(safe) > limit:
        safe = safe[: limit - 1] + "…"
    return safe


def safe_texts(
    values: pa.Array, limit: int
) -> tuple[pa.Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return trimmed values made safe, which of them changed, and which were shortened.

    A value of which nothing is left is missing.
    """
    suspect = pc.or_(
        pc.match_substring_regex(values, _SUSPECT), pc.greater(pc.utf8_length(values), limit)
    )
    changed, short = np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=bool)
    safe = []
    for i in np.flatnonzero(suspect.to_numpy(zero_copy_only=False)).tolist():
        value = values[i].as_py()
        safe.append(safe_cell(value, limit))
        short[i] = len(value) > limit
        changed[i] = safe[-1] != value and not short[i]
    if safe:
        mended = pa.array([text or None for text in safe], values.type)
        values = pc.replace_with_mask(values, suspect, mended)
    return values, changed, short


def list_item(cell: str, limit: int = 300) -> str:
    """Return one item of a list that is joined by ';'."""
    return safe_cell(" ".join(cell.replace(";", ",").split()), limit)


def slug(name: str) -> str:
    """Return lower-case ASCII letters and digits separated by '_'; "" where the name has none."""
    plain = fold(name).encode("ascii", errors="ignore").decode()
    return _NOT_SLUG.sub("_", plain).strip("_")[:SLUG_CHARS].strip("_")
