"""What is new in the data: incidents that were added, corrected or withdrawn, the latest first.

It is read from the columns `added` and `changed` of incidents.csv and from corrections.csv; nothing
depends on the clock.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from geo import codes
from geo.filter.filter import Filter
from geo.model.column import LIST_SEPARATOR
from geo.record.changes import OF_INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from geo.filter.filter import View
    from geo.model.atlas import Atlas

NewsKind = Literal["added", "corrected", "withdrawn"]

_KEY: Final = "incident_id"
_NO_FILTER: Final = Filter()
# By column of incidents.csv, the fields of the filter that look at it.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("date_from", "date_to"),
    "event_type": ("type",),
    "target_side": ("target",),
    "country": ("country",),
    "base_id": ("base",),
    "weapons": ("weapon",),
    "outcome": ("outcome",),
    "confirmation": ("confirmation",),
    "review": ("review",),
    "geo_precision": ("precision",),
    "latitude": ("near", "province"),
    "longitude": ("near", "province"),
    "target": ("q",),
    "place": ("q",),
    "summary": ("q",),
}
# Of the other tables, those that look at what is said of an incident, and by whom.
_FIELDS_OF_TABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "statements": ("group", "rule", "members"),
    "incident_sources": ("q",),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell that was corrected; blank texts where a cell, or a page that shows it, is none."""

    table: str
    column: str
    old: str
    new: str
    reason: str
    source_url: str


@dataclass(frozen=True, slots=True)
class News:
    """What became of one incident on one day.

    `version` is the first dataset version with it. `position` is the row of `atlas.incidents`; None
    for one that was withdrawn. `corrections` may be empty for one that was corrected: then a
    statement or a source was added. `merged_into` is the id of the incident that one is told with
    since it was withdrawn, "" for none.
    """

    kind: NewsKind
    incident_id: str
    day: date
    version: str
    position: int | None = None
    corrections: tuple[Correction, ...] = ()
    merged_into: str = ""


def followed_filter(filter_: Filter, atlas: Atlas) -> Filter:
    """Return the filter that a feed follows: open at an end where the data end.

    Links write both days out, so that more data do not widen them; who follows wants more data.
    """
    first, last = filter_.period(atlas)
    return replace(
        filter_,
        date_from=None if first <= atlas.first_date else first,
        date_to=None if last >= atlas.last_date else last,
    )


def count_news(view: View) -> int:
    """Return how many `list_news` has."""
    return len(_added(view)[1]) + len(_log(view))


def list_news(view: View) -> Iterator[News]:
    """Yield what is new among the incidents of a view, the latest first.

    Incidents belong to it that match the filter; that were corrected and matched before, as far as
    the corrections tell; and all that were withdrawn, because the data no longer tell what they
    were, unless they are told with another one, which then has to match.
    """
    days_of, positions = _added(view)
    incidents = view.atlas.incidents
    ids, editions = incidents[_KEY], incidents.get("added")
    added = (
        News("added", ids.iloc[at], day, _edition(editions.iloc[at])[0], at)
        for day, at in zip(days_of, positions.tolist(), strict=True)
        if editions is not None
    )
    return heapq.merge(_log(view), added, key=lambda news: news.day, reverse=True)


def latest_edition(atlas: Atlas) -> date:
    """Return the last day on which a row was added or changed; where none says, the last day."""
    days = [
        _edition(text)[1]
        for column in ("added", "changed")
        if column in atlas.incidents
        for text in atlas.incidents[column].dropna().unique()
    ]
    days += [day.date() for day in pd.to_datetime(atlas.corrections["date"])]
    return max(days, default=atlas.last_date)


def _added(view: View) -> tuple[list[date], NDArray[np.intp]]:
    """Return the rows that say when they were added, the latest first, and their days."""
    column = view.atlas.incidents.get("added")
    if column is None:
        return [], view.positions[:0]
    codes_, editions = pd.factorize(column.iloc[view.positions])
    days = [_edition(text)[1] for text in editions]
    is_dated = codes_ >= 0
    ordinals = np.array([day.toordinal() for day in days] or [0])[codes_[is_dated]]
    positions = view.positions[is_dated]
    # Of one day the latest incident first; positions are by date.
    order = np.lexsort((-positions, -ordinals))
    return [date.fromordinal(n) for n in ordinals[order].tolist()], positions[order]


def _edition(text: str) -> tuple[str, date]:
    """Return version and day of a cell of `added` or `changed`, such as `1.1.0 2026-11-30`."""
    version, day = text.split(" ")
    return version, date.fromisoformat(day)


def _log(view: View) -> list[News]:
    """Return corrections and withdrawals that concern a view, the latest first."""
    atlas = view.atlas
    rows: dict[tuple[str, date], list[Any]] = defaultdict(list)
    log: list[News] = []
    for row in atlas.corrections.itertuples():
        incident_id = row.id.split("|")[0]
        if row.table == "incidents" and row.column == _KEY and incident_id not in atlas.row_of:
            day, merged_into = _day(row.date), _text(row.new)
            reason = (_correction(row),)
            log.append(News("withdrawn", incident_id, day, row.dataset_version, None, reason,
                            merged_into))  # fmt: skip
        elif row.table in OF_INCIDENTS and incident_id in atlas.row_of:
            rows[incident_id, _day(row.date)].append(row)
    for (incident_id, day), cells in rows.items():
        log.append(News("corrected", incident_id, day, cells[0].dataset_version,
                        atlas.row_of[incident_id], tuple(map(_correction, cells))))  # fmt: skip
    log += [news for news in _changed(atlas) if (news.incident_id, news.day) not in rows]
    is_shown = view.mask()
    kept = [news for news in log if _concerns(view, news, is_shown)]
    return sorted(kept, key=lambda news: (news.day, news.kind, news.incident_id), reverse=True)


def _changed(atlas: Atlas) -> Iterator[News]:
    """Yield the incidents whose row says that they were changed."""
    if "changed" in atlas.incidents:
        for at, text in enumerate(atlas.incidents["changed"].tolist()):
            if isinstance(text, str) and text:
                version, day = _edition(text)
                yield News("corrected", atlas.incidents[_KEY].iloc[at], day, version, at)


def _concerns(view: View, news: News, is_shown: NDArray[np.bool_]) -> bool:
    if news.position is not None:
        return bool(is_shown[news.position]) or _matched_before(view, news)
    instead = view.atlas.row_of.get(news.merged_into)
    return instead is None or bool(is_shown[instead])


def _matched_before(view: View, news: News) -> bool:
    """Return whether an incident matched before it was corrected, as far as that can be told."""
    looked_at = [(c, _fields(c)) for c in news.corrections]
    touched = {name for _, names in looked_at for name in names}
    if not touched:
        return False
    without = replace(view.filter, **{name: getattr(_NO_FILTER, name) for name in touched})
    if not without.mask(view.atlas)[news.position]:
        return False
    return all(
        _allows(view.filter, name, correction.old)
        for correction, names in looked_at
        for name in names
    )


def _fields(correction: Correction) -> tuple[str, ...]:
    if correction.table == "incidents":
        return _FIELDS.get(correction.column, ())
    return _FIELDS_OF_TABLE.get(correction.table, ())


def _allows(filter_: Filter, name: str, old: str) -> bool:
    """Return whether a field of the filter lets through a cell as it was.

    Points, words and statements cannot be told from one cell; they count as let through.
    """
    asked = getattr(filter_, name)
    if asked == getattr(_NO_FILTER, name):
        return True
    if name in {"date_from", "date_to"}:
        first, last = (asked.isoformat(), old) if name == "date_from" else (old, asked.isoformat())
        is_within: bool = first <= last
        return is_within
    if name == "precision":
        ranks = list(codes.GEO_PRECISION)
        return old in ranks and ranks.index(old) <= ranks.index(asked)
    if name in {"near", "province", "q", "group", "rule", "members"}:
        return True
    return bool(set(old.split(LIST_SEPARATOR)) & set(asked))


def _correction(row: Any) -> Correction:
    return Correction(
        row.table, row.column, _text(row.old), _text(row.new), row.reason, _text(row.source_url)
    )


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _day(cell: Any) -> date:
    day: date = pd.Timestamp(cell).date()
    return day
