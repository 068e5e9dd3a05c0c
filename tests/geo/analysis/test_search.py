"""What is found by the names and words that people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis import places
from geo.analysis.search import MOST_SHOWN, search
from geo.filter.filter import Filter
from tests.geo.strategies import WORDS
from tests.geometry import incident


def keys(matches) -> list[str]:
    return [match.key for match in matches.best]


@pytest.mark.parametrize(
    "typed",
    ["al asad", "Al-Asad Air Base", "AIN AL-ASAD", "Ayn al-Asad", "ainalasad", "عين الأسد",
     "قاعدة عين الاسد", "Aïn al Asad", "al_asad", "Ain al Assad"],
)  # fmt: skip
def test_a_base_is_found_by_any_of_its_spellings(typed, atlas):
    assert keys(search(atlas, typed).bases)[0] == "al_asad"


@pytest.mark.parametrize(
    ("typed", "group"),
    [("Kataib Hezbollah", "kh"), ("KSS", "kss"), ("الحشد الشعبي", "pmf"), ("hashd", "pmf")],
)
def test_a_group_is_found_by_name_alias_and_in_arabic(typed, group, atlas):
    assert keys(search(atlas, typed).groups)[0] == group


def test_an_equal_name_stands_before_one_that_only_begins_so(atlas):
    names = [match.label for match in search(atlas, "Israel").groups.best]
    assert names[0] == "Israel"


def test_a_place_is_found_and_can_be_measured_from(atlas):
    found = search(atlas, "ramadi").places.best[0]
    assert "Ramadi" in found.label
    assert places.find_place(found.key, atlas) is not None


def test_an_incident_is_found_by_its_id_before_all_others(atlas):
    assert keys(search(atlas, "2024-01-28-tower22").incidents)[0] == "2024-01-28-tower22"
    assert search(atlas, "2024-01-28").incidents.n >= 1


def test_nothing_typed_finds_nothing(atlas):
    for typed in ("", "  ", "--", "'", "ـ"):
        assert search(atlas, typed).incidents.n == 0
        assert search(atlas, typed).bases.n == 0


@given(typed=st.sampled_from(WORDS) | st.text(max_size=30))
def test_whatever_is_typed_the_numbers_are_those_of_the_filter(typed, atlas):
    results = search(atlas, typed)
    for matches in (results.bases, results.places, results.groups, results.incidents):
        assert len(matches.best) <= min(matches.n, MOST_SHOWN)
        assert matches.best or not matches.n
    if results.incidents.n:
        assert results.with_words == Filter(q=typed.strip()).view(atlas).shown
        assert results.with_words <= results.incidents.n
    assert set(keys(results.incidents)) <= set(atlas.row_of)


@given(base=st.integers(0, 10_000), upper=st.booleans())
def test_every_spelling_of_a_base_finds_it(base, upper, atlas):
    row = atlas.bases.iloc[base % len(atlas.bases)]
    for name in (row["name"], row["name_ar"], *str(row["aliases"]).split(";")):
        if isinstance(name, str) and name != "nan":
            found = search(atlas, name.upper() if upper else name).bases
            assert row["base_id"] in keys(found), name


def test_data_of_others_without_bases_are_searched_as_well(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("a", "2020-05-01"), incident("b", "2020-05-02")], bases=[]
    )
    results = search(atlas, "2020")
    assert results.bases.n == 0
    assert keys(search(atlas, "b").incidents)[0] == "b"
