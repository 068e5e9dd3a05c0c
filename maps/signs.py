"""What each incident looks like: shape by weapon, fill by confirmation, colour by group.

The same rules feed the map, the legend and the pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo import codes
from geo.schema import LIST_SEPARATOR

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from maps.palette import GroupClass

SEVERAL_WEAPONS: Final = "several"
# Filled: an official or a monitor says that it happened. Open: only a claim or the press does.
FILLED: Final = frozenset({"official", "monitor"})


@dataclass(frozen=True, slots=True)
class Sign:
    """The symbol of one incident."""

    icon: str
    filled: bool
    group: GroupClass


def weapon_icon(weapons: str) -> str:
    """Return the icon of a weapons cell: its one weapon, or `several`."""
    found = weapons.split(LIST_SEPARATOR)
    return found[0] if len(found) == 1 else SEVERAL_WEAPONS


def of_atlas(atlas: Atlas, classes: dict[str, GroupClass]) -> list[Sign]:
    """Return the sign of every incident."""
    incidents = atlas.incidents
    return [
        Sign(weapon_icon(weapons), confirmation in FILLED, classes[group])
        for weapons, confirmation, group in zip(
            incidents["weapons"], incidents["confirmation"], atlas.ledger.leading_group,
            strict=True,
        )
    ]  # fmt: skip


def icon_label(icon: str) -> str:
    """Return the words for an icon."""
    return "several weapons" if icon == SEVERAL_WEAPONS else codes.WEAPON[icon]
