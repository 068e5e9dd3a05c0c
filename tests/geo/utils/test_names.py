"""Names are compared without what people leave out or type in several ways."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.utils import names
from geo.utils.lists import lists_of_rows
from geo.utils.names import Words, fold

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=25)
TEXTS = st.text(st.sampled_from(list("aB'`’-_/ \t\x1céÉß۞ İىـ1")), max_size=8)


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
    contains = Words([pd.Series(texts, dtype="str")]).contain(asked)
    expected = [all(word in fold(text) for word in fold(asked).split()) for text in texts]
    assert contains.tolist() == expected


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8), st.lists(TEXTS, max_size=3),
       PAIRS, st.lists(TEXTS, min_size=1, max_size=12), st.sampled_from([2, 100_000]))  # fmt: skip
def test_words_are_found_as_in_the_folded_text_of_the_whole_row(rows, linked, pairs, asked, piece):
    links = [(r, v) for r, v in pairs if r < len(rows) and v < len(linked)]
    row, value = np.array(links, dtype=np.int64).reshape(-1, 2).T
    columns = [pd.Series([r[i] for r in rows], dtype="str") for i in (0, 1)]
    words = Words(columns, pd.Series(linked, dtype="str"), lists_of_rows(row, value, len(rows)))
    whole = [
        fold(" ".join([*texts, *(linked[v] for r, v in links if r == i)]))
        for i, texts in enumerate(rows)
    ]
    with mock.patch.object(names, "_PIECE", piece):
        for one in [*asked, asked[0]]:  # the first may be known or forgotten by then
            expected = [all(word in text for word in fold(one).split()) for text in whole]
            assert words.contain(one).tolist() == expected
    assert len(words._known) <= names._MOST_KNOWN


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_plain_letters_are_folded_in_one_go_as_one_by_one(text):
    _, folded = names._folded(pd.Series([text], dtype="str"))
    assert " ".join(folded[0].as_py().split()) == fold(text)
