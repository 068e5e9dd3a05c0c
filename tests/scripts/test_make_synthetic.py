"""Invented inputs: the same each time, of the requested shape, and without errors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.io import catalog
from tests.scripts.loading import script

make_synthetic = script("make_synthetic")


def test_a_folder_is_faultless_and_has_its_rows_places_and_years(tmp_path):
    folder = make_synthetic.make_folder(3_000, tmp_path / "data", places=200)
    assert catalog.validate(folder) == ()
    atlas = catalog.load(folder)
    assert atlas.total == 3_000
    assert 200 <= len(atlas.places.latitude) <= 270  # and the shipped ones
    assert 30 <= atlas.last_date.year - atlas.first_date.year <= 40
    assert atlas.incidents["summary"].is_unique
    counts = np.sort(np.bincount(atlas.places.of_row[atlas.has_point]))[::-1]
    assert counts[:10].sum() > 10 * counts[100:110].sum()


def test_equal_arguments_give_equal_bytes_and_another_seed_others(tmp_path):
    folders = [
        make_synthetic.make_folder(200, tmp_path / name, seed=seed)
        for name, seed in (("one", 1), ("two", 1), ("three", 2))
    ]
    contents = [{p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders]
    assert contents[0] == contents[1]
    assert contents[0]["incidents.csv"] != contents[2]["incidents.csv"]


def test_an_acled_like_file_has_the_columns_of_today(tmp_path):
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
