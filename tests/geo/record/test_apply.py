"""Applying a patch and taking it back: whole or not at all, and the very bytes again."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.__main__ import main
from geo.io import catalog
from geo.record.apply import applied_file, apply_patch, undo_patch
from geo.record.csv_file import CsvFileError
from geo.record.patch import ProposalError
from geo.record.propose import propose
from geo.record.snapshot import read_snapshot
from tests.geo.folders import rows_of
from tests.geo.record.test_propose import CORRECTION, NEW, WORDS
from tests.geometry import incident, world, write_folder

DAY, EDITION = date(2026, 11, 30), "0.2.0"


def bytes_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def written(folder, request=CORRECTION):
    """Write the patch of a request beside the folder, and return its path."""
    patch = propose(request, read_snapshot(folder, {}))
    path = folder.parent / "proposals" / patch.file_name
    path.parent.mkdir(exist_ok=True)
    path.write_text(patch.to_json(), "utf-8")
    return path


def test_a_correction_is_written_logged_and_taken_back(small_folder):
    path = written(small_folder)
    before = bytes_of(small_folder.parent)
    done = apply_patch(small_folder, path, "Editor", DAY, EDITION)
    assert done.after == catalog.load(small_folder).version
    assert catalog.load(small_folder).incidents["outcome"].tolist() == ["impact"]
    assert rows_of(small_folder / "corrections.csv")[1:] == [
        ["incidents", "one", "outcome", "unknown", "impact", WORDS["why"], WORDS["source"], EDITION,
         "2026-11-30", "Editor"]
    ]  # fmt: skip
    undo_patch(small_folder, path)
    assert bytes_of(small_folder.parent) == before


def test_the_dates_of_a_row_follow(tmp_path):
    rows = [incident("one", added="0.1.0 2024-01-01", changed="", review="checked")]
    folder = write_folder(tmp_path / "data", world(incidents=rows))
    apply_patch(folder, written(folder), "Editor", DAY, "0.2.0")
    apply_patch(folder, written(folder, NEW), "Editor", DAY, "0.3.0")
    now = read_snapshot(folder, {}).rows["incidents"]
    assert [now["one"][c] for c in ("added", "changed")] == ["0.1.0 2024-01-01", "0.2.0 2026-11-30"]
    assert [now["two"][c] for c in ("added", "changed", "review")] == [
        "0.3.0 2026-11-30", "", "single_source",
    ]  # fmt: skip


def test_the_shipped_folder_and_its_package_come_back_as_they_were(data_copy):
    before = bytes_of(data_copy)
    request = {**CORRECTION, "incident": "2024-04-21-rumaylan", "publisher": "A Daily"}
    path = written(data_copy, request)
    apply_patch(data_copy, path, "Editor", DAY)
    package = json.loads((data_copy / "datapackage.json").read_text("utf-8"))
    sizes = {r["path"]: r["bytes"] for r in package["resources"]}
    for name in {"incidents.csv", "sources.csv", "corrections.csv"} & set(sizes):
        assert sizes[name] == (data_copy / name).stat().st_size
    undo_patch(data_copy, path)
    assert bytes_of(data_copy) == before


def test_who_proposed_it_cannot_review_it_unless_it_is_provisional(tmp_path):
    rows = [incident("one", added="0.1.0 2024-01-01", changed="", review="single_source")]
    folder = write_folder(tmp_path / "data", world(incidents=rows))
    with pytest.raises(ProposalError, match="somebody else has to review it"):
        apply_patch(folder, written(folder), " READER ", DAY)
    fields = {"outcome": "impact", "review": "provisional"}
    mine = written(folder, {"incident": "one", "fields": fields, **WORDS})
    apply_patch(folder, mine, "Reader", DAY, EDITION)
    with pytest.raises(ProposalError, match="is applied already"):
        apply_patch(folder, mine, "Editor", DAY, EDITION)


@pytest.mark.parametrize("reviewer", ["", "  "])
def test_a_reviewer_is_needed(reviewer, small_folder):
    with pytest.raises(ProposalError, match="reviewer is empty"):
        apply_patch(small_folder, written(small_folder), reviewer, DAY, EDITION)


def test_a_patch_for_other_data_is_refused(small_folder):
    first = written(small_folder)
    second = written(small_folder, CORRECTION | {"value": "missed"})
    apply_patch(small_folder, first, "Editor", DAY, EDITION)
    with pytest.raises(ProposalError, match="is 'impact' now, and not 'unknown'"):
        apply_patch(small_folder, second, "Editor", DAY, EDITION)
    with pytest.raises(ProposalError, match="is not applied"):
        undo_patch(small_folder, second)


def test_patches_are_taken_back_in_any_order_but_not_from_under_another(small_folder):
    start = bytes_of(small_folder)
    first = written(small_folder)
    apply_patch(small_folder, first, "Editor", DAY, EDITION)
    other = written(small_folder, NEW)
    apply_patch(small_folder, other, "Editor", DAY, EDITION)
    again = written(small_folder, CORRECTION | {"value": "missed"})
    apply_patch(small_folder, again, "Editor", DAY, EDITION)
    with pytest.raises(ProposalError, match="is not as the patch left it"):
        undo_patch(small_folder, first)
    for path in (other, again, first):
        undo_patch(small_folder, path)
    assert bytes_of(small_folder) == start


def test_a_folder_without_the_log_has_none_again(small_folder):
    (small_folder / "corrections.csv").unlink()
    start = bytes_of(small_folder)
    path = written(small_folder)
    apply_patch(small_folder, path, "Editor", DAY, EDITION)
    assert len(rows_of(small_folder / "corrections.csv")) == 2
    undo_patch(small_folder, path)
    assert bytes_of(small_folder) == start


@pytest.mark.parametrize("fails", range(5))
def test_a_disk_that_fails_on_the_way_leaves_all_as_it_was(small_folder, monkeypatch, fails):
    path = written(small_folder)
    before = bytes_of(small_folder.parent)
    replace, calls = Path.replace, []

    def failing(self, target):
        calls.append(target)
        if len(calls) == fails + 1:
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        if fails < 4:  # the journal, incidents.csv, corrections.csv, the note that it is applied
            with pytest.raises(OSError, match="No space left on device"):
                apply_patch(small_folder, path, "Editor", DAY, EDITION)
            assert bytes_of(small_folder.parent) == before
        else:
            apply_patch(small_folder, path, "Editor", DAY, EDITION)


@pytest.mark.parametrize("at", [2, 3])
def test_what_a_kill_between_two_files_has_left_is_finished_by_the_next_command(
    small_folder, monkeypatch, capsys, at
):
    class KilledError(BaseException):
        pass

    replace, calls = Path.replace, []

    def killed(self, target):
        calls.append(target)
        if len(calls) == at + 1:
            raise KilledError
        return replace(self, target)

    path = written(small_folder)
    before = bytes_of(small_folder.parent)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KilledError):
            apply_patch(small_folder, path, "Editor", DAY, EDITION)
    assert main(["validate", str(small_folder)]) == 0
    assert "finished what a command that was killed had begun" in capsys.readouterr().err
    assert applied_file(path).exists()
    assert main(["undo", str(path), "--data", str(small_folder)]) == 0
    assert bytes_of(small_folder.parent) == before


# --- any patch ------------------------------------------------------------------------------------

# Cells by column: values that may stand there, alone and together, and values that may not.
SOUND = {
    "outcome": ["impact", "missed"], "weapons": ["mortar", "mortar;rocket"],
    "killed": ["0", "7"],
    "date": ["2024-01-02", "2020-02-29"], "target": ['a, "quoted"\ntext', "x" * 50],
    "casualty_note": ["é ; ,", '"'], "base_id": ["base-a"], "confirmation": ["media"],
    "date_precision": ["approx"],
}  # fmt: skip
BROKEN = {
    "outcome": ["", "boom"], "weapons": ["rocket;", ""], "killed": ["-3", "many"],
    "date": ["2024-02-30", ""], "target": ["=1", ""], "latitude": ["", "91"],
    "longitude": ["7.0"], "country": ["Nowhere", "Eastland"], "response_to": ["gone"],
    "base_id": ["base-z"], "incident_id": ["three"], "changed": ["0.2.0 2024-01-01"],
    "colour": ["red"],
}  # fmt: skip


def cells(of, **more):
    pairs = [(column, value) for column, values in of.items() for value in values]
    cell = st.tuples(st.sampled_from(pairs), st.sampled_from(["one", "two"])).map(
        lambda drawn: {"table": "incidents", "row": drawn[1], "column": drawn[0][0], "old": None,
                       "new": drawn[0][1]} | more
    )  # fmt: skip
    return st.lists(cell, min_size=1, max_size=4, unique_by=lambda c: (c["row"], c["column"]))


def statements(*stances, **more):
    row = st.sampled_from(stances).map(
        lambda stance: {"table": "statements", "cells": {
            "incident_id": "one", "group_id": "leaf", "stance": stance, "speaker": "=",
            "source_id": "s1", **more}}
    )  # fmt: skip
    return st.lists(row, max_size=2, unique_by=lambda r: r["cells"]["stance"])


@pytest.fixture(scope="module")
def two_incidents(tmp_path_factory):
    return write_folder(tmp_path_factory.mktemp("two"), world(
        incidents=[incident("one"), incident("two", "2024-03-01", target='"quoted", with comma')],
        incident_sources=[{"incident_id": "one", "source_id": "s1"},
                          {"incident_id": "two", "source_id": "s1"}]))  # fmt: skip


def patch_of(folder, cells, rows):
    """Return the text of a patch whose cells expect what stands there, where nothing is said."""
    now = read_snapshot(folder, {})
    found = [
        now.rows[cell["table"]].get(cell["row"], {}).get(cell["column"], "")
        if cell["old"] is None else cell["old"] for cell in cells
    ]  # fmt: skip
    expecting = [cell | {"old": old} for cell, old in zip(cells, found, strict=True)]
    return json.dumps(
        {"patch": 1, "version": now.version, "proposer": "Reader", "why": "So.",
         "source": "https://example.org/9", "cells": expecting, "rows": rows}
    )  # fmt: skip


@pytest.fixture
def home(two_incidents, tmp_path_factory):
    """Return a function that gives a new place with a copy of the folder."""

    def new():
        place = tmp_path_factory.mktemp("home")
        shutil.copytree(two_incidents, place / "data")
        return place

    return new


@given(cells=cells(SOUND), rows=statements("claimed", "denied", speaker='A, "B"'))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sound_patch_is_applied_whole_and_undo_restores_the_bytes(home, cells, rows):
    place = home()
    path = place / "some.json"
    path.write_text(patch_of(place / "data", cells, rows), "utf-8")
    before = bytes_of(place)
    done = apply_patch(place / "data", path, "Editor", DAY, EDITION)
    assert catalog.validate(place / "data") == ()
    assert catalog.version_of(place / "data") == done.after
    then = read_snapshot(place / "data", {}).rows
    for cell in cells:
        assert then["incidents"][cell["row"]][cell["column"]] == cell["new"]
    assert len(then["statements"]) == len(rows)
    assert len(then["corrections"]) == len(cells)
    assert applied_file(path).exists()
    undo_patch(place / "data", path)
    assert bytes_of(place) == before


@given(
    cells=st.one_of(
        cells(SOUND | BROKEN), cells(BROKEN), cells(SOUND, old="other"), cells(SOUND, row="gone"),
        cells(SOUND, table="bases"), st.just([]),
    ),
    rows=st.one_of(
        statements("claimed", "denied"), statements("boasted", "withdrew", speaker="A"),
        statements("claimed", speaker="A", incident_id="gone"),
    ),
    reviewer=st.sampled_from(["Editor", "Editor", "reader", ""]),
    cut=st.integers(0, 1000),
)  # fmt: skip
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_patch_is_refused_or_applied_never_half(home, cells, rows, reviewer, cut):
    place = home()
    path = place / "some.json"
    text = patch_of(two := place / "data", cells, rows)
    path.write_text(text if cut > 100 else text[:cut], "utf-8")  # now and then cut off
    before = bytes_of(place)
    try:
        apply_patch(two, path, reviewer, DAY, EDITION)
    except (ProposalError, CsvFileError):
        assert bytes_of(place) == before
        return
    assert catalog.validate(two) == ()
    undo_patch(two, path)
    assert bytes_of(place) == before
