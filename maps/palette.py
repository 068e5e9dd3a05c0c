"""Colours of the base map and the inks, for light and dark; groups have theirs in geo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.cartography.symbology import RGB

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The quiet colours under the incidents, and the inks over them, each an RGB triple."""

    sea: RGB
    shore: RGB
    land: RGB
    coast: RGB
    water: RGB
    river: RGB
    country_line: RGB
    disputed_line: RGB
    province_line: RGB
    city_label: RGB
    country_label: RGB
    road: RGB
    built_up: RGB
    ink: RGB
    paper: RGB


BASE_MAPS: Final[Mapping[Theme, BaseMap]] = {
    "light": BaseMap(
        sea=(222, 231, 236), shore=(206, 219, 227), land=(247, 245, 240), coast=(168, 182, 190),
        water=(206, 219, 227), river=(188, 205, 216), country_line=(160, 155, 147),
        disputed_line=(140, 135, 127), province_line=(216, 211, 202), city_label=(74, 74, 72),
        country_label=(150, 146, 138), road=(216, 201, 175),
        built_up=(238, 233, 223), ink=(38, 34, 30), paper=(255, 255, 255),
    ),
    "dark": BaseMap(
        sea=(17, 22, 28), shore=(23, 30, 37), land=(37, 42, 47), coast=(78, 88, 96),
        water=(23, 30, 37), river=(58, 74, 87), country_line=(104, 110, 115),
        disputed_line=(128, 134, 138), province_line=(55, 61, 66), city_label=(196, 198, 197),
        country_label=(122, 128, 132), road=(86, 84, 78),
        built_up=(44, 50, 55), ink=(240, 238, 234), paper=(20, 23, 27),
    ),
}  # fmt: skip


def css(colour: RGB) -> str:
    """Return a colour as CSS: `#d55e00`."""
    return f"#{colour[0]:02x}{colour[1]:02x}{colour[2]:02x}"


def mixed(one: RGB, other: RGB, share: float) -> RGB:
    """Return a colour between two: `one` at a share of 0, `other` at 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


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
