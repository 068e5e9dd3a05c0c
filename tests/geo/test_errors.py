"""Messages quote what was found, short and printable, and offer what is most like it."""

from __future__ import annotations

import pytest

from geo import errors


@pytest.mark.parametrize(
    ("given", "quoted"),
    [("rocket", "rocket"), ("a\nb\x00", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"),
     ("x" * 60, "x" * 60), ("x" * 61, "x" * 60 + "...")],
)  # fmt: skip
def test_a_quoted_text_is_one_short_line(given, quoted):
    assert errors.shorten(given) == quoted


@pytest.mark.parametrize(
    ("given", "like_it"),
    [("ROCKET", ("rocket",)), ("rokcet", ("rocket",)), ("mort", ("mortar",)), ("", ()),
     ("zzzz", ())],
)  # fmt: skip
def test_the_closest_values_are_those_that_look_alike(given, like_it):
    assert errors.closest(given, ["rocket", "mortar", "unknown"]) == like_it


def test_no_more_close_values_than_asked_for():
    assert len(errors.closest("a", ["a1", "a2", "a3", "a4"], n=2)) == 2


def test_a_long_list_is_cut_and_says_by_how_many():
    codes = [f"c{i}" for i in range(15)]
    assert errors.listed(codes[:12]) == ", ".join(codes[:12])
    assert errors.listed(codes) == ", ".join(codes[:12]) + " and 3 more"


def test_a_data_error_says_first_what_refuses_the_load():
    note = errors.Problem("a.csv", 2, "x", "odd", "note")
    refusal = errors.Problem("b.csv", 1, "file", "is empty", "refuse")
    error = errors.DataError([note, refusal])
    assert error.problems == (note, refusal)
    assert str(error) == "b.csv:1: file: is empty"
    assert str(errors.DataError([note])) == "a.csv:2: x: odd"
