"""The words of headers by role: well formed, and never of two roles."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from geo.importers.read.raw import key
from geo.importers.schemas.guessing.names import NAMES
from geo.importers.schemas.guessing.synonyms import LESSER, NEVER, TOLL_WORDS
from geo.importers.schemas.mapping import ROLES


def test_every_role_has_words_in_the_order_of_the_roles():
    assert list(NAMES) == list(ROLES)


def test_no_words_stand_for_two_roles():
    roles = Counter(name for names in NAMES.values() for name in {key(n) for n in names})
    assert [name for name, count in roles.items() if count > 1] == []


@pytest.mark.parametrize("table", [NAMES, LESSER, NEVER, TOLL_WORDS])
def test_words_are_lower_case_with_numbers_apart(table):
    phrases = [phrase for names in table.values() for phrase in names]
    assert [p for p in phrases if p != p.lower() or "_" in p or p != " ".join(p.split())] == []
    assert [p for p in phrases if re.search(r"[^\W\d]\d|\d[^\W\d]", p)] == []


@pytest.mark.parametrize("table", [LESSER, NEVER])
def test_a_lesser_or_wrong_column_is_no_good_one_of_that_role(table):
    for role, names in table.items():
        assert {key(n) for n in names}.isdisjoint(key(n) for n in NAMES[role])
