"""What the import keeps the atlas shows: both hold points against countries by one rule."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from geo import importers
from geo.filter.filter import Filter
from geo.io import catalog
from tests.geo.importers.files import written

PRECISIONS = ("town", "site", "district", "province")
STATED = ("", "", "Yemen", "Iraq", "Norway")


def grid(step):
    """Return rows with points over the region and beyond it, at sea too, of every precision."""
    latitudes = np.arange(8.03, 45, step)
    longitudes = np.arange(20.07, 66, step)
    # 4 and 5 share no divisor with each other: every precision meets every country.
    kinds = itertools.cycle(itertools.product(PRECISIONS, STATED))
    return [
        {"date": "2024-01-03", "latitude": f"{y:.3f}", "longitude": f"{x:.3f}",
         "geo_precision": precision, "country": country}
        for (y, x), (precision, country) in zip(
            itertools.product(latitudes, longitudes), kinds, strict=False)
    ]  # fmt: skip


@pytest.mark.parametrize("swapped", [False, True])
def test_what_the_import_keeps_the_atlas_shows(swapped, convert, tmp_path, full_size):
    rows = grid(0.1 if full_size else 0.9)
    if swapped:
        for row in rows:
            row["latitude"], row["longitude"] = row["longitude"], row["latitude"]
    imported = convert(written(rows).encode(), near_km=0)
    report = imported.report
    assert len(rows) == report.read == report.kept + report.quarantined
    assert report.kept > len(rows) / 2
    folder = importers.write_folder(imported, tmp_path / "out")
    assert catalog.validate(folder) == ()
    atlas = catalog.load(folder)
    assert Filter.parse("", atlas).view(atlas).shown == report.kept


def test_a_ship_off_the_coast_has_no_country_unless_the_row_says_so(case, load):
    imported = case("sea.csv")
    assert (imported.report.kept, imported.report.quarantined) == (5, 0)
    atlas = load(imported)
    assert Filter.parse("", atlas).view(atlas).shown == 5
    assert list(atlas.incidents["country"]) == ["Not stated"] * 5


def test_a_site_off_the_coast_is_in_the_nearest_country(convert, rows):
    ship = {"date": "2024-01-12", "latitude": "14.14", "longitude": "48.95"}
    imported = convert(written([ship | {"geo_precision": "site"}, ship]).encode())
    assert [row["country"] for row in rows(imported)] == ["Yemen", "Not stated"]


def test_only_imported_rows_may_lie_at_sea_off_their_country(case, tmp_path):
    folder = importers.write_folder(case("sea_stated.csv"), tmp_path / "out")
    assert catalog.validate(folder) == ()
    path = folder / "incidents.csv"
    path.write_text(path.read_text("utf-8").replace('"sea_stated"', ""), "utf-8")
    assert [p.column for p in catalog.validate(folder)].count("latitude") == 2
