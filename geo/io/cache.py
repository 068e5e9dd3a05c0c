"""Keeps what was made of a large data folder, so that its second load reads and checks nothing.

An entry is a folder of Parquet and GeoParquet files named after the digest of the data folder's
bytes and of the code that read them: other bytes or other code, another entry. Whatever is not
whole is no entry. The quarantine is part of it, so a second load says what the first one said.

The cache holds copies of data in the account of whoever runs the atlas. `ATLAS_CACHE` names another
directory for it, or `off`.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.metadata
import json
import logging
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import platformdirs

from geo import paths
from geo.model.atlas import Atlas, deep_frozen
from geo.model.schema import TABLES
from geo.model.statements import GroupGraph, Ledger
from geo.spatial.h3_index import RESOLUTIONS, CellIndex
from geo.spatial.joins import Places
from geo.utils.scratch import is_running
from geo.utils.text_columns import in_one_piece

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "ATLAS_CACHE"
OFF: Final = "off"
APP: Final = "incident-atlas"
# Smaller folders are read in a few seconds, and leave no files behind.
FROM_ROWS: Final = 20_000
MOST_ENTRIES: Final = 4
_ENTRY_FILE: Final = "entry.json"
_ARRAYS_FILE: Final = "arrays.npz"
_QUARANTINE: Final = "quarantine"
_UNFINISHED: Final = ".unfinished-"
_LEDGER: Final = ("incident", "group", "stance", "stands", "disputed", "period")
_PLACES: Final = ("latitude", "longitude", "of_row")
_PACKAGES: Final = ("numpy", "pandas", "geopandas", "shapely", "pyproj", "pyarrow", "h3")
_LOG: Final = logging.getLogger(__name__)


def directory() -> Path | None:
    """Return where entries are kept, or None where the cache is off."""
    asked = os.environ.get(VARIABLE, "").strip()
    if asked.lower() == OFF:
        return None
    return Path(asked) if asked else Path(platformdirs.user_cache_dir(APP, appauthor=False))


@cache
def code_version(folder: Path = paths.GEO) -> str:
    """Return a digest of the code that makes an atlas: this package and what it computes with.

    Args:
        folder: the package; the files of all folders below it count, by their path.
    """
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    for package in _PACKAGES:
        whole.update(f"{package}=={importlib.metadata.version(package)};".encode())
    return whole.hexdigest()


def key(digest: str) -> str:
    """Return the name of the entry for a data folder with this digest, read by this code."""
    return hashlib.sha256(f"{digest} {code_version()}".encode()).hexdigest()[:40]


def read_entry(digest: str) -> Atlas | None:
    """Return the atlas that was made of a data folder with this digest, or None.

    An entry that is damaged or half written is none; the next `write_entry` replaces it.
    """
    where = directory()
    if where is None:
        return None
    folder = where / key(digest)
    try:
        kept = json.loads((folder / _ENTRY_FILE).read_bytes())
        entry = kept["entry"]
        if _digest_of_text(_as_json(entry)) != kept["digest"]:
            _LOG.warning("the cache entry %s is damaged: %s", folder.name, _ENTRY_FILE)
            return None
        for name, file_digest in entry["files"].items():
            if _digest(folder / name) != file_digest:
                _LOG.warning("the cache entry %s is damaged: %s", folder.name, name)
                return None
        atlas = _restored(folder, entry)
        os.utime(folder / _ENTRY_FILE)  # the entries used last are kept
    except FileNotFoundError:
        return None
    except Exception:  # noqa: BLE001 - a damaged copy can fail in any way
        # Whatever is wrong with a copy, the data folder is still there to be read.
        _LOG.warning("the cache entry %s cannot be read", folder.name, exc_info=True)
        return None
    return atlas


def write_entry(digest: str, atlas: Atlas) -> None:
    """Keep an atlas, whole or not at all; a disk that is full or read-only keeps nothing."""
    where = directory()
    if where is None:
        return
    unfinished = None
    try:
        where.mkdir(parents=True, exist_ok=True)
        unfinished = _unfinished(where)
        _write_files(unfinished, atlas)
        _replace(unfinished, where / key(digest))
        _tidy(where)
    except OSError:
        _LOG.warning("the atlas was not cached in %s", where, exc_info=True)
    finally:
        if unfinished is not None:
            shutil.rmtree(unfinished, ignore_errors=True)


def sweep() -> None:
    """Remove what killed processes have left; for the server's start."""
    where = directory()
    if where is not None and where.is_dir():
        with suppress(OSError):
            _tidy(where)


def _write_files(folder: Path, atlas: Atlas) -> None:
    dtypes = {}
    frames = _of_atlas(atlas, geometry=False) | {_QUARANTINE: atlas.quarantine}
    for name, frame in frames.items():
        # Arrow's default, snappy, unpacks faster than the disk reads.
        frame.to_parquet(folder / f"{name}.parquet", index=False)
        dtypes[name] = {str(column): str(frame[column].dtype) for column in frame.columns}
    for name, layer in _of_atlas(atlas, geometry=True).items():
        layer.to_parquet(folder / f"{name}.parquet", index=False)
    arrays: dict[str, Any] = {f"places.{n}": getattr(atlas.places, n) for n in _PLACES}
    arrays |= {f"ledger.{n}": getattr(atlas.ledger, n) for n in _LEDGER}
    arrays |= {f"cells.{r}": atlas.cells.cells(r) for r in RESOLUTIONS}
    np.savez(folder / _ARRAYS_FILE, **arrays)
    files = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    entry = {
        "version": atlas.version,
        "package": atlas.package,
        "rows_read": dict(atlas.rows_read),
        "frames": dtypes,
        "layers": list(_of_atlas(atlas, geometry=True)),
        "files": files,
    }
    text = _as_json(entry)
    # The digest is of what is read back: lists for tuples, text for the keys.
    digest = _digest_of_text(_as_json(json.loads(text)))
    (folder / _ENTRY_FILE).write_text(f'{{"digest": "{digest}", "entry": {text}}}', "utf-8")


def _as_json(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, default=dict, ensure_ascii=False)


def _digest_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _of_atlas(atlas: Atlas, *, geometry: bool) -> dict[str, Any]:
    """Return the tables of an atlas by name, those with or those without a geometry."""
    frames = {t.name: getattr(atlas, t.name) for t in TABLES if bool(t.geometry) is geometry}
    if "incidents" in frames:  # their points are those of `places`
        frames["incidents"] = pd.DataFrame(frames["incidents"].drop(columns="geometry"))
    return frames


def _restored(folder: Path, entry: Mapping[str, Any]) -> Atlas:
    frames = {
        name: _typed(pd.read_parquet(folder / f"{name}.parquet"), dtypes)
        for name, dtypes in entry["frames"].items()
    }
    quarantine = frames.pop(_QUARANTINE)
    layers = {n: gpd.read_parquet(folder / f"{n}.parquet") for n in entry["layers"]}
    with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    for array in arrays.values():
        array.setflags(write=False)
    graph = GroupGraph(frames["groups"]["group_id"].tolist(), frames["group_links"])
    return Atlas(
        version=entry["version"],
        package=deep_frozen(entry["package"]),
        rows_read=MappingProxyType(entry["rows_read"]),
        graph=graph,
        ledger=Ledger(
            graph, len(frames["incidents"]), *(arrays[f"ledger.{name}"] for name in _LEDGER)
        ),
        places=Places(*(arrays[f"places.{name}"] for name in _PLACES)),
        cells=CellIndex.of_cells({r: arrays[f"cells.{r}"] for r in RESOLUTIONS}),
        _frames=frames,
        _layers=layers,
        _quarantine=quarantine,
    )


def _typed(frame: pd.DataFrame, dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Return the frame as it was written: Parquet knows fewer types, and reads pieces."""
    lost = {name: of for name, of in dtypes.items() if str(frame[name].dtype) != of}
    return in_one_piece(frame.astype(lost))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(unfinished: Path, entry: Path) -> None:
    """Put a finished entry in its place; a folder cannot be put over another in one step.

    Where another process does the same, one of the two entries stays: both are of the same bytes.
    """
    aside = _unfinished(entry.parent)
    with suppress(FileNotFoundError):  # there is no older one
        entry.rename(aside / entry.name)
    try:
        unfinished.rename(entry)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
    shutil.rmtree(aside, ignore_errors=True)


def _unfinished(where: Path) -> Path:
    """Return a new folder that this account alone can read, beside the entry that it becomes."""
    return Path(tempfile.mkdtemp(prefix=f"{_UNFINISHED}{os.getpid()}-", dir=where))


def _tidy(where: Path) -> None:
    """Remove the entries used longest ago, and what killed processes left."""
    entries = []
    for folder in where.iterdir():
        owner = folder.name.removeprefix(_UNFINISHED).split("-")[0]
        if folder.name.startswith(_UNFINISHED):
            if not (owner.isdigit() and is_running(int(owner))):
                shutil.rmtree(folder, ignore_errors=True)
            continue
        with suppress(FileNotFoundError):  # no entry, or another process has just removed it
            entries.append(((folder / _ENTRY_FILE).stat().st_mtime_ns, folder))
    for _, folder in sorted(entries, reverse=True)[MOST_ENTRIES:]:
        shutil.rmtree(folder, ignore_errors=True)
