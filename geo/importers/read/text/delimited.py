"""Reads CSV and TSV as people save them: clean files quickly, any other one exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.importers.read.rows.tidy import tidy
from geo.importers.read.text.arrow_csv import read_clean_csv
from geo.importers.read.text.encoding import decode
from geo.importers.read.text.strict_csv import read_strict_csv

if TYPE_CHECKING:
    from geo.importers.read.limits import Limits
    from geo.importers.read.raw import RawRows


def read_delimited(data: bytes, name: str, limits: Limits) -> RawRows:
    """Read a delimited text.

    Raises:
        ImportRefusedError: it is no text, has no columns or rows, or is beyond a limit.
    """
    rows = read_clean_csv(data, name, limits)
    if rows is None:
        text, encoding = decode(data, name)
        rows = read_strict_csv(text, name, limits)
        rows.notes.insert(0, f"encoding {encoding}")
    return tidy(rows, name, limits)
