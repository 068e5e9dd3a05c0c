"""Values of typed files written as the text that a CSV file would have."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any

import numpy as np

from geo.model.column import LIST_SEPARATOR

_LARGEST_EXACT = 1e15
_MOST_DEGREES = 180
_WKB_BYTES = 21  # of a point


def cell_text(value: Any) -> str:  # noqa: PLR0911 - one return for each way of writing it
    """Return a typed value as text: ISO dates, whole numbers without a point, "" for nothing.

    Items of a list are joined; a position, such as GeoJSON has it, stays the list that it is.
    """
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        number = float(value)
        if not math.isfinite(number):
            return ""
        is_whole = number.is_integer() and abs(number) < _LARGEST_EXACT
        return str(int(number)) if is_whole else repr(number)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list | tuple | np.ndarray):
        return _list_text(value)
    if isinstance(value, bytes):
        # A geometry outside the column that is known to hold it; no text begins so.
        is_wkb = value[:1] in {b"\x00", b"\x01"} and len(value) >= _WKB_BYTES
        return value.hex() if is_wkb else value.decode("utf-8", errors="replace")
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False, default=str)
    return str(value).replace("\x00", "").encode("utf-8", errors="replace").decode()


def _list_text(value: Any) -> str:
    if _is_position(value):
        return json.dumps([float(v) for v in value])
    return LIST_SEPARATOR.join(cell_text(v) for v in value)


def _is_position(value: Any) -> bool:
    """Return whether a list is two degrees, with an altitude or not, that are not both whole."""
    if len(value) not in {2, 3} or not all(
        isinstance(v, int | float | np.number) and not isinstance(v, bool) for v in value
    ):
        return False
    first, second = float(value[0]), float(value[1])
    return max(abs(first), abs(second)) <= _MOST_DEGREES and not (
        first.is_integer() and second.is_integer()
    )
