"""Made-up inputs: the same each time, of the asked shape, and without a fault."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.io import catalog

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(scope="module")
def make_synthetic():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPTS))
        import make_synthetic  # noqa: PLC0415 - found only now

        yield make_synthetic
        sys.modules.pop("make_synthetic")
        sys.modules.pop("acled_like")


def test_a_folder_is_faultless_and_has_its_rows_places_and_years(make_synthetic, tmp_path):
    folder = make_synthetic.make(3_000, tmp_path / "made", places=200)
    assert catalog.validate(folder) == ()
    atlas = catalog.load(folder)
    assert atlas.total == 3_000
    assert 200 <= len(atlas.places.latitude) <= 270  # and the shipped ones
    assert 30 <= atlas.last_date.year - atlas.first_date.year <= 40
    assert atlas.incidents["summary"].is_unique
    counts = np.sort(np.bincount(atlas.places.of_row[atlas.has_point]))[::-1]
    assert counts[:10].sum() > 10 * counts[100:110].sum()


def test_equal_arguments_give_equal_bytes_and_another_seed_others(make_synthetic, tmp_path):
    made = [
        {p.name: p.read_bytes() for p in make_synthetic.make(200, tmp_path / n, seed=s).iterdir()}
        for n, s in (("one", 1), ("two", 1), ("three", 2))
    ]
    assert made[0] == made[1]
    assert made[0]["incidents.csv"] != made[2]["incidents.csv"]


def test_an_acled_like_file_has_the_columns_of_today(make_synthetic, tmp_path):
    path = make_synthetic.make_acled(2_000, tmp_path / "events.csv", places=50)
    frame = pd.read_csv(path)
    assert len(frame.columns) == 31
    assert len(frame) == 2_000
    assert frame["event_id_cnty"].is_unique
    assert frame["event_date"].is_monotonic_increasing
    assert len(frame[["latitude", "longitude"]].drop_duplicates()) == 50
    assert frame["notes"].is_unique
    again = make_synthetic.make_acled(2_000, tmp_path / "again.csv", places=50)
    assert again.read_bytes() == path.read_bytes()
