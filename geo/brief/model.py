"""What stands on a brief, before it is laid out as HTML or PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.utils.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_SAFE: Final = (
    "No dot is not safety. Past events do not predict the safety of a place; the atlas holds what "
    "was reported and found, and reports are fewer where there are fewer reporters."
)
DISCLAIMER: Final = (
    "Past events as the press and public statements reported them; not a complete list, nothing "
    "here is live. Points are known to the stated precision only and are no aim points. Empty "
    "means unknown, never none. Boundaries and names imply no opinion on the status of any "
    "territory. Do no harm: use it to understand what was reported, not to target anybody or to "
    "find a safe place."
)
BASE_MAP: Final = "Base map: Natural Earth (public domain); city positions: GeoNames (CC BY 4.0)."


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number at the top of the brief, with what it is."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Split:
    """Incidents by one property: (words, number) pairs, and what to know of them."""

    title: str
    parts: tuple[tuple[str, int], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One incident of the table, as text; `sources` are rows of `atlas.sources`."""

    date: str
    target: str
    distance: str
    weapon: str
    outcome: str
    toll: str
    said: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A page: its number on the brief, who published it and when, and its address."""

    number: int
    publisher: str
    published: str
    host: str
    url: str | None


@dataclass(frozen=True)
class Brief:
    """All that stands on the sheet. `rows` are newest first; `sources` are those of all rows."""

    title: str
    title_ar: str | None
    period: str
    asked: str
    sentences: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    splits: tuple[Split, ...]
    map_png: bytes
    map_said: str
    months_png: bytes
    months_said: str
    rows: tuple[Row, ...]
    counted: int
    rows_title: str
    with_distance: bool
    pages_of_sources: int
    publishers: int
    version: str
    data_to: str
    citation: str
    permalink: str
    _sources: pd.DataFrame

    def sources(self, shown: Sequence[Row]) -> list[Source]:
        """Return the pages of some rows, numbered in the order in which the rows name them."""
        numbers = dict.fromkeys(s for row in shown for s in row.sources)
        found = []
        for number, at in enumerate(numbers, 1):
            page = self._sources.iloc[at]
            url = page["url"] if isinstance(page["url"], str) else None
            when = page["published"]
            found.append(
                Source(
                    number,
                    str(page["publisher"]),
                    "" if pd.isna(when) else f"{when:%Y-%m-%d}",
                    host(url).removeprefix("www.") if url else "",
                    url,
                )
            )
        return found

    def left_out(self, shown: Sequence[Row]) -> str:
        """Return how many of the counted incidents are not in a shorter table, in words."""
        if len(shown) == self.counted:
            return f"All {self.counted}, newest first."
        return (
            f"The newest {len(shown)} of {self.counted}; all of them by the link below, or in an "
            "export of the same filter."
        )
