"""Moves discs apart that would cover each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROUNDS: Final = 200


def spread(
    centre: NDArray[np.float64], radius: NDArray[np.float64], gap: float = 2.0
) -> NDArray[np.float64]:
    """Return how far to move each disc, (n, 2), so that neighbours do not cover each other.

    Discs that overlap push each other apart along the line between their centres, the smaller one
    farther, until none overlap or the rounds are used up (Dorling 1996, without the map's pull).
    """
    at = centre.astype(float).copy()
    n = len(at)
    weight = radius**2
    for _ in range(_ROUNDS):
        moved = False
        for i in range(n):
            delta = at[i + 1 :] - at[i]
            distance = np.hypot(delta[:, 0], delta[:, 1])
            overlap = radius[i] + radius[i + 1 :] + gap - distance
            for k in np.flatnonzero(overlap > 0.05):  # noqa: PLR2004 - a twentieth of a unit
                j = i + 1 + int(k)
                away = at[j] - at[i]
                length = float(np.hypot(*away))
                push = radius[i] + radius[j] + gap - length
                if push <= 0:
                    continue
                # Two discs on one point part sideways, each time the same way.
                unit = away / length if length > 1e-9 else np.array([1.0, 0.0])  # noqa: PLR2004
                share = weight[j] / (weight[i] + weight[j])
                at[i] -= unit * push * share
                at[j] += unit * push * (1 - share)
                moved = True
        if not moved:
            break
    return at - centre


def room_for_names(
    centre: NDArray[np.float64],
    radius: NDArray[np.float64],
    size: NDArray[np.float64],
    frame: tuple[float, float],
    gap: float = 2.0,
) -> list[tuple[float, float] | None]:
    """Return where the name of each disc may stand: the lower left corner of its box, or None.

    Names are placed in order, each to the right of its disc or else to the left, above or below,
    where its box covers no disc, no name before it, and does not leave the frame; otherwise it is
    left out.

    Args:
        centre: (n, 2), y upwards, in any unit.
        radius: (n,) in the same unit.
        size: (m, 2) width and height of the names of the first m discs.
        frame: width and height of the picture, from 0, 0.
        gap: room between a disc and its name.
    """
    found: list[tuple[float, float] | None] = []
    taken: list[_Box] = []
    for k, (wide, high) in enumerate(size.tolist()):
        x, y = centre[k].tolist()
        right, left = x + radius[k] + gap, x - radius[k] - gap - wide
        above, below = y + radius[k] + gap / 2, y - radius[k] - gap / 2 - high
        corners = [(right, y - high / 2), (left, y - high / 2), (x - wide / 2, above),
                   (x - wide / 2, below)]  # fmt: skip
        boxes = [(at, foot, at + wide, foot + high) for at, foot in corners]
        others = np.arange(len(centre)) != k
        free = [
            box for box in boxes
            if _is_inside(box, frame)
            and not _covers(box, centre[others], radius[others])
            and not any(_overlap(box, other) for other in taken)
        ]  # fmt: skip
        found.append((free[0][0], free[0][1]) if free else None)
        taken += free[:1]
    return found


_Box = tuple[float, float, float, float]  # west, south, east, north


def _is_inside(box: _Box, frame: tuple[float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= frame[0] and box[3] <= frame[1]


def _covers(box: _Box, centre: NDArray[np.float64], radius: NDArray[np.float64]) -> bool:
    nearest = np.clip(centre, box[:2], box[2:])
    return bool((np.hypot(*(nearest - centre).T) < radius).any())


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
