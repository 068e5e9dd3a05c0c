"""Says it where all points would lie as expected if they were read in another way.

Nothing is changed: whoever knows the file decides.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean.points.coordinates import OneColumn
from geo.importers.clean.points.likely_place import NEARLY_ALL
from geo.utils.words import number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.clean.points.coordinates import Source
    from geo.importers.clean.points.likely_place import Expected
    from geo.importers.clean.row_log import RowLog

_NAMED: Final = 3


def hint_at_other_readings(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    source: Source,
    expected: Expected,
    row_log: RowLog,
) -> None:
    """Flag a file whose points all miss where they are expected, and would not if exchanged.

    Args:
        latitude: degrees, NaN where there is no point.
        longitude: the same.
        source: the columns that say them.
        expected: where the rows should lie.
        row_log: told what was found.
    """
    rows = expected.sample(np.flatnonzero(np.isfinite(latitude)))
    if not len(rows):
        return
    north, east = latitude[rows], longitude[rows]
    if expected.fits(north, east, rows).mean() > 1 - NEARLY_ALL:
        return
    readings = (
        (east, north, "latitude and longitude exchanged", _how_to_exchange(source)),
        (north, -east, "the other sign of the longitude", _TURN),
        (-north, east, "the other sign of the latitude", _TURN),
        (-north, -east, "the other sign of both", _TURN),
    )
    for y, x, words, how in readings:
        fits = expected.fits(y, x, rows)
        where = _where(expected.countries_at(north, east))
        if fits.mean() >= NEARLY_ALL:
            row_log.note(
                "flagged",
                "points elsewhere",
                f"{source.title}: as they stand, the points lie {where}; with {words}, "
                f"{number(int(fits.sum()))} of {number(len(rows))} would lie in "
                f"{expected.words(rows)}. {how}",
            )
            return


_TURN: Final = "If that is meant, correct the sign in the file"


def _how_to_exchange(source: Source) -> str:
    if isinstance(source, OneColumn):
        return "If that is meant, say --points latitude-first or longitude-first"
    north, east = source.names
    columns = (shlex.quote(f"{axis}={c}") for axis, c in (("latitude", east), ("longitude", north)))
    return (
        f"If that is meant, choose {east!r} as the latitude and {north!r} as the longitude "
        f"({' '.join(f'--column {c}' for c in columns)})"
    )


def _where(at: NDArray[np.object_]) -> str:
    """Return in words where points lie: the countries with most of them, or the sea."""
    names, counts = np.unique(at.astype(str), return_counts=True)
    most = [str(n) for n in names[np.argsort(-counts, kind="stable")]]
    named = [n or "the sea" for n in most[:_NAMED]]
    more = " and elsewhere" if len(most) > _NAMED else ""
    return f"in {' and '.join(named) if len(named) < _NAMED else ', '.join(named)}{more}"
