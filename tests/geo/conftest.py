"""Fixtures of the geo tests: the oracle, and the queries that exports are tested with."""

from __future__ import annotations

import pytest

from tests.geo.export.exports import QUERIES
from tests.geo.oracle import Oracle
from tests.geometry import world, write_folder


@pytest.fixture(scope="session")
def oracle(data_folder, atlas):
    return Oracle(data_folder, atlas)


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
