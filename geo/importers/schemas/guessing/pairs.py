"""Which two columns are latitude and longitude: their names must agree, or say nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from geo.importers.schemas.guessing import header

if TYPE_CHECKING:
    from geo.importers.schemas.guessing.column_sample import ColumnSample
    from geo.importers.schemas.guessing.scores import Scores

_LATITUDE: Final = frozenset((
    "lat", "lats", "latdd", "latitude", "latitud", "latitudine", "y", "breite", "breitengrad",
    "enlem", "breedtegraad", "широта", "عرض", "רוחב",
))  # fmt: skip
_LONGITUDE: Final = frozenset((
    "lon", "londd", "longdd", "long", "lng", "longitude", "longitud", "longitudine", "x", "lange",
    "laenge",
    "langengrad", "boylam", "lengtegraad", "долгота", "довгота", "طول", "אורך",
))  # fmt: skip
_LETTERS: Final = frozenset({"x", "y"})
# They say how degrees are written, not whose they are.
_HOW: Final = frozenset((
    "wgs", "84", "dd", "deg", "degree", "degrees", "decimal", "dec", "coord", "coords",
    "coordinate", "خط", "קו", "gps",
))  # fmt: skip
# Coord. N and Coord. E.
_COMPASS: Final = {
    _LATITUDE: ({"n"}, {"n", "s"}), _LONGITUDE: ({"e"}, {"o"}, {"w"}, {"e", "o"}, {"e", "w"}),
}  # fmt: skip
# Degrees of something other than the incident.
_OF_OTHERS: Final = frozenset((
    "home", "origin", "destination", "reporter", "capital", "office", "hq", "departure", "arrival",
    "previous", "start", "end", "source", "takeoff", "launch", "actor1", "actor2", "nearest",
    "airport",
    "station", "camera", "satellite", "actor",
))  # fmt: skip
_GEOMETRY: Final = ("geometry",)
_NAMELESS: Final = re.compile(
    r"(?:col|column|field|var|f|c|unnamed|v)?_?\s*:?\s*\d*|[a-wz]", re.IGNORECASE
)
_NAME, _CELLS = 0.6, 0.4
_BY_LETTER: Final = 0.85
_APART, _OTHERS, _MORE = 0.25, 0.35, 0.09
_FEW, _MOST = 0.2, 0.8
_BY_CELLS: Final = 0.7


@dataclass(frozen=True)
class Pair:
    """Two columns that may be latitude and longitude, how well they fit, and why.

    `is_of_others` are degrees of something other than the incident, by their name.
    """

    latitude: str
    longitude: str
    score: float
    reason: str
    is_of_others: bool = False


def find_pairs(scores: Scores) -> list[Pair]:
    """Return the pairs of columns that may be latitude and longitude, the best first."""
    samples = scores.samples
    named = [
        _named_pair(a, b, samples)
        for a in samples if _is_axis(a, _LATITUDE, _LONGITUDE)
        for b in samples if _is_axis(b, _LONGITUDE, _LATITUDE)
    ]  # fmt: skip
    pairs = named or _nameless_pairs(samples)
    return sorted(pairs, key=lambda p: -p.score)


def _is_axis(column: str, axis: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether a name has words of one axis and none of the other; x_lon is a longitude."""
    words = set(header.words_of(column))
    if words - _HOW in _COMPASS[axis]:
        return bool(words & _HOW)
    begins = any(w.startswith(("latitud", "longitud")) and w[:3] in axis for w in words)
    return (bool(words & axis) or begins) and not words & other


def _rest(column: str, axis: frozenset[str]) -> tuple[str, ...]:
    core = header.core_of(header.words_of(column))
    return tuple(w for w in header.words_of(column) if w in core - axis - _HOW)


def _named_pair(latitude: str, longitude: str, samples: dict[str, ColumnSample]) -> Pair:
    of_one, of_other = _rest(latitude, _LATITUDE), _rest(longitude, _LONGITUDE)
    by_letter = any(
        not set(header.words_of(c)) & (axis - _LETTERS)
        for c, axis in ((latitude, _LATITUDE), (longitude, _LONGITUDE))
    )
    name = _BY_LETTER if by_letter else 1.0
    if of_one != of_other:
        name -= _APART
    others = bool(_OF_OTHERS & {*of_one, *of_other})
    if others:
        name -= _OTHERS
    elif of_one == _GEOMETRY:
        name += _MORE  # where a file has a geometry, that is where things lie
    else:
        name -= _MORE * bool(of_one)
    cells = min(samples[latitude].latitude, samples[longitude].longitude)
    if cells < _FEW:
        return Pair(latitude, longitude, _NAME * name,
                    "by its name alone: its cells do not look like degrees", others)  # fmt: skip
    score = _NAME * name + _CELLS * cells
    return Pair(latitude, longitude, score, "by its name and cells", others)


def _nameless_pairs(samples: dict[str, ColumnSample]) -> list[Pair]:
    """Return neighbours whose names say nothing and whose cells are degrees with decimals.

    The first is the latitude, as people write them, unless only the second can be one.
    """
    columns = [
        c for c in samples if _NAMELESS.fullmatch(c.strip()) and samples[c].decimals >= _MOST
    ]
    order = list(samples)
    pairs = []
    for a, b in pairwise(columns):
        if order.index(b) != order.index(a) + 1:
            continue
        if samples[a].latitude < _MOST:
            a, b = b, a  # noqa: PLW2901 - the other way about
        if samples[a].latitude >= _MOST and samples[b].longitude >= _MOST:
            pairs.append(Pair(a, b, _BY_CELLS, "by what its cells look like"))
    return pairs
