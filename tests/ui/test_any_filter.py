"""Under any filter each page lists every number that geo counts, and opens exactly its rows.

The Timeline has the same test in test_timeline_page.py.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.filter.filter import Filter
from geo.utils import words
from tests.geo import strategies
from tests.ui import figures
from tests.ui.conftest import App
from ui.widgets.incident_table import PAGE_ROWS

PAGES = {
    "bases": (figures.of_bases, {"profile": "al_asad"}),
    "provinces": (figures.of_provinces, {}),
    "near": (figures.of_a_place, {"place": "base:conoco", "km": "80"}),
    "groups": (figures.of_groups, {"actor": "kh"}),
}


def drawn(page, params, options):
    app = App(**{f"{name}_": values for name, values in (params | options).items()})
    app.at.run()
    app.at.switch_page(f"pages/{page}.py")
    return app.run()


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=10)
@given(params=strategies.params(), which=st.floats(0, 1, exclude_max=True))
def test_every_number_is_listed_and_opens_its_rows(atlas, page, params, which):
    figures_of, options = PAGES[page]
    # The page of a place puts its own circle into the place of the filter's.
    asked = {k: v for k, v in params.items() if k != "near"} if page == "near" else params
    counted = figures_of(Filter.parse(asked, atlas).view(atlas), atlas, **options)
    app = drawn(page, asked, options)
    assert app.figures == [f"{figure.label}: {words.number(figure.n)}" for figure in counted]
    if not counted:
        return
    figure = counted[int(which * len(counted))]
    app = drawn(page, asked, options | {"open": figure.key})
    newest = figure.positions[::-1][:PAGE_ROWS]
    expected = atlas.incidents["incident_id"].iloc[newest].tolist()
    tables = [d.value for d in app.at.dataframe if "Id" in d.value.columns]
    assert [table["Id"].tolist() for table in tables] == ([expected] if expected else [[]])
    assert app.dialog_title() == f"{figure.label}: {words.plural(figure.n, 'incident')}"
