"""Reads zipped shapefiles and FlatGeobuf, with GDAL."""

from __future__ import annotations

import io
import tempfile
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import pyogrio

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.gis.gis_files import read_layers
from geo.importers.read.text.encoding import code_page
from geo.importers.read.unpack import read_entry

if TYPE_CHECKING:
    from geo.importers.read.limits import Limits
    from geo.importers.read.raw import RawRows

_NEEDED: Final = (".shp", ".dbf")
_WANTED: Final = (".shx", ".prj", ".cpg")
# Where the header of a .dbf says its own size, that of a row, and the language of its texts.
_HEADER_SIZE: Final = slice(8, 10)
_ROW_SIZE: Final = slice(10, 12)
_LANGUAGE_AT: Final = 29
_UNKNOWN_LANGUAGES: Final = frozenset({0x00, 0x57})
_SAMPLE_BYTES: Final = 65_536


def read_shapefile(data: bytes, name: str, limits: Limits) -> RawRows:
    """Read a shapefile in a zip file.

    Args:
        data: the zip file.
        name: the path of the .shp in it.
        limits: of rows, columns, cells and unpacked bytes.

    Returns:
        The rows, numbered from 1, their points in WGS84.

    Raises:
        ImportRefusedError: a part is missing or damaged, it has no rows, or is beyond a limit.
    """
    files = _files(data, name, limits)
    if missing := [suffix for suffix in _NEEDED if suffix not in files]:
        message = (
            f"{shorten(name)}: the shapefile lacks its {missing[0]}; zip .shp, .shx, .dbf and .prj "
            "together"
        )
        raise ImportRefusedError(message)
    notes = ["shapefile"]
    if ".prj" not in files:
        notes.append("without .prj, so its points are read as degrees (WGS84)")
    if ".cpg" not in files and len(files[".dbf"]) > _LANGUAGE_AT:
        encoding, words = _encoding(files[".dbf"])
        files |= {".cpg": encoding.encode()} if encoding else {}
        notes.append(f"encoding {words}")
    return _read(files, name, limits, notes)


def read_flatgeobuf(data: bytes, name: str, limits: Limits) -> RawRows:
    """Read FlatGeobuf.

    Returns:
        The rows, as `read_shapefile` returns them.

    Raises:
        ImportRefusedError: it is damaged, has no rows, or is beyond a limit.
    """
    return _read({".fgb": data}, name, limits, ["FlatGeobuf"])


def _read(files: dict[str, bytes], name: str, limits: Limits, notes: list[str]) -> RawRows:
    """Read files of one layer under names of our own; theirs could lead out of the folder."""
    first = next(iter(files))
    kind = notes[0]
    try:
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a damaged file says so in many ways
            for suffix, content in files.items():
                (Path(folder) / f"layer{suffix}").write_bytes(content)
            path = Path(folder) / f"layer{first}"
            layers = [str(row[0]) for row in pyogrio.list_layers(path)]
            if not layers:
                raise ValueError(first)  # noqa: TRY301 - as GDAL raises it for other damage
            rows = read_layers(path, layers, name, limits, ())
    except (ImportRefusedError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - GDAL has many errors for damaged files
        message = f"{shorten(name)}: the {kind} is damaged; copy or download it again"
        raise ImportRefusedError(message) from None
    if rows is None:
        message = f"{shorten(name)}: the {kind} has no rows"
        raise ImportRefusedError(message)
    return replace(rows, notes=[*notes, *rows.notes[1:]], parts=(), noun="")


def _files(data: bytes, name: str, limits: Limits) -> dict[str, bytes]:
    """Return the files of a shapefile by suffix, the .shp first."""
    stem = PurePosixPath(name).with_suffix("").as_posix().lower()
    files: dict[str, bytes] = {}
    left = limits.unpacked_bytes
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {e.filename.lower(): e for e in archive.infolist()}
        for suffix in (*_NEEDED, *_WANTED):
            if entry := entries.get(stem + suffix):
                allowed = replace(limits, unpacked_bytes=max(1, left))
                files[suffix] = read_entry(archive, entry, name, allowed)
                left -= len(files[suffix])
    return files


def _encoding(dbf: bytes) -> tuple[str, str]:
    """Return the encoding of the texts of a .dbf as GDAL names it, and the words for it.

    Its header may say it with a number that GDAL knows, and then the name is ""; most often it
    says nothing, or only that it is that of Windows.
    """
    if dbf[_LANGUAGE_AT] not in _UNKNOWN_LANGUAGES:
        return "", "as the .dbf says"
    header, length = (int.from_bytes(dbf[at], "little") for at in (_HEADER_SIZE, _ROW_SIZE))
    rows = (dbf[at : at + length] for at in range(header, len(dbf), max(1, length)))
    sample = b"\n".join(row for row in rows if not row.isascii())
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError:
        page, words = code_page(sample[:_SAMPLE_BYTES])
        return page.upper().replace("ISO8859_", "ISO-8859-"), words
    return "UTF-8", "UTF-8"
