"""The atlas of the running app: loaded once, shared by all, fresh when the files change.

A session that has made an atlas of its own file sees that one instead; see
`ui.session.uploaded_dataset`.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.cartography import symbology
from geo.errors import DataError
from geo.io import catalog
from geo.model.schema import PACKAGE_FILE, TABLES
from geo.paths import DATA
from maps.symbol_layout import SymbolLayout
from ui.session import keys

if TYPE_CHECKING:
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


# What `read_ahead` has read and no session has used yet, by folder and state of its files.
_ahead: dict[tuple[str, str], Loaded] = {}


def load() -> Loaded | NoData:
    """Return the session's own atlas, or the one of the folder as its files are now.

    The latter is at most a few seconds old. When the files change under the running app and cannot
    be read any more, the last atlas stays, with the trouble beside it.
    """
    own: Loaded | None = st.session_state.get(keys.UPLOADED)
    if own is not None:
        return own
    where = folder()
    return _load(str(where), _state_of_files(str(where)))


def read_ahead() -> None:
    """Read the folder before the first visitor comes; for a server, before it answers."""
    where = str(folder())
    files = _stat(where)
    try:
        _ahead[where, files] = _read(where)
    except DataError as error:
        # Every visitor will see it; the log tells the operator first.
        _LOG.error("%s cannot be read:\n%s", where, "\n".join(map(str, error.problems)))


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


@st.cache_resource(show_spinner="Reading the incidents")
def _last_good(where: str) -> dict[str, Loaded]:
    """Return the dictionary that holds the last atlas of a folder, under `last`."""
    del where
    return {}


@st.cache_resource(show_spinner="Reading the incidents", max_entries=4)
def _load(where: str, files: str) -> Loaded | NoData:
    kept = _last_good(where)
    try:
        loaded = _ahead.pop((where, files), None) or _read(where)
    except DataError as error:
        trouble = tuple(str(p) for p in error.problems if p.fatal)
        before = kept.get("last") or next(
            (loaded for (folder_, _), loaded in _ahead.items() if folder_ == where), None
        )
        return replace(before, trouble=trouble) if before else NoData(trouble)
    kept["last"] = loaded
    return loaded


def _read(where: str) -> Loaded:
    atlas = catalog.load(where)
    return Loaded(atlas, SymbolLayout.of_atlas(atlas), symbology.signs(atlas))
