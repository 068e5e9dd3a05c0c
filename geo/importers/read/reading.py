"""One door for every kind of file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.delimited import read_delimited
from geo.importers.read.encoding import decode
from geo.importers.read.gis_files import read_geopackage, read_parquet
from geo.importers.read.json_records import read_json
from geo.importers.read.limits import Limits, refuse_beyond
from geo.importers.read.raw import Raw, RawRows, lean
from geo.importers.read.unpack import unpack
from geo.importers.read.workbook import read_workbook

_HEAD = 4096
_READERS = {"workbook": read_workbook, "gpkg": read_geopackage, "parquet": read_parquet}


def read_file(
    source: str | Path | bytes, name: str | None = None, limits: Limits | None = None
) -> Raw:
    """Read a file into cells of text.

    Args:
        source: a path, or the bytes of an upload.
        name: what the file is called; needed for bytes.
        limits: what may be read; by default from the environment.

    Returns:
        Every row that was found, with its line; nothing is judged yet.

    Raises:
        ImportRefusedError: the file cannot be opened, is no table, or is beyond a limit; the
            message says what was found.
    """
    limits = limits or Limits.from_environment()
    if isinstance(source, bytes):
        data, name = source, name or "upload"
    else:
        data, name = _bytes_of(Path(source), limits), name or Path(source).name
    digest = hashlib.sha256(data).hexdigest()
    data, kind, inside, notes = unpack(data, name, limits)
    has_lines = kind in {"workbook", "text"}
    if kind in _READERS:
        rows = _READERS[kind](data, inside, limits)
    elif _begins_like_json(data):
        rows, kind, has_lines = _read_json(data, inside, limits), "json", False
    else:
        rows = read_delimited(data, inside, limits)
    names, columns = rows.table.column_names, rows.table.columns
    line, unfit, remarks = rows.line, tuple(rows.unfit), tuple(rows.remarks)
    notes += rows.notes
    del data, rows
    return Raw(name=inside, kind=kind, digest=digest, table=lean(names, columns), line=line,
               unfit=unfit, notes=tuple(notes), has_lines=has_lines, remarks=remarks)  # fmt: skip


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
    marks = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
    return data[:_HEAD].lstrip(marks)[:1] in {b"{", b"["}


def _read_json(data: bytes, name: str, limits: Limits) -> RawRows:
    text, encoding = decode(data, name)
    rows = read_json(text.lstrip("\ufeff"), name, limits)
    rows.notes.insert(0, f"encoding {encoding}")
    return rows
