"""Names of what a visit keeps."""

from __future__ import annotations

from geo.filter.parse import PARAMETERS
from ui.session import filter_state, keys


def test_no_two_values_have_the_same_name():
    names = [
        *(value for name, value in vars(keys).items() if name.isupper()),
        *(keys.filter_widget(p) for p in PARAMETERS),
        *(keys.option_widget(o) for o in filter_state.OPTIONS),
        *(keys.option_words(o) for o in filter_state.OPTIONS),
        *(of(t) for of in (keys.table_page, keys.table_asked, keys.table_ids, keys.chosen_row)
          for t in ("table", "opened", "near_inside")),
        keys.upload_option("dates", "file"),
        keys.upload_mapping("dates", "file"),
        keys.upload_mapping("column", "file", "date"),
    ]  # fmt: skip
    assert len(names) == len(set(names))
