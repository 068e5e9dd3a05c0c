"""The texts of the Method page: every file is used, every placeholder has a value."""

from __future__ import annotations

import re

import pytest

from geo.paths import ROOT
from ui.method import prose

NAMES = sorted(path.stem for path in prose.FOLDER.glob("*.md"))
CODE = "\n".join(path.read_text("utf-8") for path in (ROOT / "ui" / "method").glob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_on_the_page(name):
    assert f'read_prose("{name}"' in re.sub(r"read_prose\(\s+", "read_prose(", CODE)


def test_a_placeholder_without_a_value_is_an_error():
    with pytest.raises(KeyError, match="town_km"):
        prose.read_prose("precision", district_km=30)


def test_lines_are_joined_and_lists_and_paragraphs_stay():
    text = prose.read_prose("incident")
    paragraphs = text.split("\n\n")
    assert paragraphs[0].startswith("One incident is **one target on one day")
    assert "\n" not in paragraphs[0]
    assert all(line.startswith("- **") for line in paragraphs[-1].splitlines())
    assert len(paragraphs[-1].splitlines()) == 8
