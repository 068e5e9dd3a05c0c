"""Tells cells that look like dates, before anybody knows what a column is."""

from __future__ import annotations

import re
from typing import Final

_DATE: Final = re.compile(
    r"""\W{0,2}(?:
        \d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d) | \d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)
        | (?:19|20)\d{6}(?!\d) | \d{1,2}(?:st|nd|rd|th)?[-\s./]*[^\W\d]{3,12}[-\s./,]*\d{2,4}
        | [^\W\d]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}
        | \d{6}\s?[A-Z]\s?[A-Z]{3}\s?\d{2,4} | [^\W\d]{3},?\s+\d{1,2}\s+[^\W\d]{3}\s+\d{4}
    )""",
    re.VERBOSE,
)


def is_date(text: str) -> bool:
    """Return whether a cell looks like a date as people write it."""
    return _DATE.match(text) is not None
