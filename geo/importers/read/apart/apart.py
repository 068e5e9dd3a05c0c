"""Reads a file in a process of its own: a few kilobytes can ask for gigabytes, or never end.

    read_apart(file) --> a scratch folder --> geo.importers.read.apart.child --> Raw

The process has limits on memory, time, open files and what it writes; its folder goes with it,
however it ends. What it hands back is Arrow and JSON, no pickle.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyogrio

from geo import paths
from geo.errors import ImportRefusedError, shorten
from geo.importers.read.apart import child
from geo.importers.read.limits import Limits, refuse_beyond
from geo.importers.read.raw import Part, Raw, Remark, Unfit
from geo.importers.read.rows.parts import SeveralPartsError
from geo.utils.scratch import scratch_folder
from geo.utils.words import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LOOK_S: Final = 0.1
# Each further piece of this size gives the reader as much processor time again.
_PIECE_BYTES: Final = 20_000_000
# A busy machine gives a process a third of its time; starting it takes a few seconds.
_WALL_PER_CPU: Final = 3
_START_S: Final = 10
_CODE_OF_SIGNAL: Final = -1
# What Python, Arrow and GDAL end with when they are given no more memory.
_NO_MEMORY: Final = frozenset(
    {child.OUT_OF_MEMORY, *(_CODE_OF_SIGNAL * s for s in (signal.SIGABRT, signal.SIGSEGV, 9))}
)
_SETTINGS: Final = (
    "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA",
)  # fmt: skip
# What GDAL is needed for; its other drivers could be asked for by the content of a file.
_DRIVERS: Final = frozenset({"GPKG", "FlatGeobuf", "ESRI Shapefile"})
# One thread each: their stacks count as memory. No look at other files, and none at a network.
_FOR_THE_CHILD: Final = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system",
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE", "GDAL_HTTP_MAX_RETRY": "0", "PROJ_NETWORK": "OFF",
    "GDAL_SKIP": ",".join(sorted(pyogrio.list_drivers().keys() - _DRIVERS)),
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}", "PYTHONHASHSEED": "0",
}  # fmt: skip

_turns: list[object] = []
_turns_lock = threading.Lock()


def read_apart(
    source: str | Path | bytes,
    name: str | None = None,
    limits: Limits | None = None,
    tell: Callable[[str], object] = lambda _: None,
    sheets: Sequence[str] = (),
) -> Raw:
    """Read a file like `read_file`, in a process of its own.

    Args:
        source: a path, or the bytes of an upload.
        name: what the file is called; needed for bytes.
        limits: what may be read and needed; by default from the environment.
        tell: called about ten times a second with what is going on. When it raises, reading ends.
        sheets: as `read_file` takes them.

    Raises:
        ImportRefusedError: as `read_file` says; or reading needs more memory or time than allowed.
    """
    limits = limits or Limits.from_environment()
    path = None if isinstance(source, bytes) else Path(source).absolute()
    name = name or (path.name if path else "upload")
    with _turn(limits.at_once, tell), scratch_folder() as folder:
        size = _size_of(source, path, name, limits)
        cpu_s = round(limits.cpu_s * (1 + size / _PIECE_BYTES))
        allowance = {"memory_bytes": limits.memory_bytes, "cpu_s": cpu_s,
                     "wall_s": _WALL_PER_CPU * cpu_s + _START_S}  # fmt: skip
        task = child.task_of(str(path) if path else None, name, limits, sheets, allowance)
        try:
            (folder / child.TASK).write_text(task, "utf-8")
            if isinstance(source, bytes):
                (folder / child.GIVEN).write_bytes(source)
        except OSError:
            raise ImportRefusedError(_why(child.NO_SPACE, shorten(name), cpu_s, limits)) from None
        code = _run(folder, allowance["wall_s"], tell)
        if code == 0:
            return _take(folder, name, limits)
        refused = folder / child.REFUSED
        if refused.is_file():
            raise _refusal(json.loads(refused.read_text("utf-8")))
        raise ImportRefusedError(_why(code, shorten(name), cpu_s, limits))


@contextmanager
def _turn(at_once: int, tell: Callable[[str], object]) -> Iterator[None]:
    """Wait until fewer than `at_once` other files are being read by this server."""
    mine = object()
    with _turns_lock:
        _turns.append(mine)
    try:
        while before := _before(mine, at_once):
            tell(f"waiting for {plural(before, 'other file')}")
            time.sleep(_LOOK_S)
        yield
    finally:
        with _turns_lock:
            _turns.remove(mine)


def _before(mine: object, at_once: int) -> int:
    with _turns_lock:
        return max(0, _turns.index(mine) - at_once + 1)


def _size_of(source: str | Path | bytes, path: Path | None, name: str, limits: Limits) -> int:
    """Return how many bytes a file has, if they are not too many."""
    size = 0
    if isinstance(source, bytes):
        size = len(source)
    elif path is not None:
        with suppress(OSError):  # the reader says what is wrong with it
            size = path.stat().st_size if path.is_file() else 0
    refuse_beyond(f"{shorten(name)}, size of the file", size, limits, "file_bytes")
    return size


def _run(folder: Path, wall_s: int, tell: Callable[[str], object]) -> int:
    """Run the child to its end, and return its exit code; it ends with this call in any case."""
    environment = {n: os.environ[n] for n in _SETTINGS if n in os.environ} | _FOR_THE_CHILD
    environment |= {"TMPDIR": str(folder), "PYTHONPATH": str(paths.ROOT)}
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "geo.importers.read.apart.child", str(folder)],
        cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    end = time.monotonic() + wall_s
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(_LOOK_S)
            tell("reading")
            if time.monotonic() > end:
                return _CODE_OF_SIGNAL * signal.SIGALRM
    finally:
        process.kill()
        process.wait()
        if process.stdin:  # while it is open the child knows that this process is there
            process.stdin.close()


def _take(folder: Path, name: str, limits: Limits) -> Raw:
    cells = folder / child.CELLS
    refuse_beyond(f"{shorten(name)}, unpacked", cells.stat().st_size, limits, "unpacked_bytes")
    with pa.OSFile(str(cells)) as file:
        whole = pa.ipc.open_file(file).read_all()
    rest = json.loads((folder / child.ROWS).read_text("utf-8"))
    rest |= {"unfit": tuple(Unfit(**row) for row in rest["unfit"]), "notes": tuple(rest["notes"]),
             "remarks": tuple(Remark(**row) for row in rest["remarks"]),
             "parts": tuple(Part(*part) for part in rest["parts"])}  # fmt: skip
    last = whole.num_columns - 1
    return Raw(table=whole.remove_column(last), line=whole.column(last).to_numpy(), **rest)


def _refusal(refused: dict[str, Any]) -> ImportRefusedError:
    if parts := refused["parts"]:
        parts = [Part(*part) for part in parts]
        return SeveralPartsError(refused["message"], parts, refused["noun"])
    return ImportRefusedError(refused["message"])


def _why(code: int, name: str, cpu_s: int, limits: Limits) -> str:
    """Return why the child has ended without a result, and what to do."""
    if code in _NO_MEMORY:
        return (
            f"{name}: reading it needs more than {limits.memory_bytes / 2**30:.3g} GB of memory; "
            f"split the file or save it as CSV, or raise {limits.variable('memory_bytes')}"
        )
    if code in {_CODE_OF_SIGNAL * signal.SIGXCPU, _CODE_OF_SIGNAL * signal.SIGALRM}:
        return (
            f"{name}: reading it takes more than {plural(cpu_s, 'second')} of processor time; "
            f"split the file or save it as CSV, or raise {limits.variable('cpu_s')}"
        )
    if code == child.NO_SPACE:
        return (
            f"{name}: there is no space for temporary files; free some, or name another folder "
            "with TMPDIR"
        )
    return (
        f"{name}: the reader broke off (exit code {code}); save the file again, as CSV where you "
        "can"
    )
