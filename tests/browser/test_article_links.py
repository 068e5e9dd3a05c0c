"""Every statement of the article test: its page, opened by link, shows the answer.

The table is docs/article-test.md itself, so a line more there is a check more here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser

STATEMENTS = 14
# The map is asked for by `/?`; those links stand in the document's other table.
_ROW = re.compile(r"^\| (\d+) \| (.+?) \| `(/[a-z].*?)` \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    number: int
    statement: str
    link: str
    answers: tuple[str, ...]


def checks():
    text = (ROOT / "docs" / "article-test.md").read_text("utf-8")
    return [
        Check(int(number), statement, link, tuple(answers.split(" · ")))
        for number, statement, link, answers in _ROW.findall(text)
    ]


def plain(text):
    """Return text as it is compared: any white space is one blank, isolating marks are none."""
    return " ".join(re.sub(r"[\u2066-\u2069\u200e\u200f]", "", text).split())


def test_every_statement_has_a_page():
    assert {c.number for c in checks()} == set(range(1, STATEMENTS + 1))


@pytest.mark.parametrize("check", checks(), ids=lambda c: f"{c.number}")
def test_the_page_of_a_statement_shows_its_answer(server, visit, check):
    seen = visit(server.url + check.link, wait_for=".atlas-foot")
    text = plain(seen.page.locator('[data-testid="stMain"]').inner_text())
    missing = [answer for answer in check.answers if plain(answer) not in text]
    assert missing == [], f"{check.statement}: {text[:3000]}"
    assert not seen.page.locator('[data-testid="stException"]').count()
