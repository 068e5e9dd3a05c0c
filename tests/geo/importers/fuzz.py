"""Feeds damaged files to every importer: none may crash, hang, lose a row or let one act.

    python -m tests.geo.importers.fuzz [--files 10000] [--seed N]

The seed is printed first; the same seed makes the same files. A file that fails is written to
fuzz-failures/ with its number. Each file has ten seconds of processor time.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import faulthandler
import gzip
import io
import json
import random
import signal
import tempfile
import time
import warnings
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.clean.shared_tables import load_shared_tables
from geo.io import checks, tables
from geo.model.schema import TABLES
from tests.geo.importers.files import acled, acled_csv, plain, plain_csv, ucdp, ucdp_csv
from tests.geo.importers.presets import FILES as PRESETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.io.tables import Sheet
    from geo.model.column import Table

SECONDS = 10
_LONGEST_MESSAGE = 2_000
# Reading the tables back takes ten times as long as making them. No divisor is shared with the
# number of kinds, so that every kind is read back.
_LOADED_EVERY = 7
# Bytes changed at random seldom leave a packed file that opens; half of them get odd cells instead.
_SHARE_OF_ODD_CELLS = 0.5
LIMITS = importers.Limits(file_bytes=2**24, unpacked_bytes=2**25, rows=20_000, cell_chars=100_000)
OPTIONS = importers.Options(today=dt.date(2026, 1, 15))
TOKENS = (
    b"", b'"', b'""', b",", b";", b"\t", b"\n", b"\r\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf",
    b"=cmd()", b"@@=alert(1)", b"<script>alert(1)</script>", b"N/A", b"-99", b"1970-01-01",
    b"2099-12-31", b"31/12/99", b"03/04/2024", b"0", b"91", b"-181", b"1e308", b"nan", b"inf",
    b"x" * 5000, "قاعدة".encode(), "😀".encode(), "\u202e".encode(), b"\xed\xa0\x80", b"sep=;\n",
    b"{", b"[", b"}", b"]", b"null", b"33.3, 44.4", b"POINT (44.4 33.3)", b"12-08.5N", b"4801210",
    b"POLYGON ((44 33, 45 33, 45 34, 44 33))", b'{"lat": 33.3, "lng": 44.4}',
    b"event_id_cnty", b"PK\x03\x04", b"\x1f\x8b",
)  # fmt: skip


def seeds() -> dict[str, bytes]:
    """Return one sound file for each reader and schema."""
    rows = [acled(f"IRQ{i}", event_date=f"2024-01-{i + 1:02d}") for i in range(6)]
    text_files = {
        "acled.csv": acled_csv(*rows),
        "ucdp.csv": ucdp_csv(*(ucdp(str(i)) for i in range(6))),
        "plain.csv": plain_csv(*(plain() for _ in range(6))),
        "plain.tsv": plain_csv(*(plain() for _ in range(6))).replace(b",", b"\t"),
        "points.csv": plain_csv(
            *({"Date": "2024-04-22", "Coordinates": f"33.7{i}, 42.44"} for i in range(6))
        ),
        "utf16.csv": plain_csv(*(plain() for _ in range(4))).decode().encode("utf-16"),
    }
    text_files |= {f"{name}.csv": data for name, data in PRESETS.items()}
    return text_files | {name: make(rows) for name, make in PACKERS.items()}


def _json_lines(rows: list[dict[str, str]]) -> bytes:
    return "\n".join(json.dumps(r) for r in rows).encode()


def _features(rows: list[dict[str, str]]) -> bytes:
    shapes = [
        {"type": "Point", "coordinates": [43.2995, 33.4233]},
        {"type": "LineString", "coordinates": [[43.2995, 33.4233], [43.6, 33.4]]},
    ]
    features = [
        {"type": "Feature", "properties": row, "geometry": shapes[i % 2]}
        for i, row in enumerate(rows)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _layer(rows: list[dict[str, str]]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.DataFrame(rows).drop(columns=["latitude", "longitude"]),
                            geometry=gpd.points_from_xy([43.2995] * len(rows),
                                                        [33.4233] * len(rows)),
                            crs="EPSG:4326")  # fmt: skip


def _zip(rows: list[dict[str, str]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("acled.csv"), acled_csv(*rows))
    return packed.getvalue()


def _kml(rows: list[dict[str, str]]) -> bytes:
    def placemark(row: dict[str, str]) -> str:
        data = "".join(f"<Data name={quoteattr(k)}><value>{_xml(v)}</value></Data>"
                       for k, v in row.items() if k != "event_date")  # fmt: skip
        return (
            f"<Placemark><name>{_xml(row['location'])}</name><TimeStamp><when>"
            f"{_xml(row['event_date'])}</when></TimeStamp><ExtendedData>{data}</ExtendedData>"
            "<Point><coordinates>43.2995,33.4233</coordinates></Point></Placemark>"
        )

    marks = "\n".join(map(placemark, rows))
    return f'<?xml version="1.0"?><kml><Document>{marks}</Document></kml>'.encode()


def _xml(text: str) -> str:
    """Return text for XML, which has no place for control characters."""
    return escape("".join(c for c in text if c >= " "))


def _esri(rows: list[dict[str, str]]) -> bytes:
    features = [{"attributes": row, "geometry": {"x": 43.2995, "y": 33.4233}} for row in rows]
    return json.dumps({"features": features}).encode()


def _shapefile(rows: list[dict[str, str]]) -> bytes:
    layer = _layer(rows)[["event_date", "location", "country", "notes", "geometry"]]
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packed, "w") as archive:
        layer.to_file(Path(folder) / "a.shp", encoding="UTF-8")
        for path in sorted(Path(folder).iterdir()):
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
    return packed.getvalue()


def _sheets(rows: list[dict[str, str]]) -> bytes:
    def write(path: Path) -> None:
        with pd.ExcelWriter(path) as book:
            pd.DataFrame({"About": ["a"], "": ["b"]}).to_excel(book, sheet_name="r", index=False)
            for n in range(2):
                pd.DataFrame(rows[n::2]).to_excel(book, sheet_name=f"s{n}", index=False)

    return _written(write, "book.xlsx")


PACKERS: dict[str, Callable[[list[dict[str, str]]], bytes]] = {
    "records.json": lambda rows: json.dumps(rows).encode(),
    "lines.json": _json_lines,
    "layer.geojson": _features,
    "layer.gpkg": lambda rows: _written(
        lambda f: _layer(rows).to_file(f, driver="GPKG"), "layer.gpkg"
    ),
    "layer.parquet": lambda rows: _written(_layer(rows).to_parquet, "layer.parquet"),
    "book.xlsx": lambda rows: _written(
        lambda f: pd.DataFrame(rows).to_excel(f, index=False), "book.xlsx"
    ),
    "book of sheets.xlsx": _sheets,
    "layer.fgb": lambda rows: _written(
        lambda f: _layer(rows).to_file(f, driver="FlatGeobuf"), "layer.fgb"
    ),
    "layer.kml": _kml,
    "esri.json": _esri,
    "shapefile.zip": _shapefile,
    "acled.zip": _zip,
    "acled.csv.gz": lambda rows: gzip.compress(acled_csv(*rows), mtime=0),
}
_TEXTS = [t.decode("utf-8", errors="ignore") for t in TOKENS]


def odd_cells(name: str, chance: random.Random) -> bytes:
    """Return a sound file of a packed kind whose cells hold anything."""
    rows = [acled(f"IRQ{i}") for i in range(chance.randint(1, 6))]
    for _ in range(chance.randint(1, 12)):
        row = chance.choice(rows)
        text = chance.choice(_TEXTS)
        # A workbook cannot hold control characters.
        row[chance.choice(list(row))] = "".join(c for c in text if c >= " " or name[0] != "b")
    return PACKERS[name](rows)


def _written(write: Callable[[Path], object], name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with up to six things broken; of a packed file fewer survive."""
    broken = bytearray(data)
    is_text = data[:4] not in {b"PK\x03\x04", b"PAR1", b"SQLi"} and data[:2] != b"\x1f\x8b"
    for _ in range(chance.randint(1, 6 if is_text else 2)):
        at = chance.randrange(len(broken) + 1)
        to = min(len(broken), at + chance.randint(1, 40))
        kind = chance.randrange(7)
        if kind == 0:
            del broken[at:to]
        elif kind == 1:
            broken[at:at] = chance.choice(TOKENS)
        elif kind == 2:
            broken[at:to] = chance.choice(TOKENS)
        elif kind == 3 and at < len(broken):
            broken[at] = chance.randrange(256)
        elif kind == 4:
            broken[at:at] = broken[at : at + chance.randint(1, 400)]
        elif kind == 5 and chance.random() < 0.3:
            del broken[at:]
        else:
            head, *lines = bytes(broken).split(b"\n")
            chance.shuffle(lines)
            broken = bytearray(b"\n".join([head, *lines]))
    return bytes(broken)


def check(data: bytes, name: str, schema: str, number: int = 0) -> str:
    """Import one file and return what came of it; raises AssertionError where a promise broke."""
    try:
        raw = importers.read_file(data, name, LIMITS)
        imported = importers.convert(raw, schema, options=OPTIONS)
    except ImportRefusedError as error:
        _expect(len(str(error)) < _LONGEST_MESSAGE, "the message fills the screen")
        return "refused"
    report = imported.report
    told = sum(f.rows for f in report.findings if f.kind == "quarantined")
    whole = report.read == raw.rows_read == report.kept + report.quarantined
    sums = f"{report.read} is not {report.kept} + {report.quarantined}, or told {told}"
    _expect(whole and told == report.quarantined, sums)
    _expect(report.kept == imported.tables["incidents"].num_rows, "kept rows are not in the table")
    _harmless(imported)
    if number % _LOADED_EVERY == 0:
        _sound(imported)
    report.to_text()
    json.dumps(report.to_dict())
    return "imported"


def _sound(imported: importers.Imported) -> None:
    """Fail where the loader would report anything: a cell, a key, a point in another country."""
    sheets = {}
    for table in TABLES:
        if table.file in imported.files:
            sheets[table.name] = _shipped(table, imported.files[table.file])
        elif table.name in imported.tables:
            sheets[table.name] = tables.read_table(table, _csv(imported, table.name))
        else:
            _expect(table.optional, f"there is no table {table.name}")
            sheets[table.name] = tables.read_table(table, b"")
    faults = [p for table in imported.tables for p in sheets[table].problems]
    provinces = load_shared_tables(OPTIONS.shared).provinces
    faults += checks.compare_sheets(sheets, provinces)
    _expect(not faults, f"the folder is not sound: {[str(p) for p in faults[:3]]}")


@cache
def _shipped(table: Table, data: bytes) -> Sheet:
    return tables.read_table(table, data)


def _harmless(imported: importers.Imported) -> None:
    """Fail where a text could run in a spreadsheet or in the map."""
    for name, rows in imported.tables.items():
        for column in rows.select([n for n in rows.column_names if "tude" not in n]).columns:
            texts = column.cast(pa.large_string())
            runs = pc.any(pc.match_substring_regex(texts, "^[=+\\-@\t\r]")).as_py()
            _expect(not runs, f"a text of {name} could run")
    text = io.StringIO(imported.report.quarantine_csv().decode(), newline="")
    usual = csv.field_size_limit(2**30)
    rows = list(csv.DictReader(text))
    csv.field_size_limit(usual)  # it is one for all of Python
    for row in rows:
        for cell in (row["column"], row["reason"], row["found"], row["original"]):
            _expect(not cell.startswith(("=", "+", "-", "@")), f"a cell could run: {cell[:60]}")


def _expect(holds: bool, message: str) -> None:  # noqa: FBT001 - an assertion that always runs
    if not holds:
        raise AssertionError(message)


def _csv(imported: importers.Imported, name: str) -> bytes:
    out = io.BytesIO()
    pyarrow.csv.write_csv(imported.tables[name], out)
    return out.getvalue()


def _too_slow(*_: object) -> NoReturn:
    message = f"more than {SECONDS} seconds of processor time"
    raise TimeoutError(message)


def run(files: int, seed: int, failures: Path | None = None) -> dict[str, int]:
    """Import `files` damaged files and return how many came to what.

    Raises:
        AssertionError: a promise broke, with seed and number of the file.
    """
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    sound = list(seeds().items())
    counts = {"refused": 0, "imported": 0}
    slowest = 0.0
    before = signal.signal(signal.SIGPROF, _too_slow)
    faulthandler.enable()
    try:
        for number in range(files):
            name, data = sound[number % len(sound)]
            packed = name in PACKERS and chance.random() < _SHARE_OF_ODD_CELLS
            broken = odd_cells(name, chance) if packed else damaged(data, chance)
            schema = chance.choice(["auto", "auto", "acled", "ucdp", "plain"])
            started = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            try:
                counts[check(broken, name, schema, number)] += 1
            except Exception as error:
                if failures is not None:
                    failures.mkdir(exist_ok=True)
                    (failures / f"{number}-{name}").write_bytes(broken)
                message = f"seed {seed}, file {number} ({name}, {schema}): {error!r}"
                raise AssertionError(message) from error
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
                slowest = max(slowest, time.process_time() - started)
    finally:
        signal.signal(signal.SIGPROF, before)
    return counts | {"slowest_ms": round(slowest * 1000)}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))  # noqa: S311
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.files} files", flush=True)
    warnings.simplefilter("ignore")
    started = time.monotonic()
    counts = run(options.files, options.seed, Path("fuzz-failures"))
    print(f"{counts} in {time.monotonic() - started:.0f} s; no crash, no hang, no row lost")


if __name__ == "__main__":
    main()
