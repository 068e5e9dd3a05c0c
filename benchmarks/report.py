"""Turn measurements into tables and docs/benchmarks.md."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections import defaultdict
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import runner

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

_LABEL: Final = {
    "empty": "(a) empty Streamlit app and deck",
    "pydeck": "(b) st.pydeck_chart, rows inline",
    "component": "(c) the map component, rows as bytes",
    "plotly": "(d) Plotly scatter_geo",
    "folium": "(e) streamlit-folium",
    "atlas": "(f) the atlas",
}
_PACKAGES: Final = (
    "streamlit", "pydeck", "pandas", "geopandas", "plotly", "streamlit-folium", "playwright",
)  # fmt: skip
_TIMES: Final[tuple[tuple[str, Callable[[runner.Result], list[float]]], ...]] = (
    ("slider move to repaint", lambda r: [m.repaint_s for m in r.moves]),
    (
        "slider move until the repaint is drawn and received",
        lambda r: [m.received_s for m in r.moves],
    ),
    ("slider move to script finished", lambda r: [m.finished_s for m in r.moves]),
    ("start of the server until it answers", lambda r: [r.start_s]),
    ("start of the server to first map", lambda r: [r.start_s + r.cold_first_s]),
    ("cold start to first map", lambda r: [r.cold_first_s]),
    ("cold start to whole map", lambda r: [r.cold_whole_s]),
    ("second visitor to first map", lambda r: [r.warm_first_s]),
    ("second visitor to whole map", lambda r: [r.warm_whole_s]),
)
_METHOD: Final = """\
## Method

`make bench` writes this file. Every repetition runs the apps in turn (a, b, c, d, e, f, a, b, ...),
each on a freshly started server, with the same Streamlit settings, in new browser contexts of one
headless Chromium of 1400 x 900 pixels. The comparison apps (`benchmarks/apps/`) have a period
slider and a map, nothing else. The atlas is the whole app as server.py starts it, with its filters,
count, legend, table and downloads. `scripts/make_synthetic.py` generates the larger datasets from
the shipped incidents. The network is cut off. Leaflet and Plotly's base map come from local npm
packages (`benchmarks/offline.py`) without delay, and folium has no tiles; both favour those apps.

- **First map**: from the start of navigation until the element of the map (a deck.gl canvas,
  Plotly's geo layer, a Leaflet container) is on the page, larger than 50 x 50 pixels, and two
  animation frames have passed. **Cold start**: the first visitor of a server that has just begun to
  respond, with an empty browser cache. The atlas imports its code and reads its data before it
  responds, the other apps when the first visitor comes. **Start of the server to first map**
  includes both, from the command to the map. **Second visitor**: the same server, another empty
  browser.
- **Whole map**: from the start of navigation until the last frame in which any pixel of the map
  changed before the browser was quiet.
- **Slider move to repaint**: the right handle is dragged and held; the clock starts at its release
  (pointerup). It ends with the last frame in which a pixel of the map changed; if none did, as in
  the empty deck, with the script. Every move goes to a date not visited before; the first move of a
  session is not timed. The atlas sends map, count and legend first, and chart, files and table
  0.1 s later: those are not in this figure, but in "script finished".
- **Slider move until the repaint is drawn and received**: until the benchmark has that frame. On
  these machines software draws the graphics, on the same two cores; with a graphics card the two
  times are close together.
- **Slider move to script finished**: until two animation frames after the last script-finished
  message, when nothing on the page changes any more.
- Frames are those that Chromium composes (screencast, half size, time stamp of the browser).
  Changed means that the grey value of a pixel moved by more than 24 of 255. Quiet means one second
  without a frame while the page responds at once.
- **Drag**: 40 moves of the mouse, one after another as fast as the page takes them, along the time
  axis of the map where there is one, else along the slider. The frames are those in which a pixel
  of the map changed, until a second after the last move and before the release.
- **Bytes**: two further moves per repetition. The DevTools protocol counts WebSocket frames
  (payload, uncompressed) and HTTP bodies that did not come from the cache. The benchmark deflates
  the same messages as the server does, with an empty window at the start of each move.
- **Processor time**: what the kernel counted for server, page, graphics process and the rest of the
  browser from release to quiet. It hardly depends on what else the machine does, so it shows where
  the time goes even on a busy machine.
- **Playback**: animation frames per second in which WebGL drew, over four seconds after Play.

## Limits

Software WebGL (SwiftShader) draws on the same cores as the server and the browser. Times are
several times those of a laptop with a graphics chip, and large point layers suffer most. Recording
the frames costs each app a few milliseconds per frame. Compare ratios, not seconds.
"""


def incidents(folder: Path) -> int:
    """Return the number of incidents in a data folder."""
    import pandas as pd  # noqa: PLC0415

    return len(pd.read_csv(folder / "incidents.csv", usecols=[0]))


def machine() -> dict[str, str]:
    """Return the facts about this machine that the figures depend on."""
    memory = "unknown"
    lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("MemTotal"):
            memory = f"{int(line.split()[1]) / 1024**2:.0f} GB"
    facts = {
        "Date": datetime.now(UTC).date().isoformat(),
        "Cores": f"{os.cpu_count()}, {platform.machine()}",
        "Memory": memory,
        "Load before": f"{os.getloadavg()[0]:.1f} runnable processes (one-minute average)",
        "Python": platform.python_version(),
    }
    for package in _PACKAGES:
        try:
            facts[package] = version(package)
        except PackageNotFoundError:
            facts[package] = "not installed"
    return facts


def one_line(result: runner.Result) -> str:
    """Return one repetition as a line to print while the benchmark runs."""
    repaint = runner.median([m.repaint_s for m in result.moves])
    received = runner.median([w.received for w in result.wire])
    return (
        f"{result.repeat + 1} {result.count:>7} {result.app:<7} cold {result.cold_first_s:6.2f} / "
        f"{result.cold_whole_s:6.2f} s  warm {result.warm_first_s:5.2f} / "
        f"{result.warm_whole_s:5.2f} s  move {repaint:6.3f} s  received {received:>10,.0f} B"
    )


def table(results: Sequence[runner.Result]) -> str:
    """Return all medians, ranges and ratios as Markdown."""
    lines: list[str] = []
    for count in sorted({r.count for r in results}):
        here = [r for r in results if r.count == count]
        by_app: dict[str, list[runner.Result]] = defaultdict(list)
        for result in here:
            by_app[result.app].append(result)
        lines += [f"## {count:,} incidents", ""]
        for title, pick in _TIMES:
            lines += [
                f"**{title[0].upper()}{title[1:]}**, seconds", "",
                "| app | median | range | ratio to (a) |", "|---|---:|---:|---:|",
            ]  # fmt: skip
            floor = runner.median([v for r in by_app.get("empty", []) for v in pick(r)])
            for app, runs in by_app.items():
                values = [v for r in runs for v in pick(r)]
                middle = runner.median(values)
                ratio = f"{middle / floor:.2f}" if floor == floor else ""  # noqa: PLR0124 - NaN
                lines.append(
                    f"| {_LABEL[app]} | {middle:.3f} | {min(values):.3f} to {max(values):.3f} "
                    f"| {ratio} |"
                )
            lines.append("")
        lines += _dragging(by_app) + _wire(by_app) + _processor(by_app)
    lines += [_playback(results), ""]
    return "\n".join(lines)


def _dragging(by_app: dict[str, list[runner.Result]]) -> list[str]:
    lines = [
        "**One drag of the end of the period in 40 steps**, medians", "",
        ("| app | frames of the map | milliseconds per frame "
        "| release until all numbers are right, seconds |"),
        "|---|---:|---:|---:|",
    ]  # fmt: skip
    for app, runs in by_app.items():
        drags = [r.drag for r in runs]
        frames = runner.median([d.frames for d in drags])
        per_frame = [1000 * d.took_s / d.frames for d in drags if d.frames]
        shown = f"{runner.median(per_frame):.0f}" if per_frame else "none before the release"
        followed = runner.median([d.followed_s for d in drags])
        lines.append(f"| {_LABEL[app]} | {frames:.0f} | {shown} | {followed:.3f} |")
    return [*lines, ""]


def _wire(by_app: dict[str, list[runner.Result]]) -> list[str]:
    lines = [
        "**Over the wire per slider move**, kB (1,000 bytes), medians", "",
        "| app | WebSocket received | compressed | messages | WebSocket sent | HTTP fetched |",
        "|---|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    for app, runs in by_app.items():
        wires = [w for r in runs for w in r.wire]
        received, deflated, sent, http = (
            runner.median([getattr(w, name) / 1000 for w in wires])
            for name in ("received", "deflated", "sent", "http")
        )
        messages = runner.median([len(w.messages) for w in wires])
        lines.append(
            f"| {_LABEL[app]} | {received:,.1f} | {deflated:,.1f} | {messages:.0f} | {sent:.1f} "
            f"| {http:,.1f} |"
        )
    return [*lines, ""]


def _processor(by_app: dict[str, list[runner.Result]]) -> list[str]:
    kinds = ("server", "page", "graphics", "rest")
    lines = [
        "**Processor time per slider move**, seconds over all cores, medians", "",
        "| app | server | page | graphics (software WebGL) | rest of the browser |",
        "|---|---:|---:|---:|---:|",
    ]  # fmt: skip
    for app, runs in by_app.items():
        moves = [m for r in runs for m in r.moves]
        cells = [f"{runner.median([m.cpu_s[kind] for m in moves]):.2f}" for kind in kinds]
        lines.append(f"| {_LABEL[app]} | {' | '.join(cells)} |")
    return [*lines, ""]


def _playback(results: Sequence[runner.Result]) -> str:
    by_count: dict[int, list[float]] = defaultdict(list)
    for result in results:
        if result.app == "atlas" and result.playback_fps is not None:
            by_count[result.count].append(result.playback_fps)
    if not by_count:
        return "Playback of the atlas: not measured."
    parts = [f"{runner.median(v):.1f} at {n:,} incidents" for n, v in sorted(by_count.items())]
    return f"Playback of the atlas, frames per second: {', '.join(parts)}."


def write(
    out: Path, results: Sequence[runner.Result], facts: dict[str, str], options: argparse.Namespace
) -> None:
    """Write docs/benchmarks.md."""
    out.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        "# How fast the atlas responds, compared with other maps", "",
        _intro(options), "",
        "| machine | |", "|---|---|", *[f"| {k} | {v} |" for k, v in facts.items()], "",
        table(results), _METHOD,
    ]  # fmt: skip
    out.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    print(f"wrote {out}", file=sys.stderr)


def _intro(options: argparse.Namespace) -> str:
    return (
        f"Medians of {options.repeats} fresh servers per app and size, with {options.moves} timed "
        "slider moves on each. Ratios are to (a), an empty Streamlit app with the same slider. For "
        "joins, imports and loading see [benchmarks-scale.md](benchmarks-scale.md)."
    )


def write_raw(out: Path, results: Sequence[runner.Result]) -> None:
    """Write every measurement as JSON."""
    out.write_text(json.dumps([asdict(r) for r in results], indent=1), encoding="utf-8")
