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
