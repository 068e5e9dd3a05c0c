"""What a map can have beside its layers: time, a legend, counted rows, private points.

Days are whole numbers since 1970-01-01. `wire` of each gives what travels to the browser;
frontend/src/wire.ts has the same shapes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

RGB = tuple[int, int, int]
_NAME_BYTES: Final = 16
_MOST_COLOUR: Final = 255


def day_counts(days: ArrayLike) -> list[list[int]]:
    """Return days as they travel: what they are counted by, without one number for each.

    Args:
        days: days since 1970-01-01, in any order, (n,).

    Returns:
        Two lists of equal length: the first distinct day and from each to the next one, ascending;
        and how often each occurs.
    """
    values = np.asarray(days, dtype=np.int64)
    if not values.size:
        return [[], []]
    first = int(values.min())
    counts = np.bincount(values - first)  # a million days need no sorting
    distinct = np.flatnonzero(counts)
    steps = np.diff(distinct + first, prepend=0)
    return [steps.tolist(), counts[distinct].tolist()]


@dataclass(frozen=True)
class Time:
    """The time axis under a map: a histogram with a brush, and playback.

    `days` has the day of everything that the period may show or hide; the count beside the date is
    of these. `domain` and `period` are first and last day, both included. `nouns` are
    the words for one and for several.
    """

    days: ArrayLike
    domain: tuple[int, int]
    period: tuple[int, int]
    nouns: tuple[str, str] = ("row", "rows")

    def wire(self) -> dict[str, Any]:
        """Return what travels."""
        return {
            "days": day_counts(self.days), "domain": list(self.domain), "period": list(self.period),
            "nouns": list(self.nouns),
        }  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """How a line of the legend looks on the map. `colour` is CSS, `icon` the address of an SVG."""

    kind: Literal["dot", "icon", "disc", "tint", "line", "swatch"]
    colour: str = ""
    icon: str = ""


@dataclass(frozen=True)
class LegendRow:
    """A line of the legend: its count follows the period where it has `days`.

    Pressed, it shows class number `of` of the counted rows alone.
    """

    sign: Sign
    label: str
    days: ArrayLike | None = None
    count: int | None = None
    of: int | None = None

    def wire(self) -> dict[str, Any]:
        """Return what travels."""
        sign = {"kind": self.sign.kind, "colour": self.sign.colour, "icon": self.sign.icon}
        row: dict[str, Any] = {"sign": {k: v for k, v in sign.items() if v}, "label": self.label}
        if self.days is not None:
            row["days"] = day_counts(self.days)
        if self.count is not None:
            row["count"] = self.count
        if self.of is not None:
            row["of"] = self.of
        return row


@dataclass(frozen=True)
class LegendSection:
    """Lines of the legend under a title."""

    title: str
    rows: Sequence[LegendRow]

    def wire(self) -> dict[str, Any]:
        """Return what travels."""
        return {"title": self.title, "rows": [row.wire() for row in self.rows]}


@dataclass(frozen=True)
class CountedClass:
    """What something counted belongs to."""

    label: str
    colour: RGB


@dataclass(frozen=True)
class Counted:
    """Layers whose rows the browser counts for the days that are shown.

    Each row has `days`, ascending, and `of`, the number of a class for each. The browser
    sets its count `n` (text), size `s` (`sizes[n]`), colour `c` of the most frequent class (of
    equal ones the first) and `tip_body` (`one` or `many`, where `{n}`, `{class}` and `{last}`, the
    last day, are filled in); rows without any in the period are not drawn.
    """

    layers: Sequence[str]
    sizes: Sequence[float]
    classes: Sequence[CountedClass]
    one: str
    many: str

    def wire(self) -> dict[str, Any]:
        """Return what travels."""
        return {
            "layers": list(self.layers), "sizes": list(self.sizes), "one": self.one,
            "many": self.many,
            "classes": [{"label": c.label, "colour": list(c.colour)} for c in self.classes],
        }  # fmt: skip


@dataclass(frozen=True)
class Walk:
    """A layer whose symbols the keyboard reaches, in the order of its rows.

    `id`, `position` (longitude, latitude) and `offset` (pixels from there) are fields of a row.
    """

    layer: str
    id: str
    position: str = "p"
    offset: str = "o"

    def wire(self) -> dict[str, Any]:
        """Return what travels."""
        return {
            "layer": self.layer,
            "id": self.id,
            "position": self.position,
            "offset": self.offset,
        }


@dataclass(frozen=True)
class Points:
    """Many points that must not have a public address, for the layer with the id `points`.

    They travel as bytes once, and the browser hands them to the graphics card as they are.
    `longitude`, `latitude` in degrees (n,), `day` (n,), `colour` RGB (n, 3) of 0 to 255. Places
    travel as 32-bit floats: to about a metre.
    """

    longitude: ArrayLike
    latitude: ArrayLike
    day: ArrayLike
    colour: ArrayLike

    @cached_property
    def wire(self) -> bytes:
        """What travels: a name made of the content, then the columns, 15 bytes a point.

        Raises:
            ValueError: the columns are not of one length, a number is not finite, or a colour is
                not within 0 to 255.
        """
        columns = [np.asarray(one) for one in (self.longitude, self.latitude, self.day)]
        colour = np.asarray(self.colour)
        n = len(columns[0])
        if any(one.shape != (n,) for one in columns) or colour.shape != (n, 3):
            shapes = ", ".join(str(one.shape) for one in (*columns, colour))
            message = f"expected longitude, latitude, day (n,) and colour (n, 3), found {shapes}"
            raise ValueError(message)
        if not all(np.isfinite(one).all() for one in columns):
            message = "expected finite longitudes, latitudes and days"
            raise ValueError(message)
        if ((colour < 0) | (colour > _MOST_COLOUR)).any():
            message = f"expected colours of 0 to 255, found {colour.min()} to {colour.max()}"
            raise ValueError(message)
        place = np.column_stack(columns[:2]).astype("<f4")
        body = place.tobytes() + columns[2].astype("<f4").tobytes() + colour.astype("u1").tobytes()
        return hashlib.sha256(body).hexdigest()[:_NAME_BYTES].encode() + body

    @property
    def name(self) -> str:
        """The name that stands in front of the bytes."""
        return self.wire[:_NAME_BYTES].decode()
