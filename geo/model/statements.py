"""Who says who did it: the group graph and the attribution rules.

An incident has many statements; every filter and every count by group asks them under a rule
(`geo.codes.RULE`). Group and rule are met by one and the same statement.
"""

from __future__ import annotations

import graphlib
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from geo.codes import MEMBERSHIP, STANCE
from geo.utils.lists import lists_of_rows
from geo.utils.text_columns import positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

UNKNOWN: Final = "unknown"
SEVERAL: Final = "several"

_STANCES = tuple(STANCE)
# Stances that say a group had a part in it, strongest first: a map colours an incident by the first
# it finds. A party comes last: it may as well be the one that was attacked. Of several parties the
# first-named leads, as ACLED's actor1, since a file names them in an order.
_LEADING = ("claimed", "acknowledged", "attributed", "suspected", "party")
RULE_STANCES: Mapping[str, frozenset[str]] = {
    "any": frozenset(_LEADING),
    "claimed": frozenset({"claimed"}),
    "attributed": frozenset({"attributed", "suspected"}),
    "undisputed": frozenset({"claimed", "acknowledged", "attributed"}),
}
_BLAMED = frozenset({"attributed", "suspected"})
# Where a link is open, in days since 1970-01-01: before and after any day that pandas can hold.
_EARLIEST, _LATEST = -(10**9), 10**9


def find_cycle(links: pd.DataFrame) -> list[str]:
    """Return the group ids of one cycle in the links, first id repeated at the end, or [].

    Args:
        links: columns child_id and parent_id; links of every relation are followed, whatever days
            they are valid on.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    for child, parent in zip(links["child_id"], links["parent_id"], strict=True):
        parents[child].add(parent)
    try:
        graphlib.TopologicalSorter({c: sorted(parents[c]) for c in sorted(parents)}).prepare()
    except graphlib.CycleError as error:
        # graphlib lists each node after the one that it precedes: parent before child.
        return list(reversed(error.args[1]))
    return []


class GroupGraph:
    """Groups and how they belong together, which may change with time.

    The links have been checked for cycles. Time falls into periods in which no membership begins or
    ends; without dated links there is one.

    Args:
        group_ids: all group ids, in table order.
        links: columns child_id, parent_id, relation, and where links have dates valid_from and
            valid_to, the first and the last day of a link, missing where it is open.
    """

    def __init__(self, group_ids: Sequence[str], links: pd.DataFrame) -> None:
        """Index the links by parent and by child."""
        self.group_ids = tuple(group_ids)
        self._index = {group: i for i, group in enumerate(self.group_ids)}
        self._children: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self._parents: dict[str, list[tuple[str, str]]] = defaultdict(list)
        begins, ends = _days(links, "valid_from", _EARLIEST), _days(links, "valid_to", _LATEST)
        counts = links["relation"].isin(MEMBERSHIP).to_numpy(dtype=bool)
        days = np.unique(np.concatenate([begins[counts], ends[counts] + 1]))
        self._first_days = days[(days > _EARLIEST) & (days <= _LATEST)]
        first, last = self.period_of(begins), self.period_of(ends)
        for child, parent, relation, *periods in zip(
            links["child_id"], links["parent_id"], links["relation"], first.tolist(), last.tolist(),
            strict=True,
        ):  # fmt: skip
            self._parents[child].append((parent, relation))
            if relation in MEMBERSHIP:
                self._children[parent].append((child, *periods))

    @property
    def n_periods(self) -> int:
        """How many periods there are in which the same links are valid."""
        return len(self._first_days) + 1

    def period_of(self, days: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the period that each day falls into; days are counted from 1970-01-01."""
        return np.searchsorted(self._first_days, days, side="right").astype(np.int32)

    def members(self, group_id: str, period: int | None = None) -> frozenset[str]:
        """Return the group and all that belong to it, however deep.

        Membership runs over `member_of` and `front_for`; allied and nominal links are not followed.

        Args:
            group_id: the group.
            period: only links that are valid in this period are followed; None asks who belongs to
                the group on any day.
        """
        if period is None:
            ever = (self.members(group_id, p) for p in range(self.n_periods))
            return frozenset().union(*ever)
        members: set[str] = set()
        waiting = [group_id]
        while waiting:
            group = waiting.pop()
            if group not in members:
                members.add(group)
                waiting += [
                    child
                    for child, first, last in self._children.get(group, ())
                    if first <= period <= last
                ]
        return frozenset(members)

    def parents(self, group_id: str) -> tuple[tuple[str, str], ...]:
        """Return the direct (parent_id, relation) pairs of a group, of every relation."""
        return tuple(self._parents.get(group_id, ()))

    def membership(self, groups: Iterable[str], *, members: bool = True) -> NDArray[np.bool_]:
        """Return who is one of the groups, or belongs to one, in each period.

        Args:
            groups: group ids.
            members: whether a group stands for all that belong to it.

        Returns:
            Shape (periods, groups + 1), groups in table order; the last column, for a statement
            about no group, is False.
        """
        belongs = np.zeros((self.n_periods, len(self.group_ids) + 1), dtype=bool)
        for group in groups:
            for period in range(self.n_periods):
                of_period = self.members(group, period) if members else (group,)
                belongs[period, [self._index[g] for g in of_period if g in self._index]] = True
        return belongs


def _days(links: pd.DataFrame, column: str, if_open: int) -> NDArray[np.int64]:
    """Return the days of a column since 1970-01-01, `if_open` where it has none."""
    if column not in links:
        return np.full(len(links), if_open)
    days = links[column].to_numpy("datetime64[D]")
    return np.where(np.isnat(days), if_open, days.astype(np.int64))


@dataclass(frozen=True)
class Ledger:
    """All statements as arrays, one entry per statement.

    `incident` is the row position of the incident, `group` an index into `graph.group_ids` (-1
    where no group is named), `stance` an index into the code list, `stands` is False for a claim
    that its own group took back, `disputed` is True where someone denies that group's part, or that
    anything happened. `period` is the graph's for the date of the incident, which decides who
    belongs to whom.
    """

    graph: GroupGraph
    n_incidents: int
    incident: NDArray[np.int32]
    group: NDArray[np.int32]
    stance: NDArray[np.int8]
    stands: NDArray[np.bool_]
    disputed: NDArray[np.bool_]
    period: NDArray[np.int32]

    @classmethod
    def build(
        cls,
        statements: pd.DataFrame,
        incident_ids: pd.Series[str],
        days: NDArray[np.int64],
        graph: GroupGraph,
    ) -> Ledger:
        """Build the arrays.

        Args:
            statements: columns incident_id, group_id (missing where none), stance.
            incident_ids: the incidents, in row order; every statement is about one of them.
            days: the date of each incident, days since 1970-01-01; the first of several.
            graph: the groups.
        """
        incident = positions(statements["incident_id"], incident_ids).astype(np.int32)
        group = positions(statements["group_id"], graph.group_ids).astype(np.int32)
        stance = positions(statements["stance"], _STANCES).astype(np.int8)
        stands = ~_taken_back(incident, group, stance)
        period = graph.period_of(days)[incident]
        disputed = _disputed(incident, group, stance, period, graph)
        for array in (incident, group, stance, stands, disputed, period):
            array.setflags(write=False)
        return cls(graph, len(incident_ids), incident, group, stance, stands, disputed, period)

    def _is(self, stances: Iterable[str]) -> NDArray[np.bool_]:
        return self._is_listed(stances)[self.stance] & self.stands

    @staticmethod
    def _is_listed(stances: Iterable[str]) -> NDArray[np.bool_]:
        is_listed = np.zeros(len(_STANCES), dtype=bool)
        is_listed[[_STANCES.index(s) for s in stances]] = True
        return is_listed

    @cached_property
    def _place(self) -> NDArray[np.int64]:
        """Where each statement stands in the flattened table of `GroupGraph.membership`."""
        columns = len(self.graph.group_ids) + 1
        return self.period.astype(np.int64) * columns + self.group % columns

    def _about(self, groups: Iterable[str], *, members: bool) -> NDArray[np.bool_]:
        return self.graph.membership(groups, members=members).ravel()[self._place]

    def _incidents(self, statements: NDArray[np.bool_]) -> NDArray[np.bool_]:
        mask = np.zeros(self.n_incidents, dtype=bool)
        mask[self.incident[statements]] = True
        return mask

    def matching(
        self, rule: str, groups: Iterable[str] = (), *, members: bool = True
    ) -> NDArray[np.bool_]:
        """Return which incidents have a statement that meets the rule, about one of the groups.

        Args:
            rule: a code of `geo.codes.RULE`.
            groups: group ids; none means any group.
            members: whether a group stands for all that belong to it on the incident's date.

        Returns:
            One boolean per incident. Without groups, `any` holds for every incident.
        """
        groups = frozenset(groups)
        everybody = np.ones(len(self.group), dtype=bool)
        about = self._about(groups, members=members) if groups else everybody
        if rule == "unclaimed":
            claimed = self._incidents(self._is(["claimed"]) & about)
            return ~claimed & self._incidents(self._is(_BLAMED) & about) if groups else ~claimed
        if rule == "any" and not groups:
            return np.ones(self.n_incidents, dtype=bool)
        meets = self._is(RULE_STANCES[rule]) & about
        return self._incidents(meets & ~self.disputed if rule == "undisputed" else meets)

    def by_stance(
        self, groups: Iterable[str] | None = None, *, members: bool = True
    ) -> dict[str, NDArray[np.bool_]]:
        """Return for each stance which incidents have such a statement about one of the groups.

        Statements that do not stand are left out.

        Args:
            groups: group ids; None means all statements, also those that name no group.
            members: whether a group stands for all that belong to it on the incident's date.
        """
        about = self.stands
        if groups is not None:
            about = self._about(groups, members=members) & about
        return {s: self._incidents(about & (self.stance == i)) for i, s in enumerate(_STANCES)}

    def naming(
        self, stances: Iterable[str], *, undisputed: bool = False
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return which incidents have such a statement that stands, and about which group.

        With `undisputed`, statements about a group whose part someone denies are left out.

        Returns:
            Two arrays, row position and index into `graph.group_ids`: each pair once, by incident,
            then in the order of the statements.
        """
        admitted = self._is(stances) & (self.group >= 0)
        chosen = np.flatnonzero(admitted & ~self.disputed if undisputed else admitted)
        pair = self.incident[chosen].astype(np.int64) << 32 | self.group[chosen]
        _, first = np.unique(pair, return_index=True)
        once = chosen[np.sort(first)]
        once = once[np.argsort(self.incident[once], kind="stable")]
        return self.incident[once], self.group[once]

    def groups_by_stance(
        self,
        stances: Iterable[str],
        *,
        undisputed: bool = False,
        positions: NDArray[np.intp] | None = None,
    ) -> list[tuple[str, ...]]:
        """Return for each incident the group ids with such a statement that stands, in order.

        With `undisputed`, statements about a group whose part someone denies are left out. With
        `positions`, only the incidents there are returned, in that order.
        """
        asked = np.arange(self.n_incidents) if positions is None else positions
        lists = self._of_incident.take(pa.array(asked))
        rows = lists.flatten().to_numpy()
        asker = np.repeat(np.arange(len(asked)), lists.value_lengths().to_numpy())
        is_named = self._is_listed(stances)[self.stance[rows]] & self.stands[rows]
        is_named &= self.group[rows] >= 0
        if undisputed:
            is_named &= ~self.disputed[rows]
        asker, group = asker[is_named], self.group[rows[is_named]]
        _, first = np.unique(asker << 32 | group, return_index=True)
        once = np.sort(first)
        ends = np.searchsorted(asker[once], np.arange(len(asked)), side="right").tolist()
        ids, of = self.graph.group_ids, group[once].tolist()
        return [tuple([ids[g] for g in of[a:b]]) for a, b in pairwise([0, *ends])]

    @cached_property
    def _of_incident(self) -> pa.ListArray:
        """For each incident its statements, in order."""
        every = np.arange(len(self.incident))
        return lists_of_rows(self.incident.astype(np.int64), every, self.n_incidents)

    @cached_property
    def leading_code(self) -> NDArray[np.int32]:
        """For each incident the group that a map colours it by, as an index into `leading_values`.

        The group of the strongest stance: claimed, else acknowledged, attributed, suspected, party.
        """
        n_groups = len(self.graph.group_ids)
        leading = np.full(self.n_incidents, n_groups, dtype=np.int32)
        for stance in reversed(_LEADING):
            incident, group = self.naming([stance])
            if stance == "party":
                parties, first = np.unique(incident, return_index=True)
                leading[parties] = group[first]
                continue
            leading[incident] = group
            several = np.bincount(incident, minlength=self.n_incidents) > 1
            leading[several] = n_groups + 1
        leading.setflags(write=False)
        return leading

    @cached_property
    def led_by_party(self) -> NDArray[np.bool_]:
        """Which incidents have a leading group that is merely named as a party, (n incidents,)."""
        stronger = self._incidents(self._is(_LEADING[:-1]) & (self.group >= 0))
        by_party = self._incidents(self._is(["party"]) & (self.group >= 0)) & ~stronger
        by_party.setflags(write=False)
        return by_party

    @property
    def leading_values(self) -> tuple[str, ...]:
        """What `leading_code` points to: the group ids, `unknown` and `several`."""
        return (*self.graph.group_ids, UNKNOWN, SEVERAL)

    @cached_property
    def leading_group(self) -> tuple[str, ...]:
        """For each incident the group id that a map colours it by.

        The group of the strongest stance: claimed, else acknowledged, attributed, suspected, party.
        Two or more groups of equal standing are `several`, but of parties the first-named leads;
        no group at all is `unknown`.
        """
        return tuple(np.array(self.leading_values, dtype=object)[self.leading_code].tolist())


def _taken_back(
    incident: NDArray[np.int32], group: NDArray[np.int32], stance: NDArray[np.int8]
) -> NDArray[np.bool_]:
    """Return which statements are claims that the same group withdrew."""
    pair = incident.astype(np.int64) << 32 | (group.astype(np.int64) + 1)
    withdrew = pair[stance == _STANCES.index("withdrew")]
    taken: NDArray[np.bool_] = (stance == _STANCES.index("claimed")) & np.isin(pair, withdrew)
    return taken


def _disputed(
    incident: NDArray[np.int32],
    group: NDArray[np.int32],
    stance: NDArray[np.int8],
    period: NDArray[np.int32],
    graph: GroupGraph,
) -> NDArray[np.bool_]:
    """Return which statements are about a group, or a member of one, whose part is denied.

    A denial that names no group says that nothing happened at all: it disputes every statement of
    its incident.
    """
    denials = stance == _STANCES.index("denied")
    disputed = np.isin(incident, incident[denials & (group < 0)])
    for denied in np.unique(group[denials & (group >= 0)]).tolist():
        about = graph.membership([graph.group_ids[denied]])[period, group]
        disputed |= about & np.isin(incident, incident[denials & (group == denied)])
    return disputed
