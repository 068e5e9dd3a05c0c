"""Text files: GeoJSON and CSV, UTF-8."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from shapely.geometry import mapping

from geo.filter.metadata import metadata
from geo.filter.records import LISTS, plain_rows
from geo.model.column import LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Collection

    import geopandas as gpd

    from geo.filter.filter import View

# A spreadsheet that opens the file must not run a cell.
_RUNS_IN_A_SPREADSHEET: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_TEXT_MARK: Final = "'"
_json: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
#: The text of a collection after its features.
CLOSE: Final = "\n]}\n"


def write_geojson(view: View) -> bytes:
    """Return a GeoJSON FeatureCollection by RFC 7946, one feature per line.

    Points are longitude, latitude in WGS84 degrees with at most five decimals; an incident without
    a point has a null geometry. The collection has a `metadata` member (a foreign member) and a
    `bbox` unless nothing has a point.
    """
    frame = view.to_geodataframe()
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if frame.geometry.notna().any():
        head["bbox"] = frame.total_bounds.tolist()
    head["metadata"] = metadata(view)
    return (open_collection(head) + feature_lines(frame, "incident_id") + CLOSE).encode()


def open_collection(head: dict[str, Any]) -> str:
    """Return the text of a FeatureCollection up to its features; `CLOSE` follows them.

    Args:
        head: its other members.
    """
    return f'{_json(head)[:-1]},"features":[\n'


def feature_lines(frame: gpd.GeoDataFrame, key: str) -> str:
    """Return each row as a GeoJSON feature, a line each, with `,` between them.

    Args:
        frame: rows as `View.to_geodataframe` returns them. The point is the geometry and no
            property.
        key: the column of the features' ids.
    """
    shapes = frame.geometry.to_numpy()
    rows = plain_rows(frame.drop(columns=["latitude", "longitude", "geometry"], errors="ignore"))
    return ",\n".join(
        _json({"type": "Feature", "id": row[key], "geometry": shape and mapping(shape),
               "properties": row})
        for row, shape in zip(rows, shapes, strict=True)
    )  # fmt: skip


def write_csv(view: View) -> bytes:
    """Return a CSV table, lists joined by ';', safe to open in a spreadsheet.

    A text cell that a spreadsheet would run (it begins with = + - @ or a control character) gets
    an apostrophe in front. Every row ends with the dataset version; of imported data that column
    is called `atlas_version`.
    """
    return csv_lines(view.to_geodataframe(), view.atlas.version).encode()


def csv_lines(
    rows: gpd.GeoDataFrame,
    atlas_version: str,
    *,
    lists: Collection[str] = LISTS,
    with_header: bool = True,
) -> str:
    """Return rows as the lines of `write_csv`; part after part they make the same file.

    Args:
        rows: as `View.to_geodataframe` returns them.
        atlas_version: of the dataset.
        lists: columns that hold lists.
        with_header: whether the names of the columns come first.
    """
    frame = with_joined_lists(rows, lists).drop(columns="geometry")
    for name, column in frame.items():
        if pd.api.types.is_bool_dtype(column):
            frame[name] = column.map({True: "true", False: "false"})
        elif pd.api.types.is_string_dtype(column):
            runs = column.str.startswith(_RUNS_IN_A_SPREADSHEET, na=False)
            frame[name] = column.mask(runs, _TEXT_MARK + column)
    # An imported row has the version of its own dataset under that name.
    version = "atlas_version" if "dataset_version" in frame else "dataset_version"
    frame[version] = atlas_version
    text: str = frame.to_csv(index=False, lineterminator="\r\n", header=with_header)
    return text


def safe_cell(text: str) -> str:
    """Return the text of a cell so that no spreadsheet runs it."""
    return f"{_TEXT_MARK}{text}" if text.startswith(_RUNS_IN_A_SPREADSHEET) else text


def with_joined_lists(
    frame: gpd.GeoDataFrame, lists: Collection[str] = LISTS
) -> gpd.GeoDataFrame:  # fmt: skip
    """Return `View.to_geodataframe` with lists joined by ';', for files without lists."""
    return frame.assign(
        **{
            name: frame[name].map(LIST_SEPARATOR.join).astype("str")
            for name in frame.columns.intersection(list(lists))
        }
    )
