"""What the words of a column's name say."""

from __future__ import annotations

import pytest

from geo.importers.schemas.guessing import header


@pytest.mark.parametrize(
    ("name", "words"),
    [("dateOfOcc", "date of occ"), ("GPSLat", "gps lat"), ("POINT_X", "point x"),
     ("lat2", "lat 2"), ("Total killed", "total killed"), ("_GPS_latitude", "gps latitude"),
     ("Date/Time (UTC)", "date time utc"), ("Année", "annee"), ("خط_العرض", "خط عرض"),
     ("CAD #", "cad no"), ("№ 7", "no 7"), ("#date", "date")],
)  # fmt: skip
def test_a_name_is_split_at_case_digits_and_separators(name, words):
    assert " ".join(header.words_of(name)) == words


def test_a_phrase_among_empty_words_counts_nearly_as_much_as_itself():
    assert header.match("killed", ["killed"]) == header.WHOLE
    assert header.match("Number_killed", ["killed"]) == header.BARE
    assert header.match("How many people were killed?", ["killed"]) == header.BARE


def test_a_part_of_what_a_name_says_counts_for_less():
    part = header.match("civilians killed", ["killed"])
    assert 0 < part < header.BARE
    assert header.match("villagers", ["village"]) == header.NONE
    assert header.match("village or town", ["village", "town"]) == header.BARE


def test_the_first_of_several_columns_of_one_name_counts_most():
    assert header.match("source 1", ["source"]) > header.match("source 2", ["source"]) > 0


def test_a_name_that_says_nothing_matches_nothing_but_itself():
    assert header.match("N°", ["n events"]) == header.NONE
    assert header.match("Events", ["events"]) == header.WHOLE
