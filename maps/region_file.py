"""A detailed map of a region, from a file of the user's own: `ATLAS_BASEMAP=region.pmtiles`.

The file holds vector tiles of the Protomaps basemap, schema version 4, in a PMTiles archive,
version 3 (docs.protomaps.com/basemaps/layers, github.com/protomaps/PMTiles). The browser reads it
by ranges of bytes from where Streamlit serves static files. There it is public, so it is copied: a
link that leads out of the folder would not be followed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import shutil
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.paths import STATIC
from geo.utils.whole_files import sweep
from maps.static_files import URL_PREFIX

if TYPE_CHECKING:
    from typing import BinaryIO

VARIABLE: Final = "ATLAS_BASEMAP"
#: What is drawn of the file. Its borders are not: the map keeps to its own.
LAYERS: Final = ("earth", "landuse", "water", "roads", "places")
#: Streamlit serves no larger file, and no folder of more than a gigabyte.
MOST_BYTES: Final = 200 * 1024 * 1024
_MOST_FILES: Final = 3
_FOLDER: Final = "regions"
_LOG: Final = logging.getLogger(__name__)

# Magic and version; offset and length of root, metadata, leaves and tiles; three counts, a flag;
# compression inside and of tiles, type of tiles.
_HEADER: Final = struct.Struct("<7sB8Q24x?3B")
_HEADER_BYTES: Final = 127
_VERSION: Final = 3
_NOT_PACKED: Final = 1
_GZIP: Final = 2
_VECTOR_TILES: Final = 1
_OPEN_STREET_MAP: Final = (
    '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap contributors</a>'
)
_WHAT_TO_DO: Final = (
    "Cut the file with `pmtiles extract SOURCE REGION.pmtiles --bbox=WEST,SOUTH,EAST,NORTH"
    " --maxzoom=12` (the map goes no deeper), or leave the variable empty. The shipped map is used."
)


class RegionFileError(Exception):
    """A file cannot be the map of a region; says what was expected, and what was found."""


@dataclass(frozen=True, slots=True)
class RegionFile:
    """A file that browsers can read: its address, and whose data it holds (HTML)."""

    address: str
    attribution: str


@cache
def named() -> RegionFile | None:
    """Return the file that `ATLAS_BASEMAP` names, or None; says once, in the log, what is wrong."""
    name = os.environ.get(VARIABLE, "")
    if not name:
        return None
    try:
        return publish(Path(name))
    except RegionFileError as error:
        _LOG.error("%s=%s: %s %s", VARIABLE, name, error, _WHAT_TO_DO)
        return None


def publish(path: Path) -> RegionFile:
    """Check a file, and put a copy of it where browsers can read it.

    Args:
        path: a PMTiles archive of vector tiles, Web Mercator.

    Raises:
        RegionFileError: it cannot be read or copied, or is no such archive.
    """
    try:
        with path.open("rb") as file:
            attribution = _check(file)
            file.seek(0)
            name = f"{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}.pmtiles"
    except OSError as error:
        message = f"expected a file that can be read, found: {error.strerror}."
        raise RegionFileError(message) from error
    folder = STATIC / _FOLDER
    try:
        folder.mkdir(exist_ok=True)
        if not (folder / name).exists():
            sweep(folder)
            part = folder / f".{name}.partial-{os.getpid()}-copy"
            try:
                shutil.copyfile(path, part)
                part.replace(folder / name)
            finally:
                part.unlink(missing_ok=True)
        os.utime(folder / name)
        for old in sorted(folder.glob("*.pmtiles"), key=lambda f: f.stat().st_mtime)[:-_MOST_FILES]:
            old.unlink()
    except OSError as error:
        message = f"expected to copy it to {folder}, found: {error.strerror}."
        raise RegionFileError(message) from error
    return RegionFile(f"{URL_PREFIX}/{_FOLDER}/{name}", attribution)


def _check(file: BinaryIO) -> str:
    """Return whose data an archive holds, as HTML.

    Raises:
        RegionFileError: it is no archive that the map can draw.
    """
    size = os.fstat(file.fileno()).st_size
    if size > MOST_BYTES:
        message = f"expected at most {MOST_BYTES:,} bytes, which Streamlit serves, found {size:,}."
        raise RegionFileError(message)
    head = file.read(_HEADER_BYTES)
    if len(head) < _HEADER_BYTES or not head.startswith(b"PMTiles"):
        message = f"expected a PMTiles archive, found a file that begins with {head[:7]!r}."
        raise RegionFileError(message)
    _, version, *places, _, inside, packed, kind = _HEADER.unpack(head[: _HEADER.size])
    if version != _VERSION:
        message = f"expected PMTiles version {_VERSION}, found version {version}."
        raise RegionFileError(message)
    end = max(at + length for at, length in zip(places[::2], places[1::2], strict=True))
    if end > size:
        message = f"expected {end:,} bytes, as its header says, found {size:,}: it is not whole."
        raise RegionFileError(message)
    if kind != _VECTOR_TILES or not {inside, packed} <= {_NOT_PACKED, _GZIP}:
        message = (
            "expected vector tiles (MVT, type 1), packed with gzip (2) or not at all (1), found "
            f"type {kind}, packed with {packed}, directories with {inside}."
        )
        raise RegionFileError(message)
    file.seek(places[2])
    metadata = _metadata(file.read(places[3]), inside)
    layers = [str(layer.get("id")) for layer in metadata.get("vector_layers", [])]
    if not {*layers} & {*LAYERS}:
        message = (
            "expected layers of the Protomaps basemap, version 4, such as "
            f"{', '.join(LAYERS)}, found {', '.join(layers) or 'none'}."
        )
        raise RegionFileError(message)
    return str(metadata.get("attribution") or _OPEN_STREET_MAP)


def _metadata(content: bytes, packing: int) -> dict[str, Any]:
    try:
        read: Any = json.loads(gzip.decompress(content) if packing == _GZIP else content)
    except (OSError, EOFError, ValueError) as error:
        message = f"expected JSON that says what is in it, found: {error}."
        raise RegionFileError(message) from error
    if not isinstance(read, dict) or not isinstance(read.get("vector_layers", []), list):
        message = f"expected JSON that names its vector_layers, found {content[:20]!r}."
        raise RegionFileError(message)
    return read
