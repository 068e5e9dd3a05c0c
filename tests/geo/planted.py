"""Faults to plant in a data folder, each with the place where it must be named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shapely.geometry import mapping

from geo.model.schema import TABLES
from tests.geo.folders import (
    append_row,
    change_feature,
    change_json,
    change_line,
    repeat_row,
    row_with,
    rows_of,
    set_cell,
    write_rows,
)
from tests.geometry import BOW_TIE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Place = tuple[str, int, str]


@dataclass(frozen=True)
class Fault:
    """One planted fault: how to plant it, where it must be named, and a word of the message.

    `plant` returns the row where that is known only after planting. `follow_up` is true where the
    fault makes other rows faulty, which are named too.
    """

    name: str
    plant: Callable[[Path], int | None]
    file: str
    row: int
    column: str
    says: str
    follow_up: bool = False


def cell(file, row, column, value, says, *, name=None, follow_up=False):
    def plant(folder):
        set_cell(folder / file, row, column, value)

    title = name or f"{column} {value[:20]!r}"
    return Fault(title, plant, file, row, column, says, follow_up)


def bytes_(file, change, row, column, says, name, *, follow_up=False):  # noqa: PLR0917
    def plant(folder):
        (folder / file).write_bytes(change((folder / file).read_bytes()))

    return Fault(name, plant, file, row, column, says, follow_up)


def feature(file, row, change, says, name, *, follow_up=False):
    return Fault(name, lambda folder: change_feature(folder / file, row, change),
                 file, row, "geometry", says, follow_up)  # fmt: skip


def package(change, column, says, name):
    return Fault(name, lambda folder: change_json(folder / "datapackage.json", change),
                 "datapackage.json", 1, column, says)  # fmt: skip


def appended(file, says, column, name, **cells):
    return Fault(name, lambda folder: append_row(folder / file, **cells), file, 0, column, says)


def drop_column(file, column):
    def plant(folder):
        rows = rows_of(folder / file)
        at = rows[0].index(column)
        write_rows(folder / file, [r[:at] + r[at + 1 :] for r in rows])

    return plant


def add_column(file, header, value):
    def plant(folder):
        rows = rows_of(folder / file)
        write_rows(folder / file, [[*r, value if n else header] for n, r in enumerate(rows)])

    return plant


def rename_column(file, old, new):
    def plant(folder):
        rows = rows_of(folder / file)
        rows[0][rows[0].index(old)] = new
        write_rows(folder / file, rows)

    return plant


def swap_coordinates(folder):
    path = folder / "incidents.csv"
    rows = rows_of(path)
    at = rows[0].index("latitude")
    cells = rows[2]
    cells[at], cells[at + 1] = cells[at + 1], cells[at]
    write_rows(path, rows)


def origin_at(latitude, longitude, *, row=4):
    """Return a fault's planting: the origin in this row at this point. Row 4 is a town in Iraq."""

    def plant(folder):
        set_cell(folder / ORIGINS, row, "latitude", latitude)
        set_cell(folder / ORIGINS, row, "longitude", longitude)

    return plant


def origin_of_nothing_fired(folder):
    incident_id = rows_of(folder / ORIGINS)[1][0]
    row = row_with(folder / INCIDENTS, "incident_id", incident_id)
    set_cell(folder / INCIDENTS, row, "origin_place", "")


def extra_cell(folder):
    path = folder / "tallies.csv"
    rows = rows_of(path)
    rows[2].append("one too many")
    write_rows(path, rows)


def lost_cell(folder):
    path = folder / "tallies.csv"
    rows = rows_of(path)
    rows[3].pop()
    write_rows(path, rows)


def claim_of_a_counterstrike(folder):
    path = folder / "statements.csv"
    row = row_with(path, "stance", "acknowledged")
    set_cell(path, row, "stance", "claimed")
    return row


INCIDENTS, STATEMENTS, TALLIES, SOURCES, GROUPS, LINKS = (
    "incidents.csv", "statements.csv", "tallies.csv", "sources.csv", "groups.csv",
    "group_links.csv",
)  # fmt: skip
BASES, PROVINCES = "bases.geojson", "provinces.geojson"
ORIGINS = "origins.csv"

CELLS = [
    cell(INCIDENTS, 2, "date", "2019-02-30", "no such day"),
    cell(INCIDENTS, 2, "added", "1.1.0 2026-02-30", "no such day"),
    cell(INCIDENTS, 2, "date", "27/12/2019", "YYYY-MM-DD"),
    cell(INCIDENTS, 2, "date", "2019-12-27T10:00", "YYYY-MM-DD"),
    cell(INCIDENTS, 3, "latitude", "91", "out of range"),
    cell(INCIDENTS, 3, "longitude", "-180.5", "out of range"),
    cell(INCIDENTS, 3, "latitude", "north", "a decimal number"),
    cell(INCIDENTS, 3, "latitude", "1e1", "a decimal number"),
    cell(INCIDENTS, 3, "latitude", "nan", "a decimal number"),
    cell(INCIDENTS, 2, "munitions", "about 30", "a whole number"),
    cell(INCIDENTS, 2, "munitions", "3.5", "a whole number"),
    cell(INCIDENTS, 2, "killed", "-1", "out of range"),
    cell(INCIDENTS, 2, "event_type", "atack", "is it attack"),
    cell(INCIDENTS, 2, "event_type", "Attack", "is it attack"),
    cell(INCIDENTS, 2, "weapons", "rocket;rokcet", "is it rocket"),
    cell(INCIDENTS, 2, "weapons", "rocket;rocket", "stands twice"),
    cell(INCIDENTS, 2, "weapons", "rocket;", "unknown"),
    cell(INCIDENTS, 2, "time_local", "25:00", "HH:MM"),
    cell(INCIDENTS, 2, "time_local", "7:30", "HH:MM"),
    cell(INCIDENTS, 2, "time_local", "12:345", "HH:MM"),
    cell(INCIDENTS, 2, "time_local", "midnight", "HH:MM"),
    cell(INCIDENTS, 2, "country", "Irak", "is it Iraq", follow_up=True),
    cell(INCIDENTS, 2, "target", " ", "is empty"),
    cell(INCIDENTS, 2, "confirmation", "", "is empty"),
    cell(INCIDENTS, 2, "summary", "=HYPERLINK(1)", "begins with = + - @"),
    cell(INCIDENTS, 2, "summary", "@@=alert(1)", "begins with = + - @"),
    cell(INCIDENTS, 2, "place", "+1", "begins with = + - @"),
    cell(INCIDENTS, 2, "place", "-1", "begins with = + - @"),
    cell(INCIDENTS, 2, "place", "\t=1", "begins with = + - @"),
    cell(INCIDENTS, 2, "place", "a\x00b", "control character"),
    cell(INCIDENTS, 2, "place", "a\x1b[31mb", "control character"),
    cell(INCIDENTS, 3, "longitude", "", "together", name="half a point"),
    cell(INCIDENTS, 3, "geo_precision", "country", "expected no point"),
    cell(INCIDENTS, 5, "latitude", "36.061", "more precise"),
    cell(INCIDENTS, 2, "longitude", "44.2841", "more precise"),
    cell(INCIDENTS, 3, "origin_latitude", "34.5", "together", name="half an origin"),
    cell(STATEMENTS, 2, "stance", "acknowledged", "cannot be acknowledged"),
    cell(STATEMENTS, 2, "group_id", "", "names a group"),
    cell(STATEMENTS, 2, "stance", "withdrew", "there is none"),
    cell(INCIDENTS, 2, "origin_place", "a desert", "origins.csv has no row for it"),
    Fault("incident without the place of its origin", origin_of_nothing_fired, ORIGINS, 2,
          "incident_id", "expected an origin_place of 2020-01-08-al-asad"),
    cell(ORIGINS, 2, "place", "", "is empty", name="origin without a place"),
    cell(ORIGINS, 2, "country", "=Iran", "begins with = + - @"),
    cell(ORIGINS, 2, "geo_precision", "nation", "one of", name="precision of an origin"),
    cell(ORIGINS, 4, "latitude", "33.5", "together", name="half the point of an origin"),
    cell(ORIGINS, 4, "latitude", "north", "a decimal number", name="origin in words"),
    Fault("point of a country of origin", origin_at("35.70", "51.40", row=2), ORIGINS, 2,
          "latitude", "expected no point"),
    Fault("origin too precise", origin_at("33.551", "44.36"), ORIGINS, 4, "latitude",
          "round it to 2 decimals"),
    Fault("origin in another country", origin_at("35.70", "51.40"), ORIGINS, 4, "latitude",
          "km from Iraq"),
    Fault("swapped origin", origin_at("44.36", "33.55"), ORIGINS, 4, "latitude", "look swapped"),
    cell(SOURCES, 2, "url", "www.example.org", "http"),
    cell(SOURCES, 2, "url", "javascript:alert(1)", "http"),
    cell(SOURCES, 2, "url", "https://a b", "http"),
    cell(SOURCES, 2, "published", "2019", "YYYY-MM-DD"),
    cell(TALLIES, 3, "approximate", "yes", "true or false"),
    cell(TALLIES, 3, "approximate", "truely", "true or false"),
    cell(TALLIES, 3, "as_of", "2023-13-01", "no such day"),
    cell(TALLIES, 3, "total", "~16", "a whole number"),
    cell(GROUPS, 2, "aliases", "IRI;;other", "item of the list is empty"),
    cell(GROUPS, 2, "kind", "club", "one of"),
    cell(LINKS, 2, "relation", "member", "is it member_of"),
    cell(BASES, 1, "kind", "airbase", "is it air_base"),
    cell(BASES, 1, "name", "", "is empty"),
    # the point of row 3 is 34.37, 41.09
    Fault("swapped coordinates", swap_coordinates, INCIDENTS, 3, "latitude", "look swapped"),
    cell(INCIDENTS, 3, "longitude", "50.09", "km from Iraq", name="a point in another country",
         follow_up=True),
]  # fmt: skip
# The point of a fault in one coordinate is named under `latitude`, the first of the pair.
_UNDER_LATITUDE = {"half a point", "a point in another country", "geo_precision 'country'",
                   "half an origin"}  # fmt: skip
CELLS = [
    Fault(f.name, f.plant, f.file, f.row, "origin_latitude" if "origin" in f.name else "latitude",
          f.says, f.follow_up)
    if f.name in _UNDER_LATITUDE else f
    for f in CELLS
]  # fmt: skip

ROWS = [
    Fault("duplicate id", lambda d: repeat_row(d / INCIDENTS, 2), INCIDENTS, 0, "incident_id",
          "duplicate of row 2"),
    Fault("duplicate source", lambda d: repeat_row(d / SOURCES, 5), SOURCES, 0, "source_id",
          "duplicate of row 5"),
    Fault("duplicate statement", lambda d: repeat_row(d / STATEMENTS, 2), STATEMENTS, 0,
          "incident_id", "duplicate of row 2"),
    Fault("duplicate origin", lambda d: repeat_row(d / ORIGINS, 2), ORIGINS, 0, "incident_id",
          "duplicate of row 2: 2020-01-08-al-asad, Iran"),
    Fault("duplicate tally", lambda d: repeat_row(d / TALLIES, 2), TALLIES, 0, "as_of",
          "duplicate of row 2: 2019-12-09"),
    Fault("one cell too many", extra_cell, TALLIES, 3, "row", "expected 10 cells, found 11"),
    Fault("one cell too few", lost_cell, TALLIES, 4, "row", "expected 10 cells, found 9"),
    Fault("claim of a counterstrike", claim_of_a_counterstrike, STATEMENTS, 0, "stance",
          "counterstrike cannot be claimed"),
    appended(SOURCES, "a key of lower-case", "source_id", "id with blanks and capitals",
             source_id="S 99", publisher="P", url="https://example.org"),
    appended(LINKS, "circle: kh -> kh", "parent_id", "group in itself",
             child_id="kh", parent_id="kh", relation="member_of", source_id="s0001"),
    appended(LINKS, "circle", "parent_id", "circle of two",
             child_id="iran", parent_id="irgc", relation="affiliated", source_id="s0001"),
    appended(LINKS, "circle", "parent_id", "circle of three",
             child_id="iran", parent_id="irgc_qf", relation="member_of", source_id="s0001"),
]  # fmt: skip

FILES = [
    Fault("missing column", drop_column(INCIDENTS, "weapons"), INCIDENTS, 1, "weapons",
          "column is missing"),
    Fault("renamed column", rename_column(INCIDENTS, "weapons", "weapon"), INCIDENTS, 1, "weapons",
          "is it the column 'weapon'", follow_up=True),
    Fault("extra column", add_column(INCIDENTS, "mood", "x"), INCIDENTS, 1, "mood",
          "not in the schema"),
    Fault("duplicate header", add_column(INCIDENTS, "target", "x"), INCIDENTS, 1, "target",
          "stands twice"),
    bytes_(TALLIES, lambda _: b"", 1, "file", "the file is empty", "empty file"),
    bytes_(TALLIES, lambda _: b" \r\n\n", 1, "file", "the file is empty", "blank file"),
    bytes_(TALLIES, lambda _: b"\xef\xbb\xbf", 1, "file", "empty", "file of a byte order mark"),
    bytes_(BASES, lambda _: b"", 1, "file", "the file is empty", "empty GeoJSON"),
    Fault("not UTF-8", lambda d: change_line(d / TALLIES, 5, lambda b: b + b"\xe9"), TALLIES, 5,
          "file", "not UTF-8"),
    bytes_(TALLIES, lambda b: b.decode().encode("utf-16"), 1, "file", "not UTF-8", "UTF-16"),
    Fault("unclosed quote", lambda d: change_line(d / TALLIES, 70, lambda b: b'"' + b), TALLIES,
          70, "file", "unclosed quote"),
    bytes_(INCIDENTS, lambda b: b.split(b"\n")[0] + b"\n", 1, "file", "no ", "header only",
           follow_up=True),
    bytes_(PROVINCES, lambda _: b'{"type":"FeatureCollection","features":[]}', 1, "file", "no ",
           "no features", follow_up=True),
    bytes_(PROVINCES, lambda b: b[:-100], 1, "file", "not readable as GeoJSON", "cut off JSON"),
    bytes_(BASES, lambda _: b"[1, 2]", 1, "file", "not readable as GeoJSON", "a JSON list"),
    bytes_(BASES, lambda _: b'{"features": 3}', 1, "file", "not readable", "features no list"),
    bytes_("datapackage.json", lambda _: b"{", 1, "file", "not readable as JSON", "no package"),
    bytes_("datapackage.json", lambda _: b"[]", 1, "file", "not readable as JSON", "package list"),
    package(lambda p: p.pop("title"), "title", "is missing", "package without a title"),
    package(lambda p: p.pop("version"), "version", "is missing", "package without a version"),
    package(lambda p: p.pop("licenses"), "licenses", "is missing", "package without a licence"),
    package(lambda p: p.update(licenses=[{}]), "licenses", "", "licence without a title"),
]  # fmt: skip

GEOMETRIES = [
    feature(PROVINCES, 1, lambda f: f.update(geometry=mapping(BOW_TIE)), "not a valid Polygon",
            "polygon that crosses itself"),
    feature(PROVINCES, 2, lambda f: f.update(geometry=None), "not a geometry", "no polygon"),
    feature(PROVINCES, 2, lambda f: f.update(geometry={"type": "Point", "coordinates": [1, 2]}),
            "expected Polygon or MultiPolygon, found Point", "point for a polygon"),
    feature(PROVINCES, 2, lambda f: f.update(geometry={"type": "Polygon", "coordinates": []}),
            "found an empty Polygon", "empty polygon"),
    feature(BASES, 3, lambda f: f.update(geometry=None), "not a geometry", "base without geometry",
            follow_up=True),
    feature(BASES, 3, lambda f: f["geometry"].update(coordinates=[44, 91]), "EPSG:4326",
            "base off the globe", follow_up=True),
    feature(BASES, 3, lambda f: f["geometry"].update(coordinates=["a", "b"]), "not a geometry",
            "base at letters", follow_up=True),
    feature(BASES, 3, lambda f: f["geometry"].update(coordinates=[float("nan"), 1.0]), "",
            "base at NaN", follow_up=True),
]  # fmt: skip

DANGLING = [
    cell(table.file, 1 if table.geometry else 2, key.column,
         "XX-1" if key.target == "province_code" else "nowhere-1",
         f"is no {key.target} of", name=f"{table.name}.{key.column} dangles",
         # an incident that loses its only origin is named too
         follow_up=(table.name, key.column) == ("origins", "incident_id"))
    for table in TABLES
    for key in table.foreign_keys
]  # fmt: skip

MISSING = [
    Fault(f"{name} is missing", lambda folder, name=name: (folder / name).unlink(), name, 1,
          "file", "missing")
    for name in [*(t.file for t in TABLES if not t.optional), "datapackage.json"]
]  # fmt: skip

FAULTS = [*CELLS, *ROWS, *FILES, *GEOMETRIES, *DANGLING, *MISSING]
REFUSE_THE_LOAD = {
    f.name
    for f in [
        *(f for f in FILES if f.name != "extra column"),  # nobody asked for it: only noted
        *GEOMETRIES[:4],  # provinces
        *ROWS[-3:],  # circles of groups
        *MISSING,
    ]
}
