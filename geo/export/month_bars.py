"""Bars per month, on pictures and briefs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from matplotlib.ticker import MaxNLocator

from geo.export.look import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from geo.export.look import Inks
    from geo.filter.figure import Figure

_MOST_MONTHS: Final = 24  # beyond them only years are named
_NAMED_MONTHS: Final = 6


def draw_months(
    axes: Axes, months: Sequence[Figure], *, size_pt: float = 6.3, inks: Inks = LIGHT
) -> None:
    """Draw a bar per month, with a scale and the months or years below.

    Args:
        axes: what to draw on.
        months: from `breakdowns.split_by_month`.
        size_pt: the size of the letters.
        inks: its colours.
    """
    starts = [date.fromisoformat(f"{m.key.rsplit(':', 1)[1]}-01") for m in months]
    axes.set_facecolor("none")
    axes.bar(range(len(months)), [m.n for m in months], width=0.8, color=inks.accent)
    ticks = _month_ticks(starts)
    axes.set_xticks([i for i, _ in ticks], [words for _, words in ticks])
    axes.set_xlim(-0.7, max(len(months) - 0.3, 0.7))
    axes.set_ylim(0, max(*(m.n for m in months), 1) * 1.08 if months else 1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
    axes.tick_params(labelsize=size_pt, colors=inks.grey, length=2, width=0.5)
    axes.tick_params(axis="y", length=0, pad=1)
    axes.grid(axis="y", color=inks.grid, linewidth=0.5)
    axes.set_axisbelow(True)
    for name, side in axes.spines.items():
        side.set(visible=name == "bottom", color=inks.axis, linewidth=0.6)


def _month_ticks(starts: Sequence[date]) -> list[tuple[int, str]]:
    """Return which months are named, and how: `Oct 2023`, then `Nov`; or the years alone."""
    if len(starts) > _MOST_MONTHS:
        return [(i, str(day.year)) for i, day in enumerate(starts) if day.month == 1]
    step = max(1, -(-len(starts) // _NAMED_MONTHS))
    ticks: list[tuple[int, str]] = []
    for i, day in enumerate(starts):
        if i % step == 0:
            is_new = not ticks or starts[ticks[-1][0]].year != day.year
            ticks.append((i, f"{day:%b}\n{day.year}" if is_new else f"{day:%b}"))
    return ticks
