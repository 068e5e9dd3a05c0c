"""The process that reads one file: `python -m geo.importers.read.apart.child FOLDER`.

    task.json, given (an upload) --> read_file --> cells.arrow, rows.json  or  refused.json

`geo.importers.read.apart.apart` starts it, waits for it and takes the folder away. The limits are
set before the file is touched, so that nothing in it can lift them.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from geo.errors import AtlasError, shorten
from geo.importers.read.limits import Limits
from geo.importers.read.reading import read_file
from geo.importers.read.rows.parts import SeveralPartsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.read.raw import Raw

TASK, GIVEN, CELLS, ROWS, REFUSED = (
    "task.json", "given", "cells.arrow", "rows.json", "refused.json"
)  # fmt: skip
OUT_OF_MEMORY: Final = 3
NO_SPACE: Final = 4
_OPEN_FILES: Final = 256


def limit_this_process(memory_bytes: int, cpu_s: int, wall_s: int) -> None:
    """Let the system end this process when it needs more than it may.

    Where Python has no `resource` (Windows), only the parent's clock limits it.

    Args:
        memory_bytes: address space, and the size of any file that it writes.
        cpu_s: processor time, after which comes SIGXCPU.
        wall_s: time, after which comes SIGALRM, should the parent be gone by then.
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(wall_s)


def read_task(folder: Path) -> int:
    """Read the file that the task in a folder names; return the exit code."""
    task = json.loads((folder / TASK).read_text("utf-8"))
    limit_this_process(task["memory_bytes"], task["cpu_s"], task["wall_s"])
    try:
        source = (folder / GIVEN).read_bytes() if task["path"] is None else task["path"]
        limits = Limits(**task["limits"])
        _write(read_file(source, task["name"], limits, task["sheets"]), folder)
    except MemoryError:
        return OUT_OF_MEMORY
    except OSError:  # of the file itself `read_file` has its own words
        return NO_SPACE
    except SeveralPartsError as error:
        refusal = {"message": str(error), "parts": error.parts, "noun": error.noun}
    except (AtlasError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        message = f"{shorten(task['name'])}: nested too deep to be read" if deep else str(error)
        refusal = {"message": message, "parts": (), "noun": ""}
    else:
        return 0
    (folder / REFUSED).write_text(json.dumps(refusal), "utf-8")
    return 1


def _write(raw: Raw, folder: Path) -> None:
    rest = {name: value for name, value in vars(raw).items() if name not in {"table", "line"}}
    for name in ("unfit", "remarks"):
        rest[name] = [row._asdict() for row in rest[name]]
    (folder / ROWS).write_text(json.dumps(rest), "utf-8")
    # The lines are the last column, whatever names the file's own columns have.
    whole = raw.table.append_column("", pa.array(raw.line))
    with pa.OSFile(str(folder / CELLS), "wb") as out, pa.ipc.new_file(out, whole.schema) as writer:
        writer.write_table(whole)


def task_of(
    path: str | None, name: str, limits: Limits, sheets: Sequence[str], allowance: dict[str, int]
) -> str:
    """Return the text of a task.

    Args:
        path: the file, or None for an upload.
        name: what it is called.
        limits: what may be read.
        sheets: those that a person has chosen.
        allowance: the arguments of `limit_this_process`.
    """
    task = {"path": path, "name": name, "limits": asdict(limits), "sheets": list(sheets)}
    return json.dumps(task | allowance)


def _end_with_parent() -> None:
    """End this process when the other end of its input is closed: then its parent is gone."""
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # No way through the interpreter's end, which would wait for the input that the thread reads.
    code = read_task(Path(sys.argv[1]))
    os._exit(code)
