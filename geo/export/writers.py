"""Writes what a filter matches to a file. `FORMATS` lists the formats; a new one is a line there.

The same filter on the same data gives the same bytes, from the app and from the command line:
no clock time, no host and no path is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.errors import ExportError
from geo.export.look import Look
from geo.export.text_files import write_csv, write_geojson
from geo.model.cached import per_atlas
from geo.utils.whole_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from numpy.typing import NDArray

    from geo.filter.filter import View
    from geo.model.atlas import Atlas


USUAL: Final = Look()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name for people, its media type, and what writes it.

    `has_rows` is False for a picture, which shows a map, passes no row on and has a look.
    `is_slow` tells what may take seconds, so that a server makes one at a time.
    `only_points` tells that incidents without a point are not in it. `why_not` returns why it
    cannot hold what a filter finds, and what to do; "" where it can.
    """

    label: str
    media_type: str
    write: Callable[[View, Look], bytes]
    has_rows: bool = True
    is_slow: bool = False
    only_points: bool = False
    why_not: Callable[[View], str] = lambda _: ""

    def count(self, view: View) -> int:
        """Return how many of the incidents that a filter finds are in such a file."""
        return view.shown - view.not_drawn if self.only_points else view.shown


# GDAL takes a tenth of a second to import and Matplotlib a whole one, which a map need not wait
# for: they are imported when they first write.


def _gis_files() -> ModuleType:
    from geo.export import gis_files  # noqa: PLC0415 - as above

    return gis_files


def _tiles() -> ModuleType:
    from geo.export import tiles  # noqa: PLC0415 - as above

    return tiles


def _workbook() -> ModuleType:
    from geo.export import workbook  # noqa: PLC0415 - as above

    return workbook


def _picture() -> ModuleType:
    from geo.export import picture  # noqa: PLC0415 - as above

    return picture


#: By the suffix of the file.
FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "geojson": Format("GeoJSON", "application/geo+json", lambda view, _: write_geojson(view)),
        "csv": Format("CSV", "text/csv", lambda view, _: write_csv(view)),
        "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                       lambda view, _: _workbook().write_workbook(view), is_slow=True,
                       why_not=lambda view: str(_workbook().why_not(view))),
        "parquet": Format("GeoParquet", "application/vnd.apache.parquet",
                          lambda view, _: _gis_files().write_geoparquet(view)),
        "gpkg": Format("GeoPackage", "application/geopackage+sqlite3",
                       lambda view, _: _gis_files().write_geopackage(view)),
        "fgb": Format("FlatGeobuf", "application/vnd.flatgeobuf",
                      lambda view, _: _gis_files().write_flatgeobuf(view)),
        "kml": Format("KML", "application/vnd.google-earth.kml+xml",
                      lambda view, _: _gis_files().write_kml(view)),
        "pmtiles": Format("PMTiles", "application/vnd.pmtiles",
                          lambda view, _: _tiles().write_pmtiles(view), is_slow=True,
                          only_points=True, why_not=lambda view: str(_tiles().why_not(view))),
        "png": Format("Picture (PNG)", "image/png",
                      lambda view, look: _picture().draw_png(view, look), has_rows=False,
                      is_slow=True),
        "svg": Format("Picture (SVG)", "image/svg+xml",
                      lambda view, look: _picture().draw_svg(view, look), has_rows=False,
                      is_slow=True),
    }
)  # fmt: skip


def export_bytes(
    view: View, file_format: str, *, licence_allows: bool = False, look: Look = USUAL
) -> bytes:
    """Return the bytes of the file in one of `FORMATS`, named by its suffix.

    Args:
        view: what to write.
        file_format: a key of `FORMATS`.
        licence_allows: the caller's word that the licence of imported rows allows passing them on.
        look: size and background of a picture; other formats have none.

    Raises:
        ExportError: there is no such format; it cannot hold what the filter finds; or some rows are
            not redistributable and nobody said that the licence allows it. Nothing is written
            then, not even the other rows: a file with a silent hole would be quoted as a count.
    """
    if file_format not in FORMATS:
        message = f"no format {file_format!r}; allowed are {', '.join(FORMATS)}"
        raise ExportError(message)
    chosen = FORMATS[file_format]
    if reason := chosen.why_not(view):
        raise ExportError(reason)
    if chosen.has_rows and not licence_allows:
        refuse_held_back(view)
    return chosen.write(view, look)


def write_file(
    view: View, path: str | Path, *, licence_allows: bool = False, look: Look = USUAL
) -> Path:
    """Write what a filter finds to a file; its suffix is a key of `FORMATS`, such as `.geojson`.

    Args:
        view: what to write.
        path: the file; one that is there is replaced.
        licence_allows: the caller's word that the licence of imported rows allows passing them on.
        look: size and background of a picture; other formats have none.

    Returns:
        The path of the file.

    Raises:
        ExportError: no format has this suffix, or the file cannot be; see `export_bytes`.
        OSError: the file cannot be written; one that was there is unchanged.

    Example:
        >>> geo.write(atlas.view("group=kh"), "kh.geojson").stat().st_size > 0
        True
    """
    path = Path(path)
    file_format = path.suffix.removeprefix(".").lower()
    data = export_bytes(view, file_format, licence_allows=licence_allows, look=look)
    write_whole(path, data)
    return path


def refuse_held_back(view: View) -> None:
    """Refuse a view with incidents that may not be passed on.

    Raises:
        ExportError: some rows are not redistributable; says how many and what to do.
    """
    if reason := held_back(view.positions, view.atlas):
        message = (
            f"{reason}; if your licence does, say so with --licence-allows on "
            "the command line or tick it beside the download"
        )
        raise ExportError(message)


def held_back(positions: NDArray[np.intp], atlas: Atlas) -> str:
    """Return how many of some incidents may not be passed on and why; "" where all may be.

    Args:
        positions: rows of `atlas.incidents`.
        atlas: the atlas.
    """
    is_held_back = are_held_back(positions, atlas)
    n = int(np.count_nonzero(is_held_back))
    if not n:
        return ""
    names = ", ".join(_datasets(positions[is_held_back], atlas)) or "an imported file"
    return (
        f"{n} of {len(positions)} rows are held back: the terms of their dataset ({names}) "
        "do not allow passing rows on"
    )


def count_held_back(view: View) -> int:
    """Return how many of the incidents may not be passed on without an explicit permission."""
    return int(np.count_nonzero(are_held_back(view.positions, view.atlas)))


@per_atlas
def any_held_back(atlas: Atlas) -> bool:
    """Return whether any incident of an atlas may not be passed on."""
    return bool(are_held_back(np.arange(atlas.n_incidents), atlas).any())


def are_held_back(positions: NDArray[np.intp], atlas: Atlas) -> NDArray[np.bool_]:
    """Return which of some incidents may not be passed on; arguments as for `held_back`."""
    if "redistributable" not in atlas.incidents:
        return np.zeros(len(positions), dtype=bool)
    allowed = atlas.incidents["redistributable"].iloc[positions]
    is_held_back: NDArray[np.bool_] = ~allowed.fillna(value=True).to_numpy(bool)
    return is_held_back


def _datasets(positions: NDArray[np.intp], atlas: Atlas) -> list[str]:
    """Return the names of the datasets that incidents come from."""
    if "dataset" not in atlas.incidents:
        return []
    return sorted(atlas.incidents["dataset"].iloc[positions].dropna().unique())


def file_name(view: View, file_format: str, look: Look = USUAL) -> str:
    """Return a name for the file that tells its period, dataset version and unusual look.

    Args:
        view: what the file holds.
        file_format: a key of `FORMATS`.
        look: size and background of a picture.
    """
    first, last = view.filter.period(view.atlas)
    return f"incident-atlas_{first}_{last}_{view.atlas.version}{look.suffix}.{file_format}"
