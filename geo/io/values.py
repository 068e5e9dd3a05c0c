"""What a cell of each kind of column may hold, what is wrong with others, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.errors import closest, listed
from geo.model.column import EDITION_PATTERN, LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model.column import Column

# A spreadsheet runs cells that begin so; the map's JSON converter runs text that begins with "@@".
# Patterns for whole columns are text: Arrow runs those itself, and a compiled one in Python.
RUNS_IN_A_SPREADSHEET = r"^[=+\-@\t\r]"
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_DATE = r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
_DAY_CHARS = 10
_NO_DAY = "; there is no such day"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|morning|afternoon|evening|night"
_NUMBER = r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?"
_INTEGER = r"-?[0-9]{1,9}"
_URL = r"https?://[^\s<>\"]+"


def expectation(column: Column) -> str:
    """Return in words what a cell of the column may hold."""
    if column.codes:
        words = "one of" if column.kind == "code" else "one or more, joined by ';', of"
        return f"{words} {listed(column.codes)}"
    words = {
        "id": "a key of lower-case letters, digits, '-' and '_'"
        if column.name != "province_code" else "a code such as IQ-AN",
        "text": "text", "texts": "texts joined by ';'", "date": "a date as YYYY-MM-DD from 1900 on",
        "time": "HH:MM, or morning, afternoon, evening or night", "integer": "a whole number",
        "number": "a decimal number", "boolean": "true or false",
        "url": "an address that begins with http:// or https://",
    }[column.kind]  # fmt: skip
    if column.maximum is not None:
        return f"{words} from {column.minimum:g} to {column.maximum:g}"
    if column.minimum is not None:
        return f"{words}, {column.minimum:g} or more"
    return words


def _mismatch(raw: pd.Series[str], pattern: str) -> pd.Series[str]:
    return _say(~raw.str.fullmatch(pattern), raw, "")


def _say(bad: pd.Series[bool], raw: pd.Series[str], message: str) -> pd.Series[str]:
    # A fault needs a text that is not empty; a blank stands for one that adds nothing.
    return pd.Series(np.where(bad, message or " ", ""), index=raw.index, dtype="str")


def _fault_id(column: Column, raw: pd.Series[str]) -> pd.Series[str]:
    return _mismatch(raw, column.pattern or ".*")


def _fault_text(column: Column, raw: pd.Series[str]) -> pd.Series[str]:
    faults = _say(raw.str.contains(CONTROL), raw, "; it holds a control character")
    runs = raw.str.contains(RUNS_IN_A_SPREADSHEET)
    faults = faults.mask(
        runs, "; text that begins with = + - @ or a tab can run as a formula or as code: reword it"
    )
    if column.pattern:
        faults = faults.mask(~raw.str.fullmatch(column.pattern), f", not like {column.pattern}")
    if column.pattern == EDITION_PATTERN:
        faults = faults.mask(faults.eq("") & ~_are_days(raw.str[-_DAY_CHARS:]), _NO_DAY)
    return faults


def _fault_texts(column: Column, raw: pd.Series[str]) -> pd.Series[str]:
    faults = _fault_text(column, raw)
    runs = raw.str.contains(r";\s*[=+\-@\t\r]")
    faults = faults.mask(runs, "; an item that begins with = + - @ or a tab can run as a formula")
    return faults.mask(raw.str.contains(r"(?:^|;)\s*(?:;|$)"), "; one item of the list is empty")


def _fault_code(column: Column, raw: pd.Series[str]) -> pd.Series[str]:
    return raw.map({v: _unknown_code(column, [v]) for v in raw.unique()}).astype("str")


def _fault_codes(column: Column, raw: pd.Series[str]) -> pd.Series[str]:
    faults = {v: _unknown_code(column, v.split(LIST_SEPARATOR)) for v in raw.unique()}
    return raw.map(faults).astype("str")


def _unknown_code(column: Column, codes: list[str]) -> str:
    unknown = [code for code in codes if code not in column.codes]
    if unknown:
        near = closest(unknown[0], column.codes)
        return f"; is it {' or '.join(near)}?" if near else "; the code is unknown"
    return "; a code stands twice" if len(set(codes)) < len(codes) else ""


def _fault_date(_column: Column, raw: pd.Series[str]) -> pd.Series[str]:
    faults = _mismatch(raw, _DATE)
    return faults.mask(faults.eq("") & ~_are_days(raw), _NO_DAY)


def _are_days(raw: pd.Series[str]) -> pd.Series[bool]:
    return pd.to_datetime(raw, format="%Y-%m-%d", errors="coerce").notna()


def _fault_number(column: Column, raw: pd.Series[str]) -> pd.Series[str]:
    faults = _mismatch(raw, _NUMBER if column.kind == "number" else _INTEGER)
    values = pd.to_numeric(raw.where(faults.eq("")), errors="coerce")
    low = values < (-np.inf if column.minimum is None else column.minimum)
    high = values > (np.inf if column.maximum is None else column.maximum)
    return faults.mask(low | high, "; out of range")


# For each kind of column: what is wrong with each of its cells, as the end of a message; an empty
# text where nothing is.
FAULTS: dict[str, Callable[[Column, pd.Series[str]], pd.Series[str]]] = {
    "id": _fault_id,
    "text": _fault_text,
    "texts": _fault_texts,
    "code": _fault_code,
    "codes": _fault_codes,
    "date": _fault_date,
    "time": lambda _, raw: _mismatch(raw, _TIME),
    "integer": _fault_number,
    "number": _fault_number,
    "boolean": lambda _, raw: _mismatch(raw, "true|false"),
    "url": lambda _, raw: _mismatch(raw, _URL),
}


def convert(column: Column, clean: pd.Series[str]) -> pd.Series[Any]:
    """Return faultless cells in the column's type; missing ones stay missing."""
    if column.kind == "date":
        return pd.to_datetime(clean, format="%Y-%m-%d").astype("datetime64[s]")
    if column.kind == "integer":
        return pd.to_numeric(clean).astype("Int64")
    if column.kind == "number":
        return pd.to_numeric(clean).astype("float64")
    if column.kind == "boolean":
        return clean.map({"true": True, "false": False}).astype("boolean")
    return clean.astype("str")
