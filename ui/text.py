"""Words: how codes, dates and counts are said, and how text from the data is made safe."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from datetime import date

    from geo.atlas import Atlas


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


def group_names(atlas: Atlas) -> dict[str, str]:
    """Return the name of every group id."""
    groups = atlas.groups
    return dict(zip(groups["group_id"], groups["name"], strict=True))
