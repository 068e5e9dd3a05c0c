"""Moves discs apart that would cover each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_ROUNDS: Final = 200
_TOLERATED: Final = 0.05  # a twentieth of a unit
_SKIN: Final = 30.0
_SAME_POINT: Final = 1e-9
_GOLDEN_ANGLE_RAD: Final = math.pi * (3 - math.sqrt(5))
_TRIED_AT_ONCE: Final = 256
_DIAGONAL: Final = math.sqrt(0.5)


def displace_discs(
    centre: NDArray[np.float64], radius: NDArray[np.float64], gap: float = 2.0
) -> NDArray[np.float64]:
    """Return how far to move each disc so that neighbours do not cover each other.

    Discs that overlap push each other apart along the line between their centres, the smaller one
    farther, until none overlap or the rounds are used up (Dorling 1996, without the map's pull).
    Those that still overlap then, in a crowd or on one line, go to the nearest free spot, the
    larger ones first.

    Args:
        centre: (n, 2) in any unit.
        radius: (n,) in the same unit.
        gap: room to leave between two discs.

    Returns:
        (n, 2), the moves in the same unit.
    """
    pushed = _Discs(centre, radius, gap)
    for _ in range(_ROUNDS):
        if not pushed.push():
            return np.array(pushed.at).reshape(-1, 2) - centre
    return _settle(np.array(pushed.at), radius, gap) - centre


class _Discs:
    """Discs that know their neighbours, so that a round looks at neighbours only.

    `near[i]` holds every disc that was within reach of disc i and `_SKIN` more where both were last
    looked up; a disc is looked up again when it has gone half of that, so none is ever missed.
    """

    def __init__(
        self, centre: NDArray[np.float64], radius: NDArray[np.float64], gap: float
    ) -> None:
        self.at: list[list[float]] = centre.astype(float).tolist()
        self.radius: list[float] = radius.tolist()
        self.gap = gap
        self._seen = centre.astype(float).copy()
        self._radius = radius.astype(float)
        self.near: list[set[int]] = [set() for _ in self.at]
        for i in range(len(self.at)):
            self.near[i] = self._within_reach(i)

    def _within_reach(self, i: int) -> set[int]:
        away = np.hypot(*(self._seen - self._seen[i]).T)
        close = np.flatnonzero(away < self._radius + self._radius[i] + self.gap + _SKIN)
        return set(close.tolist()) - {i}

    def push(self) -> bool:
        """Push every overlapping pair apart once; return whether there was any."""
        moved = False
        for i in range(len(self.at)):
            for j in self._overlapping(i):
                moved |= self._part(i, j)
        return moved

    def _overlapping(self, i: int) -> list[int]:
        """Return the discs after disc i that overlap it, in order."""
        (x, y), reach, at, radius = self.at[i], self.radius[i] + self.gap, self.at, self.radius
        return sorted(
            j
            for j in self.near[i]
            if j > i and reach + radius[j] - math.hypot(at[j][0] - x, at[j][1] - y) > _TOLERATED
        )

    def _part(self, i: int, j: int) -> bool:
        one, other = self.at[i], self.at[j]
        dx, dy = other[0] - one[0], other[1] - one[1]
        length = math.hypot(dx, dy)
        push = self.radius[i] + self.radius[j] + self.gap - length
        if push <= 0:
            return False
        # Two discs on one point part sideways, each time the same way.
        ux, uy = (dx / length, dy / length) if length > _SAME_POINT else (1.0, 0.0)
        share = self.radius[j] ** 2 / (self.radius[i] ** 2 + self.radius[j] ** 2)
        one[0] -= ux * push * share
        one[1] -= uy * push * share
        other[0] += ux * push * (1 - share)
        other[1] += uy * push * (1 - share)
        for k in (i, j):
            x, y = self._seen[k]
            if math.hypot(self.at[k][0] - x, self.at[k][1] - y) > _SKIN / 2:
                self._look_again(k)
        return True

    def _look_again(self, i: int) -> None:
        self._seen[i] = self.at[i]
        near = self._within_reach(i)
        for j in self.near[i] - near:
            self.near[j].discard(i)
        for j in near - self.near[i]:
            self.near[j].add(i)
        self.near[i] = near


def _settle(
    at: NDArray[np.float64], radius: NDArray[np.float64], gap: float
) -> NDArray[np.float64]:
    """Return the places with every disc that overlaps a larger one moved to a free spot.

    The spots are tried on a spiral around where the disc is, from the inside out.
    """
    at = at.copy()
    order = np.argsort(-radius, kind="stable")
    for n, i in enumerate(order):
        placed, reach = at[order[:n]], radius[order[:n]] + radius[i] + gap
        if n and (reach - np.hypot(*(placed - at[i]).T)).max() > _TOLERATED:
            at[i] = _free_spot(at[i], float(radius[i]), placed, reach)
    return at


def _free_spot(
    start: NDArray[np.float64],
    radius: float,
    placed: NDArray[np.float64],
    reach: NDArray[np.float64],
) -> NDArray[np.float64]:
    tried = 0
    while True:
        k = np.arange(tried, tried + _TRIED_AT_ONCE)
        tried += _TRIED_AT_ONCE
        away, angle = radius / 3 * np.sqrt(k), k * _GOLDEN_ANGLE_RAD
        spots = start + np.column_stack([away * np.cos(angle), away * np.sin(angle)])
        # Only discs that the spiral can touch by now are in the way.
        close = np.hypot(*(placed - start).T) < reach + away[-1]
        apart = np.hypot(spots[:, :1] - placed[close, 0], spots[:, 1:] - placed[close, 1])
        free = (apart >= reach[close]).all(axis=1)
        if free.any():
            spot: NDArray[np.float64] = spots[np.argmax(free)]
            return spot


def room_for_names(
    centre: NDArray[np.float64],
    radius: NDArray[np.float64],
    size: NDArray[np.float64],
    frame: tuple[float, float],
    gap: float = 2.0,
    *,
    taken: Sequence[tuple[float, float, float, float]] = (),
) -> list[tuple[float, float] | None]:
    """Return where the name of each disc may stand: the lower left corner of its box, or None.

    Names are placed in order, each to the right of its disc or else to the left, above, below or on
    a diagonal, where its box covers no disc, no name before it, and does not leave the frame;
    otherwise it is left out.

    Args:
        centre: (n, 2), y upwards, in any unit.
        radius: (n,) in the same unit.
        size: (m, 2) width and height of the names of the first m discs.
        frame: width and height of the picture, from 0, 0.
        gap: room between a disc and its name.
        taken: boxes (west, south, east, north) that no name may cover.
    """
    rooms: list[tuple[float, float] | None] = []
    taken = [*taken]
    for k, (wide, high) in enumerate(size.tolist()):
        x, y = centre[k].tolist()
        right, left = x + radius[k] + gap, x - radius[k] - gap - wide
        above, below = y + radius[k] + gap / 2, y - radius[k] - gap / 2 - high
        # On a diagonal a name touches the disc at 45 degrees.
        aside = (radius[k] + gap) * _DIAGONAL
        corners = [(right, y - high / 2), (left, y - high / 2), (x - wide / 2, above),
                   (x - wide / 2, below), (x + aside, y + aside), (x + aside, y - aside - high),
                   (x - aside - wide, y + aside), (x - aside - wide, y - aside - high)]  # fmt: skip
        boxes = [(at, foot, at + wide, foot + high) for at, foot in corners]
        others = np.arange(len(centre)) != k
        free = [
            box for box in boxes
            if _is_inside(box, frame)
            and not _covers(box, centre[others], radius[others])
            and not any(_overlap(box, other) for other in taken)
        ]  # fmt: skip
        rooms.append((free[0][0], free[0][1]) if free else None)
        taken += free[:1]
    return rooms


_Box = tuple[float, float, float, float]  # west, south, east, north


def _is_inside(box: _Box, frame: tuple[float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= frame[0] and box[3] <= frame[1]


def _covers(box: _Box, centre: NDArray[np.float64], radius: NDArray[np.float64]) -> bool:
    nearest = np.clip(centre, box[:2], box[2:])
    return bool((np.hypot(*(nearest - centre).T) < radius).any())


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
