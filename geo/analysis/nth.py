"""Matching incidents numbered since a day: the 2nd officially confirmed attack since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.filter.figure import Figure
from geo.filter.filter import day_of, days_since_epoch
from geo.filter.wording import subject
from geo.utils.words import long_day, ordinal, short_day

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from geo.filter.filter import View
    from geo.model.atlas import Atlas


@dataclass(frozen=True)
class Nth:
    """The answer: the rows of the day on which the nth falls, in words and as figures.

    `of_day` holds all matching incidents of that day, numbers `first_n` to `last_n`: the atlas does
    not know which of one day came first. None where there are fewer than n. `later` are all that
    came after the day `since`.
    """

    since: date
    n: int
    of_day: Figure | None
    first_n: int
    last_n: int
    later: Figure
    text: str


def nth_since(view: View, atlas: Atlas, since: date) -> pd.DataFrame:
    """Return the matching incidents after the day `since`, numbered from 1 in order of time.

    Incidents of one day are in order of their id; the atlas does not claim to know which came
    first.

    Returns:
        Columns: n, incident_id, date, date_precision.
    """
    columns = ["incident_id", "date", "date_precision"]
    later = atlas.incidents[columns].iloc[_after(view, atlas, since)].reset_index(drop=True)
    later.insert(0, "n", np.arange(1, len(later) + 1))
    return later


def _after(view: View, atlas: Atlas, since: date) -> NDArray[np.intp]:
    return view.positions[atlas.day[view.positions] > days_since_epoch(since)]


def find_nth(view: View, atlas: Atlas, since: date, n: int) -> Nth:
    """Return the nth matching incident after the day `since`, counted by day.

    Args:
        view: what the filter finds; its period holds, also where it begins after `since`.
        atlas: the atlas.
        since: the day after which is counted; its own incidents do not count.
        n: which one, from 1.

    Raises:
        ValueError: `n` is below 1.

    Example:
        >>> find_nth(atlas.view("country=Syria"), atlas, date(2024, 2, 4), 2).text
        'The 2nd incident in Syria after 4 February 2024 was on 9 February 2024, at Conoco ...'
    """
    if n < 1:
        message = f"expected n of at least 1, found {n}"
        raise ValueError(message)
    later = Figure("later", f"All after {short_day(since)}", _after(view, atlas, since))
    notes = _period_notes(view, atlas, since)
    if later.n < n:
        have = f"{later.n or 'no'} {subject(view.filter, atlas, later.n)}"
        text = f"After {long_day(since)} the atlas holds {have}: there is no {ordinal(n)}.{notes}"
        return Nth(since, n, None, 0, 0, later, text)
    later_days = atlas.day[later.positions]
    day = later_days[n - 1]
    rows = later.positions[later_days == day]
    first_n = int(np.count_nonzero(later_days < day)) + 1
    last_n = first_n + len(rows) - 1
    when = long_day(day_of(int(day)))
    words = subject(view.filter, atlas, 1)
    comma = "," if "," in words else ""
    what = f"The {ordinal(n)} {words}{comma} after {long_day(since)}{comma}"
    if len(rows) == 1:
        text = f"{what} was on {when}, at {atlas.incidents['target'].iloc[rows[0]]}."
    else:
        link = "and" if last_n == first_n + 1 else "to"
        text = (
            f"{what} was one of {len(rows)} on {when}, the {ordinal(first_n)} {link} the "
            f"{ordinal(last_n)}; their order within that day is not known."
        )
    of_day = Figure("nth", f"The {ordinal(n)} after {short_day(since)}", rows)
    return Nth(since, n, of_day, first_n, last_n, later, text + _doubt(atlas, later) + notes)


def _period_notes(view: View, atlas: Atlas, since: date) -> str:
    first, last = view.filter.period(atlas)
    if last <= since:
        return f" The filter's period ends on {long_day(last)}, before any of them could count."
    if (first - since).days > 1:
        return f" The filter's period begins on {long_day(first)}; earlier ones are not counted."
    return ""


def _doubt(atlas: Atlas, later: Figure) -> str:
    """Say that approximate dates may shift the number; a later row may belong before it, too."""
    about = int(np.count_nonzero(atlas.approximate[later.positions]))
    if not about:
        return ""
    return (
        f" {about} of the {later.n} incidents after that day {'has' if about == 1 else 'have'} an "
        "approximate date and may count earlier or later."
    )
