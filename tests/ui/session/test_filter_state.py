"""One filter per session: in the link, in the widgets, in every count."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from geo.filter.filter import Filter
from ui.session import filter_state, keys


@pytest.mark.parametrize(
    "query",
    [
        "group=kh&rule=unclaimed",
        "from=2023-10-17&to=2024-02-04&group=iri&rule=claimed",
        "country=Syria&weapon=rocket&precision=site",
        "province=IQ-AN&q=drone",
        "near=33.79,42.44,50&confirmation=official&confirmation=monitor",
        "group=iri&members=0&target=israel",
        "base=al_asad&type=attack&outcome=impact",
        "from=2030-01-01&to=2030-12-31",
    ],
)
def test_a_link_becomes_the_same_filter_in_widgets_count_and_address(app, atlas, query):
    filter_ = Filter.parse(query, atlas)
    given = parse_qs(query)
    page = app(**{k + "_": v for k, v in given.items()}).run()
    assert page.count() == str(filter_.view(atlas).shown)
    written = page.address()
    assert written["version"] == [atlas.version]
    again = Filter.parse(
        {k: v for k, v in written.items() if k not in filter_state.APP_PARAMETERS}, atlas
    )
    assert again == filter_.absolute(atlas)


def test_the_filter_survives_a_page_switch(app):
    page = app(group="kh", rule="unclaimed", from_="2024-04-01", q="drone").run()
    before, address = page.count(), page.address()
    assert before == "1"
    page.at.switch_page("pages/method.py")
    page.run()
    page.at.switch_page("pages/map.py")
    page.run()
    assert page.count() == before
    assert page.address() == address


def test_a_link_of_the_page_that_was_clicked_counts_before_the_address(app, atlas):
    page = app(group="kh", lull="20").run()
    page.at.session_state[keys.LINK_FOLLOWED] = {"country": ["Jordan"]}
    page.run()
    assert page.count() == str(Filter.parse("country=Jordan", atlas).view(atlas).shown)
    assert page.address()["country"] == ["Jordan"]
    assert "group" not in page.address()
