"""`python -m geo validate` names every fault with its place: file:row: column: message."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from shapely.geometry import mapping

from geo import catalog
from geo.__main__ import main
from geo.errors import DataError
from geo.schema import TABLES
from tests.geo.folders import (
    append_row,
    change_feature,
    change_json,
    change_line,
    cut,
    repeat_row,
    row_with,
    rows_of,
    set_cell,
    write_rows,
)
from tests.geometry import BOW_TIE, MIDDLE_OF_B, incident, origin, world, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Place = tuple[str, int, str]
LINE = re.compile(r"(?P<file>[a-z_]+\.[a-z]+):(?P<row>\d+): (?P<column>[^:]+): (?P<message>.+)")


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
    cell(INCIDENTS, 3, "latitude", "34.371", "more precise"),
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
          "duplicate of row 2: 2023-10-24"),
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
    cell(table.file, 1 if table.geometry else 2, key.column, "nowhere-1",
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


def places(text):
    """Return the messages by place of all lines, each of which must have the form."""
    found = {}
    for line in text.splitlines():
        match = LINE.fullmatch(line)
        assert match, f"not file:row: column: message: {line!r}"
        place = match["file"], int(match["row"]), match["column"]
        found.setdefault(place, []).append(match["message"])
    return found


@pytest.fixture(scope="session")
def cut_folder(data_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cut") / "data"
    shutil.copytree(data_folder, folder)
    cut(folder, 40)
    return folder


@pytest.fixture
def data_cut(cut_folder, tmp_path):
    return shutil.copytree(cut_folder, tmp_path / "data")


def test_the_cut_that_faults_are_planted_in_has_none_before(cut_folder):
    assert catalog.validate(cut_folder) == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.name)
def test_a_planted_fault_is_named_once_with_its_place(fault, data_cut, capsys):
    planted_row = fault.plant(data_cut)
    place = (fault.file, fault.row or planted_row, fault.column)
    assert main(["validate", str(data_cut)]) == 1
    captured = capsys.readouterr()
    found = places(captured.out)
    assert place in found
    assert any(fault.says in message for message in found[place])
    if not fault.follow_up:
        assert list(found) == [place]
        assert len(found[place]) == 1
    assert ("cannot be loaded" in captured.err) == (fault.name in REFUSE_THE_LOAD)


def test_the_schema_has_a_planted_fault_for_every_foreign_key_and_every_file():
    assert len(DANGLING) == sum(len(t.foreign_keys) for t in TABLES) == 15
    assert len(MISSING) == sum(not t.optional for t in TABLES) + 1
    assert len({f.name for f in FAULTS}) == len(FAULTS)


def test_the_shipped_data_have_no_fault(data_folder, capsys):
    assert main(["validate", str(data_folder)]) == 0
    assert "no problems" in capsys.readouterr().out


def test_many_faults_at_once_are_all_named(data_copy, root):
    together = [
        f
        for f in [*CELLS, *ROWS, *DANGLING]
        # Each needs a row of its own; of the circles one is found at a time.
        if f.row not in (0, 1, 2, 3) or f.name in {"duplicate id", "circle of three"}
    ]
    planted = {}
    for fault in together:
        row = fault.plant(data_copy)
        planted[fault.file, fault.row or row, fault.column] = fault
    one_per_row = [
        (10, "date", "2023-02-30"), (11, "latitude", "91"), (12, "event_type", "atack"),
        (13, "base_id", "nowhere-1"), (14, "response_to", "nowhere-1"), (15, "killed", "some"),
        (16, "weapons", "rocket;rocket"), (17, "time_local", "25:00"), (18, "target", ""),
        (19, "summary", "=1+1"), (21, "summary", "@@x"), (22, "confirmation", "rumour"),
        (23, "country", "Irak"), (24, "outcome", "boom"),
    ]  # fmt: skip
    for row, column, value in one_per_row:
        set_cell(data_copy / INCIDENTS, row, column, value)
        planted[INCIDENTS, row, column] = value
    for file, row, column, value in [
        (STATEMENTS, 10, "group_id", "nowhere-1"), (STATEMENTS, 12, "source_id", "nowhere-1"),
        (STATEMENTS, 14, "incident_id", "nowhere-1"), (SOURCES, 570, "url", "no address"),
        (ORIGINS, 6, "incident_id", "nowhere-1"), (ORIGINS, 7, "source_id", "nowhere-1"),
        (GROUPS, 30, "source_id", "nowhere-1"), (LINKS, 10, "child_id", "nowhere-1"),
        (LINKS, 11, "parent_id", "nowhere-1"), (LINKS, 12, "source_id", "nowhere-1"),
        ("incident_sources.csv", 20, "incident_id", "nowhere-1"),
        ("incident_sources.csv", 21, "source_id", "nowhere-1"),
        (TALLIES, 20, "source_id", "nowhere-1"), (TALLIES, 21, "as_of", "2023-02-29"),
        (BASES, 30, "source_id", "nowhere-1"), (BASES, 31, "kind", "castle"),
    ]:  # fmt: skip
        set_cell(data_copy / file, row, column, value)
        planted[file, row, column] = value
    add_column(TALLIES, "mood", "x")(data_copy)
    planted[TALLIES, 1, "mood"] = "x"

    done = subprocess.run(
        [sys.executable, "-m", "geo", "validate", str(data_copy)],
        cwd=root, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    found = places(done.stdout)
    assert len(planted) >= 30
    assert not set(planted) - set(found)
    assert "Traceback" not in done.stderr


def test_faults_of_whole_files_are_all_named_at_once(data_copy, capsys):
    drop_column(INCIDENTS, "weapons")(data_copy)
    drop_column(INCIDENTS, "outcome")(data_copy)
    (data_copy / STATEMENTS).write_bytes(b"")
    change_line(data_copy / SOURCES, 9, lambda b: b + b"\xff")
    (data_copy / GROUPS).unlink()
    change_line(data_copy / LINKS, 40, lambda b: b'"' + b)
    (data_copy / BASES).write_text("no JSON", encoding="utf-8")
    change_feature(data_copy / PROVINCES, 7, lambda f: f.update(geometry=mapping(BOW_TIE)))
    change_feature(data_copy / PROVINCES, 9, lambda f: f.update(geometry=None))
    add_column(TALLIES, "as_of", "x")(data_copy)
    (data_copy / "datapackage.json").write_text("{}", encoding="utf-8")
    assert main(["validate", str(data_copy)]) == 1
    captured = capsys.readouterr()
    assert list(places(captured.out)) == [
        (INCIDENTS, 1, "outcome"), (INCIDENTS, 1, "weapons"), (STATEMENTS, 1, "file"),
        (SOURCES, 9, "file"), (GROUPS, 1, "file"), (LINKS, 40, "file"), (TALLIES, 1, "as_of"),
        (BASES, 1, "file"), (PROVINCES, 7, "geometry"), (PROVINCES, 9, "geometry"),
        ("datapackage.json", 1, "licenses"), ("datapackage.json", 1, "title"),
        ("datapackage.json", 1, "version"),
    ]  # fmt: skip
    assert "cannot be loaded" in captured.err


@pytest.mark.parametrize("fault", [FILES[0], GEOMETRIES[0], ROWS[-1], MISSING[3]],
                         ids=lambda f: f.name)  # fmt: skip
def test_a_refused_load_raises_every_fault(fault, data_cut):
    fault.plant(data_cut)
    with pytest.raises(DataError) as refused:
        catalog.load(data_cut)
    assert refused.value.problems == catalog.validate(data_cut)
    assert any(p.fatal for p in refused.value.problems)


def test_an_extra_column_is_noted_but_costs_no_row(data_copy, atlas):
    add_column(INCIDENTS, "mood", "x")(data_copy)
    loaded = catalog.load(data_copy)
    assert loaded.quarantined == 0
    assert list(loaded.incidents.columns) == list(atlas.incidents.columns)


def test_an_incident_without_a_row_in_origins_is_noted_but_stays(data_copy, atlas):
    set_cell(data_copy / INCIDENTS, 2, "origin_place", "a desert")
    loaded = catalog.load(data_copy)
    assert loaded.quarantine.empty
    assert len(loaded.incidents) == len(atlas.incidents)


# --- what is not a fault, and rarer faults, on the world drawn by hand ----------------------------


@pytest.fixture
def small(tmp_path):
    return write_folder(tmp_path / "small", world())


def problems_of(folder):
    return {(p.file, p.row, p.column) for p in catalog.validate(folder)}


def test_the_world_drawn_by_hand_has_no_fault(small):
    assert catalog.validate(small) == ()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda b: b"\xef\xbb\xbf" + b, id="byte order mark"),
        pytest.param(lambda b: b.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(lambda b: b.rstrip(b"\n"), id="no newline at the end"),
        pytest.param(lambda b: b + b"\n\n", id="blank lines at the end"),
        pytest.param(lambda b: b.replace(b"a base", '"a\n=base, قاعدة"'.encode()), id="two lines"),
    ],
)
def test_an_ordinary_way_of_writing_csv_is_no_fault(small, change):
    path = small / "incidents.csv"
    path.write_bytes(change(path.read_bytes()))
    assert catalog.validate(small) == ()
    assert catalog.load(small).total == 1


def test_columns_may_stand_in_any_order(small):
    path = small / "incidents.csv"
    rows = rows_of(path)
    write_rows(path, [list(reversed(cells)) for cells in rows])
    assert catalog.validate(small) == ()


def test_rows_are_numbered_as_a_spreadsheet_shows_them(small):
    rows = rows_of(small / "incidents.csv")
    rows[1][rows[0].index("summary")] = "two\nlines"
    bad = list(rows[1])
    bad[0], bad[rows[0].index("date")] = "two", "never"
    write_rows(small / "incidents.csv", [*rows, bad])
    assert problems_of(small) == {("incidents.csv", 3, "date")}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("date", "２０２４-01-01"),
        ("date", "٢٠٢٤-٠١-٠١"),
        ("latitude", "１"),
        ("munitions", "١٢"),
        ("killed", "²"),
        ("time_local", "1٢:30"),
        ("incident_id", "١"),
    ],
)
def test_digits_of_other_scripts_are_a_fault_and_no_crash(small, column, value):
    set_cell(small / "incidents.csv", 2, column, value)
    assert ("incidents.csv", 2, column) in problems_of(small)


def test_monstrous_numbers_are_a_fault_and_no_crash(tmp_path):
    monsters = ["9" * 30, "1" * 5000, "0" * 12, "1e400", "inf", "-0.0e", "--1", "0x10", "1_000"]
    rows = [incident(f"m{n}", munitions=m, latitude=m) for n, m in enumerate(monsters)]
    found = problems_of(write_folder(tmp_path / "small", world(incidents=rows)))
    assert found == {
        ("incidents.csv", n, column)
        for n in range(2, len(monsters) + 2)
        for column in ("munitions", "latitude")
    }


@pytest.mark.parametrize("value", ["0000-01-01", "99999-01-01", "2024-00-10", "2023-02-29"])
def test_days_that_are_none_are_a_fault(small, value):
    set_cell(small / "incidents.csv", 2, "date", value)
    assert ("incidents.csv", 2, "date") in problems_of(small)


def test_an_origin_in_a_country_that_the_map_does_not_have_is_no_fault(tmp_path):
    # The strikes of 13 April 2024 came from Yemen too, and no incident lies there.
    rows = [incident("one", origin_place="Farland and the hills of Westland")]
    origins = [
        origin("one", "Farland", country="Farland"),
        origin("one", "a village", MIDDLE_OF_B, country="Farland"),
        origin("one", "hills of Westland", MIDDLE_OF_B, country="Westland"),
    ]
    folder = write_folder(tmp_path / "small", world(incidents=rows, origins=origins))
    assert catalog.validate(folder) == ()


def test_a_faulty_place_of_origin_does_not_make_its_origins_faulty(tmp_path):
    rows = [incident("one", origin_place="=1+1")]
    tables = world(incidents=rows, origins=[origin("one", "Farland")])
    assert problems_of(write_folder(tmp_path, tables)) == {("incidents.csv", 2, "origin_place")}


@pytest.mark.parametrize("column", ["name", "country", "country_code", "province_code"])
def test_a_blank_cell_of_a_province_is_named_and_no_crash(small, column):
    set_cell(small / "provinces.geojson", 1, column, "")
    assert ("provinces.geojson", 1, column) in problems_of(small)


def test_half_a_surrogate_pair_in_geojson_is_named_and_no_crash(small):
    path = small / "bases.geojson"
    text = path.read_text(encoding="utf-8").replace("Base base-a", "\\ud800")
    path.write_text(text, encoding="utf-8")
    assert ("bases.geojson", 1, "name") in problems_of(small)


def test_deeply_nested_json_is_named_and_no_crash(small):
    (small / "bases.geojson").write_text("[" * 100_000, encoding="utf-8")
    assert ("bases.geojson", 1, "file") in problems_of(small)


def test_a_deeply_nested_package_is_named_and_no_crash(small):
    (small / "datapackage.json").write_text("[" * 100_000, encoding="utf-8")
    assert ("datapackage.json", 1, "file") in problems_of(small)


def test_a_null_in_a_list_of_names_is_no_name(small):
    change_feature(small / "bases.geojson", 1, lambda f: f["properties"].update(aliases=[None]))
    found = problems_of(small)
    if not found:
        assert catalog.load(small).names["base"].find("None") == ()


def test_two_circles_are_both_named(small):
    for child, parent in [("leaf", "root"), ("root", "leaf"), ("ally", "other"), ("other", "ally")]:
        append_row(small / "group_links.csv", child_id=child, parent_id=parent,
                   relation="member_of", source_id="s1")  # fmt: skip
    messages = [p.message for p in catalog.validate(small) if "circle" in p.message]
    assert len(messages) == 2


def test_a_message_quotes_hostile_text_short_and_printable(small):
    set_cell(small / "incidents.csv", 2, "outcome", "\x1b[31m<b>" + "x" * 10_000)
    (problem,) = catalog.validate(small)
    assert len(str(problem)) < 500
    assert str(problem).isprintable()


def test_a_directory_in_place_of_a_file_is_named(small):
    (small / "tallies.csv").unlink()
    (small / "tallies.csv").mkdir()
    assert ("tallies.csv", 1, "file") in problems_of(small)


def test_a_folder_that_is_not_there_is_an_error_that_names_it(tmp_path):
    with pytest.raises(DataError, match=r"no folder .*nowhere") as refused:
        catalog.validate(tmp_path / "nowhere")
    assert refused.value.problems[0].fatal
