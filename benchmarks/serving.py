"""Measure a slider move while programs page through the API, beside the same move without them.

    .venv/bin/python benchmarks/serving.py                                  # about two minutes
    .venv/bin/python benchmarks/serving.py --rounds 2 --data /tmp/million --clients 1 8

One server and one visitor (benchmarks/visitor.py) who moves the end of the period, waits for the
whole answer, thinks, and moves again. Rounds take turns: without clients, and with each number of
them. A client follows the links `next` through /api/collections/incidents/items as fast as it is
answered, and begins again with another period, so that it reads what no one has read before. The
clients are a process of their own and share the machine with server and visitor.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import multiprocessing
import os
import random
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from load import Days, share
from visitor import Visitor

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
from launch import app  # noqa: E402 - scripts are not a package

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.queues import SimpleQueue
    from multiprocessing.synchronize import Event

_PATIENCE_S: Final = 60
_WARM_MOVES: Final = 5
_ITEMS: Final = "/api/collections/incidents/items"


def read_pages(url: str, clients: int, limit: int, over: Event, seen: SimpleQueue) -> None:
    """Page with some clients until `over` is set; then hand over how many pages came and rows."""
    rows: list[int] = []
    threads = [
        threading.Thread(target=_read, args=(url, n, limit, over, rows)) for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.put((len(rows), sum(rows)))


def _read(url: str, n: int, limit: int, over: Event, rows: list[int]) -> None:
    """Page, and note of each page how many rows it has."""
    rng = random.Random(n)
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=_PATIENCE_S)
    address = ""
    while not over.is_set():
        if not address:
            since = f"2019-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
            address = f"{_ITEMS}?limit={limit}&datetime={since}/.."
        connection.request("GET", address)
        answer = connection.getresponse()
        page = json.loads(answer.read())
        if answer.status != http.client.OK:
            sys.exit(f"{address}: {page['detail']}")
        rows.append(page["numberReturned"])
        after = [link["href"] for link in page["links"] if link["rel"] == "next"]
        address = after[0].removeprefix(url) if after else ""


async def _round(
    visitor: Visitor, days: Days, seconds: float, think_s: float
) -> list[float]:  # fmt: skip
    taken_s, day, end = [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        day = days.another(random.Random(), day)
        answer = await visitor.move(day)
        if answer.count != days.up_to(day):
            sys.exit(f"expected {days.up_to(day)} incidents, found {answer.count}")
        taken_s.append(answer.finished_s)
        await asyncio.sleep(think_s * random.uniform(0.5, 1.5))
    return taken_s


async def _measure(url: str, days: Days, options: argparse.Namespace) -> None:
    numbers = (0, *options.clients)
    taken_s: dict[int, list[float]] = {n: [] for n in numbers}
    read: dict[int, list[tuple[int, int]]] = {n: [] for n in numbers}
    spawning = multiprocessing.get_context("spawn")
    async with Visitor(url) as visitor:
        await _round(visitor, days, _WARM_MOVES, 1)
        for _ in range(options.rounds):
            for n in numbers:
                over, seen = spawning.Event(), spawning.SimpleQueue()
                arguments = (url, n, options.limit, over, seen)
                reader = spawning.Process(target=read_pages, args=arguments)
                reader.start()
                await asyncio.sleep(2)  # until it has imported what it needs
                taken_s[n] += await _round(visitor, days, options.seconds, options.think)
                over.set()
                read[n].append(seen.get())
                reader.join()
    alone = taken_s[0]
    print("| clients | moves | p50, s | p95, s | p50, p95 as times those without | pages a second "
          "| rows a second |\n|---:|---:|---:|---:|---:|---:|---:|")  # fmt: skip
    for n in numbers:
        moved = taken_s[n]
        seconds = (options.seconds + 2) * options.rounds
        p50, p95 = statistics.median(moved), share(moved, 0.95)
        print(
            f"| {n} | {len(moved)} | {p50:.3f} | {p95:.3f} "
            f"| {p50 / statistics.median(alone):.2f}, {p95 / share(alone, 0.95):.2f} "
            f"| {sum(p for p, _ in read[n]) / seconds:.1f} "
            f"| {sum(r for _, r in read[n]) / seconds:.0f} |"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure in turn and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, nargs="+", default=[8])
    parser.add_argument("--rounds", type=int, default=4, help="of each (%(default)s)")
    parser.add_argument("--seconds", type=float, default=12, help="of a round (%(default)s)")
    parser.add_argument("--think", type=float, default=0.5, help="seconds (%(default)s)")
    parser.add_argument("--limit", type=int, default=100, help="rows of a page (%(default)s)")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="data folder")
    options = parser.parse_args(arguments)
    environment = {**os.environ, "ATLAS_DATA": str(options.data)}
    with app(environment=environment) as url:
        asyncio.run(_measure(url, Days(options.data), options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
