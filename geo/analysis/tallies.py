"""The atlas's cumulative count beside the published counts, and why they differ.

Built on `geo.analysis.counts.compared_tallies`. The gap is stated and explained, never
closed: rows of the atlas and attacks in an official count are not the same thing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.analysis import counts
from geo.filter import presets
from geo.filter.figure import Figure
from geo.filter.filter import days_since_epoch
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from geo.analysis.counts import Tally
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

US: Final = "us"
SOHR: Final = "sohr"
CLAIMANTS: Final = "claimants"
OTHERS: Final = "others"
COUNTERS: Final[Mapping[str, str]] = {
    US: "Pentagon and US officials",
    SOHR: "Syrian Observatory for Human Rights (Syria alone)",
    CLAIMANTS: "the claimants themselves",
    OTHERS: "press and research",
}
_COUNTER_WORDS: Final = (
    (SOHR, r"\bSOHR\b|Syrian Observatory"),
    (US, r"\bPentagon\b|\bUS\b|\bU\.S\.|\bDOD\b|Department of Defense|\bCENTCOM\b"),
    (CLAIMANTS, r"Islamic Resistance"),
)
# A filter on one of these parameters narrows the atlas's side; a tally knows nothing of it.
_TALLY_ITSELF: Final = {"from": [], "to": [], "type": ["attack"], "target": ["us_coalition"]}


@dataclass(frozen=True)
class Reconciled:
    """One tally: what was published, the atlas's rows for the same days, and why they differ.

    `published` is the total, or the count in Syria where Syria alone was counted (`syria_only`).
    `gap` is the atlas's count less the published one; both are None where the tally names no first
    day. `on_last_day` are those of the atlas's rows that fall on the tally's own date, which its
    counter may or may not have had yet. `why` explains in sentences.
    """

    as_of: date
    first: date | None
    counted_by: str
    counter: str
    published: int
    approximate: bool
    syria_only: bool
    counted: Figure | None
    on_last_day: int
    why: tuple[str, ...]
    source_id: str

    @property
    def gap(self) -> int | None:
        """The atlas's count less the published one."""
        return None if self.counted is None else self.counted.n - self.published


def counter_of(counted_by: str) -> str:
    """Return whose count it is: one of `COUNTERS`."""
    found = (key for key, words in _COUNTER_WORDS if re.search(words, counted_by))
    return next(found, OTHERS)


def reconciliation(view: View, atlas: Atlas) -> list[Reconciled]:
    """Return the tallies of the view's period beside the atlas's rows, by date as in the table.

    Example:
        >>> view = atlas.view("from=2023-10-17&to=2023-10-24")
        >>> [(tally.published, tally.gap) for tally in reconciliation(view, atlas)]
        [(13, 3)]
    """
    seen: Counter[str] = Counter()
    narrowing = [
        name
        for name, values in view.filter.to_params().items()
        if values != _TALLY_ITSELF.get(name) and name not in {"from", "to"}
    ]
    found = []
    for tally in counts.compared_tallies(view, atlas):
        if pd.isna(tally.row.total) and pd.isna(tally.row.syria):
            continue  # neither a total nor a count in Syria: nothing to compare
        key = f"tally_{tally.as_of}_{tally.row.source_id}"
        seen[key] += 1  # one page may publish two counts of one day
        found.append(
            _reconciled(atlas, tally, key if seen[key] == 1 else f"{key}_{seen[key]}", narrowing)
        )
    return sorted(found, key=lambda r: r.as_of)


def _reconciled(atlas: Atlas, tally: Tally, key: str, narrowing: Sequence[str]) -> Reconciled:
    row, syria_only = tally.row, bool(pd.isna(tally.row.total))
    where = " in Syria" if syria_only else ""
    counted, on_last_day = None, 0
    if tally.counted is not None and tally.first is not None:
        label = (
            f"Attacks on US or coalition forces{where}, {short_day(tally.first)} to "
            f"{short_day(tally.as_of)}"
        )
        counted = Figure(key, label, tally.counted)
        on_last_day = int(
            np.count_nonzero(atlas.day[tally.counted] == days_since_epoch(tally.as_of))
        )
    return Reconciled(
        as_of=tally.as_of,
        first=tally.first,
        counted_by=row.counted_by,
        counter=counter_of(row.counted_by),
        published=int(row.syria if syria_only else row.total),
        approximate=bool(row.approximate),
        syria_only=syria_only,
        counted=counted,
        on_last_day=on_last_day,
        why=tuple(_why(atlas, tally, on_last_day, narrowing)),
        source_id=row.source_id,
    )


def _why(
    atlas: Atlas, tally: Tally, on_last_day: int, narrowing: Sequence[str]
) -> list[str]:  # fmt: skip
    row, found = tally.row, []
    if tally.first is None or tally.counted is None:
        found.append("Period: the counter names no first day, so nothing can stand beside it.")
    elif row.since.date() == presets.WASHINGTON_FIRST_DAY:
        found.append(
            "Period: counted since 17 October 2023 in Washington, which was 18 October in Iraq and "
            "Syria; the atlas's side begins there."
        )
    else:
        found.append(f"Period: counted since {short_day(tally.first)}.")
    if on_last_day:
        found.append(
            f"The day itself: {on_last_day} of the atlas's rows "
            f"{'is' if on_last_day == 1 else 'are'} of {short_day(tally.as_of)} and may be later "
            "than the count."
        )
    if pd.isna(row.total):
        found.append("Country: Syria alone, on both sides.")
    if row.approximate:
        found.append("Approximate: the source says about, more than or at least.")
    found += _definition(atlas, tally)
    parts = [row.iraq, row.syria, row.jordan]
    if not pd.isna(row.total) and not any(pd.isna(p) for p in parts[:2]):
        added = sum(int(p) for p in parts if not pd.isna(p))
        if added != row.total:
            found.append(f"As published, the countries add up to {added}, not {int(row.total)}.")
    if narrowing:
        verb = "narrows" if len(narrowing) == 1 else "narrow"
        found.append(
            f"Filter: {', '.join(narrowing)} {verb} the atlas's side, and not the published count."
        )
    if not pd.isna(row.note):
        found.append(f"Note: {row.note}.")
    return found


def _definition(atlas: Atlas, tally: Tally) -> list[str]:
    """Say what kinds of rows the atlas counts: a claim alone is a row, and no official attack."""
    if tally.counted is None or not len(tally.counted):
        return []
    confirmation = atlas.coded["confirmation"]
    n_of = Counter(confirmation.codes[tally.counted].tolist())
    by = {value: n_of[i] for i, value in enumerate(confirmation.values)}
    parts = ", ".join(f"{by[c]} {c}" for c in codes.CONFIRMATION if by.get(c))
    about = int(np.count_nonzero(atlas.approximate[tally.counted]))
    found = f"Definition: the atlas counts one row per target and day, by confirmation {parts}."
    if about:
        found += f" {about} of them {'has' if about == 1 else 'have'} an approximate date."
    return [found]


@dataclass(frozen=True)
class Cumulative:
    """A running count of the atlas: `n` incidents up to and including each of `days`.

    `days` are days since 1970-01-01, each day with an incident once, ascending; the last is the end
    of the period with the final count. `first` is the first day counted; `syria_only` where the
    tallies are of Syria alone.
    """

    label: str
    first: date
    syria_only: bool
    days: NDArray[np.int64]
    n: NDArray[np.int64]


def cumulative(compared: Iterable[Reconciled], atlas: Atlas) -> list[Cumulative]:
    """Return the running counts that the tallies of `reconciliation` are compared with.

    One per first day and country that a tally names (all countries since 18 October 2023, Syria
    alone since 19 October, ...), to the last tally of that kind. None where a tally names no day.
    """
    last: dict[tuple[bool, date], Reconciled] = {}
    for tally in compared:
        if tally.first is None:
            continue
        series = tally.syria_only, tally.first
        if series not in last or last[series].as_of < tally.as_of:
            last[series] = tally
    lines = []
    for (syria_only, first), tally in sorted(last.items()):
        if tally.counted is None:
            continue
        days, per_day = np.unique(atlas.day[tally.counted.positions], return_counts=True)
        end = days_since_epoch(tally.as_of)
        if not len(days) or days[-1] != end:
            days, per_day = np.append(days, end), np.append(per_day, 0)
        where = "Syria alone" if syria_only else "all countries"
        label = f"{where}, since {short_day(first)}"
        lines.append(Cumulative(label, first, syria_only, days, np.cumsum(per_day)))
    return lines


def plain(found: list[Reconciled]) -> list[dict[str, Any]]:
    """Return the comparison as plain values, for JSON."""
    return [
        {
            "as_of": r.as_of.isoformat(),
            "first_local_day": r.first and r.first.isoformat(),
            "counted_by": r.counted_by,
            "counter": r.counter,
            "published": r.published,
            "approximate": r.approximate,
            "syria_only": r.syria_only,
            "atlas_count": r.counted and r.counted.n,
            "gap": r.gap,
            "atlas_on_last_day": r.on_last_day,
            "why": list(r.why),
            "source_id": r.source_id,
        }
        for r in found
    ]
