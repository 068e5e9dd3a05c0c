"""Merge a delta into a data folder: new rows, corrections of old ones, all or nothing.

    python scripts/merge_delta.py DELTA --data data --version 1.1.0 --date 2026-11-30

DELTA is a folder with any of these files, in the columns of the data folder's own:

- `<table>_new.csv`: rows to add. `coverage_new.csv` replaces coverage.csv. Sources and groups that
  no row refers to stay out.
- `corrections.csv` (table, id, column, old, new, reason, source_url): cells to change. The row must
  hold the old value; every correction is kept in the data folder's corrections.csv.
- `provisional.csv` (incident_id): weakly supported incidents. The others are `checked` where two or
  more sources report them, and `single_source` otherwise.

Nothing is written where a correction does not fit, or where `geo validate` finds a fault in the
result. Run scripts/build_datapackage.py afterwards.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.errors import closest  # noqa: E402
from geo.io import catalog  # noqa: E402
from geo.model.schema import (  # noqa: E402
    CORRECTIONS,
    COVERAGE,
    PACKAGE_FILE,
    TABLES,
    TALLIES,
    table,
)

if TYPE_CHECKING:
    from geo.model.column import Table

Row = dict[str, str]


class RefusedError(Exception):
    """The delta does not fit; nothing was written."""


@dataclass(frozen=True)
class Edition:
    """A dataset version and its date."""

    version: str
    date: str

    def __str__(self) -> str:
        """Return it as the columns `added` and `changed` hold it."""
        return f"{self.version} {self.date}"


def merge(delta: Path, folder: Path, edition: Edition, *, before: str = "") -> list[str]:
    """Merge a delta into a data folder.

    Args:
        delta: the folder of the delta.
        folder: the data folder, which is replaced as a whole.
        edition: the version that the merged folder is.
        before: what `added` holds of rows that have none yet.

    Returns:
        What stayed out, a line each.

    Raises:
        RefusedError: a correction does not fit, or the result has a fault. Nothing is written.
    """
    tables = {t.name: _read(folder / t.file) for t in TABLES if not t.geometry}
    layers = {t.name: _read_layer(folder / t.file) for t in TABLES if t.geometry}
    new = {name: _read(delta / f"{name}_new.csv") for name in tables}
    if new[COVERAGE.name]:
        tables[COVERAGE.name] = []
    left_out = _add(tables, layers, new)
    corrections = _read(delta / "corrections.csv")
    _correct(corrections, tables, layers)
    # What was corrected before anybody saw it is no correction of an earlier version.
    fresh = {(name, row[_key_of(table(name))]) for name, rows in new.items() for row in rows}
    corrections = [c for c in corrections if (c["table"], c["id"]) not in fresh]
    changed = {c["id"] for c in corrections if c["table"] == "incidents"}
    _date_rows(tables, new, changed, edition, before)
    _review(tables, {row["incident_id"] for row in _read(delta / "provisional.csv")})
    tables[CORRECTIONS.name] += [
        row | {"dataset_version": edition.version, "date": edition.date} for row in corrections
    ]
    touched = {name for name, rows in new.items() if rows} | {c["table"] for c in corrections}
    touched |= {"incidents", CORRECTIONS.name}
    _write_checked(folder, {n: tables[n] for n in touched if n in tables},
                   {n: layers[n] for n in touched if n in layers}, edition)  # fmt: skip
    return left_out


def _read(path: Path) -> list[Row]:
    """Return the rows of a CSV file, none where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _read_layer(path: Path) -> list[Row]:
    """Return the properties of the features of a GeoJSON file."""
    return [f["properties"] for f in json.loads(path.read_text(encoding="utf-8"))["features"]]


def _correct(
    corrections: list[Row], tables: dict[str, list[Row]], layers: dict[str, list[Row]]
) -> None:
    """Change the cells."""
    faults = []
    for number, fix in enumerate(corrections, 2):
        rows = (tables | layers).get(fix["table"])
        if rows is None:
            faults.append(f"row {number}: there is no table {fix['table']!r}")
            continue
        key = _key_of(table(fix["table"]))
        named = [row for row in rows if row[key] == fix["id"]]
        fitting = [row for row in named if row.get(fix["column"]) == fix["old"]]
        if len(fitting) == 1:
            fitting[0][fix["column"]] = fix["new"]
            continue
        place = f"row {number}: {fix['table']} {fix['id']}: {fix['column']}"
        if fitting:
            faults.append(f"{place}: {len(fitting)} rows hold {fix['old']!r}; expected one")
        elif named:
            holds = ", ".join(repr(row.get(fix["column"])) for row in named)
            faults.append(f"{place}: expected {fix['old']!r}, found {holds}")
        else:
            near = closest(fix["id"], [row[key] for row in rows])
            hint = f"; is it {' or '.join(near)}?" if near else ""
            faults.append(f"{place}: there is no such row{hint}")
    if faults:
        raise RefusedError("\n".join(f"corrections.csv:{fault}" for fault in faults))


def _key_of(described: Table) -> str:
    """Return the column that a correction names a row by; of a tally, its source."""
    return "source_id" if described is TALLIES else described.key[0]


def _add(
    tables: dict[str, list[Row]], layers: dict[str, list[Row]], new: dict[str, list[Row]]
) -> list[str]:
    """Add the new rows, in the order of their keys; return what nothing refers to."""
    for name, rows in new.items():
        first = table(name).key[0]
        is_sorted = [r[first] for r in tables[name]] == sorted(r[first] for r in tables[name])
        tables[name] += rows
        if is_sorted:
            tables[name].sort(key=lambda row: row[first])
    left_out = []
    for name in ("groups", "sources"):  # a source may be needed for a group alone
        key = table(name).key[0]
        used = {
            row.get(link.column)
            for t in TABLES
            for link in t.foreign_keys
            if link.table == name
            for row in (tables | layers)[t.name]
        }
        idle = [row for row in new[name] if row[key] not in used]
        left_out += [f"{name}: nothing refers to {row[key]}" for row in idle]
        tables[name] = [row for row in tables[name] if row not in idle]
    return left_out


def _date_rows(
    tables: dict[str, list[Row]],
    new: dict[str, list[Row]],
    changed: set[str],
    edition: Edition,
    before: str,
) -> None:
    """Write into every incident when it was added and last changed."""
    added = {row["incident_id"] for row in new["incidents"]}
    for row in tables["incidents"]:
        key = row["incident_id"]
        row["added"] = str(edition) if key in added else row.get("added") or before
        row["changed"] = str(edition) if key in changed else row.get("changed", "")


def _review(tables: dict[str, list[Row]], provisional: set[str]) -> None:
    """Write into every incident how far it is supported."""
    unknown = provisional - {row["incident_id"] for row in tables["incidents"]}
    if unknown:
        message = f"provisional.csv: there is no incident {', '.join(sorted(unknown))}"
        raise RefusedError(message)
    sources = Counter(row["incident_id"] for row in tables["incident_sources"])
    for row in tables["incidents"]:
        key = row["incident_id"]
        by_sources = "checked" if sources[key] > 1 else "single_source"
        is_weak = key in provisional or row.get("review") == "provisional"
        row["review"] = "provisional" if is_weak else by_sources


def _write_checked(
    folder: Path, tables: dict[str, list[Row]], layers: dict[str, list[Row]], edition: Edition
) -> None:
    """Write the folder beside itself, check it, and put it in its place."""
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as part:
        merged = Path(part) / "merged"
        shutil.copytree(folder, merged)
        for name, rows in tables.items():
            _write(merged / table(name).file, table(name), rows)
        for name, properties in layers.items():
            _write_layer(merged / table(name).file, properties)
        package = json.loads((merged / PACKAGE_FILE).read_text(encoding="utf-8"))
        text = json.dumps(package | {"version": edition.version}, indent=2, ensure_ascii=False)
        (merged / PACKAGE_FILE).write_text(text + "\n", encoding="utf-8", newline="\n")
        if problems := catalog.validate(merged):
            raise RefusedError("\n".join(map(str, problems)))
        before = folder.rename(Path(part) / "before")
        try:
            merged.rename(folder)
        except OSError:
            before.rename(folder)
            raise


def _write(path: Path, described: Table, rows: list[Row]) -> None:
    """Write the columns of the schema; an optional one only where a row has it."""
    given = {name for row in rows for name in row}
    unknown = given - set(described.column_names)
    if unknown:
        message = f"{path.name} has no column {', '.join(sorted(unknown))}"
        raise RefusedError(message)
    columns = [c.name for c in described.columns if not c.optional or c.name in given]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_layer(path: Path, properties: list[Row]) -> None:
    """Write changed properties into a GeoJSON file, a line for each feature."""
    content = json.loads(path.read_text(encoding="utf-8"))
    features = [
        json.dumps(feature | {"properties": row}, ensure_ascii=False)
        for feature, row in zip(content.pop("features"), properties, strict=True)
    ]
    head = json.dumps(content, ensure_ascii=False).removesuffix("}")
    text = f'{head}, "features": [\n' + ",\n".join(features) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    """Merge the delta named on the command line; return 1 where it is refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("delta", type=Path, help="folder with the delta")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="data folder")
    parser.add_argument("--version", required=True, help="version of the merged data")
    parser.add_argument("--date", required=True, help="its date, YYYY-MM-DD")
    parser.add_argument("--before", default="",
                        help='version and date of rows without "added"')  # fmt: skip
    options = parser.parse_args()
    edition = Edition(options.version, options.date)
    try:
        left_out = merge(options.delta, options.data, edition, before=options.before)
    except RefusedError as error:
        print(error, file=sys.stderr)
        print("nothing was written", file=sys.stderr)
        return 1
    print("\n".join(left_out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
