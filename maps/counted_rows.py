"""Rows that stand for several incidents, counted for a period.

A row has `days` (since 1970-01-01, ascending) and `of` (the number of a group class for each).
The browser counts such rows anew while the period moves; here is the same in Python, for the maps
that stand still.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from geo.cartography import symbology
from geo.filter.filter import day_of
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.cartography.symbology import GroupClass

ONE: Final = "{n} incident: {class}; {last}"
MANY: Final = "{n} incidents, most often: {class}; last {last}"


def count_rows(
    rows: Sequence[dict[str, Any]],
    sizes: Sequence[int],
    days: tuple[int, int],
    classes: Sequence[GroupClass] = symbology.GROUP_CLASSES,
) -> list[dict[str, Any]]:
    """Return the rows that have anything in the period.

    Each gets n (its count, as text), s (`sizes` of that count), c (RGB of its most frequent group
    class, of equal ones the one that stands first in the legend) and tip_body.

    Args:
        rows: rows with days and of.
        sizes: pixels across, by count.
        days: first and last day since 1970-01-01, inclusive.
        classes: the colour classes of the atlas.
    """
    counted = []
    for row in rows:
        low, high = bisect_left(row["days"], days[0]), bisect_right(row["days"], days[1])
        if low >= high:
            continue
        tally = Counter(row["of"][low:high])
        leading = classes[min(tally, key=lambda group: (-tally[group], group))]
        n = high - low
        words = (ONE if n == 1 else MANY).replace("{n}", str(n))
        words = words.replace("{last}", short_day(day_of(row["days"][high - 1])))
        counted.append(
            {name: value for name, value in row.items() if name not in {"days", "of"}}
            | {
                "n": str(n), "s": sizes[min(n, len(sizes) - 1)], "c": list(leading.colour),
                "tip_body": words.replace("{class}", leading.label),
            }
        )  # fmt: skip
    return counted
