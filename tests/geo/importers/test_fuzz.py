"""A run of the fuzzer: a short one, and in `make fuzz` a long one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.geo.importers import fuzz


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_damaged_files_do_no_harm(full_size):
    files = 10_000 if full_size else 5 * len(fuzz.seeds())
    seed = random.randrange(2**32)  # noqa: S311 - told in the message where it fails
    counts = fuzz.run(files, seed, Path("fuzz-failures") if full_size else None)
    assert counts["refused"] + counts["imported"] == files
    # A run that is refused throughout would show nothing.
    assert counts["imported"] > files / 4


def test_the_sound_files_are_imported_by_every_reader():
    for name, data in fuzz.seeds().items():
        assert fuzz.check(data, name, "auto") == "imported", name
