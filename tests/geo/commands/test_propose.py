"""python -m geo propose, apply and undo: the way of a correction into the data and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.geo.commands.command_line import exit_code, run
from tests.geo.folders import change_json
from tests.geometry import incident

WORDS = {"why": "A report says so.", "source": "https://example.org/9", "proposer": "Reader"}
OPTIONS = ["--incident", "one", "--field", "weapons", "--value", "mortar",
           *(text for name, word in WORDS.items() for text in (f"--{name}", word))]  # fmt: skip


@pytest.fixture
def data(small_folder, in_tmp):
    change_json(small_folder / "datapackage.json", lambda p: p.update(version="0.1.0"))
    return small_folder


def only(folder):
    (path,) = folder.iterdir()
    return path


def test_a_correction_is_told_and_written_as_a_small_file(data, in_tmp, capsys):
    assert exit_code("propose", "--data", data, *OPTIONS) == 0
    path = only(in_tmp / "proposals")
    assert capsys.readouterr().out.splitlines() == [
        "incidents.csv, one: weapons: rocket -> mortar",
        "headline counts that move:",
        "  Weapon: mortar: - -> 1",
        "  Weapon: rocket: 1 -> -",
        f"proposals/{path.name} written",
    ]
    assert path.stat().st_size < 1000
    assert json.loads(path.read_text("utf-8"))["why"] == WORDS["why"]


def test_a_file_and_options_give_the_same_bytes(data, in_tmp):
    content = {"incident": "one", "field": "weapons", "value": "mortar", **WORDS}
    (in_tmp / "mine.json").write_text(json.dumps(content), "utf-8")
    assert exit_code("propose", "--data", data, "--from", "mine.json", "--out", "a") == 0
    assert exit_code("propose", "--data", data, *OPTIONS, "--out", "b") == 0
    assert only(in_tmp / "a").name == only(in_tmp / "b").name
    assert only(in_tmp / "a").read_bytes() == only(in_tmp / "b").read_bytes()


def test_a_new_incident_by_options_lists_its_likely_duplicates(data, in_tmp, capsys):
    row = [f"{name}={value}" for name, value in incident("two", "2024-01-02").items()]
    options = [text for name, word in WORDS.items() for text in (f"--{name}", word)]
    given = ["--row", "incidents", *row, "--publisher", "A Daily", *options]
    assert exit_code("propose", "--data", data, *given) == 0
    told = capsys.readouterr().out
    assert "incidents.csv, new row: incident_id=two" in told
    assert "likely duplicate: two and one, 0 km and 1 day apart" in told
    assert "Incidents: 1 -> 2" in told
    path = only(in_tmp / "proposals")
    assert exit_code("apply", "--data", data, path, "--reviewer", "Editor") == 0
    assert exit_code("summary", "--data", data) == 0
    assert "2 of 2 incidents" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "code", "why"),
    [
        (["--source", ""], 2, "source is empty"),
        (["--field", "colour"], 2, "'colour' is no field of an incident"),
        (["--row", "incidents", "two"], 2, "expected COLUMN=VALUE"),
        (["--from", "gone.json"], 2, "cannot be read as text"),
        (["--field", "country", "--value", "Nowhere"], 1, "refused"),
    ],
)
def test_what_is_refused_writes_nothing(options, code, why, data, capsys):
    assert exit_code("propose", "--data", data, *OPTIONS, *options) == code
    assert why in capsys.readouterr().err
    assert not Path("proposals").exists()


@pytest.mark.parametrize("text", ["{", "[]", '"one"'])
def test_a_file_that_is_no_proposal_is_wrong_usage(text, data, in_tmp, capsys):
    (in_tmp / "mine.json").write_text(text, "utf-8")
    assert exit_code("propose", "--data", data, "--from", "mine.json") == 2
    assert "mine.json" in capsys.readouterr().err


def test_propose_apply_and_undo_end_in_the_same_bytes(data, in_tmp, root, capsys):
    before = {p: p.read_bytes() for p in data.iterdir()}
    where = {"cwd": root, "PYTHONUTF8": "0"}
    proposals = in_tmp / "proposals"
    assert run("propose", "--data", data, *OPTIONS, "--out", proposals, **where).returncode == 0
    path = only(proposals)
    assert exit_code("apply", "--data", data, path, "--reviewer", "Reader") == 2
    assert "somebody else has to review" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in data.iterdir()} == before
    done = run("apply", "--data", data, path, "--reviewer", "Editor", **where)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"incidents.csv, corrections.csv changed; 0.1.0-")
    assert exit_code("propose", "--data", data, *OPTIONS, "--out", proposals) == 2
    assert run("undo", "--data", data, path, **where).returncode == 0
    assert {p: p.read_bytes() for p in data.iterdir()} == before
    assert only(proposals) == path


def test_apply_needs_a_reviewer_and_a_real_day(data, in_tmp, capsys):
    exit_code("propose", "--data", data, *OPTIONS)
    path = only(in_tmp / "proposals")
    assert exit_code("apply", "--data", data, path) == 2
    assert exit_code("apply", "--data", data, path, "--reviewer", "A", "--date", "soon") == 2
    assert "expected a day as YYYY-MM-DD" in capsys.readouterr().err
