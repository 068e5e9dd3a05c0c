"""The web page of a brief: nothing to load, and text as it is."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from geo.brief.html import render_html
from geo.brief.write import write_brief
from tests.geo.brief.briefs import QUERIES, view_of


class References(HTMLParser):
    """All addresses of a page, and all its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded, self.tags, self.links = [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in {"src", "srcset", "data", "poster", "background", "action"}:
                self.loaded.append(value)
            elif name == "href":
                (self.links if tag == "a" else self.loaded).append(value)


@pytest.mark.parametrize("name", ["al-asad", "nothing", "a long filter"])
def test_the_web_page_loads_nothing_from_anywhere(atlas, name):
    view = view_of(QUERIES[name], atlas)
    page = write_brief(view, "html").decode()
    references = References(page)
    assert len(references.loaded) == 2
    assert all(v.startswith("data:image/png;base64,") for v in references.loaded)
    assert not references.tags & {"script", "link", "iframe", "object", "embed", "video", "form"}
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "@media print" in style
    known = set(atlas.sources["url"])
    assert all(link in known for link in references.links)
    for must in (
        atlas.version,
        "An empty map does not mean a safe place",
        "Sources of these rows",
        "Do no harm",
    ):
        assert must in page


def test_text_of_the_reader_is_shown_as_it_is(atlas):
    view = view_of("q=<script>alert(1)</script>", atlas)
    page = write_brief(view, "html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_has_the_whole_table_and_all_its_sources(al_asad):
    page = render_html(al_asad).decode()
    assert page.count("<tr>") == len(al_asad.rows) + 1
    assert page.count("<li><a href=") == len(al_asad.sources(al_asad.rows))
    assert al_asad.table_note(al_asad.rows) in page
    assert f'<span lang="ar" dir="rtl">{al_asad.title_ar}</span>' in page
