"""What stands on a brief, before it is laid out as HTML or PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.utils.urls import host
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

NOT_SAFE: Final = (
    "An empty map does not mean a safe place. Past events do not predict the safety of a place; "
    "the atlas holds what was reported and found, and reports are fewer where there are fewer "
    "reporters."
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
    """Incidents by one property: (words, number of incidents) pairs, and a note on them."""

    title: str
    parts: tuple[tuple[str, int], ...]
    note: str = ""

    @property
    def largest(self) -> int:
        """The largest number, which sets the scale of the bars; at least 1."""
        return max((n for _, n in self.parts), default=1) or 1

    @property
    def footnote(self) -> str:
        """The note, or that there are no incidents."""
        return self.note if self.parts else "none"


@dataclass(frozen=True, slots=True)
class Row:
    """One incident of the table, as text.

    `toll` is killed / injured, `attribution` the group most named and the confirmation; `sources`
    are rows of `atlas.sources`.
    """

    date: str
    target: str
    distance: str
    weapon: str
    outcome: str
    toll: str
    attribution: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A published page: its number on the brief, publisher, day (may be empty) and address.

    `host` is the host of the address, empty where there is no address.
    """

    number: int
    publisher: str
    published: str
    host: str
    url: str | None

    @property
    def label(self) -> str:
        """Publisher, day and host in one line, as far as they are known."""
        return ", ".join(part for part in (self.publisher, self.published, self.host) if part)


@dataclass(frozen=True)
class Brief:
    """All that stands on the sheet.

    `filter_text` is the filter in words. `rows` are newest first and may be fewer than `counted`,
    the number of incidents that the figures count. `source_table` is `atlas.sources`.
    """

    title: str
    title_ar: str | None
    period: str
    filter_text: str
    sentences: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    splits: tuple[Split, ...]
    map_png: bytes
    map_caption: str
    months_png: bytes
    months_title: str
    rows: tuple[Row, ...]
    counted: int
    rows_title: str
    with_distance: bool
    pages_of_sources: int
    publishers: int
    version: str
    data_to: date
    citation: str
    permalink: str
    source_table: pd.DataFrame

    @property
    def data_until(self) -> str:
        """The last day of the data in words."""
        return short_day(self.data_to)

    @property
    def has_address(self) -> bool:
        """Whether the link leads to the atlas from anywhere, not only from its own pages."""
        return "://" in self.permalink

    @property
    def link_label(self) -> str:
        """What stands before the link."""
        return "Link" if self.has_address else "Link, after the address of the atlas"

    def sources(self, rows: Sequence[Row]) -> list[Source]:
        """Return the published pages of some rows, numbered from 1 as the rows name them."""
        sources = []
        for position, number in _numbered_sources(rows).items():
            page = self.source_table.iloc[position]
            url = page["url"] if isinstance(page["url"], str) else None
            published = page["published"]
            sources.append(
                Source(
                    number,
                    str(page["publisher"]),
                    "" if pd.isna(published) else short_day(published),
                    host(url).removeprefix("www.") if url else "",
                    url,
                )
            )
        return sources

    def table(self, rows: Sequence[Row], toll_head: str) -> list[list[str]]:
        """Return the table of some rows as text, the heads first.

        The last cell holds the numbers that `sources` gives. The third, the distance, is only there
        where the brief is about a circle.

        Args:
            rows: the incidents.
            toll_head: head of the column of people killed and injured.
        """
        numbers = _numbered_sources(rows)
        table = [["Date, local", "Target", "Distance", "Weapon", "Outcome", toll_head, "Said",
                  "Sources"]]  # fmt: skip
        for row in rows:
            sources = ", ".join(str(n) for n in sorted(numbers[s] for s in row.sources))
            table.append([row.date, row.target, row.distance, row.weapon, row.outcome, row.toll,
                          row.attribution, sources])  # fmt: skip
        if not self.with_distance:
            for cells in table:
                cells.pop(2)
        return table

    def table_note(self, rows: Sequence[Row]) -> str:
        """Return in words how many of the counted incidents a table of `rows` holds."""
        if len(rows) == self.counted:
            return f"All {self.counted}, newest first."
        return (
            f"The newest {len(rows)} of {self.counted}; all of them by the link below, or in an "
            "export of the same filter."
        )

    def sources_note(self) -> str:
        """Return in words on how many published pages all counted incidents rest."""
        return (
            f"All counted incidents together rest on {self.pages_of_sources} published pages by "
            f"{self.publishers} publishers, listed per incident in the atlas and in every export."
        )


def _numbered_sources(rows: Sequence[Row]) -> dict[int, int]:
    """Return the number of each row of `atlas.sources` that the rows name, in their order."""
    named = dict.fromkeys(source for row in rows for source in row.sources)
    return {source: number for number, source in enumerate(named, 1)}
