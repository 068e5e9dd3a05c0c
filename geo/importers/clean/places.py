"""Where each row lies, and whether that can be: the point, its precision, its country.

All is asked of distinct combinations of point, country and precision.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.errors import shorten
from geo.importers.clean.country_names import name_countries
from geo.importers.clean.points.coordinates import read_coordinates
from geo.importers.clean.points.hints import hint_at_other_readings
from geo.importers.clean.points.judgement import judge
from geo.importers.clean.points.likely_place import Expected
from geo.spatial import joins, stated_country
from geo.spatial.countries import country_of
from geo.utils.words import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.importers.clean.points.coordinates import Source
    from geo.importers.clean.row_log import RowLog
    from geo.importers.read.encoded_column import EncodedColumn

PRECISIONS: Final = tuple(codes.GEO_PRECISION)
COUNTRY: Final = PRECISIONS.index("country")
_DECIMALS: Final = np.array([codes.PRECISION_DECIMALS.get(p, 2) for p in PRECISIONS])
# A shape that reaches farther around its point is known less well; beyond the last it is a country.
_REACH_KM: Final = (*codes.PRECISION_RADIUS_KM.values(), 500.0)
UNSTATED: Final = "Not stated"
_SHOWN: Final = 6


@dataclass(frozen=True)
class Located:
    """One value per row: degrees WGS84 (NaN where there is no point), precision, country.

    `precision` is an index into `PRECISIONS`, `country` an index into `countries`.
    """

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    precision: NDArray[np.int64]
    country: NDArray[np.int64]
    countries: tuple[str, ...]


def locate(  # noqa: PLR0917 - what the file says, and what it is held against
    sources: Sequence[Source],
    stated: EncodedColumn,
    names: Mapping[str, str],
    precision: NDArray[np.int64],
    provinces: gpd.GeoDataFrame,
    row_log: RowLog,
) -> Located:
    """Find the point, precision and country of each row, and log what is wrong with them.

    Args:
        sources: the columns that say the point, the one that counts first.
        stated: the countries that the rows state.
        names: the file's columns by role.
        precision: index into `PRECISIONS` per row, as the file's codes say.
        provinces: polygons with country and country_code, EPSG:4326.
        row_log: rows whose point lies in another country than stated are quarantined in it.
    """
    known = sorted(set(provinces["country"]))
    in_column = names.get("country", "country")
    countries, country = _countries(stated, provinces, known, row_log, in_column)
    of_row = np.array([c if c != UNSTATED else "" for c in countries], dtype=object)[country]
    expected = Expected(of_row, provinces)
    latitude, longitude, radius_km, _ = read_coordinates(sources, expected, row_log)
    precision = _coarsened(precision, radius_km, row_log)
    at_country = np.isfinite(latitude) & (precision == COUNTRY)
    row_log.note(
        "mended",
        "point of a country",
        "a point that stands for a whole country, or for no place in it, left out",
        at_country,
        names.get("geo_precision"),
    )
    latitude[at_country] = longitude[at_country] = np.nan
    precision[~np.isfinite(latitude)] = COUNTRY
    column = sources[0].names[0]
    _check(latitude, longitude, precision, country, countries, known, provinces, row_log,
           column, names.get("country"))  # fmt: skip
    hint_at_other_readings(latitude, longitude, sources[0], expected, row_log)
    _fill(latitude, longitude, precision, country, countries, provinces, row_log)
    return Located(latitude, longitude, precision, country, tuple(countries))


def _coarsened(
    precision: NDArray[np.int64], radius_km: NDArray[np.float64], row_log: RowLog
) -> NDArray[np.int64]:
    """Return precisions no finer than the extent of the shape that the point stands for."""
    by_extent = np.searchsorted(_REACH_KM, radius_km)
    coarser = by_extent > precision
    for i in np.unique(by_extent[coarser]):
        row_log.note(
            "mended",
            "precision of the extent",
            "a line, an area or several points, for which a point on it stands: the place is "
            f"known to the {PRECISIONS[i]} only",
            coarser & (by_extent == i),
        )
    return np.where(coarser, by_extent, precision)


def _countries(
    cells: EncodedColumn,
    provinces: gpd.GeoDataFrame,
    known: list[str],
    row_log: RowLog,
    column: str,
) -> tuple[list[str], NDArray[np.int64]]:
    """Return the countries by name, the atlas's own first, and one index per row."""
    atlas = dict(zip(provinces["country_code"], provinces["country"], strict=True))
    named = name_countries(cells.texts, atlas, column)
    row_log.note_by_value("flagged", "country not known", cells, named.faults, column)
    names = [name or UNSTATED for name in named.names]
    countries = list(dict.fromkeys([*known, UNSTATED, *names]))
    index = {name: i for i, name in enumerate(countries)}
    changed = [n not in {v, UNSTATED} for n, v in zip(names, cells.texts, strict=True)]
    pairs = [f"{v} to {n}" for v, n, c in zip(cells.texts, names, changed, strict=True) if c]
    more = f" and {len(pairs) - _SHOWN:,} more" if len(pairs) > _SHOWN else ""
    row_log.note(
        "mended",
        "country spelling",
        f"country changed to the atlas's name: {', '.join(map(shorten, pairs[:_SHOWN]))}{more}",
        cells.rows_where(changed),
        column,
    )
    of_value = np.array([index[n] for n in names], dtype=np.int64)
    return countries, of_value[cells.codes]


def _check(  # noqa: PLR0917 - the columns of one table
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    precision: NDArray[np.int64],
    country: NDArray[np.int64],
    countries: list[str],
    known: list[str],
    provinces: gpd.GeoDataFrame,
    row_log: RowLog,
    column: str,
    country_column: str | None,
) -> None:
    """Round, swap back and check the points in place."""
    rows = np.flatnonzero(np.isfinite(latitude))
    if not len(rows):
        return
    decimals = _DECIMALS[precision[rows]]
    scale = 10.0**decimals
    before = np.column_stack([latitude[rows], longitude[rows]])
    rounded = np.round(before * scale[:, None]) / scale[:, None]
    inverse, first = _combinations(rounded, precision[rows], country[rows])
    stated = np.array(countries, dtype=object)[country[rows][first]]
    how_well = np.array(PRECISIONS, dtype=object)[precision[rows][first]]
    north, east = rounded[first, 0], rounded[first, 1]
    judgement = judge(north, east, stated, how_well, provinces)
    swapped = judgement.swapped[inverse]
    rounded[swapped] = rounded[swapped][:, ::-1]
    latitude[rows], longitude[rows] = rounded[:, 0], rounded[:, 1]
    every = np.zeros(len(latitude), dtype=bool)

    def mark(of_unique: NDArray[np.bool_]) -> NDArray[np.bool_]:
        marked = every.copy()
        marked[rows[of_unique[inverse]]] = True
        return marked

    row_log.note(
        "mended",
        "coordinates swapped",
        "latitude and longitude swapped, which puts the point in the stated country",
        mark(judgement.swapped),
        column,
    )
    row_log.note(
        "flagged",
        "at sea",
        "the point lies at sea, farther off the stated country than its precision allows, but "
        "within 200 nautical miles; kept as it stands",
        mark(judgement.at_sea),
        column,
    )
    is_away = judgement.away[inverse]
    details = {
        int(r): judgement.words[int(u)]
        for r, u in zip(rows[is_away], inverse[is_away], strict=True)
    }
    for of_unique, reason in (
        (judgement.inside != "", "the point lies in another country than stated"),
        (judgement.inside == "", "the point lies too far from the stated country, in no other"),
    ):
        row_log.quarantine(mark(judgement.away & of_unique), column, reason, details)
    if n := int(judgement.has_sign[inverse].sum()):
        row_log.note(
            "flagged",
            "sign of a coordinate",
            f"{plural(n, 'row')} in quarantine would lie in the stated country with the other sign "
            "of a coordinate",
        )
    row_log.note(
        "flagged",
        "another country",
        "the point lies in a country of the map, and another one without polygons is stated",
        mark((judgement.inside != "") & (country[rows][first] > len(known))),
        column,
    )
    row_log.note(
        "noted",
        "outside the polygons",
        "the point lies outside the provinces of the map; province unknown",
        mark(judgement.outside),
        country_column,
    )
    coarser = every.copy()
    coarser[rows] = np.any(np.abs(before - rounded) > 1e-9, axis=1) & ~swapped  # noqa: PLR2004
    row_log.note(
        "mended",
        "coordinates rounded",
        "coordinates rounded to what their precision "
        "supports (3 decimals for a site, 2 below that)",
        coarser,
        column,
    )


def _combinations(
    rounded: NDArray[np.float64], precision: NDArray[np.int64], country: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each row its combination, and for each combination its first row.

    Points have at most three decimals, so that all fits into one whole number.
    """
    latitude, longitude = np.rint(rounded * 1000).astype(np.int64).T
    point = (latitude + 90_000) << 19 | (longitude + 180_000)
    key = (point << 3 | precision) << 22 | country
    inverse, _ = pd.factorize(key)
    first = np.flatnonzero(~pd.Series(inverse).duplicated().to_numpy())
    return inverse.astype(np.int64), first


def _fill(  # noqa: PLR0917 - the columns of one table
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    precision: NDArray[np.int64],
    country: NDArray[np.int64],
    countries: list[str],
    provinces: gpd.GeoDataFrame,
    row_log: RowLog,
) -> None:
    """Give a country to points that state none, in place; new ones are added to `countries`.

    A point beside the polygons has the nearest country only where its precision allows that.
    """
    unstated = countries.index(UNSTATED)
    rows = np.flatnonzero((country == unstated) & np.isfinite(latitude))
    if len(rows):
        points = np.column_stack([latitude[rows], longitude[rows]])
        inverse, first = _combinations(points, precision[rows], country[rows])
        north, east = points[first].T
        here, _ = joins.province_of(north, east, provinces)
        names = np.append(provinces["country"].to_numpy(dtype=object), UNSTATED)[here]
        elsewhere = np.flatnonzero(here == joins.NO_ROW)
        names[elsewhere] = [n or UNSTATED for n in country_of(north[elsewhere], east[elsewhere])]
        how_well = np.array(PRECISIONS, dtype=object)[precision[rows][first]]
        standing = stated_country.stand(north, east, names, how_well, provinces)
        names[standing.is_away] = UNSTATED
        countries += [n for n in dict.fromkeys(names) if n not in countries]
        country[rows] = np.array([countries.index(n) for n in names], dtype=np.int64)[inverse]
        filled = np.zeros(len(country), dtype=bool)
        filled[rows] = country[rows] != unstated
        row_log.note("mended", "country filled", "no country stated; taken from the point", filled)
    row_log.note(
        "flagged", "country unknown", f"no country known; it says {UNSTATED!r}", country == unstated
    )
