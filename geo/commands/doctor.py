"""python -m geo doctor: what the atlas runs on, for whoever operates it or asks for help."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.commands.filter_options import DEFAULT_FOLDER
from geo.commands.terminal import FAULTS, OK, print_results
from geo.errors import DataError
from geo.io import cache, catalog
from geo.paths import DATA, ROOT
from geo.utils.program import program_version
from geo.utils.words import number, plural

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_PINNED: Final = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)
_LITTLE_SPACE: Final = 2**30
_MEBIBYTE: Final = 2**20
_BROWSER: Final = (
    "the map needs WebGL 2; the browser's own page about it is chrome://gpu (Chrome, Edge) or "
    "about:support (Firefox)"
)


def add_doctor_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `doctor`."""
    parser.add_argument("--data", default=DEFAULT_FOLDER, metavar="DIR",
                        help="data folder (default: %(default)s)")  # fmt: skip


def print_diagnosis(options: argparse.Namespace) -> int:
    """Print versions, settings and places, a line each; return `FAULTS` if something is wrong.

    What is wrong stands on a line that begins with an exclamation mark.
    """
    lines = [*_versions(), *_data(options.data), *_settings(), *_cache(), *_disk()]
    lines.append(f"browser: {_BROWSER}")
    for line in lines:
        print_results(line)
    return FAULTS if any(line.startswith("!") for line in lines) else OK


def version_line() -> str:
    """Return the version of the program and that of the shipped data."""
    return f"Incident Atlas {program_version()}, data {catalog.version_of(DATA)}"


def _versions() -> Iterator[str]:
    yield version_line()
    yield f"Python {platform.python_version()} on {platform.platform()}"
    pinned = dict(_PINNED.findall((ROOT / "requirements.txt").read_text("utf-8")))
    installed = {name: _installed(name) for name in pinned}
    yield "packages: " + ", ".join(f"{n} {v}" for n, v in installed.items() if v == pinned[n])
    for name, version in installed.items():
        if version != pinned[name]:
            yield (
                f"! package {name}: expected {pinned[name]}, found {version or 'none'}; "
                "run pip install -r requirements.txt"
            )


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _data(folder: str) -> Iterator[str]:
    try:
        problems = catalog.validate(folder)
    except DataError as error:
        yield f"! data: {error}"
        return
    if problems:
        count = plural(len(problems), "problem")
        yield f"! data: {folder}: {count}; python -m geo validate {folder} lists them"
    else:
        yield f"data: {folder}: version {catalog.version_of(folder)}, no problems"


def _settings() -> Iterator[str]:
    given = [f"{n}={v}" for n, v in sorted(os.environ.items()) if n.startswith("ATLAS_")]
    yield f"settings: {', '.join(given) or 'none; docs/deploy.md lists all'}"


def _cache() -> Iterator[str]:
    where = cache.directory()
    if where is None:
        yield "cache: off"
        return
    try:
        size = sum(file.stat().st_size for file in where.rglob("*") if file.is_file())
    except OSError as error:  # a running server may just have removed a file
        yield f"! cache: {where} cannot be read: {error.strerror}"
        return
    yield f"cache: {where}, {number(size // _MEBIBYTE)} MiB"
    if not os.access(_existing(where), os.W_OK):
        yield f"! cache: {where} cannot be written; set {cache.VARIABLE}"


def _disk() -> Iterator[str]:
    places = {"temporary files": Path(tempfile.gettempdir())}
    if (where := cache.directory()) is not None:
        places["cache"] = _existing(where)
    for name, place in places.items():
        free = shutil.disk_usage(place).free
        mark = "! " if free < _LITTLE_SPACE else ""
        yield f"{mark}free for {name}: {number(free // _MEBIBYTE)} MiB at {place}"


def _existing(folder: Path) -> Path:
    """Return the folder, or the closest above it that there is."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
