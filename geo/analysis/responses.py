"""Response chains: an attack, the counterstrike that answered it, and what followed.

Who answered what is taken from `response_to`, which is set only where the striking side, or a
source quoting it, names the attack. Nothing here says what caused what: a counterstrike is flown
when attacks are many, so that fewer may follow by themselves, and the attack that was answered is
one of those before.

Decisions:

- A chain is one answered attack and one day of counterstrikes that answered it. Nine strikes of one
  night are one chain; a strike five days later is another one.
- A chain is listed, whole, when the attack or one of the strikes matches the filter.
- Counted are attacks on the side that the answered attack was on, under the filter's conditions
  other than period, `type` and `target`: the period must not cut a window, and a filter for
  counterstrikes must not hide the attacks that they answered.
- The day of the counterstrike is in neither window, for the order within a day is not known; its
  attacks are a number of their own. A window that runs past the data is cut there, and the rate is
  that of the days that are left.
- A ratio is given only where every day of both windows was searched, or the folder says nothing of
  coverage (`geo.analysis.coverage`): from a selection of notable incidents follows no rate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.analysis import coverage
from geo.filter.figure import Figure
from geo.filter.filter import Filter, day_of, days_since_epoch
from geo.utils import intervals
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from geo.filter.filter import View
    from geo.model.atlas import Atlas
    from geo.utils.intervals import Interval, Ratio

WINDOWS_DAYS: Final = (7, 30)
WARNING: Final = (
    "This doesn't show cause and effect. Counterstrikes tend to come at peaks, when attacks would "
    "fall anyway; nearby windows overlap; and much else happened at the time."
)
_NOT_SEARCHED: Final = "n/a (coverage incomplete)"
_GAP: Final = "n/a (published counts imply attacks in these windows that were not found)"
_NOTHING: Final = "n/a (no attack in either window)"
_NO_DAYS: Final = "n/a (one window lies outside the data)"


@dataclass(frozen=True)
class Window:
    """The attacks of some days before or after the day of a counterstrike.

    `days` is how many days of the window lie within the data. `interval` is the exact 95 % interval
    of the expected number of attacks. `approximate` counts those whose date is approximate: they
    may belong to a day outside.
    """

    counted: Figure
    days: int
    interval: Interval
    approximate: int


@dataclass(frozen=True)
class Compared:
    """What followed within `length_days`, beside the same length before.

    `ratio` compares the rates per day; it is None with the `reason` in words. `level` is how well
    the worst day of both windows was searched.
    """

    length_days: int
    before: Window
    after: Window
    ratio: Ratio | None
    reason: str
    level: str


@dataclass(frozen=True)
class Chain:
    """One answered attack and one day of counterstrikes that answered it.

    `days_between` runs from the attack to the counterstrikes, 0 on the same day; where
    `approximate` is True one of the dates is, and so are the days between and the windows. It may
    then even be below 0. `same_day` are the counted attacks of the day of the counterstrikes, which
    are in neither window.
    """

    attack: Figure
    strikes: Figure
    attack_date: date
    strike_date: date
    days_between: int
    approximate: bool
    same_day: Figure
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class Responses:
    """The chains in order of the counterstrikes' days.

    `unlinked` are the counterstrikes of the filter for which no source names the attack answered;
    `unread` those whose attack is not among the sound rows.
    """

    chains: tuple[Chain, ...]
    unlinked: Figure
    unread: Figure


@dataclass(frozen=True)
class _Followers:
    """The attacks on one side that may follow, and how well their days were searched."""

    filter: Filter
    rows: NDArray[np.intp]
    searched: coverage.DayLevels


def find_responses(view: View, atlas: Atlas) -> Responses:
    """Return the response chains that a view touches, and the counterstrikes without one."""
    incidents = atlas.incidents
    attack_ids = incidents["response_to"]
    is_strike = (incidents["event_type"] == "counterstrike").to_numpy()
    attack_of = attack_ids.map(dict(atlas.row_of)).fillna(-1).to_numpy(np.int64)
    matches = np.zeros(len(incidents), dtype=bool)
    matches[view.positions] = True
    named, linked = attack_ids.notna().to_numpy(), attack_of >= 0
    pairs: dict[tuple[int, int], list[int]] = {}
    for strike in np.flatnonzero(is_strike & linked).tolist():
        pairs.setdefault((int(atlas.day[strike]), int(attack_of[strike])), []).append(strike)
    answered = [
        (attack, np.array(strikes))
        for (_, attack), strikes in sorted(pairs.items())
        if matches[attack] or matches[strikes].any()
    ]
    sides = incidents["target_side"].to_numpy(dtype=object)
    followers = {
        side: _followers(view, atlas, side)
        for side in {str(sides[attack]) for attack, _ in answered}
    }
    return Responses(
        tuple(
            _chain(atlas, attack, strikes, followers[str(sides[attack])])
            for attack, strikes in answered
        ),
        Figure("unlinked", "Counterstrikes for which no source names the attack they answered",
                np.flatnonzero(is_strike & ~named & matches)),
        Figure("unread", "Counterstrikes whose answered attack is quarantined",
                np.flatnonzero(is_strike & named & ~linked & matches)),
    )  # fmt: skip


def _followers(view: View, atlas: Atlas, side: str) -> _Followers:
    filter_ = replace(view.filter, date_from=None, date_to=None, type=("attack",), target=(side,))
    first, last = (days_since_epoch(day) for day in (atlas.first_date, atlas.last_date))
    longest = max(WINDOWS_DAYS)
    return _Followers(
        filter_,
        np.flatnonzero(filter_.mask(atlas)),
        coverage.searched_days(filter_, atlas, first - longest, last + longest),
    )


def _chain(
    atlas: Atlas, attack: int, strikes: NDArray[np.intp], followers: _Followers
) -> Chain:  # fmt: skip
    incidents = atlas.incidents
    rows, day = followers.rows, int(atlas.day[strikes[0]])
    key = f"answer_{incidents['incident_id'].iloc[attack]}_{day_of(day)}"
    when, name = short_day(day_of(day)), incidents["target"].iloc[attack]

    def attacks(first: int, last: int, part: str, words: str) -> Figure:
        inside = rows[(atlas.day[rows] >= first) & (atlas.day[rows] <= last)]
        own = replace(followers.filter, date_from=day_of(first), date_to=day_of(last))
        return Figure(f"{key}_{part}", f"Attacks {words} the counterstrikes of {when}", inside,
                       own)  # fmt: skip

    return Chain(
        attack=Figure(
            f"{key}_attack", f"Attack on {name}, answered on {when}", np.array([attack])
        ),
        strikes=Figure(f"{key}_strikes", f"Counterstrikes of {when} for {name}", strikes),
        attack_date=day_of(int(atlas.day[attack])),
        strike_date=day_of(day),
        days_between=day - int(atlas.day[attack]),
        approximate=bool(atlas.approximate[[attack, *strikes]].any()),
        same_day=attacks(day, day, "same_day", "on the day of"),
        compared=tuple(
            _compared(atlas, n, followers.searched.worst(day - n, day + n), (
                (day - n, day - 1, attacks(day - n, day - 1, f"{n}_before", f"{n} days before")),
                (day + 1, day + n, attacks(day + 1, day + n, f"{n}_after", f"{n} days after")),
            ))
            for n in WINDOWS_DAYS
        ),
    )  # fmt: skip


def _compared(
    atlas: Atlas, length_days: int, level: str, spans: tuple[tuple[int, int, Figure], ...]
) -> Compared:
    before, after = (_window(atlas, *span) for span in spans)
    ratio, reason = None, ""
    if not (before.days and after.days):
        reason = _NO_DAYS
    elif level not in {"searched", coverage.UNSTATED}:
        reason = _GAP if level == "gap" else _NOT_SEARCHED
    else:
        ratio = intervals.rate_ratio(after.counted.n, after.days, before.counted.n, before.days)
        reason = "" if ratio else _NOTHING
    return Compared(length_days, before, after, ratio, reason, level)


def _window(atlas: Atlas, first: int, last: int, counted: Figure) -> Window:
    inside = min(last, days_since_epoch(atlas.last_date)) - max(
        first, days_since_epoch(atlas.first_date)
    )
    return Window(
        counted,
        max(0, inside + 1),
        intervals.poisson(counted.n),
        int(np.count_nonzero(atlas.approximate[counted.positions])),
    )


def plain_responses(responses: Responses, atlas: Atlas) -> dict[str, Any]:
    """Return the chains as plain values, for JSON.

    `chains` has the incident ids, the dates, and for each window the counts, days, intervals,
    ratio, why there is none, and the coverage; `warning` belongs to every use of the ratios.
    """
    ids = atlas.incidents["incident_id"].to_numpy(dtype=object)
    return {
        "warning": WARNING,
        "interval_level": intervals.LEVEL,
        "chains": [
            {
                "attack": ids[chain.attack.positions[0]],
                "attack_date": chain.attack_date.isoformat(),
                "counterstrikes": ids[chain.strikes.positions].tolist(),
                "counterstrike_date": chain.strike_date.isoformat(),
                "days_between": chain.days_between,
                "approximate": chain.approximate,
                "attacks_same_day": chain.same_day.n,
                "windows": [_plain_window(c) for c in chain.compared],
            }
            for chain in responses.chains
        ],
        "unlinked": ids[responses.unlinked.positions].tolist(),
        "unread": ids[responses.unread.positions].tolist(),
    }


def _plain_window(compared: Compared) -> Mapping[str, Any]:
    result: dict[str, Any] = {"length_days": compared.length_days}
    for name, window in (("before", compared.before), ("after", compared.after)):
        result[name] = {
            "attacks": window.counted.n,
            "days": window.days,
            "interval": [window.interval.low, window.interval.high],
            "approximate": window.approximate,
        }
    ratio = compared.ratio
    return result | {
        "rate_ratio": ratio and ratio.value,
        "rate_ratio_interval": ratio and [ratio.interval.low, ratio.interval.high],
        "no_ratio_because": compared.reason or None,
        "coverage": compared.level,
    }
