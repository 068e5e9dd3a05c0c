"""What each incident looks like: shape by weapon, fill by confirmation, colour by group.

The same signs are on the map, in the legend and in the exported picture.

The hues are Okabe and Ito's colour-blind-safe set (jfly.uni-koeln.de/color), without its yellow,
which fails on a light map, and with two darker ones for the rare classes. Colour is never the only
sign, and the table says everything in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.model.cached import per_atlas
from geo.model.column import LIST_SEPARATOR
from geo.model.statements import SEVERAL, UNKNOWN
from geo.utils.text_columns import contained

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

RGB = tuple[int, int, int]

SEVERAL_WEAPONS: Final = "several"
# Filled: an official or a monitor says that it happened. Open: only a claim or the press does.
FILLED: Final = frozenset({"official", "monitor"})
_UNSPECIFIED_ID: Final = "iran_backed_unspecified"
_BRAND_ID: Final = "iri"


@dataclass(frozen=True, slots=True)
class GroupClass:
    """Groups that share a colour on the map."""

    key: str
    label: str
    colour: RGB


GROUP_CLASSES: Final = (
    GroupClass("iri", "Islamic Resistance in Iraq", (213, 94, 0)),
    GroupClass("faction", "Other named Iraqi groups", (204, 121, 167)),
    GroupClass("unspecified", "Iran-backed, no group named", (230, 159, 0)),
    GroupClass("iran", "Iran's own forces", (0, 158, 115)),
    GroupClass("us", "US and coalition", (0, 114, 178)),
    GroupClass("israel", "Israel", (86, 180, 233)),
    GroupClass("several", "Several groups named", (106, 61, 154)),
    GroupClass("other", "Other groups", (140, 86, 75)),
    GroupClass("unknown", "Unattributed", (128, 132, 138)),
)
CLASS_OF_KEY: Final[Mapping[str, GroupClass]] = {c.key: c for c in GROUP_CLASSES}
CLASS_NUMBER: Final[Mapping[str, int]] = {c.key: i for i, c in enumerate(GROUP_CLASSES)}
# The classes that stand for groups of the built-in data, and not for what is the same everywhere.
_NAMED: Final = ("iri", "faction", "unspecified", "iran", "us", "israel")
_MOST_UNNAMED: Final = 0.5


@per_atlas
def group_classes(atlas: Atlas) -> tuple[GroupClass, ...]:
    """Return the colour classes of an atlas, with the keys and colours of `GROUP_CLASSES`.

    In an import that is mostly about other groups, the colours of named groups go to those that
    lead most of its incidents.
    """
    own = _own_groups(atlas)
    if not own:
        return GROUP_CLASSES
    names = dict(zip(atlas.groups["group_id"], atlas.groups["name"], strict=True))
    label = {key: names[group] for group, key in own.items()}
    return tuple(replace(c, label=label.get(c.key, c.label)) for c in GROUP_CLASSES)


@per_atlas
def class_numbers(atlas: Atlas) -> NDArray[np.int8]:
    """Return the colour class of each row of `atlas.incidents`, as an index into `group_classes`.

    It is that of the group that leads the statements about the incident.
    """
    classes, ledger = class_of_group(atlas), atlas.ledger
    of_value = [CLASS_NUMBER[classes[group].key] for group in ledger.leading_values]
    numbers = np.array(of_value, dtype=np.int8)[ledger.leading_code]
    numbers.setflags(write=False)
    return numbers


@per_atlas
def _own_groups(atlas: Atlas) -> Mapping[str, str]:
    """Return the groups of an import that have a colour of their own, with its key."""
    if "provenance" not in atlas.package:
        return {}
    ledger, general = atlas.ledger, _general_class(atlas)
    count = np.bincount(ledger.leading_code, minlength=len(ledger.leading_values))
    of_group = {g: int(n) for g, n in zip(ledger.graph.group_ids, count, strict=False) if n}
    unnamed = sum(n for g, n in of_group.items() if general[g].key not in _NAMED)
    if unnamed <= _MOST_UNNAMED * sum(of_group.values()):
        return {}
    most = sorted(of_group, key=lambda g: (-of_group[g], g))
    return dict(zip(most, _NAMED, strict=False))


@per_atlas
def class_of_group(atlas: Atlas) -> Mapping[str, GroupClass]:
    """Return the colour class of every group id, and of `several` and `unknown`."""
    own = _own_groups(atlas)
    if not own:
        return _general_class(atlas)
    class_of = dict.fromkeys(atlas.groups["group_id"], CLASS_OF_KEY["other"])
    class_of |= {SEVERAL: CLASS_OF_KEY["several"], UNKNOWN: CLASS_OF_KEY["unknown"]}
    by_key = {c.key: c for c in group_classes(atlas)}
    return MappingProxyType(class_of | {group: by_key[key] for group, key in own.items()})


@per_atlas
def _general_class(atlas: Atlas) -> Mapping[str, GroupClass]:
    """Return the class of every group id as for the built-in data.

    The classes follow the group graph: whoever belongs to the United States, Israel or Iran has
    that colour; the brand and the wording without a name have their own; other armed groups of
    Iraq share one.
    """
    class_of = {SEVERAL: CLASS_OF_KEY["several"], UNKNOWN: CLASS_OF_KEY["unknown"]}
    groups = atlas.groups
    for group_id, kind, country in zip(
        groups["group_id"], groups["kind"], groups["country"], strict=True
    ):
        is_faction = kind in {"armed_group", "state_paramilitary"} and country == "Iraq"
        class_of[group_id] = CLASS_OF_KEY["faction" if is_faction else "other"]
    for state in ("us", "israel", "iran"):
        if state in class_of:
            class_of |= dict.fromkeys(atlas.graph.members(state), CLASS_OF_KEY[state])
    class_of |= {_BRAND_ID: CLASS_OF_KEY["iri"], _UNSPECIFIED_ID: CLASS_OF_KEY["unspecified"]}
    if "isis" in class_of:
        # Coded with country Iraq, and an enemy of the groups that share the factions' colour.
        class_of["isis"] = CLASS_OF_KEY["other"]
    return MappingProxyType(class_of)


@dataclass(frozen=True, slots=True)
class Sign:
    """The symbol of one incident."""

    icon: str
    filled: bool
    group: GroupClass


def weapon_icon(weapons: str) -> str:
    """Return the icon of a cell of `weapons` (codes joined by ;): its one weapon, or `several`."""
    parts = weapons.split(LIST_SEPARATOR)
    return parts[0] if len(parts) == 1 else SEVERAL_WEAPONS


def signs(atlas: Atlas) -> list[Sign]:
    """Return the sign of each row of `atlas.incidents`; equal signs are one object."""
    classes = class_of_group(atlas)
    incidents, ledger = atlas.incidents, atlas.ledger
    weapon, cells = pd.factorize(incidents["weapons"])
    filled = contained(incidents["confirmation"], sorted(FILLED))
    groups = ledger.leading_values
    # Few of the possible combinations occur; each is made once.
    combined = (weapon * 2 + filled) * len(groups) + ledger.leading_code
    of_row, occurring = pd.factorize(combined)
    distinct = np.empty(len(occurring), dtype=object)
    for i, number in enumerate(occurring.tolist()):
        rest, group = divmod(number, len(groups))
        distinct[i] = Sign(weapon_icon(cells[rest // 2]), bool(rest % 2), classes[groups[group]])
    sign_of_row: list[Sign] = distinct[of_row].tolist()
    return sign_of_row


def icon_label(icon: str) -> str:
    """Return the words for an icon, a weapon code or `several`."""
    return "several weapons" if icon == SEVERAL_WEAPONS else codes.WEAPON[icon]
