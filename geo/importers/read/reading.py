"""One door for every kind of file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from geo.errors import ImportRefusedError, shorten
from geo.importers.read import delimited, formats
from geo.importers.read.encoding import decode
from geo.importers.read.limits import Limits, refuse_beyond
from geo.importers.read.raw import Raw, lean
from geo.importers.read.unpack import unpack

_HEAD = 4096
_KINDS = {
    "workbook": formats.workbook,
    "gpkg": formats.geopackage,
    "parquet": formats.parquet,
}


def read(source: str | Path | bytes, name: str | None = None, limits: Limits | None = None) -> Raw:
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
    if kind in _KINDS:
        found, has_lines = _KINDS[kind](data, inside, limits), kind == "workbook"
    elif (parsed := _as_json(data, inside, limits)) is not None:
        found, kind, has_lines = parsed, "json", False
    else:
        found, has_lines = delimited.read(data, inside, limits), True
    table, line, unfit, said = found
    names, columns = table.column_names, table.columns
    del data, found, table
    table = lean(names, columns)
    return Raw(name=inside, kind=kind, digest=digest, table=table, line=line, unfit=tuple(unfit),
               notes=(*notes, *said), has_lines=has_lines)  # fmt: skip


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            message = f"there is no file {shorten(str(path))}"
            raise ImportRefusedError(message)
        refuse_beyond(f"{shorten(path.name)}, size of the file", path.stat().st_size, limits,
                      "file_bytes")  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        message = f"{shorten(str(path))} cannot be opened: {error.strerror}"
        raise ImportRefusedError(message) from None


def _as_json(data: bytes, name: str, limits: Limits) -> formats.Read | None:
    marks = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
    if data[:_HEAD].lstrip(marks)[:1] not in {b"{", b"["}:
        return None
    text, encoding = decode(data, name)
    found = formats.from_json(text.lstrip("\ufeff"), name, limits)
    if found:
        found[3].insert(0, f"encoding {encoding}")
    return found
