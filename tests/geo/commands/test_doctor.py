import re
import shutil
import tomllib

import pytest

from geo.commands import doctor
from geo.io import catalog
from tests.geo.commands.command_line import exit_code
from tests.geo.folders import set_cell


def lines(capsys):
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out.splitlines()


def test_the_version_is_that_of_the_program_and_of_the_data(root, data_folder, capsys):
    assert exit_code("--version") == 0
    program = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    data = catalog.version_of(data_folder)
    assert lines(capsys) == [f"Incident Atlas {program}, data {data}"]


def test_a_sound_place_has_nothing_wrong(small_folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ATLAS_CACHE", str(tmp_path / "new" / "cache"))
    (tmp_path / "new").mkdir()
    assert exit_code("doctor", "--data", small_folder) == 0
    told = "\n".join(lines(capsys))
    assert "!" not in told
    assert f"version {catalog.version_of(small_folder)}, no problems" in told
    assert "streamlit 1." in told
    assert f"settings: ATLAS_CACHE={tmp_path}" in told
    assert "cache, 0 MiB" in told
    assert "WebGL 2" in told


def test_what_is_wrong_is_marked_and_says_what_to_do(small_folder, monkeypatch, capsys):
    set_cell(small_folder / "incidents.csv", 2, "event_type", "atack")
    monkeypatch.setattr(doctor, "_installed", lambda name: None if name == "h3" else "0.1")
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1))
    assert exit_code("doctor", "--data", small_folder) == 1
    wrong = [line for line in lines(capsys) if line.startswith("!")]
    told = "\n".join(wrong)
    assert re.search(r"package h3: expected [\d.]+, found none; run pip install", told)
    assert "1 problem; python -m geo validate" in told
    assert "free for temporary files: 0 MiB" in told


@pytest.mark.parametrize("setting", ["off", "OFF"])
def test_no_cache_is_nothing_wrong(small_folder, monkeypatch, capsys, setting):
    monkeypatch.setenv("ATLAS_CACHE", setting)
    assert exit_code("doctor", "--data", small_folder) == 0
    assert "cache: off" in lines(capsys)


def test_a_missing_folder_is_wrong(tmp_path, capsys):
    assert exit_code("doctor", "--data", tmp_path / "gone") == 1
    assert "! data: gone:1: folder: there is no such folder" in capsys.readouterr().out
