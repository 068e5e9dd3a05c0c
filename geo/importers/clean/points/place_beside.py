"""What else stands in one cell with a point: the name of a place, or further points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEGREES: Final = r"[+-]?\d{1,3}\.\d+"
_TWO: Final = rf"{_DEGREES}\s*[,;/]\s*{_DEGREES}"
_GAP: Final = r"(?:[\s,:;@–]+|\s-\s)+"  # a hyphen before a number may be its sign
# As in Mosul (36.34, 43.13); Mosul: 36.34, 43.13; 36.34, 43.13 Mosul; 36°20'N 43°E (Mosul).
_BESIDE: Final = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"(?P<place>(?=.*[^\W\d]).*?)[\s,:;–-]*[(\[](?P<point>[^()\[\]{}]*\d[^()\[\]{}]*)[)\]]",
        rf"(?P<place>[^\W\d][^\d()\[\]{{}}]*?){_GAP}(?P<point>{_TWO}|\d{{1,3}}\s?[°º].*)",
        rf"\(?(?P<point>{_TWO})\)?[\s,:;–-]+(?P<place>[^\W\d][^()\[\]{{}}]*)",
        r"(?P<point>[^()]*\d[^()]*)\((?P<place>[^\W\d][^()]*)\)",
    )
)
_PAIR: Final = re.compile(rf"({_DEGREES})(?:\s*,\s*|\s+)({_DEGREES})")
_BETWEEN: Final = re.compile(
    r"\s*[;|/\n]\s*|[)\]]\s*[,;]?\s*[(\[]|\s+(?:and|et|y|und|to)\s+|\s+[-–]\s+"
)
_NO_PLACE: Final = re.compile(
    r"approx|estimat|circa|about|centroid|wgs|lat|lon|decimal|degrees|epsg|(?:geo|dd|[nsew])\b",
    re.IGNORECASE,
)


def place_and_point(cell: str) -> Iterator[tuple[str, str]]:
    """Yield what may be a place and the point beside it, the likeliest first.

    Args:
        cell: one trimmed cell, not long.
    """
    for pattern in _BESIDE:
        if (match := pattern.fullmatch(cell)) and not _NO_PLACE.match(match["place"]):
            yield " ".join(match["place"].split()), match["point"].strip()


def several_points(cell: str) -> list[tuple[float, float]]:
    """Return the points of a cell with several, the second number of each first; else none.

    Args:
        cell: such as 36.34, 43.13; 35.95, 39.01 or (36.34, 43.13), (35.95, 39.01).
    """
    parts = [part for part in _BETWEEN.split(cell.strip("()[] ;|")) if part.strip()]
    pairs = [_PAIR.fullmatch(part.strip()) for part in parts]
    if len(pairs) < 2:  # noqa: PLR2004
        return []
    points = [(float(pair[2]), float(pair[1])) for pair in pairs if pair is not None]
    return points if len(points) == len(pairs) else []
