"""The tables are described without contradiction."""

from __future__ import annotations

import pytest

from geo.model.schema import TABLES, table


@pytest.mark.parametrize("described", TABLES, ids=lambda t: t.name)
def test_keys_are_columns_and_links_lead_somewhere(described):
    assert table(described.name) is described
    assert len(set(described.column_names)) == len(described.column_names)
    assert set(described.key) <= set(described.column_names)
    assert set(described.optional_names) <= set(described.column_names)
    for key in described.foreign_keys:
        assert described.column(key.column)
        assert table(key.table).column(key.target)


def test_a_table_or_column_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        table("nothing")
    with pytest.raises(KeyError):
        TABLES[0].column("nothing")
