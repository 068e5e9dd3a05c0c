"""python -m geo import: turns a file of others into a data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from geo.commands.terminal import (
    OK,
    exit_with_usage,
    print_messages,
    print_results,
    read_text_file,
    write_binary_file,
)

if TYPE_CHECKING:
    import argparse

# Those of `geo.importers.SCHEMAS`, which the other commands do not load.
_SCHEMAS = ("acled", "ucdp", "gtd", "awsd", "gdelt", "icews", "polecat", "forms", "plain")


def add_import_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `import`."""
    parser.add_argument("file", metavar="IN", help="CSV, TSV, Excel, JSON, GeoJSON, KML, GPX, "
                        "GeoPackage, FlatGeobuf or (Geo)Parquet, also zipped or gzipped; a "
                        "shapefile zipped")  # fmt: skip
    parser.add_argument("--out", metavar="DIR", help="data folder to write")
    parser.add_argument("--report", metavar="FILE", help="write the report to FILE as JSON, too")

    reading = parser.add_argument_group("reading the file")
    reading.add_argument("--schema", choices=["auto", *_SCHEMAS], default="auto",
                         help="format of the file; auto: by its columns (default)")  # fmt: skip
    reading.add_argument("--sheet", action="append", default=[], metavar="NAME",
                         help="sheet, layer, list or file of a zip file to read, where there are "
                         "several; may be given again (default: those with dates)")  # fmt: skip
    reading.add_argument("--mapping", metavar="FILE", help="JSON file that assigns the columns")
    reading.add_argument("--column", action="append", default=[], metavar="ROLE=NAME",
                         help="column that has a role, as date=Day; ROLE= for none; of tolls and "
                         "events given again: a column to add")  # fmt: skip
    reading.add_argument("--counts", choices=["refuse", "each"], default="refuse",
                         help="a table whose rows stand for several events: refuse it (default), "
                         "or make an incident of each event")  # fmt: skip
    reading.add_argument("--fill-down", action="append", default=[], metavar="NAME",
                         help="column whose blank cells repeat the cell above, as where merged "
                         "cells were saved as CSV; may be given again")  # fmt: skip
    reading.add_argument("--persons", choices=["refuse", "each"], default="refuse",
                         help="a list of persons, one a row: refuse it (default), or make an "
                         "incident of each row")  # fmt: skip
    reading.add_argument("--write-mapping", metavar="FILE",
                         help="write the guessed mapping to FILE and import nothing")  # fmt: skip
    reading.add_argument("--dates", default="auto",
                         choices=["auto", "day-first", "month-first", "year-first", "exchanged"],
                         help="how to read 03/04/2024; auto: by the column (default); year-first: "
                         "24/01/13 is in 2024; exchanged: put back day and month that a "
                         "spreadsheet has exchanged")  # fmt: skip
    reading.add_argument("--points", choices=["auto", "latitude-first", "longitude-first"],
                         default="auto", help="how to read a cell such as 36.34, 43.13; auto: by "
                         "the column (default)")  # fmt: skip

    linking = parser.add_argument_group("linking to bases, and duplicates")
    linking.add_argument("--base-within-km", type=float, default=2.0, metavar="KM",
                         help="link an incident known to the site to a base this near; 0 for none "
                         "(default: %(default)g)")  # fmt: skip
    linking.add_argument("--near-km", type=float, default=1.0, metavar="KM",
                         help="rows this near in place may be one incident "
                         "(default: %(default)g)")  # fmt: skip
    linking.add_argument("--near-days", type=int, default=1, metavar="DAYS",
                         help="rows this near in time may be one incident "
                         "(default: %(default)s)")  # fmt: skip
    linking.add_argument("--sources", choices=["join", "apart"], default="join",
                         help="rows that tell of one incident by several sources: one incident "
                         "(default), or one of each row")  # fmt: skip
    linking.add_argument("--drop-likely-duplicates", action="store_true",
                         help="quarantine all but the first of such rows")  # fmt: skip

    origin = parser.add_argument_group("where the rows come from")
    origin.add_argument("--dataset", metavar="NAME", help="name of the dataset")
    origin.add_argument("--dataset-version", metavar="TEXT", help="its version or release")
    origin.add_argument("--licence", metavar="TEXT", help="its licence or terms")
    origin.add_argument("--url", metavar="URL", help="its web page")
    origin.add_argument("--redistributable", choices=["yes", "no"],
                        help="whether its rows may be passed on")  # fmt: skip


def import_file(options: argparse.Namespace) -> int:
    """Write the data folder and print the report, or write the guessed mapping.

    Raises:
        ImportRefusedError: nothing of the file is usable.
    """
    from geo import importers  # noqa: PLC0415 - the other commands need none of its readers

    # Arrow's own allocator keeps what a large file has freed; the system's gives it back.
    pa.set_memory_pool(pa.system_memory_pool())

    limits = importers.Limits.from_environment()
    try:
        raw = importers.read_apart(options.file, limits=limits, sheets=options.sheet)
    except importers.SeveralPartsError as error:
        message = f"{error} with --sheet NAME"
        raise importers.ImportRefusedError(message) from None
    given, added = _columns(options.column)
    if options.write_mapping:
        guess = importers.guess_mapping(raw, options.schema, given).adding(added)
        write_binary_file(options.write_mapping, guess.mapping.to_json().encode())
        for role, reason in guess.reasons.items():
            columns = " + ".join(guess.mapping.columns_of(role))
            print_results(f"{role}: {columns} ({reason})")
        for question in guess.questions:
            print_results(question.in_words(importers.samples_of(raw)))
        return OK
    mapping = (
        importers.Mapping.from_json(read_text_file(options.mapping)).with_columns(given, added)
        if options.mapping
        else importers.guess_mapping(raw, options.schema, given).adding(added)
    )  # fmt: skip
    import_options = importers.Options(
        dates=options.dates, points=options.points, counts=options.counts,
        persons=options.persons, sources=options.sources,
        fill_down=tuple(options.fill_down),
        base_within_km=options.base_within_km, near_km=options.near_km,
        near_days=options.near_days, drop_likely_duplicates=options.drop_likely_duplicates,
        dataset=options.dataset, dataset_version=options.dataset_version, licence=options.licence,
        url=options.url, text_chars=limits.text_chars,
        redistributable={None: None, "yes": True, "no": False}[options.redistributable],
    )  # fmt: skip
    if not options.out:
        exit_with_usage("import needs --out DIR, the data folder to write")
    imported = importers.convert(raw, options.schema, mapping, import_options)
    folder = importers.write_folder(imported, options.out)
    if options.report:
        write_binary_file(options.report, imported.files["report.json"])
    print_results(*imported.report.to_text().splitlines())
    print_messages(f"{folder}: written; use it with --data {folder}")
    return OK


def _columns(given: list[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return role to column from ROLE=NAME texts, and role to the columns that are added to it."""
    from geo.importers import ADDED, ROLES  # noqa: PLC0415 - as above

    columns: dict[str, str] = {}
    added: dict[str, tuple[str, ...]] = {}
    for text in given:
        role, equals, name = (part.strip() for part in text.partition("="))
        if not equals or role not in ROLES:
            exit_with_usage(f"--column {text!r}: expected ROLE=NAME with one of the roles "
                            f"{', '.join(ROLES)}")  # fmt: skip
        if not columns.get(role):
            columns[role] = name
        elif role in ADDED and name:
            added[role] = (*added.get(role, ()), name)
        else:
            exit_with_usage(f"--column {text!r}: {role} has the column {columns[role]!r} already; "
                            f"only those of {', '.join(ADDED)} are added up")  # fmt: skip
    return columns, added
