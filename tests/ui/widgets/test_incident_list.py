"""The list beside the map."""

from __future__ import annotations

import re

import numpy as np

from geo.filter.filter import Filter
from maps.symbol_layout import SymbolLayout

LINK = re.compile(r'href="incident\?[^"]*incident=([^&"]+)')


def listed(page) -> list[str]:
    body = page.html().split('class="atlas-list"')[1].split("</section>")[0]
    return LINK.findall(body)


def test_the_newest_incidents_stand_beside_the_map_each_linked_to_its_page(app, atlas):
    page = app(group="kh").run()
    view = Filter.parse("group=kh", atlas).view(atlas)
    ids = atlas.incidents["incident_id"].iloc[view.positions].tolist()[::-1]
    assert listed(page) == ids[:6]
    assert f"1 to 6 of {view.shown}, newest first" in page.html()


def test_a_chosen_site_lists_its_own_incidents(app, atlas):
    page = app(layers="site:al_asad").run()
    layout = SymbolLayout.of_atlas(atlas)
    here = np.flatnonzero(layout.sites.of_row == layout.sites.key.index("al_asad"))
    assert listed(page) == atlas.incidents["incident_id"].iloc[here].tolist()[::-1][:6]
    assert f"1 to 6 of {len(here)}, newest first" in page.html()


def test_a_list_of_none_says_so(app):
    page = app(q="zzzz").run()
    assert listed(page) == []
    assert "</b> 0, newest first" in page.html()
