"""`python -m geo validate` names every fault with its place: file:row: column: message."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from shapely.geometry import mapping

from geo.__main__ import main
from geo.errors import DataError
from geo.io import catalog
from geo.model.schema import TABLES
from tests.geo.folders import (
    change_feature,
    change_line,
    cut,
    set_cell,
)
from tests.geo.planted import (
    BASES,
    CELLS,
    DANGLING,
    FAULTS,
    FILES,
    GEOMETRIES,
    GROUPS,
    INCIDENTS,
    LINKS,
    MISSING,
    ORIGINS,
    PROVINCES,
    REFUSE_THE_LOAD,
    ROWS,
    SOURCES,
    STATEMENTS,
    TALLIES,
    add_column,
    drop_column,
)
from tests.geometry import BOW_TIE

Place = tuple[str, int, str]
LINE = re.compile(r"(?P<file>[a-z_]+\.[a-z]+):(?P<row>\d+): (?P<column>[^:]+): (?P<message>.+)")


def places(text):
    """Return the messages by place of all lines, each of which must have the form."""
    messages = {}
    for line in text.splitlines():
        match = LINE.fullmatch(line)
        assert match, f"not file:row: column: message: {line!r}"
        place = match["file"], int(match["row"]), match["column"]
        messages.setdefault(place, []).append(match["message"])
    return messages


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
    messages = places(captured.out)
    assert place in messages
    assert any(fault.says in message for message in messages[place])
    if not fault.follow_up:
        assert list(messages) == [place]
        assert len(messages[place]) == 1
    assert ("cannot be loaded" in captured.err) == (fault.name in REFUSE_THE_LOAD)


def test_the_schema_has_a_planted_fault_for_every_foreign_key_and_every_file():
    assert len(DANGLING) == sum(len(t.foreign_keys) for t in TABLES) == 20
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
    messages = places(done.stdout)
    assert len(planted) >= 30
    assert not set(planted) - set(messages)
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
