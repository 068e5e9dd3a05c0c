"""Names of actors become groups, and what a file says of them statements.

A name that the atlas's own groups have (or one of their other spellings) keeps that group's id, so
that the hierarchy works. Every other name becomes a group of its own: names that differ are never
merged.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean.hedges import Hedge, take_hedge
from geo.importers.clean.text import is_missing, list_item, safe_cell, slug
from geo.utils.names import Names, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from geo.importers.clean.shared_tables import SharedTables
    from geo.importers.read.encoded_column import EncodedColumn

_PERIOD: Final = re.compile(r"\s*\((?:\d{4})?\s*-\s*(?:\d{4})?\)\s*$")
_PLACE: Final = re.compile(r"\(([^()]*)\)\s*$")
_NAME_CHARS: Final = 300
# Names of states' forces in ACLED and UCDP that mean the body which the atlas has under another
# name. The state's police, or "and its allies", is another body and is not here.
_SAME_BODY: Final = {
    "government of united states of america": "us",
    "military forces of the united states": "us",
    "government of israel": "israel",
    "military forces of israel": "idf",
    "government of iran": "iran",
    "military forces of iran": "iran",
    "military forces of iraq": "iraq_state",
    "military forces of jordan": "jordan",
    "islamic state (iraq)": "isis",
    "islamic state (syria)": "isis",
    "qsd: syrian democratic forces": "sdf",
}
# What stands between the names of groups that are all known.
_EITHER: Final = re.compile(r"\s(?:or|ou|o|oder|или|або)\s", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\s*[,/&+]\s*|\s+(?:or|and|ou|et|o|y|oder|und|или|и|або|та|і)\s+", re.IGNORECASE
)
# Words that tables write where no group is known. Only whole names: "Unidentified Armed Group" is a
# party of its own in ACLED.
_NOBODY: Final = frozenset(
    {
        "nobody", "no one", "noone", "no group", "no claim", "not claimed", "unclaimed", "unknown",
        "not known", "unidentified", "not stated", "unspecified", "not confirmed", "unconfirmed",
        "tbc", "tbd", "to be confirmed", "to be determined", "none claimed",
        "no one claimed responsibility", "nobody claimed responsibility",
        "no claim of responsibility", "yes", "no", "y", "n", "true", "false",
    }
)  # fmt: skip


@dataclass
class Groups:
    """The groups that a file names, in the order in which they are met.

    `ids[i]` and `names[i]` belong together; `known` are ids of the atlas's own groups.
    """

    shared: SharedTables
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    _index: dict[str, int] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Index the names of the atlas's own groups."""
        own = self.shared.groups["group_id"].tolist()
        self._own = Names(own, self.shared.spellings())
        self._taken = set(own)

    def index(self, name: str, kind: Callable[[str], str]) -> int:
        """Return the number of the group that a name stands for, a new one where there is none."""
        number = self._index.get(name)
        if number is None:
            number = self._index[name] = self._find(name, kind)
        return number

    def knows(self, name: str) -> bool:
        """Return whether a name is one of the atlas's own groups."""
        return fold(name) in _SAME_BODY or len(self._own.find(name)) == 1

    def _find(self, name: str, kind: Callable[[str], str]) -> int:
        plain = _PERIOD.sub("", name).strip() or name
        same = _SAME_BODY.get(fold(plain).replace("’", "'"))
        own = (same,) if same in self._own.ids else self._own.find(plain) or self._own.find(name)
        if len(own) == 1:
            return self._add(own[0], name, "", known=True)
        return self._add(self._new_id(name), name, kind(name), known=False)

    def _add(self, group_id: str, name: str, kind: str, *, known: bool) -> int:
        if group_id in self.ids:
            return self.ids.index(group_id)
        self.ids.append(group_id)
        self.names.append(safe_cell(" ".join(name.split()), _NAME_CHARS))
        self.kinds.append(kind)
        if known:
            self.known.add(group_id)
        return len(self.ids) - 1

    def _new_id(self, name: str) -> str:
        """Return an id that depends on the name alone, unless another name has it already."""
        digest = hashlib.sha256(name.encode("utf-8", errors="replace")).hexdigest()[:8]
        plain = slug(name)
        group_id = plain if plain and plain not in self._taken else f"{plain or 'group'}_{digest}"
        self._taken.add(group_id)
        return group_id

    def country(self, at: int) -> str:
        """Return the country that a new group's name has in brackets, or that none is stated."""
        match = _PLACE.search(_PERIOD.sub("", self.names[at]))
        return safe_cell(match[1].strip(), 100) or "Not stated" if match else "Not stated"


def row_item_pairs(
    cells: EncodedColumn, items: Sequence[Sequence[int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return one (row, item) pair for each item of each row's value."""
    size = np.array([len(i) for i in items], dtype=np.int64)
    flat = np.array([item for i in items for item in i], dtype=np.int64)
    start = np.concatenate([[0], np.cumsum(size)[:-1]]).astype(np.int64) if len(size) else size
    of_row = size[cells.codes]
    row = np.repeat(np.arange(len(cells)), of_row)
    within = np.arange(len(row)) - np.repeat(np.cumsum(of_row) - of_row, of_row)
    return row, flat[np.repeat(start[cells.codes], of_row) + within]


def is_nobody(name: str) -> bool:
    """Return whether a name says that no group is known."""
    return " ".join(name.casefold().split()) in _NOBODY


def split_names(cell: str, separators: str) -> list[str]:
    """Return the names of groups in a cell, each once; words such as `nobody` name none."""
    parts = re.split(f"[{re.escape(separators)}]", cell) if separators else [cell]
    names = [" ".join(p.split()) for p in parts]
    # A name may be nothing but marks of writing direction.
    groups = (n for n in names if not is_missing(n) and safe_cell(n) and not is_nobody(n))
    return list(dict.fromkeys(groups))


def group_pairs(
    cells: EncodedColumn,
    kinds: EncodedColumn | None,
    groups: Groups,
    separators: str,
    kind_of: Callable[[str, str], str],
    *,
    hedges: dict[Hedge, int],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return row, group and hedge for each name of each row.

    Args:
        cells: names, one or several to a cell.
        kinds: the kind of the first name as the file has it, where it has one.
        groups: found and new groups go in here.
        separators: what parts several names.
        kind_of: the kind of a new group, from its name and the file's kind.
        hedges: the number of each that is met; new ones go in here.
    """
    first_kind = [""] * len(cells.texts)
    if kinds is not None:
        at, where = np.unique(cells.codes, return_index=True)
        for value, row in zip(at, where, strict=True):
            first_kind[value] = kinds.texts[kinds.codes[row]]
    items: list[list[int]] = []
    named: list[tuple[int, int]] = []  # each name as the numbers of its group and its hedge
    for value, kind in zip(cells.texts, first_kind, strict=True):
        items.append([])
        for whole in split_names(value, separators):
            for name, hedge in _each_known(*take_hedge(whole), groups):
                if is_nobody(name):
                    continue
                group = groups.index(name, lambda name, k=kind: kind_of(name, k))  # type: ignore[misc]
                items[-1].append(len(named))
                named.append((group, hedges.setdefault(hedge, len(hedges))))
    row, item = row_item_pairs(cells, items)
    group_and_hedge = np.array(named, dtype=np.int64).reshape(-1, 2)[item]
    return row, group_and_hedge[:, 0], group_and_hedge[:, 1]


def _each_known(name: str, hedge: Hedge, groups: Groups) -> list[tuple[str, Hedge]]:
    """Return the groups of `ISIS or HTS`, and of `ISIS, HTS`, if the atlas knows each of them."""
    parts = [part for part in _BETWEEN.split(name) if part]
    if len(parts) == 1 or groups.knows(name) or not all(map(groups.knows, parts)):
        return [(name, hedge)]
    is_either = _EITHER.search(name) is not None and not hedge.kind
    return [(part, Hedge("doubted", name) if is_either else hedge) for part in parts]


def known_and_above(groups: Groups) -> list[str]:
    """Return the known groups and all that they belong to, of every relation, in table order."""
    parents: dict[str, list[str]] = defaultdict(list)
    links = groups.shared.group_links
    for child, parent in zip(links["child_id"], links["parent_id"], strict=True):
        parents[child].append(parent)
    groups_above: set[str] = set()
    waiting = list(groups.known)
    while waiting:
        group = waiting.pop()
        if group not in groups_above:
            groups_above.add(group)
            waiting += parents[group]
    return [g for g in groups.shared.groups["group_id"] if g in groups_above]


def publisher_numbers(cells: EncodedColumn) -> tuple[list[str], list[list[int]]]:
    """Return the publishers that a column names, and for each of its values their numbers."""
    names: dict[str, int] = {}
    items = []
    for value in cells.texts:
        parts = [list_item(n) for n in split_names(value, ";")]
        items.append([names.setdefault(n, len(names)) for n in dict.fromkeys(parts) if n])
    return list(names), items
