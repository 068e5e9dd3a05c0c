"""The command line: python -m geo validate | summary | export | brief | import."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pyarrow as pa

from geo import codes
from geo.analysis import summary
from geo.brief import write as brief
from geo.errors import AtlasError, DataError, FilterError, ImportRefusedError
from geo.export import writers
from geo.filter.filter import Filter
from geo.filter.parse import PARAMETERS, REPEATABLE, parse_day
from geo.io import catalog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model.atlas import Atlas

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
    "near": "within km of a point: LAT,LON,KM",
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
    except ImportRefusedError as error:
        _say(f"import: {error}")
        return FAULTS
    except AtlasError as error:
        _say(str(error))
        return USAGE
    except BrokenPipeError:  # whoever reads the output has read enough
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the interpreter flushes it last
        return OK
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
    validate.add_argument(
        "folder",
        nargs="?",
        default=DEFAULT_FOLDER,
        metavar="DIR",
        help=f"data folder (default: {DEFAULT_FOLDER})",
    )
    validate.set_defaults(run=_validate)

    summarise = commands.add_parser(
        "summary", allow_abbrev=False, help="counts, lulls, tallies, what was left out"
    )
    _add_filter(summarise)
    summarise.add_argument("--json", action="store_true", help="print JSON")
    summarise.add_argument("--since", metavar="DATE", help="number the incidents after this day")
    summarise.set_defaults(run=_summary)

    write = commands.add_parser(
        "export", allow_abbrev=False, help="write what the filter matches to a file"
    )
    _add_filter(write)
    write.add_argument("--out", required=True, metavar="FILE", help="a file, or - for stdout")
    _add_licence(write)
    write.add_argument("--format", choices=list(writers.FORMATS), help="needed with --out -")
    write.set_defaults(run=_export)

    _add_import(commands.add_parser(
        "import", allow_abbrev=False, help="make a data folder of an ACLED, UCDP or plain file"
    ))  # fmt: skip
    sheet = commands.add_parser(
        "brief", allow_abbrev=False, help="write a brief to print; --near names the place"
    )
    _add_filter(sheet)
    sheet.add_argument("--out", required=True, metavar="FILE", help="FILE.pdf or FILE.html")
    _add_licence(sheet)
    sheet.set_defaults(run=_brief)
    return parser


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="IN", help="CSV, TSV, Excel, JSON, GeoJSON, GeoPackage or "
                        "(Geo)Parquet, also zipped or gzipped")  # fmt: skip
    parser.add_argument("--out", metavar="DIR", help="the data folder to make")
    parser.add_argument(
        "--schema",
        choices=["auto", "acled", "ucdp", "plain"],
        default="auto",
        help="what the file is read as; auto: its columns decide",
    )
    parser.add_argument("--mapping", metavar="FILE", help="JSON: which column is what")
    parser.add_argument("--write-mapping", metavar="FILE",
                        help="write the mapping that is guessed, and import nothing")  # fmt: skip
    parser.add_argument("--dates", choices=["auto", "day-first", "month-first"], default="auto",
                        help="what 03/04/2024 is; auto: the column decides")  # fmt: skip
    parser.add_argument("--base-within-km", type=float, default=2.0, metavar="KM",
                        help="a site point so near a base is at it; 0 for never (2)")  # fmt: skip
    parser.add_argument("--near-km", type=float, default=1.0, metavar="KM",
                        help="rows so near in place may be one event (1)")  # fmt: skip
    parser.add_argument("--near-days", type=int, default=1, metavar="DAYS",
                        help="rows so near in time may be one event (1)")  # fmt: skip
    parser.add_argument("--drop-likely-duplicates", action="store_true",
                        help="quarantine the later ones of such rows")  # fmt: skip
    parser.add_argument("--dataset", metavar="NAME", help="name of the dataset")
    parser.add_argument("--dataset-version", metavar="TEXT", help="its version or release")
    parser.add_argument("--licence", metavar="TEXT", help="its licence or terms")
    parser.add_argument("--url", metavar="URL", help="its web page")
    parser.add_argument("--redistributable", choices=["yes", "no"],
                        help="whether its rows may be passed on")  # fmt: skip
    parser.set_defaults(run=_import)


def _add_licence(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--licence-allows", action="store_true",
                        help="my licence allows passing imported rows on")  # fmt: skip


def _add_filter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        default=DEFAULT_FOLDER,
        metavar="DIR",
        help=f"data folder (default: {DEFAULT_FOLDER})",
    )
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
    result = summary.whole(wanted.view(atlas), atlas, since)
    text = json.dumps(result, ensure_ascii=False, indent=2) if options.json else _as_text(result)
    print(text)
    return OK


def _as_text(result: dict[str, Any]) -> str:
    """Return a summary for people: one line per figure, one line per entry of a count."""
    lines = [f"{result['shown']} of {result['total']} incidents"]
    lines += [f"  left out by {reason}: {n}" for reason, n in result["left_out"].items()]
    if result["not_drawn"]:
        lines.append(f"  without a point: {result['not_drawn']}")
    lines.append(result["sentence"])
    lines.append(f"dataset version: {result['dataset_version']}")
    lines.append(f"filter: {result['filter']}")
    lines.append(f"first: {result['first'] or '-'}, last: {result['last'] or '-'}")
    for key in ("killed", "injured"):
        known = "unknown" if result[key] is None else f"{result[key]} where known"
        lines.append(f"{key}: {known}; unknown in {_incidents(result[f'{key}_unknown'])}")
    for key, value in result.items():
        if key.startswith("by_"):
            overlap = " (may overlap)" if key in {"by_group", "by_stance", "by_weapon"} else ""
            lines.append(f"{key.replace('_', ' ')}{overlap}:")
            lines += [f"  {name}: {n}" for name, n in value.items()]
    lines.append("lulls of 14 days or more:")
    for lull in result["lulls"]:
        is_open = " (open: the period ends, the quiet may not)" if lull["open"] else ""
        lines.append(f"  {lull['start']} to {lull['end']}: {lull['days']} days{is_open}")
    lines.append(
        "published tallies in the period, beside the atlas's count of the same days under this "
        "filter (why they differ: --json, or the Timeline page):"
    )
    for tally in result["reconciliation"]:
        what = f"Syria {tally['published']}" if tally["syria_only"] else tally["published"]
        about = "about " if tally["approximate"] else ""
        gap = "" if tally["gap"] is None else f" ({tally['gap']:+})"
        own = "-" if tally["atlas_count"] is None else f"{tally['atlas_count']}{gap}"
        since = f" since {tally['first_local_day']}" if tally["first_local_day"] else ""
        lines.append(
            f"  {tally['as_of']}: {about}{what}{since} ({tally['counted_by']}); atlas: {own}"
        )
    lines += summary.as_text(result)
    if "nth_since" in result:
        lines.append(f"since {result['nth_since']['since']}:")
        lines += [
            f"  {row['n']}. {row['date']} {row['incident_id']}"
            for row in result["nth_since"]["incidents"]
        ]
    return "\n".join(lines)


def _incidents(n: int) -> str:
    return f"{n} incident" if n == 1 else f"{n} incidents"


def _export(options: argparse.Namespace) -> int:
    suffix = Path(options.out).suffix.removeprefix(".").lower()
    if options.out == "-" and not options.format:
        _usage(f"--out - needs --format, one of {', '.join(writers.FORMATS)}")
    file_format = options.format or suffix
    if file_format not in writers.FORMATS:
        allowed = ", ".join(f".{f}" for f in writers.FORMATS)
        _usage(f"--out {options.out}: unknown suffix .{suffix}; allowed are {allowed}")
    atlas, wanted = _load(options)
    view = wanted.view(atlas)
    data = writers.export_bytes(view, file_format, licence_allows=options.licence_allows)
    if options.out == "-":
        sys.stdout.buffer.write(data)
    else:
        _write(options.out, data)
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
    if not options.licence_allows:
        # A brief also lists what is perhaps inside: all that the rest of the filter finds.
        writers.refuse_held_back(replace(wanted, near=None).view(atlas))
    _write(options.out, brief.write_brief(view, suffix))
    what = f"the circle {wanted.near}" if wanted.near else f"{view.shown} of {view.total} incidents"
    _say(f"{options.out}: brief of {what}")
    return OK


def _import(options: argparse.Namespace) -> int:
    from geo import importers  # noqa: PLC0415 - the other commands need none of its readers

    # Arrow's own allocator keeps what a large file has freed; the system's gives it back.
    pa.set_memory_pool(pa.system_memory_pool())

    limits = importers.Limits.from_environment()
    raw = importers.read(options.file, limits=limits)
    if options.write_mapping:
        guessed = importers.guess_mapping(raw, options.schema)
        _write(options.write_mapping, guessed.mapping.to_json().encode())
        for role, reason in guessed.reasons.items():
            print(f"{role}: {guessed.mapping.columns[role]} ({reason})")
        return OK
    mapping = importers.Mapping.from_json(_read(options.mapping)) if options.mapping else None
    allowed = {None: None, "yes": True, "no": False}[options.redistributable]
    wanted = importers.Options(
        dates=options.dates, base_within_km=options.base_within_km, near_km=options.near_km,
        near_days=options.near_days, drop_likely_duplicates=options.drop_likely_duplicates,
        dataset=options.dataset, dataset_version=options.dataset_version, licence=options.licence,
        url=options.url, redistributable=allowed, text_chars=limits.text_chars,
    )  # fmt: skip
    if not options.out:
        _usage("import: --out DIR is needed, the data folder to make")
    imported = importers.convert(raw, options.schema, mapping, wanted)
    folder = importers.write_folder(imported, options.out)
    print(imported.report.to_text(), end="")
    _say(f"{folder}: written; open it with --data {folder}")
    return OK


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _usage(f"{path}: cannot be read as text: {error}")


def _write(path: str, data: bytes) -> None:
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        _usage(f"{path}: cannot be written: {error.strerror}")


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _usage(message: str) -> NoReturn:
    _say(f"python -m geo: {message}")
    raise SystemExit(USAGE)


if __name__ == "__main__":
    sys.exit(main())
