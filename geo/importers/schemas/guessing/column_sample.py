"""What the cells of a column look like, from a sample of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean import dates, numbers, tolls
from geo.importers.clean.points.cells import looks_like_point
from geo.importers.clean.text import is_missing
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.importers.clean.days.parts import Part
    from geo.importers.read.raw import Raw

_SAMPLE: Final = 400
_SECONDS: Final = 0.5
_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:\.0+)?")  # days of a spreadsheet, 1954 to 2119
_ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_LATITUDES, _LONGITUDES = 90, 180
_SHORT_CODE: Final = 3
_DECIMALS: Final = 2
# What stands in a column of kinds of place, as aid organisations write it.
_KINDS_OF_PLACE: Final = frozenset((
    "road", "roadside", "office", "compound", "home", "house", "residence", "unknown", "other",
    "market", "checkpoint", "base", "hospital", "school", "church", "mosque", "street", "public",
    "rural", "urban", "building", "camp", "border", "vehicle", "port", "airport", "prison",
    "custody", "project", "site",
))  # fmt: skip
_YES_OR_NO: Final = frozenset((
    "yes", "no", "y", "n", "true", "false", "oui", "non", "si", "ja", "nein", "да", "нет", "так",
    "ні", "نعم", "لا", "evet", "hayır", "sim", "nao", "confirmed", "not confirmed", "unconfirmed",
))  # fmt: skip
# As ACLED, UCDP, GTD, the UN and the World Bank divide the world.
_WORLD_REGIONS: Final = frozenset((
    "africa", "americas", "asia", "europe", "oceania", "middle east", "north africa", "mena",
    "middle east and north africa", "middle east & north africa", "middle east north africa",
    "sub saharan africa", "northern africa", "western africa", "west africa", "eastern africa",
    "east africa", "middle africa", "central africa", "southern africa",
    "caucasus and central asia", "central asia", "south asia", "southern asia",
    "southeast asia", "south eastern asia",
    "east asia", "eastern asia", "western asia", "western europe", "eastern europe",
    "europe and central asia", "europe & central asia", "asia pacific", "latin america",
    "latin america and the caribbean", "south america", "north america", "central america",
    "central america & caribbean", "caribbean", "australasia & oceania", "asia and the pacific",
))  # fmt: skip


@dataclass(frozen=True)
class ColumnSample:
    """The filled cells of a sample of one column, and what share of them could be what."""

    raw: Raw
    column: str

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells; a column that nobody asks about is not looked at."""
        sample = self.raw.sample(self.column, _SAMPLE)
        return tuple(c for c in sample if not is_missing(c))

    @property
    def is_blank(self) -> bool:
        """Whether no cell of the sample is filled."""
        return not self.cells

    def share(self, holds: Callable[[str], object]) -> float:
        """Return the share of the cells for which something holds."""
        return sum(1 for c in self.cells if holds(c)) / len(self.cells) if self.cells else 0.0

    @cached_property
    def date(self) -> float:
        """Share of the cells that can be a date, day numbers of a spreadsheet included.

        Seconds since 1970 count by half: they are a date only where the name says so too.
        """
        return max(self.written_date, self.share(_SERIAL.fullmatch))

    @cached_property
    def written_date(self) -> float:
        """Share of the cells that can be a date, without day numbers of a spreadsheet."""
        if not self.cells:
            return 0.0
        share = dates.looks_like_date(self.cells)
        return share * _SECONDS if dates.kind_of_numbers(self.cells) else share

    @cached_property
    def _counts(self) -> np.ndarray:
        return numbers.read_counts(self.cells).number

    @cached_property
    def _degrees(self) -> np.ndarray:
        return numbers.read_degrees(self.cells).number

    @cached_property
    def count(self) -> float:
        """Share of whole numbers of zero or more."""
        return float(np.mean(np.isfinite(self._counts))) if self.cells else 0.0

    def toll(self, role: str) -> float:
        """Return the share of numbers of persons, in words and with doubts too."""
        return tolls.read_tolls(self.cells, role).share if self.cells else 0.0

    @cached_property
    def many(self) -> float:
        """Share of whole numbers above one, which a single event never has."""
        return float(np.mean(np.nan_to_num(self._counts) > 1)) if self.cells else 0.0

    @cached_property
    def number(self) -> float:
        """Share of numbers."""
        return float(np.mean(np.isfinite(self._degrees))) if self.cells else 0.0

    def part(self, of_date: Part) -> float:
        """Share of cells that can be the year, the month or the day of a date in parts."""
        return dates.looks_like_part(self.cells, of_date) if self.cells else 0.0

    @cached_property
    def latitude(self) -> float:
        """Share of degrees that can be a latitude."""
        return self._within(_LATITUDES)

    @cached_property
    def longitude(self) -> float:
        """Share of degrees that can be a longitude."""
        return self._within(_LONGITUDES)

    def _within(self, bound: int) -> float:
        if not self.cells:
            return 0.0
        with np.errstate(invalid="ignore"):
            return float(np.mean(np.abs(self._degrees) <= bound))

    @cached_property
    def decimals(self) -> float:
        """Share of numbers with two decimals or more that are not zeros."""
        return self.share(
            lambda c: (
                len(c.replace(",", ".").rpartition(".")[2].rstrip("0")) >= _DECIMALS
                and ("." in c or "," in c)
            )
        )

    @cached_property
    def point(self) -> float:
        """Share of cells that hold a latitude and a longitude."""
        return looks_like_point(self.cells)

    @cached_property
    def link(self) -> float:
        """Share of web addresses."""
        return self.share(lambda c: c.startswith(("http://", "https://", "www.")))

    @cached_property
    def short_codes(self) -> float:
        """Share of codes of up to three capitals, such as IQ and IRQ."""
        return self.share(lambda c: len(c) <= _SHORT_CODE and c.isalpha() and c.isupper())

    @cached_property
    def words(self) -> float:
        """Words in a cell, on average."""
        return float(np.mean([len(c.split()) for c in self.cells])) if self.cells else 0.0

    @cached_property
    def text(self) -> float:
        """Share of the cells that are no number, no date and no address."""
        return max(0.0, 1 - self.number - self.link - (self.date if self.number < 1 else 0))

    @cached_property
    def distinct(self) -> float:
        """Distinct cells for each cell."""
        return len(set(self.cells)) / len(self.cells) if self.cells else 0.0

    @cached_property
    def rounded(self) -> float:
        """Share of numbers that a spreadsheet has rounded, such as 2.01902E+11."""
        return self.share(_ROUNDED.fullmatch)

    @cached_property
    def kinds_of_place(self) -> float:
        """Share of kinds of place, such as Road or Office/compound."""
        return self.share(
            lambda c: bool(_KINDS_OF_PLACE & set(fold(c).replace("/", " ").split()[:2]))
        )

    @cached_property
    def yes_or_no(self) -> float:
        """Share of answers to a question that names nobody and counts nothing."""
        return self.share(lambda c: fold(c) in _YES_OR_NO)

    @cached_property
    def world_regions(self) -> float:
        """Share of parts of the world, which are no provinces."""
        return self.share(lambda c: fold(c) in _WORLD_REGIONS)

    def known(self, codes: Mapping[str, str]) -> float:
        """Return the share of the cells whose words are those of a list of codes."""
        return self.share(lambda c: fold(c).replace("/", " ") in codes)
