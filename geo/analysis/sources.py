"""How many sources an incident has, how many of them are independent, and which may not last.

Pages of one publisher are one source, and so are pages that carry the same body's report: *Dawn*,
*Dawn (AFP)* and *Al Bawaba (AFP)* are one independent source together. Only what the texts of the
publishers say can be told: that one page copied another without a word cannot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.filter.figure import Figure
from geo.filter.filter import Filter
from geo.model.cached import per_atlas
from geo.model.column import LIST_SEPARATOR
from geo.utils.names import fold
from geo.utils.urls import host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

NO_SOURCE: Final = "no source"
INDEPENDENT: Final = 2
"""So many independent sources are needed before one supports another."""

# What a publisher's name has in one place and lacks in another.
_ARTICLE: Final = re.compile(r"^the ")
_EDITION: Final = re.compile(r" (news|agency|english|arabic|french|japanese)$")
# Labels of hosts on which a site is tried out, or kept after it moved.
_STAGING: Final = re.compile(
    r"(^|[.-])(dev|develop|stage|staging|test|preview|backup|old|manage|api|ns\d)[.-]"
    r"|\.(amazonaws\.com|cloudfront\.net)$"
)
_MIRROR: Final = re.compile(r"\b(mirror(ed)?|Wikipedia text)\b", re.IGNORECASE)


def publisher_of(text: str) -> str:
    """Return the body whose page it is from a cell of `publisher`.

    Example:
        >>> publisher_of("Dawn (AFP)"), publisher_of("CNN via Fox 8"), publisher_of("LBCI / AFP")
        ('Dawn', 'Fox 8', 'LBCI')
    """
    name = re.split(r"[ (]via ", text)[-1].partition("(")[0]
    return name.partition(" / ")[0].strip(" ,)")


def is_same_publisher(name: str, other: str) -> bool:
    """Return whether two names are spellings of one: *The Atlas News* and *Atlas News* are."""
    return _compared(name) == _compared(other)


def _compared(name: str) -> str:
    folded, shorter = "", _ARTICLE.sub("", fold(name))
    while folded != shorter:
        folded, shorter = shorter, _EDITION.sub("", shorter)
    return folded.replace(" ", "")


@per_atlas
def count_pages(atlas: Atlas) -> NDArray[np.int64]:
    """Return how many pages report each incident, (n incidents,)."""
    return _frozen(atlas.source_rows.value_lengths().to_numpy(zero_copy_only=False))


@per_atlas
def count_independent(atlas: Atlas) -> NDArray[np.int64]:
    """Return how many independent sources each incident has, (n incidents,).

    Two pages are one source where they have a publisher or the body whose report they carry in
    common, or where a chain of such pages joins them.
    """
    pages = count_pages(atlas)
    incident = np.repeat(np.arange(len(pages)), pages)
    page = atlas.source_rows.flatten().to_numpy(zero_copy_only=False)
    link, origin = _origins(atlas, page)
    _, shared = np.unique(incident[link] * (origin.max(initial=0) + 1) + origin,
                          return_inverse=True)  # fmt: skip
    # Each link takes the least number among those that it shares an origin with, until none moves.
    label = np.arange(len(page))
    while True:
        least = np.full(shared.max(initial=-1) + 1, len(page))
        np.minimum.at(least, shared, label[link])
        joined = label.copy()
        np.minimum.at(joined, link, least[shared])
        if np.array_equal(joined, label):
            break
        label = joined
    first = label == np.arange(len(page))
    return _frozen(np.bincount(incident[first], minlength=len(pages)).astype(np.int64))


def _origins(atlas: Atlas, page: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of a position in `page` and a body: its publisher, and whom it carries."""
    table = atlas.sources
    carries = table["carries"] if "carries" in table else pd.Series("", index=table.index)
    both = table["publisher"].fillna("") + "\n" + carries.fillna("")
    of_row, distinct = pd.factorize(both)
    number: dict[str, int] = {}
    named: list[list[int]] = []
    for cell in distinct:
        publisher, _, carried = cell.partition("\n")
        names = [publisher_of(publisher), *carried.split(LIST_SEPARATOR)]
        keys = dict.fromkeys(_compared(name) for name in names if name.strip())
        named.append([number.setdefault(key, len(number)) for key in keys])
    n_named = np.array([len(names) for names in named], dtype=np.int64)
    every = np.array([one for names in named for one in names], dtype=np.int64)
    begin = np.append(0, np.cumsum(n_named))
    of_page = of_row[page]
    n = n_named[of_page]
    link = np.repeat(np.arange(len(page)), n)
    within = np.arange(len(link)) - np.repeat(np.cumsum(n) - n, n)
    return link, every[begin[of_page][link] + within]


@dataclass(frozen=True)
class Support:
    """How well the incidents of a year are supported, as figures that open.

    `independent` have two or more independent sources, `official` are confirmed by an official,
    `claimed` are known from the claiming group only.
    """

    year: int
    incidents: Figure
    independent: Figure
    official: Figure
    claimed: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the year: all of them, then those that are supported in each way."""
        return self.incidents, self.independent, self.official, self.claimed


@per_atlas
def support_by_year(atlas: Atlas) -> tuple[Support, ...]:
    """Return how well the incidents of each year are supported; years without one are left out."""
    years = atlas.incidents["date"].dt.year.to_numpy()
    independent = count_independent(atlas) >= INDEPENDENT
    return tuple(_support(atlas, year, independent) for year in np.unique(years).tolist())


def _support(atlas: Atlas, year: int, independent: NDArray[np.bool_]) -> Support:
    first, last = date(year, 1, 1), date(year, 12, 31)

    def of(confirmation: tuple[str, ...], key: str, label: str) -> Figure:
        filter_ = Filter(date_from=first, date_to=last, confirmation=confirmation)
        positions = filter_.view(atlas).positions
        return Figure(f"{key}-{year}", f"{label}, {year}", positions, filter_)

    every = of((), "year", "All incidents")
    return Support(
        year,
        every,
        Figure(f"independent-{year}", f"Two or more independent sources, {year}",
               every.positions[independent[every.positions]]),
        of(("official",), "official", "Confirmed by an official"),
        of(("claimed",), "claimed", "Known from the claiming group only"),
    )  # fmt: skip


def count_kinds(atlas: Atlas) -> dict[str, int]:
    """Return how many sources are of each kind of `geo.codes.SOURCE_KIND`."""
    table = atlas.sources
    n = table["kind"].value_counts() if "kind" in table else {}
    return {kind: int(n.get(kind, 0)) for kind in codes.SOURCE_KIND}


@dataclass(frozen=True, slots=True)
class Weakness:
    """One way in which sources are weak: the rows of a table, and how many rows that table has.

    `rows` holds the key of each row, and what is seen there.
    """

    what: str
    file: str
    rows: Mapping[str, str]
    of: int


def find_weaknesses(atlas: Atlas) -> tuple[Weakness, ...]:
    """Return the incidents with no source or one, and the sources that may not last."""
    pages, independent = count_pages(atlas), count_independent(atlas)
    publisher = atlas.sources["publisher"].to_numpy(dtype=object)

    def incidents(what: str, positions: NDArray[np.intp]) -> Weakness:
        ids = atlas.incidents["incident_id"].iloc[positions]
        read = [
            "; ".join(publisher[rows]) for rows in atlas.source_rows.take(positions).to_pylist()
        ]
        return Weakness(what, "incidents.csv", dict(zip(ids, read, strict=True)), len(pages))

    def sources(what: str, mask: NDArray[np.bool_], shown: str) -> Weakness:
        table = atlas.sources[mask]
        rows = dict(zip(table["source_id"], table[shown].fillna(""), strict=True))
        return Weakness(what, "sources.csv", rows, len(publisher))

    return (
        incidents(NO_SOURCE, np.flatnonzero(pages == 0)),
        incidents("one source", np.flatnonzero(pages == 1)),
        incidents(
            "several pages, one independent source",
            np.flatnonzero((pages > 1) & (independent < INDEPENDENT)),
        ),
        sources("mirror or staging host", _will_move(atlas), "url"),
        sources("no date of publication", _blank(atlas, "published"), "publisher"),
        sources("no address in an archive", _blank(atlas, "archived_url"), "publisher"),
        sources("kind not known", _blank(atlas, "kind"), "publisher"),
        sources("language not known", _blank(atlas, "language"), "publisher"),
    )


def _blank(atlas: Atlas, column: str) -> NDArray[np.bool_]:
    table = atlas.sources
    is_blank: NDArray[np.bool_] = (
        table[column].isna().to_numpy(dtype=bool)
        if column in table
        else np.ones(len(table), dtype=bool)
    )
    return is_blank


def _will_move(atlas: Atlas) -> NDArray[np.bool_]:
    table = atlas.sources
    hosts = [host(url) if isinstance(url, str) else "" for url in table["url"]]
    return np.array(
        [
            bool(_STAGING.search(where) or _MIRROR.search(publisher))
            for where, publisher in zip(hosts, table["publisher"], strict=True)
        ],
        dtype=bool,
    )


def _frozen(array: NDArray[np.int64]) -> NDArray[np.int64]:
    array.setflags(write=False)
    return array
