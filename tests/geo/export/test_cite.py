from __future__ import annotations

import re
from datetime import date

import pytest

from geo.export import cite
from geo.filter.filter import Filter
from geo.filter.metadata import with_host
from geo.utils.words import short_day

TODAY = date(2026, 1, 31)


@pytest.fixture
def view(atlas):
    return Filter.parse("group=kh&q=a%26b%25", atlas).view(atlas)


@pytest.mark.parametrize("write", [cite.Work.as_plain, cite.Work.as_bibtex, cite.Work.as_ris])
def test_a_citation_names_version_day_link_and_count(view, atlas, write):
    text = write(cite.cite_view(view), TODAY, "https://atlas.example")
    assert atlas.version in text
    assert "https://atlas.example/?from=" in text
    assert f"{view.shown} of {view.total} incidents" in text
    assert re.search(r"2026[-/]01[-/]31|31 Jan 2026", text)


def test_bibtex_is_one_entry_with_balanced_braces_and_a_verbatim_address(view):
    text = cite.cite_view(view).as_bibtex(TODAY)
    assert text.startswith("@dataset{")
    assert text.count("{") == text.count("}")
    assert "q=a%26b%25" in text


def test_ris_has_two_letter_tags_begins_with_its_type_and_ends(view):
    lines = cite.cite_view(view).as_ris(TODAY).split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    first, last = view.filter.period(view.atlas)
    assert f"N1  - {view.shown} of {view.total} incidents, {first} to {last}" in lines
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])


def test_one_incident_is_cited_with_its_id_version_and_permalink(atlas):
    work = cite.cite_incident(atlas, atlas.row_of["2024-01-28-tower22"])
    text = work.as_plain(date(2026, 1, 2), "https://atlas.example")
    assert "incident 2024-01-28-tower22: Tower 22" in text
    assert text.endswith(
        f"https://atlas.example/incident?incident=2024-01-28-tower22&version={atlas.version} "
        "(accessed 2 Jan 2026)."
    )
    assert work.as_bibtex(date(2026, 1, 2)).startswith("@dataset{incident-atlas-2024-01-28-tower22")
    assert "N1  - incident 2024-01-28-tower22\r\n" in work.as_ris(date(2026, 1, 2))


def test_a_date_that_is_not_certain_is_cited_as_about(atlas):
    position = int((atlas.incidents["date_precision"] == "approx").to_numpy().argmax())
    day = short_day(atlas.incidents["date"].iloc[position])
    assert f"about {day}" in cite.cite_incident(atlas, position).text


@pytest.mark.parametrize("write", [cite.Work.as_plain, cite.Work.as_bibtex, cite.Work.as_ris])
def test_where_the_address_of_the_atlas_is_known_a_citation_has_it_once(view, monkeypatch, write):
    monkeypatch.setenv("ATLAS_BASE_URL", "https://atlas.example")
    text = write(cite.cite_view(view), TODAY, "http://localhost:8501")
    assert text.count("://") == 1
    assert "https://atlas.example/?from=" in text


def test_a_link_to_any_page_has_the_address_of_the_atlas_where_it_is_known(monkeypatch):
    monkeypatch.delenv("ATLAS_BASE_URL", raising=False)
    link, site = "/timeline?group=kh", "http://localhost:8501/atlas"
    assert with_host(link, site) == f"{site}{link}"
    monkeypatch.setenv("ATLAS_BASE_URL", "https://news.example/atlas/")
    assert with_host(link, site) == f"https://news.example/atlas{link}"
