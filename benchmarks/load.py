"""Measure how many visitors one server holds, beside an empty Streamlit app on the same machine.

    .venv/bin/python benchmarks/load.py                                        # about 20 minutes
    .venv/bin/python benchmarks/load.py --sessions 1 5 --think 3 --seconds 20

For each number of sessions and each time to think, the empty app and the atlas get a fresh server
in turn, and visitors (benchmarks/visitor.py) that move the end of the period to another day, wait
for the whole answer, think, and move again. Every answer of the atlas must hold the right number of
incidents, which this script counts for itself. Meanwhile the server's health is asked once a
second. Visitors and server share the machine. The empty app searches for garbage after every run,
as Streamlit does unless told otherwise; `--only empty "empty, without searches" atlas` adds one
that does not, as the atlas.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import random
import sys
import threading
import time
import urllib.request
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import report
from visitor import Answer, Visitor

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
from launch import app  # noqa: E402 - scripts are not a package

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

EMPTY: Final = "empty"
ATLAS: Final = "atlas"
BEFORE: Final = "atlas before"
TWO: Final = "atlas, 2 processes"
LEAN: Final = "empty, without searches"
EMPTY_APPS: Final = (EMPTY, LEAN)
SCRIPTS: Final = {
    EMPTY: "benchmarks/apps/empty.py", LEAN: "benchmarks/apps/empty.py", ATLAS: "server.py",
    BEFORE: "server.py", TWO: "serve.py",
}  # fmt: skip
# Streamlit searches for garbage after every run; the atlas has turned that off for itself.
_SEARCH: Final = "STREAMLIT_RUNNER_POST_SCRIPT_GC"
SESSIONS: Final = (1, 5, 25, 50)
THINK_S: Final = (3.0, 10.0)
_WARM_MOVES: Final = 3
_AT_ONCE: Final = 4  # visitors that open the page at the same time
_PATIENCE_S: Final = 60.0
_MARKS: Final = ("<!-- load -->", "<!-- /load -->")
_TICK_S: Final = 1 / os.sysconf("SC_CLK_TCK")


@dataclass
class Block:
    """One app with some visitors for a while. Seconds; `private_mb` is memory that a session adds.

    `health_s` holds how long each look at the server's health took.
    """

    app: str
    sessions: int
    think_s: float
    answers: list[Answer] = field(default_factory=list)
    health_s: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    visitors_cpu_s: float = 0.0
    private_mb: float = 0.0
    server_mb: float = 0.0


class Days:
    """The days that incidents have, and how many incidents there are up to each."""

    def __init__(self, folder: Path) -> None:
        """Count the incidents of a data folder."""
        dates = pd.to_datetime(pd.read_csv(folder / "incidents.csv", usecols=["date"])["date"])
        days = dates.to_numpy().astype("datetime64[D]").astype(np.int64)
        self._days: NDArray[np.int64] = np.sort(days)
        self._choice = np.unique(days)[len(np.unique(days)) // 4 :]

    def up_to(self, day: int) -> int:
        """Return how many incidents there are up to a day."""
        return int(np.searchsorted(self._days, day, side="right"))

    def another(self, rng: random.Random, day: int) -> int:
        """Return a day of the later three quarters, other than `day`."""
        while (drawn := int(rng.choice(self._choice))) == day:
            pass
        return drawn


def processes() -> list[int]:
    """Return the processes that this one has started, and those that they have."""
    of: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        of.setdefault(parent, []).append(int(folder.name))
    found, due = [], [os.getpid()]
    while due:
        children = of.get(due.pop(), [])
        found += children
        due += children
    return found


def cpu_s() -> float:
    """Return the processor seconds of the server and its children, those that ended included."""
    ticks = 0
    for pid in processes():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks * _TICK_S


def memory_mb() -> float:
    """Return the memory of the server and its children (PSS), in MB."""
    kb = 0
    for pid in processes():
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kb += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return kb * 1024 / 1e6


@contextmanager
def _health(url: str, taken_s: list[float]) -> Iterator[None]:
    """Ask for the server's health once a second, from a thread of its own."""
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            since = time.perf_counter()
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=_PATIENCE_S) as got:  # noqa: S310
                    got.read()
                taken_s.append(time.perf_counter() - since)
            except OSError:
                taken_s.append(math.inf)
            over.wait(max(0.0, 1 - (time.perf_counter() - since)))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


async def _visit(visitor: Visitor, number: int, block: Block, days: Days, end: float) -> None:
    """Move and think until `end`; the first move comes at a random time."""
    rng, day = random.Random(number), 0
    await asyncio.sleep(rng.uniform(0, block.think_s))
    while time.monotonic() < end:
        day = days.another(rng, day)
        answer = await visitor.move(day)
        if block.app not in EMPTY_APPS and answer.count != days.up_to(day):
            sys.exit(f"Asked for the incidents up to day {day}, expected {days.up_to(day)}, "
                     f"found {answer.count}")  # fmt: skip
        if block.app not in EMPTY_APPS and not answer.changed:
            sys.exit("A move changed nothing on the page")
        block.answers.append(answer)
        await asyncio.sleep(block.think_s * rng.uniform(0.8, 1.2))


async def _load(url: str, block: Block, days: Days, seconds: float, page: str) -> None:
    async with AsyncExitStack() as visits:
        one = await visits.enter_async_context(Visitor(url, page))
        for _ in range(_WARM_MOVES):  # fill the server's caches
            await one.move(days.another(random.Random(), 0))
        await asyncio.sleep(1)
        before_mb = memory_mb()
        gate = asyncio.Semaphore(_AT_ONCE)

        async def come() -> Visitor:
            async with gate:
                return await visits.enter_async_context(Visitor(url, page))

        visitors = await asyncio.gather(*(come() for _ in range(block.sessions)))
        spent_s, own_s = cpu_s(), time.process_time()
        with _health(url, block.health_s):
            end = time.monotonic() + seconds
            await asyncio.gather(
                *(_visit(visitor, n, block, days, end) for n, visitor in enumerate(visitors))
            )
            block.cpu_s = cpu_s() - spent_s
            block.visitors_cpu_s = time.process_time() - own_s
        block.server_mb = memory_mb()
        block.private_mb = (block.server_mb - before_mb) / block.sessions


def measure(block: Block, days: Days, options: argparse.Namespace) -> Block:
    """Start a fresh server for a block, let its visitors come, and return it with what they saw."""
    environment = {**os.environ, "ATLAS_DATA": str(options.data)}
    if block.app in EMPTY_APPS:
        environment[_SEARCH] = str(block.app == EMPTY)
    given: dict[str, Any] = {}
    if block.app == TWO:
        environment["ATLAS_WORKERS"], given["program"] = "2", ()
    checkout = options.before if block.app == BEFORE else ROOT
    with app(SCRIPTS[block.app], checkout=checkout, environment=environment, **given) as url:
        page = "" if block.app in EMPTY_APPS else options.page
        asyncio.run(_load(url, block, days, options.seconds, page))
    return block


def share(values: Sequence[float], part: float) -> float:
    """Return the value that a part of the values, such as 0.95, does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else math.nan


_HEAD: Final = (
    "| sessions | think, s | app | moves | p50, s | p95, s | count p95, s | CPU a move, s "
    "| memory a session, MB | health p95, s | health max, s "
    "| times the empty app: p50, p95, CPU |"
)


def _row(block: Block, empty: Block | None) -> str:
    cells = [
        f"{block.sessions}", f"{block.think_s:g}", block.app, f"{len(block.answers)}",
        *(f"{value:.3f}" for value in figures(block)),
    ]  # fmt: skip
    moved, tail, counted, cpu = cells[4:8]
    counted = "" if block.app in EMPTY_APPS else counted
    health = f"{share(block.health_s, 0.95):.3f}", f"{max(block.health_s):.2f}"
    ratios = ""
    if empty is not None and block is not empty:
        ours, theirs = figures(block), figures(empty)
        ratios = ", ".join(f"{ours[i] / theirs[i]:.1f}" for i in (0, 1, 3))
    line = (*cells[:4], moved, tail, counted, cpu, f"{block.private_mb:.1f}", *health, ratios)
    return f"| {' | '.join(line)} |"


def figures(block: Block) -> tuple[float, float, float, float]:
    """Return p50 and p95 of a move, p95 until the count came, and processor time, in seconds."""
    finished = [answer.finished_s for answer in block.answers]
    counted = [answer.counted_s for answer in block.answers if answer.counted_s is not None]
    cpu = block.cpu_s / max(1, len(block.answers))
    return share(finished, 0.5), share(finished, 0.95), share(counted, 0.95), cpu


def table(blocks: Sequence[Block]) -> str:
    """Return the measurements as Markdown."""
    empty = {(b.sessions, b.think_s): b for b in blocks if b.app == EMPTY}
    rows = [_row(block, empty.get((block.sessions, block.think_s))) for block in blocks]
    return "\n".join([_HEAD, "|---:|---:|---|" + "---:|" * 8 + "---|", *rows])


def _write(out: Path, text: str) -> None:
    """Put the table between its marks in a document."""
    before, rest = out.read_text("utf-8").split(_MARKS[0])
    after = rest.split(_MARKS[1])[1]
    out.write_text(f"{before}{_MARKS[0]}\n{text}\n{_MARKS[1]}{after}", "utf-8")


def _facts() -> str:
    facts = report.machine()
    names = ("Date", "Cores", "Memory", "Load before", "Python", "streamlit")
    return "; ".join(f"{name.lower()} {facts[name]}" for name in names)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure everything in turn and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=SESSIONS)
    parser.add_argument("--think", type=float, nargs="+", default=THINK_S, help="seconds")
    parser.add_argument("--seconds", type=float, default=60, help="of each block (%(default)s)")
    parser.add_argument("--repeats", type=int, default=1, help="times in turn (%(default)s)")
    parser.add_argument("--only", nargs="+", choices=SCRIPTS, default=[EMPTY, ATLAS])
    parser.add_argument("--before", type=Path, help="another checkout, measured in the same run")
    parser.add_argument("--page", default="", help="path of a page, such as timeline; the map")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="data folder")
    parser.add_argument("--out", type=Path, help="document to put the table into")
    parser.add_argument("--raw", type=Path, help="also write every measurement as JSON")
    options = parser.parse_args(arguments)
    names = [*options.only, *([BEFORE] if options.before else [])]
    facts, days, blocks = _facts(), Days(options.data), []
    print(facts, _HEAD, sep="\n", flush=True)
    for think_s in options.think:
        for sessions in options.sessions:
            pair: dict[str, Block] = {}
            for _ in range(options.repeats):
                for name in names:
                    block = measure(Block(name, sessions, think_s), days, options)
                    pair[name] = _joined(pair.get(name), block)
                    print(_row(block, pair.get(EMPTY)), flush=True)
            blocks += pair.values()
    text = f"{table(blocks)}\n\nMachine: {facts}. Each row {options.seconds:g} s, "
    text += f"{options.repeats} time{'s' * (options.repeats > 1)} in turn."
    print(text)
    if options.out:
        _write(options.out, text)
    if options.raw:
        options.raw.write_text(json.dumps([asdict(b) for b in blocks], indent=1), "utf-8")
    return 0


def _joined(one: Block | None, other: Block) -> Block:
    """Return two blocks of the same visitors as one; memory is the larger."""
    if one is None:
        return other
    return Block(
        one.app, one.sessions, one.think_s, one.answers + other.answers,
        one.health_s + other.health_s, one.cpu_s + other.cpu_s,
        one.visitors_cpu_s + other.visitors_cpu_s,
        max(one.private_mb, other.private_mb), max(one.server_mb, other.server_mb),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
