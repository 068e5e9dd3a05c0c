"""Counts over the rows that a filter matches, as plain numbers.

Counts by a property of which an incident may have several (groups, stances, weapons) count
incidents and may overlap: their sum can exceed the number of incidents.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.analysis import breakdowns
from geo.filter import wording
from geo.filter.filter import View, day_of
from geo.model.statements import UNKNOWN
from geo.utils.text_columns import counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

_HALF: Final = 0.5


def count_by_group(view: View, atlas: Atlas) -> dict[str, int]:
    """Count incidents by each group named in a statement that the filter's rule admits.

    Every named group counts for itself, not for the groups that it belongs to.

    Returns:
        Group ids, most incidents first; incidents without such a statement count as `unknown`.

    Example:
        >>> count_by_group(atlas.view("from=2024-02-01&to=2024-02-04"), atlas)
        {'centcom': 9, 'iran_backed_unspecified': 4, 'iri': 4, 'unknown': 4}
    """
    stances = {
        "any": ("claimed", "acknowledged", "attributed", "suspected", "party"),
        "claimed": ("claimed",),
        "attributed": ("attributed", "suspected"),
        "undisputed": ("claimed", "acknowledged", "attributed"),
        "unclaimed": ("acknowledged", "attributed", "suspected"),
    }[view.filter.rule]
    undisputed = view.filter.rule == "undisputed"
    incident, group = atlas.ledger.naming(stances, undisputed=undisputed)
    in_view = view.mask()
    n_of_group = np.bincount(group[in_view[incident]], minlength=1).tolist()
    in_view[incident] = False
    unnamed = int(np.count_nonzero(in_view))
    by_id = dict(zip(atlas.graph.group_ids, n_of_group, strict=False))
    return _ranked(by_id | {UNKNOWN: by_id.get(UNKNOWN, 0) + unnamed})


def types_in_words(view: View, atlas: Atlas) -> str:
    """Return how many of each type a filter finds, most first: `307 attacks, 34 counterstrikes`."""
    return ", ".join(
        f"{n:,} {wording.type_noun(event_type, n)}"
        for event_type, n in count_by_column(view, atlas, "event_type").items()
        if n
    )


def count_by_stance(view: View, atlas: Atlas) -> dict[str, int]:
    """Count incidents by the stances of all statements about them that stand.

    Returns:
        Stances in the code list's order, those that do not occur left out.
    """
    masks = atlas.ledger.by_stance()
    by_code = {
        stance: int(np.count_nonzero(mask[view.positions])) for stance, mask in masks.items()
    }
    return {stance: n for stance, n in by_code.items() if n}


def count_by_column(view: View, atlas: Atlas, column: str) -> dict[str, int]:
    """Count incidents by the values of a column of `atlas.incidents`, most first.

    A missing value counts as `none`.
    """
    values = atlas.incidents[column].iloc[view.positions]
    n_of_value = Counter(counts(values))
    n_of_value["none"] += int(values.isna().sum())
    return _ranked(n_of_value)


def count_by_weapon(view: View, atlas: Atlas) -> dict[str, int]:
    """Count incidents by weapon, most first; one with two weapons counts under both.

    Example:
        >>> count_by_weapon(atlas.view("group=kh&from=2023-10-17"), atlas)
        {'one_way_attack_drone': 3, 'rocket': 1}
    """
    masks = breakdowns.weapon_masks(atlas, view.positions)
    return _ranked({code: int(np.count_nonzero(mask)) for code, mask in masks.items()})


def count_by_month(view: View, atlas: Atlas) -> dict[str, int]:
    """Count incidents by month (YYYY-MM), empty months between the first and last included."""
    if not view.shown:
        return {}
    first, last = (day_of(day) for day in atlas.day[view.positions[[0, -1]]].tolist())
    return {
        month: len(positions)
        for month, positions in breakdowns.months(view.positions, atlas, first, last).items()
    }


def sum_toll(view: View, atlas: Atlas, column: str) -> tuple[int | None, int]:
    """Return the sum of the column `killed` or `injured`, and in how many rows it is unknown.

    The sum is that of the rows where it is known; None where it is known for no row at all, for
    unknown is never 0.

    Example:
        >>> sum_toll(atlas.view("base=tower_22"), atlas, "killed")
        (3, 0)
    """
    values = atlas.incidents[column].iloc[view.positions]
    unknown = int(values.isna().sum())
    return (None if unknown == len(values) else int(values.sum())), unknown


def _ranked(n_of: Mapping[str, int]) -> dict[str, int]:
    """Return counts of more than none, the largest first, equal ones by name."""
    order = sorted((name for name in n_of if n_of[name]), key=lambda name: (-n_of[name], name))
    return {str(name): int(n_of[name]) for name in order}


def days_between(first: date, last: date) -> int:
    """Return the number of days from `first` to `last`, both included."""
    return (last - first) // timedelta(days=1) + 1


def are_parties(positions: NDArray[np.intp], atlas: Atlas) -> bool:
    """Return whether most incidents name their groups as parties only.

    A party is not said to have done it.

    Args:
        positions: rows of `atlas.incidents`.
        atlas: the atlas.
    """
    return bool(len(positions) and atlas.ledger.led_by_party[positions].mean() > _HALF)
