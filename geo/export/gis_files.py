"""GIS files: GeoParquet, GeoPackage, FlatGeobuf, KML and PMTiles, by GeoPandas and GDAL.

All hold `View.to_geodataframe`: a point in EPSG:4326, or none. GeoParquet, GeoPackage and
FlatGeobuf carry the metadata of `geo.filter.metadata` as JSON under `incident_atlas`; KML has no
place for them.
"""

from __future__ import annotations

import errno
import html
import io
import json
import threading
from typing import TYPE_CHECKING, Final

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio

from geo.export.text_files import with_joined_lists
from geo.filter.metadata import metadata
from geo.utils.scratch import scratch_folder

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.filter.filter import View

LAYER: Final = "incidents"
_METADATA_KEY: Final = "incident_atlas"
_COVERING: Final = "bbox"
# GDAL would write the clock time into a GeoPackage; the file must be the same on every run.
_NO_CLOCK: Final = "1970-01-01T00:00:00.000Z"
# The option is the whole process's: one writer at a time, or one would reset it for another.
_GDAL_OPTIONS: Final = threading.Lock()
_SUFFIX: Final = {"FlatGeobuf": "fgb", "GPKG": "gpkg", "KML": "kml"}


def write_geoparquet(view: View) -> bytes:
    """Return a GeoParquet file (1.1, WKB): lists stay lists.

    The column `bbox` is the standard's covering: readers skip row groups outside a box by it.
    """
    written, out = io.BytesIO(), io.BytesIO()
    view.to_geodataframe().to_parquet(
        written, index=False, compression="zstd", write_covering_bbox=True
    )
    table = pq.read_table(written)
    # By the standard a box is null where the point is; GeoPandas makes it one of four nulls.
    at = table.schema.get_field_index(_COVERING)
    box = pc.if_else(table["geometry"].is_valid(), table[_COVERING], None)
    table = table.set_column(at, table.schema.field(at), box)
    # GeoPandas writes no metadata but its own.
    file_metadata = {**table.schema.metadata, _METADATA_KEY.encode(): _metadata_json(view)}
    pq.write_table(table.replace_schema_metadata(file_metadata), out, compression="zstd")
    return out.getvalue()


def write_geopackage(view: View) -> bytes:
    """Return a GeoPackage with one layer, `incidents`; lists are joined by ';'."""
    return _by_gdal(
        with_joined_lists(view.to_geodataframe()), "GPKG", {_METADATA_KEY: _metadata_json(view)}
    )


def write_flatgeobuf(view: View) -> bytes:
    """Return a FlatGeobuf file; lists are joined by ';'.

    It has an index in space, and its rows are in the order of that, where every incident has a
    point. An index has no place for one without, which is not left out for that.
    """
    frame = with_joined_lists(view.to_geodataframe())
    index = "YES" if frame.geometry.notna().all() else "NO"
    about = {_METADATA_KEY: _metadata_json(view)}
    return _by_gdal(frame, "FlatGeobuf", about, SPATIAL_INDEX=index)


def write_points(view: View) -> bytes:
    """Return a FlatGeobuf file of the incidents that have a point, in the order of the view."""
    frame = with_joined_lists(view.to_geodataframe())
    return _by_gdal(frame[frame.geometry.notna()], "FlatGeobuf", None, SPATIAL_INDEX="NO")


def write_kml(view: View) -> bytes:
    """Return a KML file: name, description and all columns as extended data, lists joined by ';'.

    The name is date and target, the description the summary, as HTML that shows it as it is.
    """
    frame = with_joined_lists(view.to_geodataframe())
    frame.insert(0, "Name", frame["date"] + " " + frame["target"])
    # Programs show the description as HTML.
    frame.insert(1, "Description", frame["summary"].map(html.escape, na_action="ignore"))
    return _by_gdal(frame, "KML", None)


def _metadata_json(view: View) -> str:
    return json.dumps(metadata(view), ensure_ascii=False)


def _by_gdal(
    frame: gpd.GeoDataFrame, driver: str, layer_metadata: dict[str, str] | None, **options: str
) -> bytes:
    """Return a file of a GDAL driver with the frame as its only layer.

    Raises:
        OSError: the file is not whole; it was read again and counted.
    """
    with _GDAL_OPTIONS, scratch_folder() as folder:
        path = folder / f"{LAYER}.{_SUFFIX[driver]}"
        before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _NO_CLOCK})
        try:
            pyogrio.write_dataframe(
                frame, path, driver=driver, layer=LAYER, geometry_type="Point",
                layer_metadata=layer_metadata, **options,
            )  # fmt: skip
            # GDAL may cut a file on a full disk and say nothing.
            written = pyogrio.read_info(path, layer=LAYER, force_feature_count=True)["features"]
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
            message = f"{driver} could not be written whole; is the disk full?"
            raise OSError(errno.ENOSPC, message) from None
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
        if written != len(frame):
            raise OSError(errno.ENOSPC, f"{driver} holds {written} of {len(frame)} rows")
        return path.read_bytes()
