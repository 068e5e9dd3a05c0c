"""The layer of hexagons, for more incidents than single symbols can show.

What a hexagon says is a count, and only that: its colour is a step of one scale, in words in its
tooltip and in the legend. The scale is cividis (Nunez, Anderton and Renslow 2018), which reads the
same with and without colour-blindness; more is farther from the land in either theme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import h3.api.basic_int as h3
import numpy as np
import pydeck as pdk

from geo.utils.words import number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.analysis.hexagons import HexagonCounts
    from geo.cartography.symbology import RGB
    from maps.palette import Theme

HEXAGONS_ID: Final = "hexagons"
# Six steps of cividis; in each theme without the end that the land would swallow.
COLOURS: Final[Mapping[Theme, tuple[RGB, ...]]] = {
    "light": (
        (195, 179, 105), (158, 150, 118), (125, 124, 120), (89, 94, 110), (43, 64, 109), (0, 34, 78)
    ),
    "dark": (
        (79, 87, 108), (111, 112, 115), (144, 139, 120), (180, 167, 111), (218, 198, 91),
        (254, 232, 56),
    ),
}  # fmt: skip
_FILL_ALPHA: Final = 210
_STEPS: Final = (1, 2, 5)
_WHOLE_FROM_KM: Final = 10
_SQRT_3: Final = 3**0.5


@dataclass(frozen=True)
class Scale:
    """Steps of a sequential scale: step i begins with a count of `breaks[i]`, and has `colours[i]`.

    Equal largest counts have equal scales: take the largest of all incidents, not of those shown,
    and a colour means the same number whatever the filter.
    """

    breaks: tuple[int, ...]
    colours: tuple[RGB, ...]

    @classmethod
    def up_to(cls, largest: int, theme: Theme) -> Scale:
        """Return at most six steps of round numbers (1, 2, 5, 10 ...) up to the largest count."""
        colours = COLOURS[theme]
        top = max(largest, 1)
        steps = (top ** (i / len(colours)) for i in range(len(colours)))
        breaks = tuple(sorted({_round_down(v) for v in steps}))
        # Few steps are spread over the whole range of colours.
        at = np.linspace(0, len(colours) - 1, len(breaks)).round().astype(int)
        return cls(breaks, tuple(colours[i] for i in at))

    def step(self, counts: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return the number of the step, from 0, of each count; a count is 1 or more."""
        return np.searchsorted(self.breaks, counts, side="right") - 1

    def expression(self, count: str) -> str:
        """Return the colour as an expression of deck.gl over the field `count` of a row."""
        *lower, last = [[*colour, _FILL_ALPHA] for colour in self.colours]
        steps = zip(self.breaks[1:], lower, strict=True)
        return "".join(f"{count} < {end} ? {colour} : " for end, colour in steps) + str(last)

    def labels(self) -> tuple[str, ...]:
        """Return what each step stands for, such as `5 to 9` and `500 or more`."""
        labels = []
        for first, following in zip(self.breaks, [*self.breaks[1:], None], strict=True):
            if following is None:
                labels.append(f"{number(first)} or more")
            elif following == first + 1:
                labels.append(number(first))
            else:
                labels.append(f"{number(first)} to {number(following - 1)}")
        return tuple(labels)


def _round_down(value: float) -> int:
    """Return the largest of 1, 2, 5, 10, 20, 50 ... that is not above `value`."""
    power: int = 10 ** int(np.floor(np.log10(value) + 1e-9))
    return max(int(step * power) for step in _STEPS if step * power <= value * (1 + 1e-9))


def width_km(resolution: int) -> float:
    """Return how wide hexagons of a resolution are on average, from side to side, in km."""
    return float(h3.average_hexagon_edge_length(resolution, unit="km")) * _SQRT_3


def hexagon_rows(counted: HexagonCounts) -> list[dict[str, Any]]:
    """Return one row per hexagon that has incidents.

    Keys: h (H3 code as text), n (incidents), tip_title, tip_body. At most `hexagons.MOST_CELLS`
    rows where the counts come from `hexagons.fitting` (`geo.analysis`). The colour is worked out of
    n by the browser: three numbers a row would be a third of the message.
    """
    km = width_km(counted.resolution)
    about = f"hexagon about {round(km, 0 if km >= _WHOLE_FROM_KM else 1):g} km wide"
    return [
        {
            "h": h3.int_to_str(cell),
            "n": n,
            "tip_title": plural(n, "incident"),
            "tip_body": about,
        }
        for cell, n in zip(counted.hexagons.tolist(), counted.counts.tolist(), strict=True)
    ]


def build_hexagon_layer(data: str | list[dict[str, Any]], scale: Scale) -> pdk.Layer:
    """Return the layer of hexagons.

    Args:
        data: address of the rows of `rows`, or the rows.
        scale: which count has which colour.
    """
    return pdk.Layer(
        "H3HexagonLayer", id=HEXAGONS_ID, data=data, get_hexagon="h",
        get_fill_color=scale.expression("n"),
        # A little room between cells tells them apart; outlines would draw each of them twice.
        coverage=0.93, stroked=False, filled=True, extruded=False,
        pickable=True, auto_highlight=True,
    )  # fmt: skip


def legend_steps(counted: HexagonCounts, scale: Scale) -> list[tuple[RGB, str, int]]:
    """Return the steps in use, in order.

    Args:
        counted: the hexagons.
        scale: their colours.

    Returns:
        For each step its colour, its words, and how many hexagons have it.
    """
    per_step = np.bincount(scale.step(counted.counts), minlength=len(scale.breaks)).tolist()
    lines = zip(scale.colours, scale.labels(), per_step, strict=True)
    return [(colour, words, n) for colour, words, n in lines if n]
