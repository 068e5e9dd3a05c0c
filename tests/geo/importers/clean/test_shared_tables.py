"""What an imported atlas shares with the shipped one."""

from __future__ import annotations

import pytest

from geo.errors import DataError
from geo.importers.clean.shared_tables import load_shared_tables
from geo.model.schema import CAPITALS, GROUPS
from geo.paths import DATA


def test_tables_are_read_once_with_their_files():
    shared = load_shared_tables()
    assert load_shared_tables() is shared
    assert shared.provinces.crs == shared.bases.crs == "EPSG:4326"
    assert shared.provinces["province_code"].is_monotonic_increasing
    assert list(shared.files) == ["provinces.geojson", "bases.geojson", "capitals.csv"]
    for name, content in shared.files.items():
        assert content == (DATA / name).read_bytes()
    spellings = dict(zip(shared.groups["group_id"], shared.spellings(), strict=True))
    assert spellings["kh"][0] == shared.groups.set_index("group_id")["name"]["kh"]
    assert all(all(names) for names in spellings.values())


def test_capitals_are_shared_where_there_are_any(data_copy):
    (data_copy / CAPITALS.file).unlink()
    assert CAPITALS.file not in load_shared_tables(data_copy).files


def test_a_table_that_cannot_be_read_is_an_error(data_copy):
    (data_copy / GROUPS.file).write_text("nothing\n")
    with pytest.raises(DataError, match=GROUPS.file):
        load_shared_tables(data_copy)
