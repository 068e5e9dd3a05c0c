"""Takes a file out of a zip or gzip file, whatever their names say.

The name of a file says nothing that is relied upon: a picture that is called `.csv` is refused as
a picture. What comes out of an archive is counted while it is unpacked, not believed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.kinds import ACCEPTED, READABLE, advice, kind_of
from geo.importers.read.limits import megabytes, refuse_beyond
from geo.importers.read.raw import Part
from geo.importers.read.rows.parts import SeveralPartsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.read.limits import Limits

_MAX_DEPTH: Final = 2
_CHUNK: Final = 2**20
_BITS_OF_GZIP: Final = 31
_BLANK: Final = b"\x00\t\n\r "
_TABLE_SUFFIXES: Final = (
    ".csv", ".tsv", ".txt", ".tab", ".json", ".geojson", ".ndjson", ".jsonl", ".gpkg", ".parquet",
    ".geoparquet", ".xlsx", ".xls", ".ods", ".gz", ".kml", ".gpx", ".fgb", ".shp", ".kmz",
)  # fmt: skip
_SHAPEFILE: Final = ".shp"
_MAIN_KML: Final = "doc.kml"
# Texts that are packed together with a table and are none.
_ABOUT: Final = re.compile(
    r"(?:^|/)(?:read[ _-]?me|licen[cs]e|terms|copying|change ?log|citation|about)[^/]*\.txt$",
    re.IGNORECASE,
)


def unpack(
    data: bytes, name: str, limits: Limits, sheets: Sequence[str] = ()
) -> tuple[bytes, str, str, list[str], Sequence[str]]:
    """Take the one table out of the archives around it.

    Args:
        data: the file as given.
        name: its name, for messages and for the version that a name may tell.
        limits: what may be read.
        sheets: names that a person has chosen; one of a file in a zip file counts here.

    Returns:
        The bytes, the kind (one of `READABLE`), the name of the file inside, what was done, and
        the chosen names that are not of a file in a zip file. Of a shapefile the bytes are those of
        the zip file, as it is several files.

    Raises:
        ImportRefusedError: it is empty, no kind of table, broken, encrypted, or too large.
    """
    notes: list[str] = []
    refuse_beyond(f"{shorten(name)}, size of the file", len(data), limits, "file_bytes")
    for _ in range(_MAX_DEPTH + 1):
        if not data[:_CHUNK].strip(_BLANK) and not data.strip(_BLANK):
            message = f"{shorten(name)}: the file is empty; expected {ACCEPTED}"
            raise ImportRefusedError(message)
        kind = kind_of(data)
        if kind in READABLE:
            if kind == "workbook" and data.startswith(b"PK"):
                _measure(data, name, limits)
            return data, kind, name, notes, sheets
        if kind == "zip":
            data, inside, sheets = _from_zip(data, name, limits, sheets)
            if inside.lower().endswith(_SHAPEFILE):
                return data, "shapefile", inside, notes, sheets
        elif kind == "gzip":
            data, inside = _from_gzip(data, name, limits), name.removesuffix(".gz")
        else:
            message = f"{shorten(name)}: this is {kind}; {advice(kind)}"
            raise ImportRefusedError(message)
        notes.append(f"taken out of a {kind} file ({megabytes(len(data))} unpacked)")
        name = inside
    message = f"{shorten(name)}: archives within archives; expected one at most {_MAX_DEPTH} deep"
    raise ImportRefusedError(message)


def _from_gzip(data: bytes, name: str, limits: Limits) -> bytes:
    whole = bytearray()
    rest = data
    try:
        while rest.startswith(b"\x1f\x8b"):
            machine = zlib.decompressobj(wbits=_BITS_OF_GZIP)
            while not machine.eof and rest:
                whole += machine.decompress(rest, _CHUNK)
                refuse_beyond(f"{shorten(name)}, unpacked", len(whole), limits, "unpacked_bytes")
                rest = machine.unconsumed_tail
            if not machine.eof:
                message = f"{shorten(name)}: the gzip file is cut off; copy or download it again"
                raise ImportRefusedError(message)
            rest = machine.unused_data
    except zlib.error:
        message = f"{shorten(name)}: the gzip file is damaged; copy or download it again"
        raise ImportRefusedError(message) from None
    return bytes(whole)


def _from_zip(
    data: bytes, name: str, limits: Limits, sheets: Sequence[str]
) -> tuple[bytes, str, Sequence[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tables = [i for i in archive.infolist() if _is_table(i)]
        chosen = [i for i in tables if i.filename in sheets]
        if len(chosen) == 1:
            tables, sheets = chosen, [s for s in sheets if s != chosen[0].filename]
        elif len(tables) > 1:
            tables = [i for i in tables if not _ABOUT.search(i.filename)] or tables
            if all(i.filename.lower().endswith(".kml") for i in tables):
                tables = [i for i in tables if i.filename == _MAIN_KML] or tables
        if len(tables) != 1:
            names = ", ".join(shorten(i.filename) for i in (tables or archive.infolist())[:20])
            message = (
                f"{shorten(name)}: expected one table in the zip file, found {len(tables)} "
                f"({'' if tables else 'it holds '}{names})"
            )
            if not tables:
                message += f"; expected {ACCEPTED}"
                raise ImportRefusedError(message)
            message += "; choose one"
            parts = [Part(i.filename, 0, taken=False) for i in tables]
            raise SeveralPartsError(message, parts, "file")
        inside = tables[0].filename
        if inside.lower().endswith(_SHAPEFILE):
            return data, inside, sheets
        return read_entry(archive, tables[0], name, limits), inside, sheets


def _is_table(entry: zipfile.ZipInfo) -> bool:
    parts = entry.filename.split("/")
    hidden = any(p.startswith((".", "__")) for p in parts)
    return not entry.is_dir() and not hidden and parts[-1].lower().endswith(_TABLE_SUFFIXES)


def read_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits
) -> bytes:
    """Return the bytes of a file in a zip file.

    Raises:
        ImportRefusedError: it is damaged, encrypted or larger than the limit.
    """
    what = f"{shorten(name)}, unpacked"
    refuse_beyond(what, entry.file_size, limits, "unpacked_bytes")
    whole = bytearray()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                whole += chunk
                refuse_beyond(what, len(whole), limits, "unpacked_bytes")
    except ImportRefusedError:
        raise
    except RuntimeError:
        message = f"{shorten(name)}: the zip file is encrypted; unpack it first"
        raise ImportRefusedError(message) from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError):
        message = f"{shorten(name)}: the zip file is damaged; copy or download it again"
        raise ImportRefusedError(message) from None
    return bytes(whole)


def _measure(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a workbook that unpacks to more than the limit, whatever its directory says."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as stream:
                    while chunk := stream.read(_CHUNK):
                        total += len(chunk)
                        refuse_beyond(f"{shorten(name)}, unpacked", total, limits, "unpacked_bytes")
    except ImportRefusedError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
        message = f"{shorten(name)}: the workbook is damaged or encrypted; save it again"
        raise ImportRefusedError(message) from None
