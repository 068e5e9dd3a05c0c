"""The atlas of the running app: where it is read, and how often."""

import os
import sys
from argparse import ArgumentParser

import pytest

from geo.errors import DataError
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
    dataset.read_ahead()
    files = dataset._stat(str(data_copy))
    first = dataset._load(str(data_copy), files)
    assert reads == [str(data_copy)]
    assert dataset._load(str(data_copy), files) is first
    assert not dataset._ahead


def test_files_that_changed_since_are_read_as_they_are(reads, data_copy):
    dataset.read_ahead()
    os.utime(data_copy / "incidents.csv", (1, 1))
    assert dataset._load(str(data_copy), dataset._stat(str(data_copy))).atlas.version
    assert len(reads) == 2
    dataset._ahead.clear()


def test_faulty_data_are_no_reason_not_to_start(reads, data_copy, caplog):
    (data_copy / "groups.csv").unlink()
    dataset.read_ahead()
    assert not dataset._ahead
    assert "groups.csv" in caplog.text
    with pytest.raises(DataError):
        catalog.load(data_copy)


def test_the_command_line_is_read_once(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["app.py", "--data", str(tmp_path), "--other"])
    assert dataset.folder() == tmp_path

    def read_again(*_):
        raise AssertionError

    monkeypatch.setattr(ArgumentParser, "parse_known_args", read_again)
    assert dataset.folder() == tmp_path
    assert dataset.file() is None
