"""python -m geo diff and history: versions of the data beside each other."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from geo.record import revisions
from tests.geo.commands.command_line import exit_code
from tests.geo.folders import append_row, set_cell


@pytest.fixture
def changed(small_folder, tmp_path):
    """Return a copy of the folder with one cell changed and one row added."""
    copy = shutil.copytree(small_folder, tmp_path / "changed")
    set_cell(copy / "incidents.csv", 2, "weapons", "mortar")
    append_row(copy / "incident_sources.csv", incident_id="one", source_id="s2")
    return copy


def test_diff_lists_rows_fields_and_the_counts_that_moved(small_folder, changed, capsys):
    assert exit_code("diff", small_folder, changed) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == [
        "incidents.csv: 1 changed",
        "  changed one",
        "    weapons: rocket -> mortar",
        "incident_sources.csv: 1 added",
        "  added one|s2",
        "headline counts that moved:",
        "  Weapon: mortar: - -> 1",
        "  Weapon: rocket: 1 -> -",
    ]


def test_geojson_that_is_nested_too_deep_is_refused(small_folder, changed, capsys):
    (changed / "bases.geojson").write_text('{"features": ' + "[" * 100_000, "utf-8")
    assert exit_code("diff", small_folder, changed) == 1
    assert "bases.geojson:1: file: not readable as GeoJSON" in capsys.readouterr().err
    assert exit_code("validate", changed) == 1
    assert "bases.geojson:1: file: not readable as GeoJSON" in capsys.readouterr().out


def test_diff_as_json_has_the_same(small_folder, changed, capsys):
    assert exit_code("diff", small_folder, changed, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["tables"]["incidents"]["changed"] == {
        "one": {"weapons": {"old": "rocket", "new": "mortar"}}
    }
    assert {"name": "by_weapon/mortar", "old": "", "new": "1"} in told["counts"]
    assert exit_code("diff", changed, changed) == 0
    assert "no headline count moved" in capsys.readouterr().out


def test_a_version_that_cannot_be_loaded_is_compared_without_counts(small_folder, changed, capsys):
    set_cell(small_folder / "incidents.csv", 1, "summary", "blurb")
    assert exit_code("diff", small_folder, changed) == 0
    told = capsys.readouterr()
    assert "incidents.csv: column summary added" in told.out
    assert "has no headline counts" in told.err


def git(folder, *arguments):
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def repository(small_folder, tmp_path):
    """Return a repository whose tag `before` has the data without a change."""
    repository = tmp_path / "repository"
    repository.mkdir()
    shutil.copytree(small_folder, repository / "data")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "One"], ["tag", "before"]):
        git(repository, *arguments)
    return repository


def test_a_tag_names_the_data_of_its_commit(repository, small_folder):
    set_cell(repository / "data" / "incidents.csv", 2, "weapons", "mortar")
    with revisions.open_data("before", repository) as folder:
        kept = folder
        assert (folder / "incidents.csv").read_bytes() == (
            small_folder / "incidents.csv"
        ).read_bytes()
    assert not kept.exists()


def test_a_version_is_found_in_the_log(repository):
    version = revisions.catalog.version_of(repository / "data")
    assert len(revisions.find_version(version, repository)) == 40
    with pytest.raises(revisions.RevisionError, match="no commit of"):
        revisions.find_version("0.1-0000000000", repository)


@pytest.mark.parametrize("given", ["no-such-tag", "-x", "--output=x"])
def test_what_is_no_folder_and_no_revision_is_wrong_usage(given, small_folder, capsys):
    with pytest.raises(revisions.RevisionError, match="expected a data folder, or a tag"), \
         revisions.open_data(given):  # fmt: skip
        pass
    assert exit_code("diff", small_folder, "no-such-tag") == 2
    assert "expected a data folder, or a tag or commit" in capsys.readouterr().err


def test_without_git_the_message_says_what_to_do(small_folder, monkeypatch, capsys):
    monkeypatch.setattr(revisions.shutil, "which", lambda _: None)
    assert exit_code("diff", "before", small_folder) == 2
    assert "git is not installed; name two data folders" in capsys.readouterr().err


def test_history_keeps_one_version_after_another(small_folder, changed, capsys):
    assert exit_code("history", "--data", small_folder, "--add", "--date", "2026-01-31") == 0
    shutil.copytree(small_folder / "history", changed / "history")
    assert exit_code("history", "--data", changed, "--add", "--since", small_folder) == 0
    assert exit_code("history", "--data", changed, "--add") == 2
    assert "is not written again" in capsys.readouterr().err
    assert exit_code("history", "--data", changed) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("2026-01-31 0.1-")
    assert second.endswith("incidents 1 changed; incident_sources 1 added")
    assert exit_code("validate", changed) == 0


def test_a_faulty_history_is_a_fault_of_the_folder(small_folder, capsys):
    (small_folder / "history").mkdir()
    (small_folder / "history" / "0.1-x.csv").write_text("x\n", "utf-8")
    assert exit_code("validate", small_folder) == 1
    assert "not readable as the history of a version" in capsys.readouterr().out
    assert exit_code("history", "--data", small_folder, "--add", "--date", "soon") == 2
    assert "expected a day as YYYY-MM-DD" in capsys.readouterr().err
