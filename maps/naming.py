"""Which sites have their name on the map, and on which side of their symbol.

A name goes to the right of its symbol, else to the left, else it is left out: a name that is half
covered tells less than none, and every site has its name in its tooltip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Side = Literal["right", "left"]

NAME_PX: Final = 12.5
GAP_PX: Final = 4.0
_MOST: Final = 12
# Mean width of a letter of the app's font, semibold, as a share of its size.
_LETTER: Final = 0.53


def short(name: str) -> str:
    """Return a site's name without its second name and without what is in brackets."""
    return name.split(" / ", maxsplit=1)[0].split(" (", maxsplit=1)[0]


def sides(
    centre_px: NDArray[np.float64],
    radius_px: NDArray[np.float64],
    names: Sequence[str],
    ranked: Sequence[int],
) -> dict[int, Side]:
    """Return on which side of its symbol each named site has its name.

    Args:
        centre_px: centres of the symbols on the screen, (n, 2), y down.
        radius_px: radii of the symbols.
        names: the names as they are written.
        ranked: the sites, those that should be named first.
    """
    taken: list[tuple[float, float, float, float]] = []
    found: dict[int, Side] = {}
    for site in ranked:
        if len(found) == _MOST:
            break
        for side in ("right", "left"):
            box = _box(centre_px[site], radius_px[site], names[site], side)
            if not (_covered(box, centre_px, radius_px) or any(_overlap(box, t) for t in taken)):
                found[site] = side
                taken.append(box)
                break
    return found


def _box(
    centre: NDArray[np.float64], radius: float, name: str, side: str
) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of a name."""
    width, gap = len(name) * NAME_PX * _LETTER, radius + GAP_PX
    left = centre[0] + gap if side == "right" else centre[0] - gap - width
    return left, centre[1] - NAME_PX / 2, left + width, centre[1] + NAME_PX / 2


def _covered(
    box: tuple[float, float, float, float],
    centre: NDArray[np.float64],
    radius: NDArray[np.float64],
) -> bool:
    """Return whether a symbol reaches into the box."""
    nearest = np.clip(centre, box[:2], box[2:])
    return bool((np.hypot(*(centre - nearest).T) < radius).any())


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
