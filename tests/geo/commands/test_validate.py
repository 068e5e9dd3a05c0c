"""python -m geo validate: exit codes, streams and lines."""

from __future__ import annotations

from tests.geo.commands.command_line import exit_code, run
from tests.geo.folders import set_cell


def test_validate_checks_the_folder_data_by_default(root):
    done = run("validate", cwd=root)
    assert done.returncode == 0
    assert b"data: no problems" in done.stdout
    assert done.stderr == b""


def test_validate_names_faults_on_stdout_and_their_number_on_stderr(small_folder, capsys):
    set_cell(small_folder / "incidents.csv", 2, "date", "never")
    set_cell(small_folder / "incidents.csv", 2, "outcome", "boom")
    assert exit_code("validate", small_folder) == 1
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[0].startswith("incidents.csv:2: date: ")
    assert lines[1].startswith("incidents.csv:2: outcome: ")
    assert captured.err.startswith("2 problems; ")
