from __future__ import annotations

import pytest

from geo.commands import terminal


def test_messages_go_to_stderr(capsys):
    terminal.print_messages("one", "two")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "one\ntwo\n")


def test_what_would_control_the_terminal_is_shown_as_signs(capsys):
    terminal.print_results("\x1b[2Jgone", "two\nlines")
    terminal.print_messages("\u202egnp.exe")
    captured = capsys.readouterr()
    assert captured.out == "␛[2Jgone\ntwo␊lines\n"
    assert captured.err == "<U+202E>gnp.exe\n"


def test_wrong_usage_leaves_with_its_code_and_says_why(capsys):
    with pytest.raises(SystemExit) as left:
        terminal.exit_with_usage("no such thing")
    assert left.value.code == terminal.USAGE == 2
    assert capsys.readouterr().err == "python -m geo: no such thing\n"


@pytest.mark.parametrize(
    ("path", "suffix"),
    [("a.GeoJSON", "geojson"), ("a.b.csv", "csv"), ("folder.d/a", ""), ("-", "")],
)
def test_the_suffix_of_a_path(path, suffix):
    assert terminal.suffix_of(path) == suffix


def test_a_file_is_written_and_read(tmp_path):
    path = str(tmp_path / "a.json")
    terminal.write_binary_file(path, "نص".encode())
    assert terminal.read_text_file(path) == "نص"


@pytest.mark.parametrize("content", [b"\xff", None])
def test_what_cannot_be_read_as_text_is_wrong_usage(content, tmp_path, capsys):
    path = tmp_path / "a.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SystemExit) as left:
        terminal.read_text_file(str(path))
    assert left.value.code == terminal.USAGE
    assert f"{path}: cannot be read as text" in capsys.readouterr().err
