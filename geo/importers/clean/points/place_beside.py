"""The name of a place that stands in one cell with its point."""

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
