"""Which sites have their name on the map, and where.

A name that is half covered tells less than none, and every site has its name in its tooltip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from geo.cartography.displacement import room_for_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NAME_PX: Final = 12.5
_GAP_PX: Final = 4.0
_MOST: Final = 12
# Mean width of a letter of the app's font, semibold, as a share of its size.
_LETTER: Final = 0.53
_EDGE_PX: Final = 1e6  # the map has no edge: it can be moved


class Name(NamedTuple):
    """Where a name stands: which end of it is `x`, `y` pixels from the centre of its symbol.

    x to the right, y down, at half its height. `anchor` is deck.gl's text anchor.
    """

    anchor: Literal["start", "middle", "end"]
    x: float
    y: float


def short_name(name: str) -> str:
    """Return a site's name without its second name and without what is in brackets."""
    return name.split(" / ", maxsplit=1)[0].split(" (", maxsplit=1)[0]


def place_names(
    centre_px: NDArray[np.float64],
    radius_px: NDArray[np.float64],
    names: Sequence[str],
    ranked: Sequence[int],
) -> dict[int, Name]:
    """Return for each named site where its name stands.

    Args:
        centre_px: centres of the symbols on the screen, (n, 2), y down.
        radius_px: radii of the symbols.
        names: the names as they are written.
        ranked: the sites that may be named, those that should be first.
    """
    first = list(ranked[:_MOST])
    order = [*first, *(i for i in range(len(names)) if i not in set(first))]
    # The frame of `room_for_names` begins at 0, 0, and its y points upwards.
    centre = centre_px[order] * [1.0, -1.0] + _EDGE_PX / 2
    size = np.array([[len(names[i]) * NAME_PX * _LETTER, NAME_PX] for i in first]).reshape(-1, 2)
    corners = room_for_names(centre, radius_px[order], size, (_EDGE_PX, _EDGE_PX), _GAP_PX)
    return {
        site: _anchored(float(corner[0] - at[0]), float(at[1] - corner[1] - NAME_PX / 2), wide)
        for site, corner, at, (wide, _) in zip(first, corners, centre, size.tolist(), strict=False)
        if corner is not None
    }


def _anchored(left: float, y: float, width: float) -> Name:
    """Return the place by the end of the name that is beside the symbol.

    The width is an estimate: only that end is where it should be whatever the letters are.
    """
    if left >= 0:
        return Name("start", left, y)
    if left + width <= 0:
        return Name("end", left + width, y)
    return Name("middle", left + width / 2, y)
