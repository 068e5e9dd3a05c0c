"""What an imported atlas shares with the shipped one."""

from __future__ import annotations

import pytest

from geo.errors import DataError
from geo.importers.clean.shared_tables import load_shared_tables
from geo.model.schema import GROUPS


def test_tables_are_read_once_with_their_files():
    shared = load_shared_tables()
    assert load_shared_tables() is shared
    assert shared.provinces.crs == shared.bases.crs == "EPSG:4326"
    assert shared.provinces["province_code"].is_monotonic_increasing
    assert shared.provinces_file.startswith(b"{")
    spellings = dict(zip(shared.groups["group_id"], shared.spellings(), strict=True))
    assert spellings["kh"][0] == shared.groups.set_index("group_id")["name"]["kh"]
    assert all(all(names) for names in spellings.values())


def test_a_table_that_cannot_be_read_is_an_error(data_copy):
    (data_copy / GROUPS.file).write_text("nothing\n")
    with pytest.raises(DataError, match=GROUPS.file):
        load_shared_tables(data_copy)
