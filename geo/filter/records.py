"""Incidents as files hold them: as a frame, with points, or as plain values."""

from __future__ import annotations

from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from geo.model.cached import per_atlas
from geo.model.column import LIST_SEPARATOR
from geo.model.schema import INCIDENTS, PROVENANCE
from geo.utils.text_columns import as_arrow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

MAX_DECIMALS: Final = 5
# Columns of group ids, by the stances of the statements that name the group.
_STANCES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "claimed_by": ("claimed",),
        "acknowledged_by": ("acknowledged",),
        "attributed_to": ("attributed", "suspected"),
        "denied_by": ("denied",),
        "parties": ("party",),
    }
)
#: Columns that hold lists; files without lists join them by the separator.
LISTS: Final = ("weapons", *_STANCES, "sources")


def records(positions: NDArray[np.intp], atlas: Atlas) -> list[dict[str, Any]]:
    """Return incidents as plain values (str, int, float, bool, list), None where unknown.

    Args:
        positions: rows of `atlas.incidents`; the records keep their order.
        atlas: the atlas.

    Returns:
        One dictionary per incident, its keys those of `columns`.
    """
    return plain_rows(to_frame(positions, atlas))


def to_geodataframe(positions: NDArray[np.intp], atlas: Atlas) -> gpd.GeoDataFrame:
    """Return `to_frame` with a point in EPSG:4326 for each row, missing where it has none."""
    points = atlas.incidents.geometry.iloc[positions].array
    return gpd.GeoDataFrame(to_frame(positions, atlas), geometry=points)


def to_frame(positions: NDArray[np.intp], atlas: Atlas) -> pd.DataFrame:
    """Return incidents as files hold them, one row per incident.

    Args:
        positions: rows of `atlas.incidents`; the frame keeps their order.
        atlas: the atlas.

    Returns:
        The columns named by `columns`: those of incidents.csv, with the joined province, base name
        and nearest base (geodesic km). `LISTS` hold lists: weapon codes, group ids by stance
        (claims that were taken back left out; `attributed_to` is attributed or suspected;
        `denied_by` are the groups whose part someone denies; `parties` are named without
        direction) and addresses. Dates are text, coordinates degrees WGS84 of at most five
        decimals.
    """
    names = columns(atlas)
    added = {"base_name", *LISTS} - {"weapons"}
    rows = atlas.take(positions, *(name for name in names if name not in added))
    special: dict[str, Callable[[], Any]] = {
        "base_name": lambda: rows["base_id"].map(atlas.bases.set_index("base_id")["name"]),
        "weapons": lambda: [codes.split(LIST_SEPARATOR) for codes in rows["weapons"]],
        "sources": lambda: _addresses(positions, atlas),
    }
    frame = {}
    for name in names:
        if name in _STANCES:
            groups = atlas.ledger.groups_by_stance(_STANCES[name], positions=positions)
            frame[name] = pd.Series([list(ids) for ids in groups], dtype=object)
        elif name in LISTS:
            frame[name] = pd.Series(special[name](), dtype=object)
        else:
            frame[name] = as_in_files(special[name]() if name in special else rows[name])
    return pd.DataFrame(frame)


def _addresses(positions: NDArray[np.intp], atlas: Atlas) -> list[list[str]]:
    """Return the addresses of each incident's sources; an imported source may have none."""
    pages = atlas.source_rows.take(pa.array(positions))
    urls = iter(atlas.sources["url"].array.take(pages.flatten().to_numpy()).tolist())
    lengths = pages.value_lengths().to_pylist()
    return [[url for url in islice(urls, n) if isinstance(url, str)] for n in lengths]


def as_in_files(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column in the type that files have: text, Int32, float64 or boolean."""
    if isinstance(column.dtype, pd.StringDtype):
        return column
    if pd.api.types.is_float_dtype(column):
        return pd.Series([round(value, MAX_DECIMALS) for value in column.tolist()], dtype=float)
    if pd.api.types.is_bool_dtype(column):
        return column.astype("boolean")
    if pd.api.types.is_integer_dtype(column):
        return column.astype("Int32")
    return _as_text(column).astype("str")


def _as_text(column: pd.Series[Any]) -> pd.Series[Any]:
    is_date = pd.api.types.is_datetime64_any_dtype(column)
    return column.dt.strftime("%Y-%m-%d") if is_date else column


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return each row as a dictionary of str, int, float, bool and list, None where unknown."""
    values = [_plain(frame[name]) for name in frame.columns]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*values, strict=True)]


def _plain(column: pd.Series[Any]) -> list[Any]:
    if isinstance(column.dtype, pd.StringDtype):
        texts: list[str | None] = as_arrow(column).to_pylist()
        return texts
    values = _as_text(column).tolist()
    if pd.api.types.is_float_dtype(column):
        values = [round(value, MAX_DECIMALS) for value in values]
    return [None if is_missing else v for v, is_missing in zip(values, column.isna(), strict=True)]


@per_atlas
def columns(atlas: Atlas) -> tuple[str, ...]:
    """Return the keys of a record, in order; those of imported data only where there are any."""
    names: list[str] = []
    here = set(atlas.incidents.columns)
    for name in INCIDENTS.column_names:
        if name in here:
            names.append(name)
        if name == "country":
            names += ["province", "province_code", "province_method"]
        if name == "base_id":
            names.append("base_name")
    parties = ["parties"] if here & {c.name for c in PROVENANCE} else []
    return (*names, "nearest_base_id", "nearest_base_km", "claimed_by", "acknowledged_by",
            "attributed_to", "denied_by", *parties, "sources")  # fmt: skip
