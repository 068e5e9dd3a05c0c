"""A short run of the fuzzer; `make fuzz` is the long one."""

from __future__ import annotations

import random

import pytest

from tests.geo.importers import fuzz

FILES = 260


@pytest.mark.filterwarnings("ignore")
def test_damaged_files_do_no_harm():
    seed = random.randrange(2**32)  # noqa: S311 - told in the message where it fails
    counts = fuzz.run(FILES, seed)
    assert counts["refused"] + counts["imported"] == FILES
    # A run that is refused throughout would show nothing.
    assert counts["imported"] > FILES / 4


def test_the_sound_files_are_imported_by_every_reader():
    for name, data in fuzz.seeds().items():
        assert fuzz.check(data, name, "auto") == "imported", name
