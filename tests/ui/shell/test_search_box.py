"""The search above every page: what is found leads there, and the filter stays."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

PAGES = ("map", "timeline", "bases", "provinces", "near", "groups", "incident", "your-data",
         "what-changed", "propose", "method")  # fmt: skip


def search(page, words: str) -> str:
    """Type words into the search, and return what it shows as HTML."""
    (field,) = [f for f in page.at.text_input if f.label == "Search places, groups and incidents"]
    field.set_value(words)
    page.run()
    return "".join(e.proto.body for e in page.at.get("html") if "atlas-found" in e.proto.body)


def links(found: str) -> dict[str, str]:
    return {
        unescape(words): unescape(href)
        for href, words in re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', found)
    }


def ways(found: str) -> dict[str, dict[str, list[str]]]:
    """Return page and parameters of each link, by its words."""
    return {
        words: {"page": [urlsplit(href).path], **parse_qs(urlsplit(href).query)}
        for words, href in links(found).items()
    }


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_the_search(name, app):
    page = app()
    page.at.switch_page(f"pages/{name}.py")
    assert "Al-Asad Air Base" in search(page.run(), "Ain al-Asad")


@pytest.mark.parametrize(
    ("typed", "label", "where", "option"),
    [
        ("عين الأسد", "Al-Asad Air Base", "bases", {"profile": ["al_asad"]}),
        ("KATAIB HEZBOLLAH", "Kata'ib Hezbollah", "groups", {"actor": ["kh"]}),
        ("2024-01-28-tower22", None, "incident", {"incident": ["2024-01-28-tower22"]}),
        ("ramadi", "Ramadi (capital of Al Anbar)", "near", {"place": ["capital:IQ-AN"]}),
    ],
)
def test_what_is_found_leads_to_its_page_with_the_filter(typed, label, where, option, app):
    found = ways(search(app(group="kh", to="2024-02-04").run(), typed))
    way = found[label] if label else next(iter(found.values()))
    assert way["page"] == [where]
    assert {name: way[name] for name in option} == option
    assert (way["group"], way["to"]) == (["kh"], ["2024-02-04"])


def test_the_number_of_incidents_is_that_of_the_map_it_leads_to(app):
    ((words, way),) = [
        (words, way) for words, way in ways(search(app().run(), "tower 22")).items()
        if words.startswith("Show ")
    ]  # fmt: skip
    assert way.pop("page") == ["./"]
    assert words == f"Show {app(**way).run().count()} incidents with these words on the map"


def test_nothing_found_says_so_and_shows_what_was_typed_as_it_is(app):
    found = search(app().run(), "<b>zzzz</b>")
    assert "Nothing found for “&lt;b&gt;zzzz&lt;/b&gt;”" in found
    assert not links(found)
