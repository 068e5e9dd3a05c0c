"""Fixtures of the geo tests: the oracle, and a reader that remembers files it has read."""

from __future__ import annotations

import pytest

from geo.io import tables
from tests.geo.export.exports import QUERIES
from tests.geo.oracle import Oracle
from tests.geometry import world, write_folder


@pytest.fixture(scope="session")
def oracle(data_folder, atlas):
    return Oracle(data_folder, atlas)


@pytest.fixture(scope="session", autouse=True)
def _equal_bytes_are_read_once():
    # Hundreds of tests change one file of a folder and load them all. What a file means depends on
    # its bytes alone, so each content is parsed once; tests that start a process parse everything.
    read, known = tables.read_table, {}

    def remembering(table, data):
        key = table.name, data
        if key not in known:
            known[key] = read(table, data)
        sheet = known[key]
        return tables.Sheet(sheet.table, sheet.frame.copy(), sheet.n_read, list(sheet.problems))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "read_table", remembering)
        yield


@pytest.fixture(params=QUERIES, ids=str)
def query(request):
    """Return one after another the queries that exports are tested with."""
    return QUERIES[request.param]


@pytest.fixture
def small_folder(tmp_path):
    """Return a data folder with one incident."""
    return write_folder(tmp_path / "small", world())


@pytest.fixture
def in_tmp(tmp_path, monkeypatch):
    """Work in a temporary folder and return it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
