"""Files that ask for more than a server has: each costs a message, and nothing is left."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.hostile import HOSTILE

# A busy machine takes longer: what limits a reader is its processor time.
LIMITS = importers.Limits(memory_bytes=3 * 2**29, cpu_s=10)
QUICK = (
    "a long text, 10,000 times.xlsx", "entities of entities.xlsx", "a block of 20 million.ods",
    "a view without end.gpkg", "a column of 4 GB that is computed.gpkg", "500,000 deep.json",
)  # fmt: skip
# What is odd about these harms nobody: they are read.
READ = {
    "a trigger.gpkg", "a way out.zip", "an absolute path.zip", "900 deep.geojson",
    "a number of 4,000 digits.json", "50,000 open quotes.csv", "20,000 wrong dates.csv",
    "20,000 at one place and day.csv", "20,000 groups with names alike.csv",
}  # fmt: skip


@pytest.mark.slow
def test_a_hostile_file_costs_a_message_and_leaves_nothing(tmp_path, monkeypatch, full_size):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read = set()
    for name in HOSTILE if full_size else QUICK:
        try:
            importers.read_apart(HOSTILE[name](), name, LIMITS)
            read.add(name)
        except ImportRefusedError as error:
            message = str(error)
            assert message.startswith(name.removesuffix(".gz")), name
            assert len(message) < 300, name
            assert str(tmp_path) not in message, name
        assert not list(tmp_path.iterdir()), name
    assert read <= READ
    assert read or not full_size
    assert not Path("/tmp/slipped.csv").exists()  # noqa: S108 - where two of them point
