"""Hand the atlas hostile files, kill its writers, fill its disk; print the tables of faults.

    .venv/bin/python benchmarks/faults.py                      # about half an hour
    .venv/bin/python benchmarks/faults.py --only page --files "a view without end.gpkg"

Every file of tests/geo/importers/hostile.py goes to `python -m geo import`, and as an upload to the
page Your data of a running server, while a second visitor (benchmarks/visitor.py) moves the period
of the map twice a second. Measured is until when there is an answer, the memory of the largest
process, how long the second visitor waits, and what is left: processes, and files in a folder for
temporary files that only these processes use. `python -m tests.geo.faults` tries the writers. The
tables are printed as Markdown for docs/reliability.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from visitor import Visitor

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
from launch import app  # noqa: E402 - scripts are not a package

from scripts.uploader import Uploader  # noqa: E402
from tests.geo.importers.hostile import HOSTILE  # noqa: E402

_PAUSE_S: Final = 0.5
_FIRST_DAY: Final = 19_700  # of 2023, in days since 1970
_DAYS: Final = 60
_ERRORS: Final = re.compile(r"([^\n\x00-\x1f]{5,400})\n\nNothing has changed")


@dataclass
class Answer:
    """What became of one file."""

    name: str
    bytes: int
    seconds: float
    said: str
    megabytes: float = 0.0
    p95_s: float = 0.0
    left: str = "nothing"


def _megabytes_of_children(run: Any) -> tuple[Any, float]:
    """Run something in a fork; return what it returned and the memory of its largest process."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        result = run()
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        os.write(writing, json.dumps([result, peak]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        result, peak = json.loads(pipe.read())
    os.waitpid(child, 0)
    return result, peak


def import_by_command(name: str, path: Path, scratch: Path) -> Answer:
    """Give a file to the command line."""
    begun = time.monotonic()

    def run() -> list[Any]:
        out = scratch.parent / "out"
        ended = subprocess.run(
            [sys.executable, "-m", "geo", "import", str(path), "--out", str(out)],
            cwd=ROOT, env=os.environ | {"TMPDIR": str(scratch)}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        subprocess.run(["rm", "-rf", str(out)], check=True)
        return [ended.returncode, ended.stdout, ended.stderr]

    (code, out, error), peak = _megabytes_of_children(run)
    kept = re.search(r"[\d,]+ rows? read = .*", out)
    said = kept[0] if kept else error.strip().splitlines()[-1].removeprefix("import: ")
    said = f"{said} (exit {code})" if code not in {0, 1} else said
    return Answer(name, path.stat().st_size, time.monotonic() - begun, said, peak,
                  left=_left(scratch))  # fmt: skip


def _left(scratch: Path, server: int = 0) -> str:
    """Return what is left over: files, and processes that read files for this server."""
    time.sleep(0.5)
    left = [path.name for path in scratch.iterdir() if path.name.startswith("incident-atlas-")]
    for folder in Path("/proc").iterdir():
        try:
            command = (folder / "cmdline").read_bytes()
            parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
        except (OSError, IndexError):
            continue
        if b"geo.importers.read.apart.child" in command and int(parent) in {1, server, os.getpid()}:
            left.append(f"process {folder.name}")
    return ", ".join(left) or "nothing"


class Other:
    """A second visitor, who moves the period of the map twice a second in a thread."""

    def __init__(self, url: str) -> None:
        """Come to an app."""
        self._url, self._ends = url, False
        self.waits: list[float] = []
        self._thread = threading.Thread(target=lambda: asyncio.run(self._visit()))
        self._thread.start()

    async def _visit(self) -> None:
        async with Visitor(self._url) as visitor:
            day = 0
            while not self._ends:
                day = (day + 7) % _DAYS
                self.waits.append((await visitor.move(_FIRST_DAY + day)).finished_s)
                await asyncio.sleep(_PAUSE_S)

    def p95(self, since: int = 0) -> float:
        """Return what 95 of 100 moves take at most, in seconds, from some move on."""
        return float(np.quantile(self.waits[since:] or [0.0], 0.95))

    def leave(self) -> None:
        """Leave, after the move that is under way."""
        self._ends = True
        self._thread.join()


def import_on_the_page(names: list[str], folder: Path) -> tuple[list[Answer], float]:
    """Upload files one after the other; return the answers, and the other visitor's p95 without."""
    scratch = folder / "tmp"
    environment = os.environ | {"TMPDIR": str(scratch)}
    answers = []
    with app(environment=environment) as url:
        other = Other(url)
        try:
            time.sleep(20)
            alone = other.p95(5)
            for name in names:
                data = (folder / name).read_bytes()
                since, begun = len(other.waits), time.monotonic()
                with Uploader(url) as visitor:
                    words = visitor.upload("own_upload_0", name, data)
                    seconds = time.monotonic() - begun
                    match = _ERRORS.search(words)
                    said = match[1].replace("\\", "") if match else "read, to be checked"
                if seconds < 3:  # noqa: PLR2004 - too short to say how others fare
                    time.sleep(3)
                answers.append(
                    Answer(name, len(data), seconds, said.strip(), p95_s=other.p95(since),
                           left=_left(scratch))
                )  # fmt: skip
                print(answers[-1], file=sys.stderr, flush=True)
        finally:
            other.leave()
    return answers, alone


def _table(head: list[str], rows: list[list[str]]) -> None:
    lines = [head, ["---"] * len(head), *rows]
    print("\n".join(f"| {' | '.join(cells)} |" for cells in lines), end="\n\n")


def _short(answer: Answer) -> str:
    """Return what was said, without the name of the file, for a cell of a table."""
    said = re.sub(r"^[^\w]+", "", answer.said).removeprefix(f"{answer.name}: ")
    return said.replace("|", "/")


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.0f} kB" if count >= 1000 else f"{count} bytes"  # noqa: PLR2004


def print_files(names: list[str], parts: list[str]) -> None:
    """Measure and print what becomes of the files."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "tmp").mkdir()
        for name in names:
            (folder / name).write_bytes(HOSTILE[name]())
        if "command" in parts:
            rows = []
            for name in names:
                one = import_by_command(name, folder / name, folder / "tmp")
                print(one, file=sys.stderr, flush=True)
                size, peak = _kilobytes(one.bytes), f"{one.megabytes:,.0f} MB"
                rows.append([name, size, f"{one.seconds:.1f} s", peak, _short(one), one.left])
            _table(["file", "size", "answer after", "largest process", "answer", "left"], rows)
        if "page" in parts:
            answers, alone = import_on_the_page(names, folder)
            rows = [
                [a.name, f"{a.seconds:.1f} s", f"{a.p95_s:.2f} s", _short(a), a.left]
                for a in answers
            ]
            print(f"Another visitor's p95 without an import: {alone:.2f} s\n")
            _table(["file", "answer after", "another visitor's p95", "answer", "left"], rows)


def print_writers(moments: int) -> None:
    """Kill the writers and print how often."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.geo.faults", "--json", "--random", str(moments)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    rows = [list(map(str, json.loads(line).values())) for line in ended.stdout.splitlines()]
    _table(["writer", "killed at a step", "killed at a random moment", "disk full", "lost"],
           [[*row, "nothing"] for row in rows])  # fmt: skip


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parts = ["command", "page", "writers"]
    parser.add_argument("--only", nargs="*", choices=parts, default=parts)
    parser.add_argument("--files", nargs="*", choices=[*HOSTILE], default=[*HOSTILE])
    parser.add_argument("--moments", type=int, default=20)
    options = parser.parse_args()
    print_files(options.files, options.only)
    if "writers" in options.only:
        print_writers(options.moments)


if __name__ == "__main__":
    main()
