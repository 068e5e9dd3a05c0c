"""Writes what a filter matches as GeoJSON and CSV.

The same filter on the same data gives the same bytes, from the app and from the command line:
no clock time, no host and no path is written.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo.errors import ExportError
from geo.schema import INCIDENTS, LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.atlas import Atlas
    from geo.filters import View

FORMATS: Final = ("geojson", "csv")
MEDIA_TYPES: Final = {"geojson": "application/geo+json", "csv": "text/csv"}
MAX_DECIMALS: Final = 5

BASE_URL_VARIABLE: Final = "ATLAS_BASE_URL"

# A spreadsheet that opens the file must not run a cell.
_RUNS_IN_A_SPREADSHEET = re.compile(r"[=+\-@\t\r\n]")
_TEXT_MARK = "'"


def records(view: View, atlas: Atlas) -> list[dict[str, Any]]:
    """Return the matching incidents as plain values, in the order of date and id.

    Keys: the columns of incidents.csv, with `weapons` as a list, and province, province_code,
    province_method, base_name, nearest_base_id, nearest_base_km, claimed_by, acknowledged_by,
    attributed_to (attributed or suspected), denied_by (lists of group ids, claims that were taken
    back left out; `denied_by` lists the groups whose part someone denies) and `sources` (list of
    addresses). Unknown is None.
    """
    rows = atlas.incidents.iloc[view.positions]
    ledger = atlas.ledger
    named = {
        "claimed_by": ledger.groups_by_stance(["claimed"]),
        "acknowledged_by": ledger.groups_by_stance(["acknowledged"]),
        "attributed_to": ledger.groups_by_stance(["attributed", "suspected"]),
        "denied_by": ledger.groups_by_stance(["denied"]),
    }
    base_name = atlas.bases.set_index("base_id")["name"].to_dict()
    urls = atlas.sources["url"].tolist()
    plain = _plain_columns(rows)
    found = []
    for at, position in enumerate(view.positions):
        record: dict[str, Any] = {}
        for name in INCIDENTS.column_names:
            record[name] = plain[name][at]
            if name == "base_id":
                record["base_name"] = base_name.get(record["base_id"])
            if name == "country":
                record["province"] = plain["province"][at]
                record["province_code"] = plain["province_code"][at]
                record["province_method"] = plain["province_method"][at]
        record["weapons"] = record["weapons"].split(LIST_SEPARATOR)
        record["nearest_base_id"] = plain["nearest_base_id"][at]
        record["nearest_base_km"] = plain["nearest_base_km"][at]
        record |= {key: list(groups[position]) for key, groups in named.items()}
        record["sources"] = [u for u in (urls[s] for s in atlas.source_rows[position])
                             if isinstance(u, str)]  # fmt: skip
        found.append(record)
    return found


def _plain_columns(rows: pd.DataFrame) -> dict[str, list[Any]]:
    """Return each column as a list of str, int, float or None."""
    columns: dict[str, list[Any]] = {}
    for name in rows.columns:
        column = rows[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        values = column.astype(object).to_numpy()
        columns[str(name)] = [None if pd.isna(v) else _number(v) for v in values]
    return columns


def _number(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return round(float(value), MAX_DECIMALS)
    return int(value) if isinstance(value, np.integer) else value


def metadata(view: View, atlas: Atlas) -> dict[str, Any]:
    """Return what a reader of the file needs to know of it, without any clock time."""
    wanted = view.filter.absolute(atlas)
    return {
        "title": atlas.package["title"],
        "filter": wanted.to_query(),
        "dataset_version": atlas.version,
        "count": view.shown,
        "total": view.total,
        "left_out": dict(view.left_out),
        "not_drawn": view.not_drawn,
        "licence": atlas.package["licenses"][0]["title"],
        "citation": citation(view, atlas),
        "permalink": permalink(view, atlas),
        "disclaimer": (
            "Past events as the press reported them; not a complete list. Points are known to "
            "geo_precision only. Boundaries and names imply no opinion on the status of any "
            "territory. Past events do not predict the safety of a place."
        ),
    }


def citation(view: View, atlas: Atlas) -> str:
    """Return how to cite the rows: title, dataset version, period."""
    first, last = view.filter.period(atlas)
    name = str(atlas.package["title"]).split(":", maxsplit=1)[0]
    return f"{name}, dataset version {atlas.version}, incidents of {first} to {last}"


def permalink(view: View, atlas: Atlas) -> str:
    """Return the link to the map with this filter, relative unless ATLAS_BASE_URL is set."""
    host = os.environ.get(BASE_URL_VARIABLE, "").rstrip("/")
    return f"{host}/?{view.filter.absolute(atlas).to_query()}&version={atlas.version}"


def geojson(view: View, atlas: Atlas) -> bytes:
    """Return a GeoJSON FeatureCollection by RFC 7946, one feature per line, UTF-8.

    Points are longitude, latitude in WGS84 degrees with at most five decimals; an incident without
    a point has a null geometry. The collection has a `metadata` member (a foreign member) and a
    `bbox` unless nothing has a point.
    """
    features, points = [], []
    for record in records(view, atlas):
        geometry = None
        latitude, longitude = record.pop("latitude"), record.pop("longitude")
        if latitude is not None and longitude is not None:
            points.append((longitude, latitude))
            geometry = {"type": "Point", "coordinates": [longitude, latitude]}
        features.append(
            {
                "type": "Feature",
                "id": record["incident_id"],
                "geometry": geometry,
                "properties": record,
            }
        )
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if points:
        x, y = zip(*points, strict=True)
        head["bbox"] = [min(x), min(y), max(x), max(y)]
    head["metadata"] = metadata(view, atlas)
    lines = ",\n".join(_json(feature) for feature in features)
    text = f'{_json(head)[:-1]},"features":[\n{lines}\n]}}\n'
    return text.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def csv_table(view: View, atlas: Atlas) -> bytes:
    """Return a CSV table, UTF-8, lists joined by ';', safe to open in a spreadsheet.

    A text cell that a spreadsheet would run (it begins with = + - @ or a control character) gets
    an apostrophe in front. Every row ends with the dataset version.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    rows = records(view, atlas)
    writer.writerow([*csv_columns(), "dataset_version"])
    for record in rows:
        cells = [_cell(record[name]) for name in csv_columns()]
        writer.writerow([*cells, atlas.version])
    return out.getvalue().encode()


def csv_columns() -> tuple[str, ...]:
    """Return the columns of the CSV table, in order, without the closing `dataset_version`."""
    columns: list[str] = []
    for name in INCIDENTS.column_names:
        columns.append(name)
        if name == "country":
            columns += ["province", "province_code", "province_method"]
        if name == "base_id":
            columns.append("base_name")
    return (*columns, "nearest_base_id", "nearest_base_km", "claimed_by", "acknowledged_by",
            "attributed_to", "denied_by", "sources")  # fmt: skip


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = LIST_SEPARATOR.join(value)
    if isinstance(value, str) and _RUNS_IN_A_SPREADSHEET.match(value):
        return _TEXT_MARK + value
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    return "" if value is None else value


_WRITERS: Final[Mapping[str, Callable[[View, Atlas], bytes]]] = {
    "geojson": geojson,
    "csv": csv_table,
}


def write(view: View, atlas: Atlas, file_format: str) -> bytes:
    """Return the bytes of the file in one of `FORMATS`.

    Raises:
        ExportError: there is no such format.
    """
    if file_format not in _WRITERS:
        message = f"no format {file_format!r}; allowed are {', '.join(FORMATS)}"
        raise ExportError(message)
    return _WRITERS[file_format](view, atlas)


def file_name(view: View, atlas: Atlas, file_format: str) -> str:
    """Return a name for the file that tells its period and dataset version."""
    first, last = view.filter.period(atlas)
    return f"incident-atlas_{first}_{last}_{atlas.version}.{file_format}"
