"""Whatever kills a writer of files, or fills its disk, no file is half and nothing is left."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from geo.paths import ROOT
from tests.geo.faults import WRITERS


@pytest.mark.slow
def test_no_writer_leaves_half_a_file_or_anything_else(full_size):
    # These two take no time; a command reads a whole data folder at every try.
    names = [*WRITERS] if full_size else ["files together", "map file"]
    counts = ["--random", "10" if full_size else "1"]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.geo.faults", *names, *counts, "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-3000:]
    tried = {row["writer"]: row for row in map(json.loads, ended.stdout.splitlines())}
    assert list(tried) == names
    assert all(row["steps"] >= 6 and row["moments"] and row["full"] == 2 for row in tried.values())
