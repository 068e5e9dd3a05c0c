"""Under any filter each page lists every number that geo counts, and opens exactly its rows.

The Timeline has the same test in test_timeline_page.py.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import breakdowns, groups, near, profiles, provinces
from geo.filters import Filter
from tests.geo import strategies
from tests.ui.conftest import App
from ui import text
from ui.table import PAGE_ROWS

BASE, PLACE, KM, ACTOR = "al_asad", "base:conoco", "80", "kh"


def of_bases(view, atlas):
    return [*profiles.matrix(view, atlas).figures, *profiles.profile(view, atlas, BASE).figures]


def of_provinces(view, atlas):
    return provinces.totals(view, atlas).figures


def of_a_place(view, atlas):
    hood = near.neighbourhood(view, atlas, near.find(PLACE, atlas), float(KM))
    reach, period = hood.within_reach, view.filter.period(atlas)
    found = [
        *hood.figures,
        *breakdowns.by_weapon(reach, atlas, "near_weapon"),
        *breakdowns.by_hour(reach, atlas, "near_hour").figures,
        *breakdowns.by_month(reach, atlas, period, "near_month"),
    ]
    return [figure for figure in found if figure.n]


def of_groups(view, atlas):
    kinds = (True, False) if len(atlas.graph.members(ACTOR)) > 1 else (True,)
    stances = [groups.by_stance(view, atlas, ACTOR, members=m) for m in kinds]
    ruled = [groups.under_rules(view.filter, atlas, ACTOR, members=m) for m in kinds]
    ruled.append(groups.under_rules(view.filter, atlas))
    everybody = groups.of_all(view, atlas, members=view.filter.members)
    found = [
        *groups.share_claimed(view, atlas, ACTOR),
        *(f for column in (*stances, *ruled) for f in column.values()),
        *(f for by in everybody.values() for f in by.values() if f.n),
    ]
    return list({figure.key: figure for figure in found}.values())


PAGES = {
    "bases": (of_bases, {"profile": BASE}),
    "provinces": (of_provinces, {}),
    "near": (of_a_place, {"place": PLACE, "km": KM}),
    "groups": (of_groups, {"actor": ACTOR}),
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
    figures = figures_of(Filter.parse(asked, atlas).view(atlas), atlas)
    app = drawn(page, asked, options)
    (listed,) = [s for s in app.at.selectbox if s.label == "Open the rows behind a number"]
    assert listed.options == [
        "nothing opened", *(f"{figure.label}: {text.number(figure.n)}" for figure in figures)
    ]  # fmt: skip
    if not figures:
        return
    figure = figures[int(which * len(figures))]
    app = drawn(page, asked, options | {"open": figure.key})
    newest = figure.positions[::-1][:PAGE_ROWS]
    expected = atlas.incidents["incident_id"].iloc[newest].tolist()
    tables = [d.value for d in app.at.dataframe if "Id" in d.value.columns]
    assert [table["Id"].tolist() for table in tables] == ([expected] if expected else [[]])
    said = "\n".join(m.value.replace("\\", "") for m in app.at.markdown)
    assert f"{figure.label}: {figure.n} incident" in said
