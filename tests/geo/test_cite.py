from __future__ import annotations

import re
from datetime import date

import pytest

from geo import cite
from geo.filters import Filter

TODAY = date(2026, 1, 31)


@pytest.fixture
def view(atlas):
    return Filter.parse("group=kh&q=a%26b%25", atlas).view(atlas)


@pytest.mark.parametrize("write", [cite.plain, cite.bibtex, cite.ris])
def test_a_citation_names_version_day_link_and_count(view, atlas, write):
    text = write(view, atlas, TODAY, "https://atlas.example")
    assert atlas.version in text
    assert "https://atlas.example/?from=" in text
    assert f"{view.shown} of {view.total} incidents" in text
    assert re.search(r"2026[-/]01[-/]31", text)


def test_bibtex_is_one_entry_with_balanced_braces_and_a_verbatim_address(view, atlas):
    text = cite.bibtex(view, atlas, TODAY)
    assert text.startswith("@dataset{")
    assert text.count("{") == text.count("}")
    assert "q=a%26b%25" in text


def test_ris_has_two_letter_tags_begins_with_its_type_and_ends(view, atlas):
    lines = cite.ris(view, atlas, TODAY).split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
