"""What replaces a loop over rows gives what the loop gave."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis import counts
from geo.cartography import symbology
from geo.utils import names, text_columns
from geo.utils.names import Words, fold
from geo.utils.ragged import Ragged

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=25)
TEXTS = st.text(st.sampled_from(list("aB'`’-_/ \t\x1céÉß۞ İىـ1")), max_size=8)


@given(PAIRS, st.sets(st.integers(0, 9)))
def test_ragged_rows_are_tuples_in_order(pairs, wanted):
    row, value = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    found = Ragged(row, value, 6)
    plain = [tuple(v for r, v in pairs if r == i) for i in range(6)]
    assert found == plain
    assert [found[i] for i in range(-6, 6)] == plain + plain
    assert found[1:4] == plain[1:4]
    assert found.lengths.tolist() == [len(p) for p in plain]
    has = found.rows_with(np.isin(np.arange(10), list(wanted)))
    assert has.tolist() == [bool(wanted & set(p)) for p in plain]


def test_a_row_that_is_not_there_is_an_error():
    with pytest.raises(IndexError):
        Ragged(np.array([0]), np.array([1]), 1)[1]


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8), st.lists(TEXTS, max_size=3),
       PAIRS, st.lists(TEXTS, min_size=1, max_size=12), st.sampled_from([2, 100_000]))  # fmt: skip
def test_words_are_found_as_in_the_folded_text_of_the_whole_row(rows, linked, pairs, asked, piece):
    links = [(r, v) for r, v in pairs if r < len(rows) and v < len(linked)]
    row, value = np.array(links, dtype=np.int64).reshape(-1, 2).T
    columns = [pd.Series([r[i] for r in rows], dtype="str") for i in (0, 1)]
    words = Words(columns, pd.Series(linked, dtype="str"), Ragged(row, value, len(rows)))
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


@given(st.lists(st.none() | st.sampled_from("abc")), st.lists(st.sampled_from("abcd")))
def test_lookups_are_those_of_plain_lists(values, known):
    column = pd.Series(values, dtype="str")
    at = text_columns.positions(column, known)
    assert at.tolist() == [known.index(v) if v in known else -1 for v in values]
    assert text_columns.contained(column, known).tolist() == [v in known for v in values]
    taken = text_columns.take(known, at)
    assert [v if isinstance(v, str) else None for v in taken] == [
        v if v in known else None for v in values
    ]
    assert text_columns.counts(column) == {v: values.count(v) for v in set(values) - {None}}


def test_signs_and_leading_groups_are_those_of_each_row(atlas):
    classes = symbology.class_of_group(atlas)
    rows = zip(atlas.incidents["weapons"], atlas.incidents["confirmation"],
               atlas.ledger.leading_group, strict=True)  # fmt: skip
    assert symbology.signs(atlas) == [
        symbology.Sign(symbology.weapon_icon(w), c in symbology.FILLED, classes[g])
        for w, c, g in rows
    ]


def test_groups_at_positions_are_those_of_all(atlas):
    everything = atlas.ledger.groups_by_stance(["claimed", "attributed"])
    some = np.array([5, 2, 300])
    chosen = atlas.ledger.groups_by_stance(["claimed", "attributed"], positions=some)
    assert chosen == [everything[i] for i in some]
    incident, group = atlas.ledger.naming(["claimed", "attributed"])
    assert np.bincount(incident, minlength=len(everything)).tolist() == [
        len(groups) for groups in everything
    ]
    assert group.max() < len(atlas.graph.group_ids)


def test_counts_are_ranked_and_none_is_zero():
    assert counts._ranked({"b": 2, "a": 2, "c": 3, "z": 0}) == {"c": 3, "a": 2, "b": 2}
