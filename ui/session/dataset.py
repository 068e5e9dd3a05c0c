"""The atlas of the running app: loaded once, shared by all, fresh when the files change.

A session that has made an atlas of its own file sees that one instead; see
`ui.session.uploaded_dataset`.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.cartography import symbology
from geo.errors import DataError, visible
from geo.io import catalog
from geo.model.schema import PACKAGE_FILE, TABLES
from geo.paths import DATA
from maps.symbol_layout import SymbolLayout
from ui.session import keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.cartography.symbology import Sign
    from geo.model.atlas import Atlas

FOLDER_VARIABLE: Final = "ATLAS_DATA"
_LOOK_AGAIN_S: Final = 5.0
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loaded:
    """What all sessions share: the atlas, the layout of its symbols, how its incidents look.

    A `private` atlas is one user's own: nothing of it gets an address or outlives the session.
    `trouble` holds what is wrong with the folder as it is now; then the atlas is the one that was
    last read from it. `derived` is what `ui.session.cached` has made of the atlas.
    """

    atlas: Atlas
    layout: SymbolLayout
    signs: list[Sign]
    trouble: tuple[str, ...] = ()
    private: bool = False
    derived: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class NoData:
    """The folder cannot be read, and was not readable since the app started."""

    trouble: tuple[str, ...]


def folder() -> Path:
    """Return the data folder of this app.

    It is the folder of `--data`, else that of ATLAS_DATA, else data/ of the repository.
    """
    given = _given()
    if given is not None and not given.is_file():
        return given
    return Path(os.environ.get(FOLDER_VARIABLE) or DATA)


def file() -> Path | None:
    """Return the file that was given with `--data`, for the page Your data; None for none."""
    given = _given()
    return given if given is not None and given.is_file() else None


def _given() -> Path | None:
    """Return the path given with `streamlit run app.py -- --data PATH`, or None."""
    return _data_of(tuple(sys.argv[1:]))


@cache
def _data_of(arguments: tuple[str, ...]) -> Path | None:
    """Return the path of `--data`, or None. The arguments are read once, not on every rerun."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--data", type=Path)
    try:
        path: Path | None = parser.parse_known_args(arguments)[0].data
    except argparse.ArgumentError:
        return None  # --data without a path
    return path


_LOGGED_FAULTS: Final = 20
_reading: Final = threading.Lock()


@dataclass(frozen=True)
class _Read:
    """What was read last: the folder, the state of its files, and what came of it."""

    where: str
    files: str
    result: Loaded | NoData


_last: _Read | None = None


def load() -> Loaded | NoData:
    """Return the session's own atlas, or the one of the folder as its files are now.

    The latter is at most a few seconds old. When the files change under the running app and cannot
    be read any more, the last atlas stays, with the trouble beside it.
    """
    own: Loaded | None = st.session_state.get(keys.UPLOADED)
    if own is not None:
        return own
    where = str(folder())
    return _load(where, _state_of_files(where))


def read_ahead() -> Loaded | NoData:
    """Return the atlas of the folder as its files are now, for a server without a visitor."""
    where = str(folder())
    return _read_once(where, _stat(where))


@st.cache_data(ttl=_LOOK_AGAIN_S, show_spinner=False)
def _state_of_files(where: str) -> str:
    return _stat(where)


def _stat(where: str) -> str:
    """Return name, time and size of the folder's files, as one text: Streamlit hashes it often."""
    lines = []
    for name in (*(t.file for t in TABLES), PACKAGE_FILE):
        try:
            stat = (Path(where) / name).stat()
        except OSError:
            continue
        lines.append(f"{name} {stat.st_mtime_ns} {stat.st_size}")
    return "\n".join(lines)


@st.cache_resource(show_spinner="Reading the incidents", max_entries=4)
def _load(where: str, files: str) -> Loaded | NoData:
    return _read_once(where, files)


def _read_once(where: str, files: str) -> Loaded | NoData:
    """Read a folder unless it was read last and its files are the same; tell the log its faults."""
    global _last  # noqa: PLW0603 - there is one folder
    with _reading:
        if _last is not None and (_last.where, _last.files) == (where, files):
            return _last.result
        result: Loaded | NoData
        try:
            result = _read(where)
        except DataError as error:
            _LOG.error("%s cannot be read:\n%s", where, _listed(map(str, error.problems)))
            trouble = tuple(str(p) for p in error.problems if p.fatal)
            before = _last.result if _last is not None and _last.where == where else None
            if isinstance(before, Loaded):
                result = replace(before, trouble=trouble)
            else:
                result = NoData(trouble)
        else:
            rows = result.atlas.quarantine
            if len(rows):
                faults = (f"{r.file}:{r.row}: {r.column}: {r.message}" for r in rows.itertuples())
                _LOG.warning("%s has rows that are left out:\n%s", where, _listed(faults))
        _last = _Read(where, files, result)
        return result


def _listed(faults: Iterable[str]) -> str:
    """Return faults a line each, as many as a log can bear."""
    lines = [visible(fault) for fault in faults]
    more = len(lines) - _LOGGED_FAULTS
    rest = [f"and {more} more; python -m geo validate lists all"] if more > 0 else []
    return "\n".join(lines[:_LOGGED_FAULTS] + rest)


def _read(where: str) -> Loaded:
    atlas = catalog.load(where)
    return Loaded(atlas, SymbolLayout.of_atlas(atlas), symbology.signs(atlas))
