"""python -m geo: exit codes, streams and messages that others rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from geo.__main__ import main
from geo.analysis import quotation, responses, tallies
from geo.export import writers
from geo.filter.filter import Filter
from geo.filter.parse import PARAMETERS
from geo.io import catalog
from tests.geo.analysis.test_counts import CONTRACT
from tests.geo.folders import set_cell
from tests.geometry import world, write_folder

CAMPAIGN = ("--from", "2023-10-17", "--to", "2024-02-04", "--type", "attack", "--target",
            "us_coalition")  # fmt: skip


@pytest.fixture
def in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small(tmp_path):
    return write_folder(tmp_path / "small", world())


def run(*arguments, cwd, **environment):
    return subprocess.run(
        [sys.executable, "-m", "geo", *map(str, arguments)],
        cwd=cwd, env=os.environ | environment, capture_output=True, check=False,
    )  # fmt: skip


def exit_code(*arguments):
    """Return the exit code of main, however it leaves."""
    try:
        return main([str(a) for a in arguments])
    except SystemExit as left:
        return left.code


# --- summary --------------------------------------------------------------------------------------


def test_summary_as_json_has_the_contracts_keys_and_works_from_the_root(root, atlas):
    done = run("summary", "--json", "--group", "kh", "--rule", "attributed", cwd=root)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert set(CONTRACT) <= set(result)
    view = Filter.parse("group=kh&rule=attributed", atlas).view(atlas)
    assert result["shown"] == view.shown
    assert result["left_out"] == dict(view.left_out)
    assert result["dataset_version"] == atlas.version
    for lull in result["lulls"]:
        assert {"start", "end", "days"} <= set(lull)
    assert done.stderr == b""


def test_summary_has_the_statistics_of_the_timeline_page(root, atlas):
    done = run("summary", "--json", *CAMPAIGN, cwd=root)
    assert (done.returncode, done.stderr) == (0, b"")
    result = json.loads(done.stdout, parse_constant=pytest.fail)
    query = "&".join(
        f"{n.removeprefix('--')}={v}" for n, v in zip(CAMPAIGN[::2], CAMPAIGN[1::2], strict=True)
    )
    view = Filter.parse(query, atlas).view(atlas)
    assert result["sentence"] == quotation.sentence(view, atlas).text
    assert result["reconciliation"] == tallies.plain(tallies.reconciliation(view, atlas))
    assert result["responses"] == responses.plain(responses.responses(view, atlas), atlas)
    assert [s["level"] for s in result["coverage"]].count("gap") == 2
    assert result["coverage"][0]["start"] == "2023-10-17"
    assert result["coverage"][-1]["end"] == "2024-02-04"


def test_summary_as_text_has_sentence_coverage_chains_and_gaps(root, atlas):
    text = run("summary", *CAMPAIGN, cwd=root).stdout.decode()
    view = Filter.parse("from=2023-10-17&to=2024-02-04&type=attack&target=us_coalition", atlas)
    assert quotation.sentence(view.view(atlas), atlas).text in text
    assert "2023-11-13 to 2023-11-16: searched, and published counts imply" in text
    assert (
        "2024-01-28-tower22 answered on 2024-02-02, about 5 days later; counterstrikes: 9" in text
    )
    assert "This is not causation." in text
    assert "2024-01-29: about 165 since 2023-10-18 (US defense official); atlas: 216 (+51)" in text


def test_summary_as_text_tells_the_same_numbers(small, capsys):
    assert exit_code("summary", "--data", small) == 0
    text = capsys.readouterr().out
    assert text.startswith("1 of 1 incidents\n")
    assert "killed: unknown; unknown in 1 incident" in text


def test_summary_says_what_was_left_out_and_under_which_parameter(small, capsys):
    assert exit_code("summary", "--data", small, "--weapon", "mortar") == 0
    text = capsys.readouterr().out
    assert text.startswith("0 of 1 incidents\n  left out by weapon: 1\n")


def test_since_numbers_the_incidents_after_a_day(small, capsys):
    assert exit_code("summary", "--data", small, "--json", "--since", "2023-12-31") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["nth_since"]["incidents"] == [
        {"n": 1, "incident_id": "one", "date": "2024-01-01", "date_precision": "day"}
    ]


def test_an_empty_result_is_a_result(small, capsys):
    assert exit_code("summary", "--data", small, "--json", "--to", "1990-01-01") == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["shown"], result["total"], result["left_out"]) == (0, 1, {"to": 1})


def test_every_filter_parameter_is_an_option(small, capsys):
    given = {
        "from": "2024-01-01", "to": "2024-01-01", "group": "leaf", "members": "0", "rule": "any",
        "country": "Westland", "province": "WE-A", "base": "base-a", "type": "attack",
        "target": "us_coalition", "weapon": "rocket", "outcome": "unknown",
        "confirmation": "official", "precision": "town", "q": "a", "near": "0,1,5",
    }  # fmt: skip
    assert set(given) == set(PARAMETERS)
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    assert exit_code("summary", "--data", small, "--json", *options) == 0
    wanted = json.loads(capsys.readouterr().out)["filter"]
    for name in set(given) - {"rule"}:
        assert f"{name}=" in wanted


def test_a_repeated_option_means_or(small, capsys):
    asked = ["--weapon", "mortar", "--weapon", "rocket"]
    assert exit_code("summary", "--data", small, "--json", *asked) == 0
    assert json.loads(capsys.readouterr().out)["shown"] == 1


def test_a_southern_point_may_follow_near_as_any_value_does(small, capsys):
    assert exit_code("summary", "--data", small, "--json", "--near", "-0.5,1,100") == 0


# --- export ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["geojson", "csv", "GeoJSON"])
def test_export_takes_the_format_from_the_suffix(suffix, small, tmp_path, capsys):
    out = tmp_path / f"out.{suffix}"
    assert exit_code("export", "--data", small, "--out", out) == 0
    loaded = catalog.load(small)
    assert out.read_bytes() == writers.export_bytes(Filter().view(loaded), suffix.lower())
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "1 of 1 incidents written; left out: none\n"


@pytest.mark.parametrize("file_format", writers.FORMATS)
def test_export_to_stdout_writes_the_librarys_bytes_and_nothing_else(file_format, root, atlas):
    done = run("export", "--from", "2024-04-01", "--to", "2024-04-30", "--format", file_format,
               "--out", "-", cwd=root)  # fmt: skip
    assert done.returncode == 0
    view = Filter.parse("from=2024-04-01&to=2024-04-30", atlas).view(atlas)
    assert done.stdout == writers.export_bytes(view, file_format)
    left_out = ", ".join(f"{n} by {reason}" for reason, n in view.left_out.items())
    assert done.stderr.decode() == (
        f"{view.shown} of {view.total} incidents written; left out: {left_out}\n"
    )


def test_export_says_on_stderr_what_was_left_out(small, tmp_path, capsys):
    out = tmp_path / "out.csv"
    assert exit_code("export", "--data", small, "--weapon", "mortar", "--out", out) == 0
    assert "0 of 1 incidents written; left out: 1 by weapon" in capsys.readouterr().err
    assert out.read_bytes().count(b"\r\n") == 1


def test_quarantined_rows_are_announced_and_counted(small, tmp_path, capsys):
    path = small / "incidents.csv"
    path.write_text(path.read_text(encoding="utf-8") + "two,few\n", encoding="utf-8")
    assert exit_code("export", "--data", small, "--out", tmp_path / "out.geojson") == 0
    error = capsys.readouterr().err
    assert "1 of 2 incidents are quarantined" in error
    assert "python -m geo validate" in error
    assert "left out: 1 by quarantined" in error


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "-"], "needs --format"),
        (["--out", "map.xlsx"], "allowed are .geojson, .csv"),
        (["--out", "map"], "allowed are .geojson, .csv"),
        (["--out", "no/such/folder/map.csv"], "cannot be written"),
        (["--out", "map.csv", "--format", "xlsx"], "invalid choice"),
        ([], "--out"),
    ],
)
def test_an_export_that_cannot_be_written_is_wrong_usage(arguments, says, small, capsys, in_tmp):
    assert exit_code("export", "--data", small, *arguments) == 2
    assert says in capsys.readouterr().err
    assert [p.name for p in in_tmp.iterdir()] == ["small"]


# --- brief ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "brief.docx"], "allowed are .pdf, .html"),
        (["--out", "brief"], "allowed are .pdf, .html"),
        (["--out", "brief.pdf", "--near", "x"], "expected lat,lon,km"),
        (["--out", "no/such/folder/brief.html"], "cannot be written"),
    ],
)
def test_a_brief_that_cannot_be_written_is_wrong_usage(arguments, message, small, capsys, in_tmp):
    assert exit_code("brief", "--data", small, *arguments) == 2
    assert message in capsys.readouterr().err
    assert [p.name for p in in_tmp.iterdir()] == ["small"]


# --- wrong usage ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["explode"], ["summary", "--colour", "red"], ["summary", "--fron", "2024-01-01"],
        ["summary", "--prov", "WE-A"], ["summary", "--from"], ["validate", "a", "b"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_an_unknown_command_or_option_is_wrong_usage(arguments, small, capsys):
    if arguments[:1] == ["summary"]:
        arguments = [*arguments, "--data", str(small)]
    assert exit_code(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "usage" in captured.err


def test_unknown_values_are_wrong_usage_and_all_are_named_with_the_closest(small, capsys):
    wrong = ["--group", "leav", "--weapon", "rokcet", "--from", "yesterday"]
    assert exit_code("summary", "--data", small, *wrong) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 3
    assert "from=yesterday: expected a day as YYYY-MM-DD" in lines[0]
    assert "group=leav" in lines[1]
    assert "leaf" in lines[1]
    assert "closest: rocket" in lines[2]


def test_a_wrong_since_is_wrong_usage(small, capsys):
    assert exit_code("summary", "--data", small, "--since", "17 October") == 2
    assert "since=17 October: expected a day" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["validate", "summary", "export"])
def test_a_missing_folder_is_wrong_usage_and_is_named(command, tmp_path, capsys):
    gone = tmp_path / "gone"
    options = {"validate": [gone], "summary": ["--data", gone],
               "export": ["--data", gone, "--out", tmp_path / "x.csv"]}[command]  # fmt: skip
    assert exit_code(command, *options) == 2
    captured = capsys.readouterr()
    assert f"there is no folder {gone}" in captured.err
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize("command", ["summary", "export"])
def test_a_broken_csv_is_a_fault_in_the_data_and_is_named(command, small, tmp_path, capsys):
    path = small / "incidents.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"open\n', encoding="utf-8")
    options = ["--out", tmp_path / "x.csv"] if command == "export" else []
    assert exit_code(command, "--data", small, *options) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("incidents.csv:3: file: not readable as CSV")
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize(
    "arguments", [["--from", "2024-01-01\x00"], ["--q", "\udcff"], ["--near", "nan,nan,nan"],
                  ["--group", "x" * 100_000]], ids=["NUL", "byte", "nan", "long"]
)  # fmt: skip
def test_hostile_values_are_wrong_usage_without_a_traceback(arguments, small, capsys):
    assert exit_code("summary", "--data", small, *arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("filter: ")
    assert len(captured.err) < 2000


# --- validate -------------------------------------------------------------------------------------


def test_validate_checks_the_folder_data_by_default(root):
    done = run("validate", cwd=root)
    assert done.returncode == 0
    assert b"data: no problems" in done.stdout
    assert done.stderr == b""


def test_validate_names_faults_on_stdout_and_their_number_on_stderr(small, capsys):
    set_cell(small / "incidents.csv", 2, "date", "never")
    set_cell(small / "incidents.csv", 2, "outcome", "boom")
    assert exit_code("validate", small) == 1
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[0].startswith("incidents.csv:2: date: ")
    assert lines[1].startswith("incidents.csv:2: outcome: ")
    assert captured.err.startswith("2 problems; ")


def test_output_is_utf_8_whatever_the_terminal_says(small, root):
    set_cell(small / "groups.csv", 2, "kind", "ميليشيا")
    done = run("validate", small, cwd=root, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_reader_who_leaves_early_sees_no_traceback(root):
    command = f"{sys.executable} -m geo export --format csv --out - | head -c 10"
    done = subprocess.run(
        ["bash", "-c", command], cwd=root, capture_output=True, check=False, timeout=60
    )
    assert b"Traceback" not in done.stderr
