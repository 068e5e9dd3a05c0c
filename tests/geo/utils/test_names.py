"""Names are compared without what people leave out or type in several ways."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.utils.names import Words, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kata'ib Hezbollah", "kataib  hezbollah"),
        ("Al-Asad", "al asad"),
        ("Aïn", "ain"),
        ("أنصار", "انصار"),
        ("إيران", "ايران"),
        ("آل", "ال"),
        ("ٱل", "ال"),
        ("مؤتة", "موته"),
        ("ثائرين", "ثايرين"),
        ("الخضراء", "الخضرا"),
        ("القيادة", "القياده"),
        ("على", "علي"),
        ("قاعـــدة", "قاعدة"),
        ("مُحَمَّدٌ", "محمد"),
        ("الرحمٰن", "الرحمن"),
        ("کتائب", "كتائب"),
        ("\u200fكونيكو\u200e", "كونيكو"),
        ("\ufef7\ufe91\ufbfe", fold("\u0644\u0623\u0628\u064a")),  # letters drawn joined
    ],
)
def test_spellings_of_one_name_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("حزب الله", "كتائب حزب الله"), ("سيد", "شيد"), ("بلد", "ولد"), ("k1", "k2")],
)
def test_other_names_stay_others(one, other):
    assert fold(one) != fold(other)


# Letters that a pattern would read as something else, among others.
_ODD = st.text(st.sampled_from("ab.*+?()[]{}|^$\\/&~#%<>\"'-_éا😀\x00\n "), max_size=6)


@given(st.lists(_ODD, min_size=1, max_size=8), _ODD)
@example(["a.b", "axb"], "a.b")
@example(["a\\Eb"], "\\E")
@example(["", "a"], "")
def test_a_word_is_looked_for_as_it_is_typed(texts, asked):
    found = Words([pd.Series(texts, dtype="str")]).contain(asked)
    expected = [all(word in fold(text) for word in fold(asked).split()) for text in texts]
    assert found.tolist() == expected
