"""Kills every writer of files at every step, and at random moments; and fills its disk.

    python -m tests.geo.faults [WRITER ...] [--steps N] [--random N] [--seed N] [--json]

After each fault every file has to be as it was or as it was to be, whole; and after the next run
of the same, with what a server does at its start, nothing else may be left. For each writer a line
says how often that was tried. Each try is a fork of this process, which has imported everything
and touched nothing: so a try takes what the command takes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import maps.static_files
from geo.__main__ import main as command_line
from geo.io import cache, catalog
from geo.record.propose import propose
from geo.record.snapshot import read_snapshot
from geo.utils import scratch, whole_files
from tests.geo.importers.files import plain, plain_csv
from tests.geo.record.test_propose import CORRECTION
from tests.geometry import world, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS = ("replace", "rename", "unlink", "fsync", "mkdir", "rmdir")
# What a file may have at most on a "full" disk: nothing, and some of what is written.
FULL_AT = (0, 100)
EXIT_OF_FAULT = 1
_PATIENCE_S = 60


@dataclass(frozen=True)
class Writer:
    """What writes: a function of the folder, and what makes the folder ready for it."""

    run: Callable[[Path], int | None]
    prepare: Callable[[Path], None]
    # Whether it says that the disk is full; else it does without what it cannot write.
    tells: bool = True


@dataclass
class Tried:
    """How often a writer was killed at a step, killed at a random moment, and given no space."""

    steps: int = 0
    moments: int = 0
    full: int = 0


def _small(folder: Path) -> None:
    write_folder(folder / "data", world())


def _with_old(name: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        _small(folder)
        (folder / name).write_bytes(b"old")

    return prepare


def _with_patch(folder: Path) -> None:
    _small(folder)
    patch = propose(CORRECTION, read_snapshot(folder / "data", {}))
    (folder / "one.json").write_text(patch.to_json(), "utf-8")


def _applied(folder: Path) -> None:
    _with_patch(folder)
    _apply(folder)


def _apply(folder: Path) -> int:
    return command_line(["apply", str(folder / "one.json"), "--data", str(folder / "data"),
                         "--reviewer", "Editor", "--date", "2026-11-30", "--dataset-version",
                         "0.2.0"])  # fmt: skip


def _undo(folder: Path) -> int:
    return command_line(["undo", str(folder / "one.json"), "--data", str(folder / "data")])


def _export(suffix: str) -> Callable[[Path], int]:
    def run(folder: Path) -> int:
        return command_line(
            ["export", "--data", str(folder / "data"), "--out", str(folder / f"map.{suffix}")]
        )

    return run


def _brief(suffix: str) -> Callable[[Path], int]:
    def run(folder: Path) -> int:
        return command_line(
            ["brief", "--data", str(folder / "data"), "--out", str(folder / f"brief.{suffix}")]
        )

    return run


def _to_import(folder: Path) -> None:
    (folder / "in.csv").write_bytes(plain_csv(plain()))


def _import(folder: Path) -> int:
    return command_line(["import", str(folder / "in.csv"), "--out", str(folder / "mine")])


def _keep_version(folder: Path) -> int:
    return command_line(
        ["history", "--data", str(folder / "data"), "--add", "--date", "2026-11-30"]
    )


def _three_files(folder: Path) -> None:
    for name in ("a", "b", "c"):
        (folder / name).write_text(f"old {name}")


def _together(folder: Path) -> int:
    try:
        whole_files.write_together(
            folder,
            {folder / "a": b"new " * 99, folder / "b": None, folder / "c": b"", folder / "d": b"d"},
        )
    except OSError:
        return EXIT_OF_FAULT
    return 0


def _cached(folder: Path) -> None:
    cache.FROM_ROWS = 0
    os.environ[cache.VARIABLE] = str(folder / "cache")
    np.savez = _savez
    catalog.load(folder / "data")


def _published(folder: Path) -> None:
    maps.static_files.STATIC = folder / "static"
    maps.static_files.publish([{"id": n} for n in range(1000)])


WRITERS = {
    **{
        f"export .{suffix}": Writer(_export(suffix), _with_old(f"map.{suffix}"))
        for suffix in ("geojson", "csv", "xlsx", "parquet", "gpkg", "fgb", "kml", "png", "svg")
    },
    "brief .html": Writer(_brief("html"), _with_old("brief.html")),
    "brief .pdf": Writer(_brief("pdf"), _with_old("brief.pdf")),
    "import": Writer(_import, _to_import),
    "apply": Writer(_apply, _with_patch),
    "undo": Writer(_undo, _applied),
    "history --add": Writer(_keep_version, _small),
    "files together": Writer(_together, _three_files),
    "cache": Writer(_cached, _small, tells=False),
    "map file": Writer(_published, lambda _: None, tells=False),
}
_real_savez = np.savez


def _savez(file: Any, **arrays: Any) -> None:
    """Write arrays whose bytes do not hold the time of day, so that two runs can be compared."""
    clock = time.localtime
    time.localtime = lambda *_: time.struct_time((2020, 1, 1, 0, 0, 0, 2, 1, 0))
    try:
        _real_savez(file, **arrays)
    finally:
        time.localtime = clock


class Bench:
    """A folder in which one writer is tried again and again, each time from the same start."""

    def __init__(self, name: str, place: Path) -> None:
        self.name, self.writer, self.place = name, WRITERS[name], place
        self.folder, self.scratch = place / "at", place / "tmp"
        self.scratch.mkdir(parents=True)
        tempfile.tempdir = str(self.scratch)
        self.ready = place / "ready"
        self.ready.mkdir()
        self._fork(lambda: self.writer.prepare(self.ready))
        self.before = _contents(self.ready)
        self._begin()
        begun = time.monotonic()
        self.steps = self._fork(self._count)
        self.seconds = time.monotonic() - begun
        self.after = _contents(self.folder)
        assert self.before != self.after, f"{name}: it writes nothing"

    def kill_at_step(self, step: int) -> None:
        """Kill it before (even) or after (odd) its n-th call that changes a folder."""
        self._begin()
        self._fork(lambda: self._killed_at(step))
        self._check(f"killed at step {step}")

    def kill_after(self, seconds: float) -> None:
        """Kill it after a while."""
        self._begin()
        self._fork(lambda: self.writer.run(self.folder), seconds)
        self._check(f"killed after {seconds:.3f} s")

    def fill_disk(self, most: int) -> None:
        """Let no file become larger than this."""
        self._begin()
        code = self._fork(lambda: self._limited(most))
        state = _contents(self.folder)
        if self.writer.tells:
            assert code == EXIT_OF_FAULT, f"{self.name}: full at {most}: exit code {code}"
            assert state == self.before, f"{self.name}: full at {most}: {_differing(self, state)}"
        self._check(f"full at {most}")

    def _check(self, fault: str) -> None:
        visible = {name: data for name, data in _contents(self.folder).items() if _seen(name)}
        for name, data in visible.items():
            wholes = {self.before.get(name), self.after.get(name)} - {None}
            assert data in wholes, f"{self.name}, {fault}: {name} is half"
        self._fork(self._start_again)
        self._fork(lambda: self.writer.run(self.folder))
        state = _contents(self.folder)
        assert state == self.after, f"{self.name}, {fault}: {_differing(self, state)}"
        left = [path.name for path in self.scratch.iterdir()]
        assert not left, f"{self.name}, {fault}: left is {left}"

    def _begin(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.ready, self.folder)

    def _start_again(self) -> None:
        scratch.sweep()
        os.environ[cache.VARIABLE] = str(self.folder / "cache")
        cache.sweep()
        whole_files.finish(self.folder)
        if (self.folder / "data").is_dir():
            command_line(["validate", str(self.folder / "data")])

    def _count(self) -> int:
        calls = []
        _patch(self.folder, lambda: calls.append(1), lambda: None)
        self.writer.run(self.folder)
        return 2 * len(calls)

    def _killed_at(self, step: int) -> None:
        calls = iter(range(step + 2))

        def die(side: int) -> None:
            if step % 2 == side and next(calls) == step // 2:
                os.kill(os.getpid(), signal.SIGKILL)

        _patch(self.folder, lambda: die(0), lambda: die(1))
        self.writer.run(self.folder)

    def _limited(self, most: int) -> int | None:
        import resource  # noqa: PLC0415 - not on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
        return self.writer.run(self.folder)

    def _fork(self, work: Callable[[], Any], kill_after_s: float = 0.0) -> int:
        """Do something in a fork, and return its exit code, or what it returned."""
        child = os.fork()
        if not child:
            code = 70
            with suppress(SystemExit, Exception):
                _quiet()
                try:
                    code = int(work() or 0)
                except SystemExit as error:
                    code = int(error.code or 0)
            os._exit(code)
        if kill_after_s:
            time.sleep(kill_after_s)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)


def _quiet() -> None:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def _patch(folder: Path, before: Callable[[], Any], after: Callable[[], Any]) -> None:
    """Call something before and after every call of the system that changes a folder."""
    for name in CALLS:
        real = getattr(os, name)

        def patched(what: Any, *args: Any, real: Any = real, **options: Any) -> Any:
            path = str(Path(f"/proc/self/fd/{what}").readlink() if isinstance(what, int) else what)
            concerns = path.startswith(str(folder))
            if concerns:
                before()
            result = real(what, *args, **options)
            if concerns:
                after()
            return result

        setattr(os, name, patched)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _seen(name: str) -> bool:
    return not any(part.startswith(".") for part in Path(name).parts)


def _differing(bench: Bench, state: dict[str, bytes]) -> list[str]:
    names = sorted(state.keys() | bench.after.keys())
    return [name for name in names if state.get(name) != bench.after.get(name)]


def try_writer(
    name: str, place: Path, most_steps: int, moments: int, chance: random.Random
) -> Tried:
    """Try one writer with every fault.

    Args:
        name: a key of `WRITERS`.
        place: an empty folder.
        most_steps: at how many steps it is killed; where it has more, some are chosen.
        moments: at how many random moments it is killed.
        chance: chooses them.

    Raises:
        AssertionError: something was lost, half or left.
    """
    bench, tried = Bench(name, place), Tried()
    steps = range(bench.steps)
    for step in steps if len(steps) <= most_steps else chance.sample(steps, most_steps):
        bench.kill_at_step(step)
        tried.steps += 1
    for _ in range(moments):
        bench.kill_after(chance.uniform(0, bench.seconds * 1.1) + 1e-4)
        tried.moments += 1
    for most in FULL_AT:
        bench.fill_disk(most)
        tried.full += 1
    return tried


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("writers", nargs="*", metavar="WRITER", help=f"of {', '.join(WRITERS)}")
    parser.add_argument("--steps", type=int, default=1000, metavar="N")
    parser.add_argument("--random", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))  # noqa: S311
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(f"seed {options.seed}", file=sys.stderr, flush=True)
    chance = random.Random(options.seed)  # noqa: S311 - to be repeated, not to be secret
    for name in options.writers or WRITERS:
        with tempfile.TemporaryDirectory() as place:
            tried = try_writer(name, Path(place), options.steps, options.random, chance)
        tempfile.tempdir = None
        row = {"writer": name, **vars(tried)}
        print(json.dumps(row) if options.json else row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
