"""Messages quote what was found, short and printable, and offer what is most like it."""

from __future__ import annotations

import pytest

from geo import errors


@pytest.mark.parametrize(
    ("given", "quoted"),
    [("rocket", "rocket"), ("a\nb\x00", "a␊b␀"),
     ("x" * 60, "x" * 60), ("x" * 61, "x" * 60 + "...")],
)  # fmt: skip
def test_a_quoted_text_is_one_short_line(given, quoted):
    assert errors.shorten(given) == quoted


@pytest.mark.parametrize(
    ("given", "shown"),
    [("\x1b[31mred\x07", "␛[31mred␇"), ("\x9b\x7f", "<U+009B><U+007F>"),
     ("a\u202eb\u2066c", "a<U+202E>b<U+2066>c"), ("\u200bx\ufeff", "<U+200B>x<U+FEFF>"),
     ("\u2028\ud800", "<U+2028><U+D800>")],
)  # fmt: skip
def test_what_is_hidden_is_shown_as_a_sign(given, shown):
    assert errors.visible(given) == shown
    assert errors.visible(shown) == shown


@pytest.mark.parametrize(
    "text", ["عين الأسد", "می\u200cخواهم", "12\u202f%", "a\u00a0b", "👩\u200d🚒"]
)
def test_writing_in_any_script_stays_as_it_is(text):
    assert errors.visible(text) == text


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
