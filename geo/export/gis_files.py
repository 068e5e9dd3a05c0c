"""GIS files: GeoParquet, GeoPackage and KML, written by GeoPandas and GDAL.

All hold the records of `geo.filter.records` with a point geometry in EPSG:4326, or none. What a
file says of itself goes along: as file metadata in GeoParquet and GeoPackage, as a description in
KML.
"""

from __future__ import annotations

import io
import json
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import shapely

from geo.filter.records import LISTS, columns, metadata, records
from geo.model.schema import INCIDENTS, LIST_SEPARATOR

if TYPE_CHECKING:
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

LAYER: Final = "incidents"
CRS: Final = "EPSG:4326"
# GDAL would write the clock time into a GeoPackage; the file must be the same on every run.
_NO_CLOCK: Final = "1970-01-01T00:00:00.000Z"
# The option is the whole process's: one writer at a time, or one would reset it for another.
_GDAL_OPTIONS: Final = threading.Lock()
_DTYPES: Final = {"integer": "Int32", "number": "float64", "boolean": "boolean"}


def frame(view: View, atlas: Atlas, *, join_lists: bool) -> gpd.GeoDataFrame:
    """Return the records as a frame with a point or missing geometry, EPSG:4326.

    Args:
        view: what to write.
        atlas: the atlas.
        join_lists: whether lists become text joined by ';', for files without lists.
    """
    rows = records(view, atlas)
    points = [_point(row) for row in rows]
    if join_lists:
        for row in rows:
            row |= {name: LIST_SEPARATOR.join(row[name]) for name in LISTS if name in row}
    found = pd.DataFrame(rows, columns=list(columns(atlas)))
    for name in found.columns:
        found[name] = found[name].astype(_dtype(str(name), lists=not join_lists))
    return gpd.GeoDataFrame(found, geometry=gpd.GeoSeries(points, crs=CRS, index=found.index))


def _point(row: dict[str, Any]) -> shapely.Point | None:
    if row["latitude"] is None or row["longitude"] is None:
        return None
    return shapely.Point(row["longitude"], row["latitude"])


def _dtype(name: str, *, lists: bool) -> str:
    if name == "nearest_base_km":
        return "float64"
    if name in LISTS:
        return "object" if lists else "str"
    kinds = {column.name: column.kind for column in INCIDENTS.columns}
    return _DTYPES.get(kinds.get(name, "text"), "str")


def geoparquet(view: View, atlas: Atlas) -> bytes:
    """Return a GeoParquet file (1.1, WKB); lists stay lists, metadata under `incident_atlas`."""
    whole = io.BytesIO()
    frame(view, atlas, join_lists=False).to_parquet(whole, index=False, compression="zstd")
    whole.seek(0)
    table = pq.read_table(whole)
    said = {b"incident_atlas": json.dumps(metadata(view, atlas), ensure_ascii=False).encode()}
    out = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata({**(table.schema.metadata or {}), **said}),
        out,
        compression="zstd",
    )
    return out.getvalue()


def geopackage(view: View, atlas: Atlas) -> bytes:
    """Return a GeoPackage with one layer, `incidents`; lists are joined by ';'."""
    return _by_gdal(frame(view, atlas, join_lists=True), "GPKG", metadata(view, atlas))


def kml(view: View, atlas: Atlas) -> bytes:
    """Return a KML file: name, description and all columns as extended data."""
    found = frame(view, atlas, join_lists=True)
    found.insert(0, "Name", found["date"] + " " + found["target"])
    found.insert(1, "Description", found["summary"])
    return _by_gdal(found, "KML", None)


def _by_gdal(found: gpd.GeoDataFrame, driver: str, said: dict[str, Any] | None) -> bytes:
    with _GDAL_OPTIONS, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{LAYER}.{driver.lower()}"
        before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _NO_CLOCK})
        try:
            pyogrio.write_dataframe(
                found,
                path,
                driver=driver,
                layer=LAYER,
                geometry_type="Point",
                layer_metadata=None
                if said is None
                else {"incident_atlas": json.dumps(said, ensure_ascii=False)},
            )
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
        return path.read_bytes()
