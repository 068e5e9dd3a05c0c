"""What the tests of the pages of bases, provinces and places share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from geo.filter.filter import Filter
from geo.utils import words
from tests.ui.conftest import App
from ui.widgets.incident_table import PAGE_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.filter.figure import Figure
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

# A spread over all parameters, with periods of weeks and of years.
QUERIES = [
    "",
    "from=2023-10-17&to=2024-02-04&group=iri&rule=claimed",
    "country=Syria&weapon=rocket&precision=site",
    "province=IQ-AN&province=SY-DY&type=attack",
    "base=al_asad&base=tower22",
    "near=33.79,42.44,50&confirmation=official",
    "from=2024-01-28&to=2024-01-28",
    "precision=country&q=several",
    "q=zzzz",
    "from=2030-01-01&to=2030-12-31",
]


def open_page(page: str, query: str = "", **options: str) -> App:
    params = {f"{name}_": values for name, values in parse_qs(query).items()}
    app = App(**params, **options)
    app.at.run()
    app.at.switch_page(f"pages/{page}.py")
    return app.run()


def view_of(query: str, atlas: Atlas) -> View:
    return Filter.parse(query, atlas).view(atlas)


def figures_offered(app: App) -> list[str]:
    """The numbers that the page lets open."""
    return app.figures


def in_words(figures: Iterable[Figure]) -> list[str]:
    return [f"{figure.label}: {words.number(figure.n)}" for figure in figures]


def assert_shows_rows_of(app: App, figures: Iterable[Figure], key: str, atlas: Atlas) -> None:
    figure = {figure.key: figure for figure in figures}[key]
    assert f"{figure.label}: {words.plural(figure.n, 'incident')}" == app.dialog_title()
    (caption,) = [
        c.value for c in app.at.caption if re.match(r"Rows \d|No incident matches", c.value)
    ]
    assert f"of {figure.n}, newest first" in caption
    ids = app.at.dataframe[-1].value["Id"].tolist()
    newest = figure.positions[::-1][:PAGE_ROWS]
    assert ids == atlas.incidents["incident_id"].iloc[newest].tolist()


def assert_keeps_the_filter_on_a_page_switch(page: str) -> None:
    app = open_page(page, "country=Iraq&from=2024-01-01")
    assert app.address()["country"] == ["Iraq"]
    app.at.switch_page("pages/map.py")
    app.run()
    assert app.address()["country"] == ["Iraq"]


def assert_has_words_for_maps_and_charts(page: str) -> None:
    app = open_page(page)
    for kind in ("vega_lite_chart", "arrow_data_frame"):
        for element in app.at.get(kind):
            assert "alt" not in element.proto.DESCRIPTOR.fields_by_name or element.proto.alt
    for one in app.maps():
        assert one["label"]
        assert one["style"].startswith("/app/static/")
