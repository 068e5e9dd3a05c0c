"""What statements say of each group, how the rules count it, and how groups belong together.

Counts by stance take the incidents that a filter finds. Counts by rule take the rest of the filter:
its own group and rule make way for the group and the rule that are asked about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.filter.figure import Figure
from geo.model.cached import per_atlas
from geo.utils import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.filter.filter import Filter, View
    from geo.model.atlas import Atlas

# What can be said of a group's part; a finding names no group.
STANCES: Final = ("claimed", "acknowledged", "attributed", "suspected", "denied", "withdrew")
EVERYBODY: Final = ""

BRAND, FACTION, FACADE, STATE, OTHER = "brand", "faction", "facade", "state", "other"
# An import may name thousands: more than these are neither read nor counted in passing.
MOST: Final = 200
FORMS: Final[Mapping[str, str]] = {
    BRAND: "umbrella or brand",
    FACTION: "armed group",
    FACADE: "facade: a source says that it fronts for another group",
    STATE: "state, state force or coalition of states",
    OTHER: "no armed body, such as civilians or protesters",
}
_FORM_OF_KIND: Final[Mapping[str, str]] = {
    "umbrella": BRAND,
    "armed_group": FACTION,
    "state_paramilitary": STATE,
    "state_military": STATE,
    "coalition": STATE,
    "other": OTHER,
}


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the hierarchy, with what its source says; `note` is None where it says no more.

    `period` says in words when the link is valid, "" where no source does. `sources` are address
    and publisher of the pages: where the link was read, then where its days were, if elsewhere.
    """

    child: str
    parent: str
    relation: str
    note: str | None
    period: str
    sources: tuple[tuple[str, str], ...]


@per_atlas
def list_links(atlas: Atlas) -> tuple[Link, ...]:
    """Return the links between groups in the table's order."""
    sources = atlas.sources.set_index("source_id")[["url", "publisher"]]
    table = atlas.group_links
    dates = table.reindex(columns=["valid_from", "valid_to"])
    periods = [_period(*days) for days in dates.itertuples(index=False)]
    pages = table.reindex(columns=["source_id", "period_source_id"])
    return tuple(
        Link(row.child_id, row.parent_id, row.relation, None if pd.isna(row.note) else row.note,
             period, tuple(tuple(sources.loc[page]) for page in read if pd.notna(page)))
        for row, period, read in zip(
            table.itertuples(index=False), periods, pages.itertuples(index=False), strict=True
        )
    )  # fmt: skip


def _period(first: pd.Timestamp, last: pd.Timestamp) -> str:
    if pd.isna(last):
        return "" if pd.isna(first) else f"since {words.short_day(first)}"
    until = words.short_day(last)
    return f"until {until}" if pd.isna(first) else f"{words.short_day(first)} to {until}"


@per_atlas
def group_names(atlas: Atlas) -> Mapping[str, str]:
    """Return the name of every group id."""
    groups = atlas.groups
    return MappingProxyType(dict(zip(groups["group_id"], groups["name"], strict=True)))


@per_atlas
def group_forms(atlas: Atlas) -> Mapping[str, str]:
    """Return the form of each group: brand, faction, facade, state or other.

    A facade is an armed group that is linked as `front_for` another one. A label whose parent is
    not established is an armed group like any other.
    """
    fronts = {link.child for link in list_links(atlas) if link.relation == "front_for"}
    groups = atlas.groups
    return MappingProxyType(
        {
            group: FACADE if kind == "armed_group" and group in fronts else _FORM_OF_KIND[kind]
            for group, kind in zip(groups["group_id"], groups["kind"], strict=True)
        }
    )


@per_atlas
def bodies_of_groups(atlas: Atlas) -> Mapping[str, tuple[str, ...]]:
    """Return the groups that belong to two bodies or more, on whatever days, with these bodies.

    To belong is `member_of` or `front_for`; affiliated and nominal links are no membership.
    """
    bodies: dict[str, list[str]] = defaultdict(list)
    for link in list_links(atlas):
        if link.relation in codes.MEMBERSHIP:
            bodies[link.child].append(link.parent)
    several = {group: tuple(of) for group, of in bodies.items() if len(set(of)) > 1}
    return MappingProxyType(several)


def count_stances(
    view: View, atlas: Atlas, group_id: str, *, members: bool = True
) -> dict[str, Figure]:
    """Count the incidents of a view by what is said of a group's part; they may overlap.

    Args:
        view: the incidents asked about.
        atlas: the atlas.
        group_id: the group.
        members: whether statements about those that belong to it on the incident's date count as
            statements about it.

    Returns:
        One figure per stance of `STANCES`. A claim that the group took back is not `claimed`; it
        is `withdrew`. A claim has a filter that finds the same rows where the view's own filter
        names no group and no rule.
    """
    free = not view.filter.group and view.filter.rule == "any"
    masks = atlas.ledger.by_stance([group_id], members=members)
    name = _name(atlas, group_id, members=members)
    figures = {}
    for stance in STANCES:
        filter_ = (
            replace(view.filter, group=(group_id,), rule="claimed", members=members)
            if free and stance == "claimed"
            else None
        )
        figures[stance] = Figure(
            _key(group_id, stance, members=members),
            f"{name}: {stance}",
            _within(view, masks[stance]),
            filter_,
        )
    return figures


def count_under_rules(
    filter_: Filter, atlas: Atlas, group_id: str = EVERYBODY, *, members: bool = True
) -> dict[str, Figure]:
    """Count a group's incidents under each attribution rule, all else of the filter as it is.

    Args:
        filter_: the filter; its own group, rule and members are replaced.
        atlas: the atlas.
        group_id: the group, or `EVERYBODY` for any group.
        members: whether the group stands for all that belong to it.

    Returns:
        One figure per rule of `geo.codes.RULE`, each with the filter that finds its rows.
    """
    figures = {}
    for rule in codes.RULE:
        under = replace(filter_, group=(group_id,) if group_id else (), rule=rule,
                        members=members or not group_id)  # fmt: skip
        figures[rule] = Figure(
            _key(group_id, f"rule-{rule}", members=members),
            f"{_name(atlas, group_id, members=members)}, rule {rule}",
            under.view(atlas).positions,
            under,
        )
    return figures


def share_claimed(view: View, atlas: Atlas, group_id: str) -> tuple[Figure, Figure]:
    """Return the attacks of a view with a claim of the group's that stands, and all its attacks.

    Claims of its members are its own. Only attacks are claimed: a counterstrike is acknowledged.
    """
    is_attack = (atlas.incidents["event_type"] == "attack").to_numpy(dtype=bool)
    claims = atlas.ledger.matching("claimed", [group_id])
    name = _name(atlas, group_id, members=True)
    return (
        Figure(_key(group_id, "claimed-attacks", members=True), f"{name}: attacks claimed",
                _within(view, is_attack & claims)),
        Figure("attacks", "Attacks in view", _within(view, is_attack)),
    )  # fmt: skip


def most_named_groups(view: View, atlas: Atlas, most: int = MOST) -> tuple[list[str], int]:
    """Return the groups that statements in the view name most, and how many groups they name.

    Groups with members count as named, since statements about a member may be about them. The
    groups are in the table's order.
    """
    ids, ledger = atlas.graph.group_ids, atlas.ledger
    in_view = np.zeros(ledger.n_incidents, dtype=bool)
    in_view[view.positions] = True
    about = ledger.group[(ledger.group >= 0) & in_view[ledger.incident]]
    n = np.bincount(about, minlength=len(ids))
    n[[i for i, group in enumerate(ids) if len(atlas.graph.members(group)) > 1]] += len(about) + 1
    named = np.flatnonzero(n)
    chosen = np.sort(named[np.argsort(-n[named], kind="stable")[:most]])
    return [ids[i] for i in chosen], len(named)


def count_all_stances(
    view: View, atlas: Atlas, *, members: bool = True
) -> dict[str, dict[str, Figure]]:
    """Return `count_stances` of the groups that statements in the view are about, at most `MOST`.

    Most spoken-of groups come first, equal ones by name.
    """
    named = group_names(atlas)
    by_group, order = {}, {}
    for group in most_named_groups(view, atlas)[0]:
        figures = count_stances(view, atlas, group, members=members)
        spoken = np.unique(np.concatenate([f.positions for f in figures.values()]))
        if len(spoken):
            by_group[group], order[group] = figures, (-len(spoken), named[group])
    return {group: by_group[group] for group in sorted(by_group, key=lambda g: order[g])}


def _within(view: View, mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    return view.positions[mask[view.positions]]


def _key(group_id: str, what: str, *, members: bool) -> str:
    return ".".join([group_id or "everybody", *([] if members else ["own"]), what])


def _name(atlas: Atlas, group_id: str, *, members: bool) -> str:
    if not group_id:
        return "Any group"
    has_members = len(atlas.graph.members(group_id)) > 1
    whose = "" if not has_members else ", members included" if members else " itself"
    return f"{group_names(atlas)[group_id]}{whose}"
