"""Dates, numbers and lists in words."""

from __future__ import annotations

from datetime import date

import pytest

from geo.utils import words


@pytest.mark.parametrize(
    ("n", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (22, "22nd"), (101, "101st"), (111, "111th"), (112, "112th")],
)  # fmt: skip
def test_ordinals(n, text):
    assert words.ordinal(n) == text


@pytest.mark.parametrize(
    ("items", "either", "both"),
    [(["a"], "a", "a"), (["a", "b"], "a or b", "a and b"), (["a", "b", "c"], "a, b or c",
     "a, b and c")],
)  # fmt: skip
def test_lists(items, either, both):
    assert words.either(items) == either
    assert words.both(items) == both


def test_days():
    assert words.short_day(date(2024, 2, 4)) == "4 Feb 2024"
    assert words.long_day(date(2024, 2, 4)) == "4 February 2024"


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (12345, "12,345 days")]
)
def test_plurals(n, text):
    assert words.plural(n, "day") == text


def test_a_plural_of_its_own():
    assert words.plural(1, "entry", "entries") == "1 entry"
    assert words.plural(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (12, 34, "12 of 34 (35\u202f%)"),
        (1000, 1000, "1,000 of 1,000 (100\u202f%)"),
        (0, 0, "0 of 0"),
    ],
)
def test_a_share_has_its_counts(part, whole, text):
    assert words.share(part, whole) == text
