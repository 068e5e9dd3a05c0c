"""Words: how codes, dates and counts are said, and how text from the data is made safe."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from datetime import date


def safe(text: Any) -> str:
    """Return text from the data as HTML that shows it as it is."""
    return html.escape(str(text), quote=True)


def plain(text: str) -> str:
    """Return text from outside as Markdown that shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>$~:&])", r"\\\1", text)


def known(value: Any) -> bool:
    """Return whether a cell holds a value."""
    return not pd.isna(value)


def day(when: date) -> str:
    """Return a date as `4 Feb 2024`."""
    return f"{when.day} {when:%b %Y}"


def number(n: int) -> str:
    """Return a whole number with thousands separated by a thin space."""
    return f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def plural(n: int, one: str, many: str | None = None) -> str:
    """Return `1 incident`, `2 incidents`."""
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def arabic(name: Any) -> str:
    """Return an Arabic name as HTML that is read and written from right to left; "" for none."""
    return f'<span lang="ar" dir="rtl">{safe(name)}</span>' if known(name) else ""


def share(part: int, whole: int) -> str:
    """Return `12 of 34 (35 %)`: a share never stands without its counts; none of none has none."""
    said = f"{number(part)} of {number(whole)}"
    return f"{said} ({100 * part / whole:.0f}\N{NARROW NO-BREAK SPACE}%)" if whole else said


def source_link(url: Any, publisher: str) -> str:
    """Return a link to a source as HTML; it opens beside the page.

    An imported file may name a source without an address: then it is the name alone.
    """
    if not known(url):
        return safe(publisher)
    return f'<a href="{safe(url)}" target="_blank" rel="noopener">{safe(publisher)}</a>'
