"""Published counts beside the atlas's own, and why they differ.

A tally is a running count that somebody published. The gap is stated and explained, never closed:
rows of the atlas and attacks in an official count are not the same thing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.filter.figure import Figure
from geo.filter.filter import Filter, days_since_epoch
from geo.filter.presets import LOCAL_FIRST_DAY, WASHINGTON_FIRST_DAY
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

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
    (
        US,
        (
            r"\bPentagon\b|\bUS\b|\bU\.S\.|\bDOD\b|Department of Defense|\bCENTCOM\b"
            r"|Defense Secretary|Inspector General|\bCJTF-OIR\b"
        ),
    ),
    (CLAIMANTS, r"Islamic Resistance"),
)
# A filter on one of these parameters narrows the atlas's side; a tally knows nothing of it.
_TALLY_ITSELF: Final = {"from": [], "to": [], "type": ["attack"], "target": ["us_coalition"]}


@dataclass(frozen=True)
class Tally:
    """A published count, and the atlas's rows that it should count.

    `first` is the first local day counted, None where the tally names none; then there are no
    `positions` either. `row` holds the columns of `atlas.tallies`.
    """

    row: Any
    as_of: date
    first: date | None
    positions: NDArray[np.intp] | None

    @property
    def syria_only(self) -> bool:
        """Whether Syria alone was counted."""
        return bool(pd.isna(self.row.total))


def published_tallies(view: View, atlas: Atlas) -> list[Tally]:
    """Return the published counts of the filter's period with the atlas's own rows.

    A tally is of the period where its date is. What stands beside it is what its own counter says
    it counts, as far as the filter admits it: attacks on US or coalition forces from the tally's
    first day (17 October in Washington is 18 October local) to its date, in Syria alone where Syria
    alone was counted.
    """
    first, last = view.filter.period(atlas)
    everywhere = np.zeros(atlas.n_incidents, dtype=bool)
    everywhere[view.at_any_time] = True
    everywhere &= Filter(type=("attack",), target=("us_coalition",)).mask(atlas)
    masks = {False: everywhere, True: everywhere & Filter(country=("Syria",)).mask(atlas)}
    tallies = []
    for row in atlas.tallies.itertuples(index=False):
        as_of = row.as_of.date()
        if not first <= as_of <= last:
            continue
        since = None if pd.isna(row.since) else row.since.date()
        positions = None
        if since is not None:
            since = LOCAL_FIRST_DAY if since == WASHINGTON_FIRST_DAY else since
            in_period = (atlas.day >= days_since_epoch(since)) & (
                atlas.day <= days_since_epoch(as_of)
            )
            positions = np.flatnonzero(masks[bool(pd.isna(row.total))] & in_period)
        tallies.append(Tally(row, as_of, since, positions))
    return tallies


@dataclass(frozen=True)
class ComparedTally:
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
    counters = (key for key, words in _COUNTER_WORDS if re.search(words, counted_by))
    return next(counters, OTHERS)


def compare_tallies(
    view: View, atlas: Atlas, tallies: Iterable[Tally] | None = None
) -> list[ComparedTally]:  # fmt: skip
    """Return the tallies of a view's period beside the atlas's rows, by date.

    Those with neither a total nor a count in Syria are left out.

    Args:
        view: the view.
        atlas: the atlas.
        tallies: those of the view from `published_tallies`, where they are known already.

    Example:
        >>> view = atlas.view("from=2023-10-17&to=2023-10-24")
        >>> [(tally.published, tally.gap) for tally in compare_tallies(view, atlas)]
        [(13, 3)]
    """
    narrowing = [
        name
        for name, values in view.filter.to_params().items()
        if name not in {"from", "to"} and values != _TALLY_ITSELF.get(name)
    ]
    seen: Counter[str] = Counter()
    compared = []
    for tally in published_tallies(view, atlas) if tallies is None else tallies:
        if tally.syria_only and pd.isna(tally.row.syria):
            continue
        key = f"tally_{tally.as_of}_{tally.row.source_id}"
        seen[key] += 1  # one page may publish two counts of one day
        compared.append(
            _compared(atlas, tally, key if seen[key] == 1 else f"{key}_{seen[key]}", narrowing)
        )
    return sorted(compared, key=lambda tally: tally.as_of)


def _compared(atlas: Atlas, tally: Tally, key: str, narrowing: Sequence[str]) -> ComparedTally:
    row, syria_only = tally.row, tally.syria_only
    where = " in Syria" if syria_only else ""
    counted, on_last_day = None, 0
    if tally.positions is not None and tally.first is not None:
        label = (
            f"Attacks on US or coalition forces{where}, {short_day(tally.first)} to "
            f"{short_day(tally.as_of)}"
        )
        counted = Figure(key, label, tally.positions)
        on_last_day = int(
            np.count_nonzero(atlas.day[tally.positions] == days_since_epoch(tally.as_of))
        )
    return ComparedTally(
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
    row, reasons = tally.row, []
    if tally.first is None or tally.positions is None:
        reasons.append("Period: the counter names no first day, so nothing can stand beside it.")
    elif row.since.date() == WASHINGTON_FIRST_DAY:
        reasons.append(
            "Period: counted since 17 October 2023 in Washington, which was 18 October in Iraq and "
            "Syria; the atlas's side begins there."
        )
    else:
        reasons.append(f"Period: counted since {short_day(tally.first)}.")
    if on_last_day:
        reasons.append(
            f"The day itself: {on_last_day} of the atlas's rows "
            f"{'is' if on_last_day == 1 else 'are'} of {short_day(tally.as_of)} and may be later "
            "than the count."
        )
    if pd.isna(row.total):
        reasons.append("Country: Syria alone, on both sides.")
    if row.approximate:
        reasons.append("Approximate: the source says about, more than or at least.")
    reasons += _definition(atlas, tally)
    parts = [row.iraq, row.syria, row.jordan]
    if not pd.isna(row.total) and not any(pd.isna(p) for p in parts[:2]):
        added = sum(int(p) for p in parts if not pd.isna(p))
        if added != row.total:
            reasons.append(f"As published, the countries add up to {added}, not {int(row.total)}.")
    if narrowing:
        verb = "narrows" if len(narrowing) == 1 else "narrow"
        reasons.append(
            f"Filter: {', '.join(narrowing)} {verb} the atlas's side, and not the published count."
        )
    if not pd.isna(row.note):
        reasons.append(f"Note: {row.note}.")
    return reasons


def _definition(atlas: Atlas, tally: Tally) -> list[str]:
    """Say what kinds of rows the atlas counts: a claim alone is a row, and no official attack."""
    if tally.positions is None or not len(tally.positions):
        return []
    confirmation = atlas.coded["confirmation"]
    n_of = Counter(confirmation.codes[tally.positions].tolist())
    by = {value: n_of[i] for i, value in enumerate(confirmation.values)}
    parts = ", ".join(f"{by[c]} {c}" for c in codes.CONFIRMATION if by.get(c))
    about = int(np.count_nonzero(atlas.approximate[tally.positions]))
    sentence = f"Definition: the atlas counts one row per target and day, by confirmation {parts}."
    if about:
        sentence += f" {about} of them {'has' if about == 1 else 'have'} an approximate date."
    return [sentence]


@dataclass(frozen=True)
class RunningCount:
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


def running_counts(compared: Iterable[ComparedTally], atlas: Atlas) -> list[RunningCount]:
    """Return the running counts that compared tallies are compared with.

    One per first day and country that a tally names (all countries since 18 October 2023, Syria
    alone since 19 October, ...), to the last tally of that kind. None where a tally names no day.
    """
    last: dict[tuple[bool, date], ComparedTally] = {}
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
        lines.append(RunningCount(label, first, syria_only, days, np.cumsum(per_day)))
    return lines


def plain_tallies(tallies: Iterable[Tally]) -> list[dict[str, Any]]:
    """Return published counts as plain values, for JSON.

    `atlas_count` is None where the tally names no first day.
    """
    return [
        {
            "as_of": tally.as_of.isoformat(),
            "since": None if pd.isna(tally.row.since) else f"{tally.row.since:%Y-%m-%d}",
            "counted_by": tally.row.counted_by,
            "approximate": bool(tally.row.approximate),
            "total": _whole(tally.row.total),
            "iraq": _whole(tally.row.iraq),
            "syria": _whole(tally.row.syria),
            "jordan": _whole(tally.row.jordan),
            "atlas_count": None if tally.positions is None else len(tally.positions),
            "note": None if pd.isna(tally.row.note) else tally.row.note,
            "source_id": tally.row.source_id,
        }
        for tally in tallies
    ]


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def plain_comparison(compared: Iterable[ComparedTally]) -> list[dict[str, Any]]:
    """Return compared tallies as plain values, for JSON."""
    return [
        {
            "as_of": tally.as_of.isoformat(),
            "first_local_day": tally.first and tally.first.isoformat(),
            "counted_by": tally.counted_by,
            "counter": tally.counter,
            "published": tally.published,
            "approximate": tally.approximate,
            "syria_only": tally.syria_only,
            "atlas_count": tally.counted and tally.counted.n,
            "gap": tally.gap,
            "atlas_on_last_day": tally.on_last_day,
            "why": list(tally.why),
            "source_id": tally.source_id,
        }
        for tally in compared
    ]
