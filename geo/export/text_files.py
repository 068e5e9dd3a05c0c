"""Text files: GeoJSON and CSV, UTF-8."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from geo.filter.metadata import metadata
from geo.filter.records import LISTS
from geo.model.column import LIST_SEPARATOR

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.filter.filter import View

# A spreadsheet that opens the file must not run a cell.
_RUNS_IN_A_SPREADSHEET: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_TEXT_MARK: Final = "'"


def write_geojson(view: View) -> bytes:
    """Return a GeoJSON FeatureCollection by RFC 7946, one feature per line.

    Points are longitude, latitude in WGS84 degrees with at most five decimals; an incident without
    a point has a null geometry. The collection has a `metadata` member (a foreign member) and a
    `bbox` unless nothing has a point.
    """
    frame = view.to_geodataframe().drop(columns=["latitude", "longitude"])
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if frame.geometry.notna().any():
        head["bbox"] = frame.total_bounds.tolist()
    head["metadata"] = metadata(view)
    features = frame.set_index("incident_id", drop=False).iterfeatures(na="null")
    members = ("type", "id", "geometry", "properties")
    lines = ",\n".join(_json({name: feature[name] for name in members}) for feature in features)
    return f'{_json(head)[:-1]},"features":[\n{lines}\n]}}\n'.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def write_csv(view: View) -> bytes:
    """Return a CSV table, lists joined by ';', safe to open in a spreadsheet.

    A text cell that a spreadsheet would run (it begins with = + - @ or a control character) gets
    an apostrophe in front. Every row ends with the dataset version; of imported data that column
    is called `atlas_version`.
    """
    frame = with_joined_lists(view.to_geodataframe()).drop(columns="geometry")
    for name, column in frame.items():
        if pd.api.types.is_bool_dtype(column):
            frame[name] = column.map({True: "true", False: "false"})
        elif pd.api.types.is_string_dtype(column):
            runs = column.str.startswith(_RUNS_IN_A_SPREADSHEET, na=False)
            frame[name] = column.mask(runs, _TEXT_MARK + column)
    # An imported row has the version of its own dataset under that name.
    version = "atlas_version" if "dataset_version" in frame else "dataset_version"
    frame[version] = view.atlas.version
    text: str = frame.to_csv(index=False, lineterminator="\r\n")
    return text.encode()


def safe_cell(text: str) -> str:
    """Return the text of a cell so that no spreadsheet runs it."""
    return f"{_TEXT_MARK}{text}" if text.startswith(_RUNS_IN_A_SPREADSHEET) else text


def with_joined_lists(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return `View.to_geodataframe` with lists joined by ';', for files without lists."""
    lists = frame.columns.intersection(LISTS)
    return frame.assign(
        **{name: frame[name].map(LIST_SEPARATOR.join).astype("str") for name in lists}
    )
