"""Faults that show only between cells: keys, coordinates against countries, statements, groups."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo import codes
from geo.errors import Problem, closest, listed, shorten
from geo.model.schema import GROUP_LINKS, INCIDENTS, ORIGINS, STATEMENTS, TABLES
from geo.model.statements import find_cycle
from geo.spatial import joins, stated_country
from geo.utils.text_columns import contained, positions, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.io.tables import Sheet

_MOST_FOR_HINTS = 5_000
_POINT = ("latitude", "longitude")
_ORIGIN_POINT = ("origin_latitude", "origin_longitude")


def compare_sheets(
    sheets: Mapping[str, Sheet], provinces: gpd.GeoDataFrame | None
) -> list[Problem]:
    """Return every fault that shows only when cells or tables are held against each other.

    Args:
        sheets: the tables by name, as read; a table that could not be read is not checked against.
        provinces: the province polygons, or None where they could not be read.
    """
    problems = list(_dangling(sheets))
    incidents, origins = sheets["incidents"], sheets["origins"]
    if incidents.readable:
        problems += _points(incidents, _POINT, _ORIGIN_POINT)
        problems += _countries(incidents, sheets["bases"], provinces)
    if origins.readable:
        problems += _points(origins, _POINT)
        if provinces is not None:
            problems += _point_in_country(origins, provinces)
        if incidents.readable:
            problems += _origins(origins, incidents)
    if sheets["statements"].readable:
        problems += _statements(sheets["statements"], incidents)
    if sheets["coverage"].readable:
        problems += _spans(sheets["coverage"], provinces)
    if sheets["events"].readable:
        problems += _ends(sheets["events"], "date_start", "date_end")
    if sheets["group_links"].readable:
        problems += _ends(sheets["group_links"], "valid_from", "valid_to")
        problems += _cycles(sheets["group_links"])
    return problems


def _dangling(sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    for table in TABLES:
        here = sheets[table.name]
        for key in table.foreign_keys:
            there = sheets[key.table]
            if not (here.readable and there.readable) or key.column not in here.frame:
                continue
            known = there.frame[key.target].dropna()
            values = here.frame[key.column].dropna()
            lost = values[~contained(values, known)]
            # Likeness is sought value by value: among very many keys that would take hours.
            among = known if len(known) <= _MOST_FOR_HINTS else known.iloc[:0]
            hints = {value: _hint(value, among) for value in lost.unique()}
            for row, value in lost.items():
                message = (
                    f"{shorten(value)!r} is no {key.target} of {there.table.file}{hints[value]}"
                )
                yield Problem(table.file, int(str(row)), key.column, message)


def _hint(value: str, known: Iterable[str]) -> str:
    near = closest(value, known)
    return f"; is it {' or '.join(near)}?" if near else ""


def _points(sheet: Sheet, *pairs: tuple[str, str]) -> Iterator[Problem]:
    """Report half points, and points of the first pair that geo_precision does not allow."""
    frame, file = sheet.frame, sheet.table.file
    for latitude, longitude in pairs:
        half = frame[latitude].isna() ^ frame[longitude].isna()
        for row in frame.index[half & ~_reported(sheet, latitude, longitude)]:
            message = f"expected {latitude} and {longitude} together, or neither; one is empty"
            yield Problem(file, row, latitude, message)
    country_point = frame["latitude"].notna() & (frame["geo_precision"] == "country")
    for row in frame.index[country_point]:
        message = "expected no point where geo_precision is country; found one"
        yield Problem(file, row, "latitude", message)
    allowed = frame["geo_precision"].map(codes.PRECISION_DECIMALS)
    for column in ("latitude", "longitude"):
        for places in sorted(set(codes.PRECISION_DECIMALS.values())):
            values = frame.loc[allowed == places, column].dropna()
            for row, value in values[values.round(places) != values].items():
                message = (
                    f"{value:g} is more precise than geo_precision "
                    f"{frame.at[row, 'geo_precision']} allows; round it to {places} decimals"
                )
                yield Problem(file, int(str(row)), column, message)


def _reported(sheet: Sheet, *columns: str) -> pd.Series[bool]:
    """Return which rows have a fault in one of the columns already."""
    rows = {p.row for p in sheet.problems if p.column in columns}
    return pd.Series(sheet.frame.index.isin(list(rows)), index=sheet.frame.index)


def _countries(
    incidents: Sheet, bases: Sheet, provinces: gpd.GeoDataFrame | None
) -> Iterator[Problem]:
    if provinces is None:
        return
    known = sorted(set(provinces["country"].dropna()))
    frame = incidents.frame
    # An imported file may reach beyond the polygons: its rows stay, without a province.
    own = frame[frame["dataset"].isna()] if "dataset" in frame else frame
    countries = own["country"].dropna()
    strange = countries[~contained(countries, known)]
    hints = {c: _hint(c, known) or f"; known are {listed(known)}" for c in strange.unique()}
    for row, country in strange.items():
        message = f"no country of provinces.geojson is called {shorten(country)!r}{hints[country]}"
        yield Problem(INCIDENTS.file, int(str(row)), "country", message)
    yield from _point_in_country(incidents, provinces)
    if bases.readable:
        of_base = frame["base_id"].map(bases.frame.set_index("base_id")["country"].to_dict())
        differs = of_base.notna() & frame["country"].notna() & (of_base != frame["country"])
        for row in frame.index[differs]:
            message = (
                f"expected {of_base[row]}, the country of base {frame.at[row, 'base_id']}, "
                f"found {frame.at[row, 'country']}"
            )
            yield Problem(INCIDENTS.file, row, "country", message)


def _point_in_country(sheet: Sheet, provinces: gpd.GeoDataFrame) -> Iterator[Problem]:
    """Report points farther from the declared country than their precision allows.

    A country that has no polygon cannot be checked against. Imported rows may also lie at sea off
    their country: files of ships state it so.
    """
    asked = ["latitude", "longitude", "country", "geo_precision"]
    whole = sheet.frame[asked].dropna()
    whole = whole[contained(whole["country"], provinces["country"])]
    if whole.empty:
        return
    # Each place is looked at once, however many rows lie there.
    of_row = whole.groupby(asked, sort=False).ngroup().to_numpy()
    frame = whole.iloc[np.unique(of_row, return_index=True)[1]]
    rows_of = _rows_of(of_row, whole.index)
    latitude, longitude, country, precision = (frame[c].to_numpy() for c in asked)
    standing = stated_country.stand(
        latitude, longitude, country.astype(object), precision.astype(object), provinces
    )
    at_sea = stated_country.is_in_waters(latitude, longitude, standing)
    has_dataset = "dataset" in sheet.frame
    imported = set(sheet.frame.index[sheet.frame["dataset"].notna()]) if has_dataset else set()
    home_of = cache(lambda name: stated_country.shape_of(name, provinces))
    for i in np.flatnonzero(standing.is_away).tolist():
        rows = [row for row in rows_of(i).tolist() if not (at_sea[i] and row in imported)]
        if not rows:
            continue
        off_km = joins.distance_to_polygon_km(latitude[i], longitude[i], home_of(country[i]))
        swapped, _ = joins.province_of(longitude[[i]], latitude[[i]], provinces)
        is_swapped = swapped[0] >= 0 and provinces["country"].iloc[swapped[0]] == country[i]
        hint = "; latitude and longitude look swapped" if is_swapped else ""
        message = (
            f"the point {latitude[i]:g}, {longitude[i]:g} lies in "
            f"{standing.inside[i] or 'no country of the map'}, {off_km:.0f} km "
            f"from {country[i]}{hint}"
        )
        for row in rows:
            yield Problem(sheet.table.file, row, "latitude", message)


def _rows_of(group: NDArray[np.int64], rows: pd.Index[int]) -> Callable[[int], NDArray[np.int64]]:
    """Return a function from a group's number to the rows that are in it."""
    order = np.argsort(group, kind="stable")
    ends = np.append(0, np.cumsum(np.bincount(group)))
    return lambda i: np.asarray(rows[order[ends[i] : ends[i + 1]]])


def _origins(origins: Sheet, incidents: Sheet) -> Iterator[Problem]:
    """Report incidents that tell an origin in one of the two tables only."""
    frame = incidents.frame
    tells = frame["origin_place"].notna() | _reported(incidents, "origin_place")
    listed_ids = origins.frame["incident_id"]
    is_silent = contained(listed_ids, frame.loc[~tells, "incident_id"])
    is_silent &= ~contained(listed_ids, frame.loc[tells, "incident_id"])
    for row in origins.frame.index[is_silent]:
        message = (
            f"expected an origin_place of {listed_ids[row]} in {INCIDENTS.file}, which is empty; "
            "fill it or take this row out"
        )
        yield Problem(ORIGINS.file, row, "incident_id", message)
    missing = frame["origin_place"].notna() & frame["incident_id"].notna()
    for row in frame.index[missing & ~contained(frame["incident_id"], listed_ids)]:
        message = f"{ORIGINS.file} has no row for it; add one for each origin"
        # The incident itself is sound, and its place of origin stands in its own row.
        yield Problem(INCIDENTS.file, row, "origin_place", message, "note")


def _statements(statements: Sheet, incidents: Sheet) -> Iterator[Problem]:
    frame, file = statements.frame, STATEMENTS.file
    needs_group = frame["stance"].notna() & ~frame["stance"].isin(["denied", "finding"])
    blank = frame["group_id"].isna() & ~_reported(statements, "group_id")
    for row in frame.index[needs_group & blank]:
        message = f"is empty; a statement of stance {frame.at[row, 'stance']} names a group"
        yield Problem(file, row, "group_id", message)
    claims = frame.loc[frame["stance"] == "claimed", ["incident_id", "group_id"]]
    claimed = set(claims.itertuples(index=False, name=None))
    for row in frame.index[frame["stance"] == "withdrew"]:
        pair = (frame.at[row, "incident_id"], frame.at[row, "group_id"])
        if pair not in claimed:
            message = f"withdrew needs a claim of {pair[1]} on {pair[0]}; there is none"
            yield Problem(file, row, "stance", message)
    if incidents.readable:
        yield from _stances_of_events(frame, incidents.frame)


def _stances_of_events(statements: pd.DataFrame, incidents: pd.DataFrame) -> Iterator[Problem]:
    """Report statements whose stance an incident of that type cannot have."""
    at = positions(statements["incident_id"], incidents["incident_id"])
    event_type = take(incidents["event_type"], at).set_axis(statements.index)
    stance = statements["stance"]
    wrong = np.zeros(len(statements), dtype=bool)
    for event in event_type.dropna().unique():
        is_event = event_type.eq(event).fillna(value=False).to_numpy(dtype=bool)
        wrong |= is_event & ~contained(stance, sorted(codes.STANCES_OF_EVENT[event]))
    for row in statements.index[wrong & stance.notna().to_numpy()]:
        allowed = codes.STANCES_OF_EVENT[event_type[row]]
        message = (
            f"an incident of type {event_type[row]} cannot be {stance[row]}; "
            f"allowed are {', '.join(s for s in codes.STANCE if s in allowed)}"
        )
        yield Problem(STATEMENTS.file, row, "stance", message)


def _spans(coverage: Sheet, provinces: gpd.GeoDataFrame | None) -> Iterator[Problem]:
    """Report spans that end before they begin, and countries that there are not."""
    frame, file = coverage.frame, coverage.table.file
    for row in frame.index[frame["first_date"] > frame["last_date"]]:
        message = f"is after last_date, {frame.at[row, 'last_date']:%Y-%m-%d}; swap the two"
        yield Problem(file, row, "first_date", message)
    if provinces is None:
        return
    known = sorted(set(provinces["country"].dropna()))
    for row in frame.index[frame["country"].notna() & ~frame["country"].isin(known)]:
        country = str(frame.at[row, "country"])
        near = closest(country, known)
        hint = f"; is it {' or '.join(near)}?" if near else f"; known are {listed(known)}"
        message = f"no country of provinces.geojson is called {shorten(country)!r}{hint}"
        yield Problem(file, row, "country", message)


def _ends(sheet: Sheet, first: str, last: str) -> Iterator[Problem]:
    """Report rows that end before they begin; the two columns may be missing."""
    frame = sheet.frame
    if not {first, last} <= set(frame):
        return
    for row in frame.index[frame[last] < frame[first]]:
        message = f"is before {first}, {frame.at[row, first]:%Y-%m-%d}; swap the two"
        yield Problem(sheet.table.file, row, last, message)


def _cycles(links: Sheet) -> Iterator[Problem]:
    frame = links.frame.dropna(subset=["child_id", "parent_id"])
    while cycle := find_cycle(frame):
        pairs = set(pairwise(cycle))
        of_row = zip(frame["child_id"], frame["parent_id"], strict=True)
        rows = [row for row, pair in zip(frame.index, of_row, strict=True) if pair in pairs]
        message = (
            f"the groups go in a circle: {' -> '.join(cycle)} (links in rows "
            f"{', '.join(map(str, rows))}); one of these links must go"
        )
        # Which link is wrong cannot be known, and every count by group depends on it.
        yield Problem(GROUP_LINKS.file, rows[-1], "parent_id", message, "refuse")
        frame = frame.drop(index=rows)
