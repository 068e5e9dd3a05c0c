"""python -m geo: exit codes, streams and messages that others rely on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geo.__main__ import COMMANDS
from tests.geo.commands.command_line import exit_code, run
from tests.geo.folders import set_cell


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_its_options(command, capsys):
    assert exit_code(command, "--help") == 0
    captured = capsys.readouterr()
    assert captured.out.startswith(f"usage: python -m geo {command} [-h]")
    assert captured.err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["explode"], ["summary", "--colour", "red"], ["summary", "--fron", "2024-01-01"],
        ["summary", "--prov", "WE-A"], ["summary", "--from"], ["validate", "a", "b"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_an_unknown_command_or_option_is_wrong_usage(arguments, small_folder, capsys):
    if arguments[:1] == ["summary"]:
        arguments = [*arguments, "--data", str(small_folder)]
    assert exit_code(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "usage" in captured.err


def test_unknown_values_are_wrong_usage_and_all_are_named_with_the_closest(small_folder, capsys):
    wrong = ["--group", "leav", "--weapon", "rokcet", "--from", "yesterday"]
    assert exit_code("summary", "--data", small_folder, *wrong) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 3
    assert "from=yesterday: expected a day as YYYY-MM-DD" in lines[0]
    assert "group=leav" in lines[1]
    assert "leaf" in lines[1]
    assert "closest: rocket" in lines[2]


def test_a_wrong_since_is_wrong_usage(small_folder, capsys):
    assert exit_code("summary", "--data", small_folder, "--since", "17 October") == 2
    assert "since=17 October: expected a day" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["validate", "summary", "export"])
def test_a_missing_folder_is_wrong_usage_and_is_named(command, tmp_path, capsys):
    gone = tmp_path / "gone"
    options = {"validate": [gone], "summary": ["--data", gone],
               "export": ["--data", gone, "--out", tmp_path / "x.csv"]}[command]  # fmt: skip
    assert exit_code(command, *options) == 2
    captured = capsys.readouterr()
    assert "gone:1: folder: there is no such folder" in captured.err
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize("command", ["summary", "export"])
def test_a_broken_csv_is_a_fault_in_the_data_and_is_named(command, small_folder, tmp_path, capsys):
    path = small_folder / "incidents.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"open\n', encoding="utf-8")
    options = ["--out", tmp_path / "x.csv"] if command == "export" else []
    assert exit_code(command, "--data", small_folder, *options) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("incidents.csv:3: file: not readable as CSV")
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize(
    "arguments", [["--q", "\udcff"], ["--near", "nan,nan,nan"], ["--group", "x" * 100_000]],
    ids=["byte", "nan", "long"],
)  # fmt: skip
def test_hostile_values_are_wrong_usage_without_a_traceback(arguments, small_folder, capsys):
    assert exit_code("summary", "--data", small_folder, *arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("filter: ")
    assert len(captured.err) < 2000


@pytest.mark.parametrize(
    "arguments", [["validate", "a\0b"], ["export", "--out", "a\0.csv"], ["summary", "--q", "\0"]]
)
def test_the_character_nul_is_wrong_usage(arguments, capsys):
    assert exit_code(*arguments) == 2
    assert capsys.readouterr().err.startswith("python -m geo: an argument has the character NUL")


# --- streams --------------------------------------------------------------------------------------


def test_output_is_utf_8_whatever_the_terminal_says(small_folder, root):
    set_cell(small_folder / "groups.csv", 2, "kind", "ميليشيا")
    done = run("validate", small_folder, cwd=root, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_reader_who_leaves_early_sees_no_traceback(root):
    command = f"{sys.executable} -m geo export --format csv --out - | head -c 10"
    done = subprocess.run(
        ["bash", "-c", command], cwd=root, capture_output=True, check=False, timeout=60
    )
    assert b"Traceback" not in done.stderr
