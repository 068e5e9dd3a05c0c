"""Colours: groups, base map and inks, for light and dark.

The hues are Okabe and Ito's colour-blind-safe set (jfly.uni-koeln.de/color), without its yellow,
which fails on a light map, and with two darker ones for the rare classes. Colour is never the only
sign: shape tells the weapon, fill and ring tell the confirmation, and the table says it in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from geo.statements import SEVERAL, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas import Atlas

Theme = Literal["light", "dark"]
RGB = tuple[int, int, int]

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
    GroupClass("several", "Several groups, equal standing", (106, 61, 154)),
    GroupClass("other", "Other groups", (140, 86, 75)),
    GroupClass("unknown", "Nobody named", (128, 132, 138)),
)
CLASS_OF_KEY: Final[Mapping[str, GroupClass]] = {c.key: c for c in GROUP_CLASSES}


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The quiet colours under the incidents, each an RGB triple."""

    sea: RGB
    land: RGB
    land_edge: RGB
    province_line: RGB
    country_line: RGB
    label: RGB
    label_halo: RGB
    ink: RGB
    paper: RGB
    selected: RGB


BASE_MAPS: Final[Mapping[Theme, BaseMap]] = {
    "light": BaseMap(
        sea=(221, 229, 234), land=(246, 244, 239), land_edge=(170, 182, 190),
        province_line=(222, 216, 206), country_line=(150, 143, 132), label=(92, 88, 80),
        label_halo=(246, 244, 239), ink=(38, 34, 30), paper=(255, 255, 255),
        selected=(20, 20, 20),
    ),
    "dark": BaseMap(
        sea=(16, 21, 26), land=(36, 41, 47), land_edge=(74, 84, 93),
        province_line=(53, 60, 67), country_line=(112, 120, 128), label=(176, 180, 184),
        label_halo=(36, 41, 47), ink=(240, 238, 234), paper=(20, 23, 27),
        selected=(255, 255, 255),
    ),
}  # fmt: skip


def class_of_group(atlas: Atlas) -> dict[str, GroupClass]:
    """Return the colour class of every group id, and of `several` and `unknown`.

    The classes follow the group graph: whoever belongs to the United States, Israel or Iran has
    that colour; the brand and the wording without a name have their own; other armed groups of
    Iraq share one.
    """
    found = {SEVERAL: CLASS_OF_KEY["several"], UNKNOWN: CLASS_OF_KEY["unknown"]}
    groups = atlas.groups
    for group_id, kind, country in zip(
        groups["group_id"], groups["kind"], groups["country"], strict=True
    ):
        is_faction = kind in {"armed_group", "state_paramilitary"} and country == "Iraq"
        found[group_id] = CLASS_OF_KEY["faction" if is_faction else "other"]
    for state in ("us", "israel", "iran"):
        if state in found:
            found |= dict.fromkeys(atlas.graph.members(state), CLASS_OF_KEY[state])
    found |= {_BRAND_ID: CLASS_OF_KEY["iri"], _UNSPECIFIED_ID: CLASS_OF_KEY["unspecified"]}
    if "isis" in found:
        # Coded with country Iraq, and an enemy of the groups that share the factions' colour.
        found["isis"] = CLASS_OF_KEY["other"]
    return found


def css(colour: RGB) -> str:
    """Return a colour as CSS."""
    return f"#{colour[0]:02x}{colour[1]:02x}{colour[2]:02x}"


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""

    def luminance(colour: RGB) -> float:
        linear = [
            v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
            for v in (c / 255 for c in colour)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
