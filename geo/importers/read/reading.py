"""One door for every kind of file."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.gis.gis_files import read_geopackage, read_parquet
from geo.importers.read.gis.kml import read_gpx, read_kml
from geo.importers.read.gis.shapefile import read_flatgeobuf, read_shapefile
from geo.importers.read.json.json_records import read_json
from geo.importers.read.limits import Limits, refuse_beyond
from geo.importers.read.raw import Raw, RawRows, lean
from geo.importers.read.text.delimited import read_delimited
from geo.importers.read.text.encoding import decode
from geo.importers.read.unpack import unpack
from geo.importers.read.workbook.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HEAD: Final = 4096


def read_file(
    source: str | Path | bytes,
    name: str | None = None,
    limits: Limits | None = None,
    sheets: Sequence[str] = (),
) -> Raw:
    """Read a file into cells of text.

    Args:
        source: a path, or the bytes of an upload.
        name: what the file is called; needed for bytes.
        limits: what may be read; by default from the environment.
        sheets: which sheets of a workbook, layers of a GIS file, lists of a JSON file or files of
            a zip file to read; by default those with dates.

    Returns:
        Every row that was found, with its line; nothing is judged yet.

    Raises:
        ImportRefusedError: the file cannot be opened, is no table, or is beyond a limit; the
            message says what was found. It is a `SeveralPartsError` where a sheet has to be chosen.
    """
    limits = limits or Limits.from_environment()
    if isinstance(source, bytes):
        data, name = source, name or "upload"
    else:
        data, name = _bytes_of(Path(source), limits), name or Path(source).name
    digest = hashlib.sha256(data).hexdigest()
    data, kind, inside, notes, sheets = unpack(data, name, limits, sheets)
    has_lines = kind in {"workbook", "text", "kml", "gpx"}
    if kind == "text" and _begins_like_json(data):
        kind, has_lines = "json", False
    if kind in _READERS_OF_PARTS:
        rows = _READERS_OF_PARTS[kind](data, inside, limits, sheets)
    elif sheets:
        message = f"{shorten(inside)}: has no sheets or layers; leave --sheet out"
        raise ImportRefusedError(message)
    else:
        rows = _READERS[kind](data, inside, limits)
    names, columns = rows.table.column_names, rows.table.columns
    raw = partial(
        Raw, name=inside, kind=kind, digest=digest, line=rows.line, unfit=tuple(rows.unfit),
        notes=(*notes, *rows.notes), has_lines=has_lines and rows.has_lines,
        remarks=tuple(rows.remarks), parts=rows.parts, noun=rows.noun, part_column=rows.part_column,
        title=rows.title,
    )  # fmt: skip
    del data, rows  # the columns are let go of one by one
    return raw(table=lean(names, columns))


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            message = f"there is no file {shorten(path.name)}"
            raise ImportRefusedError(message)
        refuse_beyond(f"{shorten(path.name)}, size of the file", path.stat().st_size, limits,
                      "file_bytes")  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        message = f"{shorten(path.name)} cannot be opened: {error.strerror}"
        raise ImportRefusedError(message) from None


def _begins_like_json(data: bytes) -> bool:
    marks = b"\xef\xbb\xbf\xff\xfe\x00\x1e \t\r\n"
    return data[:_HEAD].lstrip(marks)[:1] in {b"{", b"["}


def _read_json(data: bytes, name: str, limits: Limits, sheets: Sequence[str]) -> RawRows:
    text, encoding = decode(data, name)
    rows = read_json(text.lstrip("\ufeff"), name, limits, sheets)
    rows.notes.insert(0, f"encoding {encoding}")
    return rows


_READERS: Final[dict[str, Callable[[bytes, str, Limits], RawRows]]] = {
    "parquet": read_parquet, "text": read_delimited, "kml": read_kml, "gpx": read_gpx,
    "flatgeobuf": read_flatgeobuf, "shapefile": read_shapefile,
}  # fmt: skip
_READERS_OF_PARTS: Final[dict[str, Callable[[bytes, str, Limits, Sequence[str]], RawRows]]] = {
    "workbook": read_workbook, "gpkg": read_geopackage, "json": _read_json,
}  # fmt: skip
