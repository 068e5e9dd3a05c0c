"""What the importer tests share: one fixed day, and a way from bytes to a loaded atlas."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from geo import importers
from geo.io import catalog

TODAY = dt.date(2026, 1, 15)
CASES = Path(__file__).parent / "cases"


@pytest.fixture
def convert():
    """Return a function from the bytes of a file to what is imported, on one fixed day."""

    def run(data, name="upload.csv", schema="auto", mapping=None, **options):
        raw = importers.read_file(data, name, importers.Limits())
        chosen = importers.Options(today=TODAY, **options)
        return importers.convert(raw, schema, mapping, chosen)

    return run


@pytest.fixture
def case(convert):
    """Return a function from the name of a file in cases/ to what is imported of it."""
    return lambda name, **options: convert((CASES / name).read_bytes(), name, **options)


@pytest.fixture
def rows():
    """Return a function that gives the rows of a table of what was imported as dicts."""
    return lambda imported, table="incidents": imported.tables[table].to_pylist()


@pytest.fixture
def load(tmp_path):
    """Return a function that writes what was imported and loads it as an atlas without faults."""

    def run(imported):
        folder = importers.write_folder(imported, tmp_path / "out")
        assert catalog.validate(folder) == ()
        return catalog.load(folder)

    return run
