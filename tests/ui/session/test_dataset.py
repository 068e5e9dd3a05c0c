"""The atlas of the running app: where it is read, and how often."""

import os
import sys
from argparse import ArgumentParser

import pytest

from geo.io import catalog
from ui.session import dataset


@pytest.fixture
def reads(monkeypatch, data_copy):
    """Names of the folders that were read."""
    folders, load = [], catalog.load

    def counted(folder):
        folders.append(str(folder))
        return load(folder)

    monkeypatch.setattr(catalog, "load", counted)
    monkeypatch.setenv(dataset.FOLDER_VARIABLE, str(data_copy))
    return folders


def test_what_was_read_ahead_is_not_read_again(reads, data_copy):
    first = dataset.read_ahead()
    files = dataset._stat(str(data_copy))
    assert dataset._load(str(data_copy), files) is first
    assert dataset.read_ahead() is first
    assert reads == [str(data_copy)]


def test_files_that_changed_since_are_read_as_they_are(reads, data_copy):
    dataset.read_ahead()
    os.utime(data_copy / "incidents.csv", (1, 1))
    assert dataset._load(str(data_copy), dataset._stat(str(data_copy))).atlas.version
    assert len(reads) == 2


def test_faulty_data_are_no_reason_not_to_start_and_are_logged_once(reads, data_copy, caplog):
    (data_copy / "groups.csv").rename(data_copy / "set_aside")
    assert dataset.read_ahead().trouble == (
        "groups.csv:1: file: the file is missing or cannot be opened",
    )
    assert dataset._load(str(data_copy), dataset._stat(str(data_copy))).trouble
    assert caplog.text.count("groups.csv:1: file") == 1
    (data_copy / "set_aside").rename(data_copy / "groups.csv")
    assert dataset.read_ahead().atlas.version
    assert len(reads) == 2


def test_a_row_that_is_left_out_is_logged_once_with_file_and_row(reads, data_copy, caplog):
    path = data_copy / "incidents.csv"
    header, first, *others = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, first.replace(",attack,", ",atack,"), *others]), "utf-8")
    for _ in range(2):
        assert dataset.read_ahead().atlas.quarantined == 1
    assert caplog.text.count("incidents.csv:2: event_type: expected") == 1


def test_of_many_faults_the_log_has_the_first_and_how_many_more():
    lines = dataset._listed(f"incidents.csv:{row}: wrong" for row in range(2, 1000)).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "and 978 more; python -m geo validate lists all"


def test_the_command_line_is_read_once(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["app.py", "--data", str(tmp_path), "--other"])
    assert dataset.folder() == tmp_path

    def read_again(*_):
        raise AssertionError

    monkeypatch.setattr(ArgumentParser, "parse_known_args", read_again)
    assert dataset.folder() == tmp_path
    assert dataset.file() is None
