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

import pyarrow.parquet as pq
import pyogrio

from geo.filter.metadata import metadata
from geo.filter.records import LISTS
from geo.model.schema import LIST_SEPARATOR

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.filter.filter import View

LAYER: Final = "incidents"
# GDAL would write the clock time into a GeoPackage; the file must be the same on every run.
_NO_CLOCK: Final = "1970-01-01T00:00:00.000Z"
# The option is the whole process's: one writer at a time, or one would reset it for another.
_GDAL_OPTIONS: Final = threading.Lock()


def _with_joined_lists(view: View) -> gpd.GeoDataFrame:
    """Return the records with lists joined by ';', for files without lists."""
    frame = view.to_geodataframe()
    for name in frame.columns.intersection(LISTS):
        frame[name] = frame[name].map(LIST_SEPARATOR.join).astype("str")
    return frame


def geoparquet(view: View) -> bytes:
    """Return a GeoParquet file (1.1, WKB); lists stay lists, metadata under `incident_atlas`."""
    whole = io.BytesIO()
    view.to_geodataframe().to_parquet(whole, index=False, compression="zstd")
    whole.seek(0)
    table = pq.read_table(whole)
    said = {b"incident_atlas": json.dumps(metadata(view), ensure_ascii=False).encode()}
    out = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata({**(table.schema.metadata or {}), **said}),
        out,
        compression="zstd",
    )
    return out.getvalue()


def geopackage(view: View) -> bytes:
    """Return a GeoPackage with one layer, `incidents`; lists are joined by ';'."""
    return _by_gdal(_with_joined_lists(view), "GPKG", metadata(view))


def kml(view: View) -> bytes:
    """Return a KML file: name, description and all columns as extended data."""
    found = _with_joined_lists(view)
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
