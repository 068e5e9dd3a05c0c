"""The command line: python -m geo validate | summary | export | brief."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from geo import brief, catalog, codes, export, stats
from geo.errors import AtlasError, DataError, FilterError
from geo.filters import PARAMETERS, REPEATABLE, Filter, parse_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas import Atlas

DEFAULT_FOLDER = "data"
OK, FAULTS, USAGE = 0, 1, 2

_FILTER_HELP = {
    "from": "first local day, YYYY-MM-DD",
    "to": "last local day, YYYY-MM-DD",
    "group": "group id or name; its members count too",
    "members": "0: the group itself only",
    "rule": f"attribution rule: {', '.join(codes.RULE)}",
    "country": "country of the target",
    "province": "province code or name, by where the point lies",
    "base": "base id or name",
    "type": ", ".join(codes.EVENT_TYPE),
    "target": ", ".join(codes.TARGET_SIDE),
    "weapon": ", ".join(codes.WEAPON),
    "outcome": ", ".join(codes.OUTCOME),
    "confirmation": ", ".join(codes.CONFIRMATION),
    "precision": f"coarsest kept: {', '.join(codes.GEO_PRECISION)}",
    "q": "words in target, place, summary or publisher",
    "near": "lat,lon,km",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 faults in the data, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(_bound(given))
    try:
        code: int = options.run(options)
    except FilterError as error:
        _say(*(f"filter: {problem}" for problem in error.problems))
        return USAGE
    except DataError as error:
        _say(*map(str, error.problems))
        missing_folder = any(p.column == "folder" for p in error.problems)
        return USAGE if missing_folder else FAULTS
    except AtlasError as error:
        _say(str(error))
        return USAGE
    return code


def _bound(arguments: list[str]) -> list[str]:
    """Return the arguments with `--near` and its value in one: south and west begin with a dash."""
    bound: list[str] = []
    for argument in arguments:
        if bound and bound[-1] == "--near" and not argument.startswith("--"):
            bound[-1] = f"--near={argument}"
        else:
            bound.append(argument)
    return bound


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo", description="The Incident Atlas on the command line."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    validate = commands.add_parser(
        "validate", allow_abbrev=False, help="check a data folder, name every fault"
    )
    validate.add_argument("folder", nargs="?", default=DEFAULT_FOLDER, metavar="DIR")
    validate.set_defaults(run=_validate)

    summary = commands.add_parser(
        "summary", allow_abbrev=False, help="counts, lulls, tallies, what was left out"
    )
    _add_filter(summary)
    summary.add_argument("--json", action="store_true", help="print JSON")
    summary.add_argument("--since", metavar="DATE", help="number the incidents after this day")
    summary.set_defaults(run=_summary)

    write = commands.add_parser(
        "export", allow_abbrev=False, help="write what the filter matches to a file"
    )
    _add_filter(write)
    write.add_argument("--out", required=True, metavar="FILE", help="a file, or - for stdout")
    write.add_argument("--format", choices=list(export.FORMATS), help="needed with --out -")
    write.set_defaults(run=_export)

    sheet = commands.add_parser(
        "brief", allow_abbrev=False, help="write a brief to print; --near names the place"
    )
    _add_filter(sheet)
    sheet.add_argument("--out", required=True, metavar="FILE", help="FILE.pdf or FILE.html")
    sheet.set_defaults(run=_brief)
    return parser


def _add_filter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", default=DEFAULT_FOLDER, metavar="DIR", help="data folder")
    group = parser.add_argument_group("filter (a repeated option means or)")
    for name in PARAMETERS:
        group.add_argument(f"--{name}", action="append", default=[], dest=f"filter_{name}",
                           metavar="VALUE", help=_FILTER_HELP[name]
                           + (" (repeatable)" if name in REPEATABLE else ""))  # fmt: skip


def _load(options: argparse.Namespace) -> tuple[Atlas, Filter]:
    atlas = catalog.load(options.data)
    if atlas.quarantined:
        _say(f"note: {atlas.quarantined} of {atlas.total} incidents are quarantined because of "
             f"faults; see: python -m geo validate {options.data}")  # fmt: skip
    given = {name: getattr(options, f"filter_{name}") for name in PARAMETERS}
    return atlas, Filter.parse({name: values for name, values in given.items() if values}, atlas)


def _validate(options: argparse.Namespace) -> int:
    problems = catalog.validate(options.folder)
    for problem in problems:
        print(problem)
    if problems:
        refused = any(p.fatal for p in problems)
        follows = "the folder cannot be loaded" if refused else "rows with a fault are quarantined"
        _say(f"{len(problems)} problems; {follows}")
        return FAULTS
    atlas = catalog.load(options.folder)
    counts = ", ".join(f"{n} {name}" for name, n in atlas.rows_read.items())
    print(f"{options.folder}: no problems; version {atlas.version}; {counts}")
    return OK


def _summary(options: argparse.Namespace) -> int:
    since = parse_day("since", options.since) if options.since is not None else None
    atlas, wanted = _load(options)
    result = stats.summary(wanted.view(atlas), atlas, since)
    text = json.dumps(result, ensure_ascii=False, indent=2) if options.json else _as_text(result)
    print(text)
    return OK


def _as_text(result: dict[str, Any]) -> str:
    """Return a summary for people: one line per figure, one line per entry of a count."""
    lines = [f"{result['shown']} of {result['total']} incidents"]
    lines += [f"  left out by {reason}: {n}" for reason, n in result["left_out"].items()]
    if result["not_drawn"]:
        lines.append(f"  without a point: {result['not_drawn']}")
    lines.append(f"dataset version: {result['dataset_version']}")
    lines.append(f"filter: {result['filter']}")
    lines.append(f"first: {result['first'] or '-'}, last: {result['last'] or '-'}")
    for key in ("killed", "injured"):
        known = "unknown" if result[key] is None else f"{result[key]} where known"
        lines.append(f"{key}: {known}; unknown in {result[f'{key}_unknown']} incidents")
    for key, value in result.items():
        if key.startswith("by_"):
            overlap = " (may overlap)" if key in {"by_group", "by_stance", "by_weapon"} else ""
            lines.append(f"{key.replace('_', ' ')}{overlap}:")
            lines += [f"  {name}: {n}" for name, n in value.items()]
    lines.append("lulls of 14 days or more:")
    for lull in result["lulls"]:
        is_open = " (open)" if lull["open"] else ""
        lines.append(f"  {lull['start']} to {lull['end']}: {lull['days']} days{is_open}")
    lines.append("published tallies in the period, beside the atlas's count:")
    for tally in result["tallies"]:
        what = tally["total"] if tally["total"] is not None else f"Syria {tally['syria']}"
        about = "about " if tally["approximate"] else ""
        own = "-" if tally["atlas_count"] is None else tally["atlas_count"]
        lines.append(f"  {tally['as_of']}: {about}{what} ({tally['counted_by']}); atlas: {own}")
    if "nth_since" in result:
        lines.append(f"since {result['nth_since']['since']}:")
        lines += [
            f"  {row['n']}. {row['date']} {row['incident_id']}"
            for row in result["nth_since"]["incidents"]
        ]
    return "\n".join(lines)


def _export(options: argparse.Namespace) -> int:
    suffix = Path(options.out).suffix.removeprefix(".").lower()
    if options.out == "-" and not options.format:
        _usage(f"--out - needs --format, one of {', '.join(export.FORMATS)}")
    file_format = options.format or suffix
    if file_format not in export.FORMATS:
        allowed = ", ".join(f".{f}" for f in export.FORMATS)
        _usage(f"--out {options.out}: unknown suffix .{suffix}; allowed are {allowed}")
    atlas, wanted = _load(options)
    view = wanted.view(atlas)
    data = export.write(view, atlas, file_format)
    if options.out == "-":
        sys.stdout.buffer.write(data)
    else:
        _save(options.out, data)
    reasons = ", ".join(f"{n} by {reason}" for reason, n in view.left_out.items()) or "none"
    _say(f"{view.shown} of {view.total} incidents written; left out: {reasons}")
    return OK


def _brief(options: argparse.Namespace) -> int:
    suffix = Path(options.out).suffix.removeprefix(".").lower()
    if suffix not in brief.FORMATS:
        allowed = ", ".join(f".{f}" for f in brief.FORMATS)
        _usage(f"--out {options.out}: unknown suffix .{suffix}; allowed are {allowed}")
    atlas, wanted = _load(options)
    view = wanted.view(atlas)
    _save(options.out, brief.write(view, atlas, suffix))
    what = f"the circle {wanted.near}" if wanted.near else f"{view.shown} of {view.total} incidents"
    _say(f"{options.out}: brief of {what}")
    return OK


def _save(out: str, data: bytes) -> None:
    try:
        Path(out).write_bytes(data)
    except OSError as error:
        _usage(f"--out {out}: cannot be written: {error.strerror}")


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _usage(message: str) -> NoReturn:
    _say(f"python -m geo: {message}")
    raise SystemExit(USAGE)


if __name__ == "__main__":
    sys.exit(main())
