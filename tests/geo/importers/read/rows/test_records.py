"""Splitting text into records: no letter is lost, and an open quote costs one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.importers.read.rows.records import MAX_LINES, records


def test_records_keep_their_lines_and_texts():
    split = list(records('a,b\r\n\r\n"x\r\ny",2\r\n', ","))
    assert [(r.cells, r.line, r.lines, r.text) for r in split] == [
        (["a", "b"], 1, 1, "a,b"),
        ([], 2, 1, ""),
        (["x\r\ny", "2"], 3, 2, '"x\r\ny",2'),
    ]


def test_a_quote_that_is_not_closed_within_many_lines_costs_its_own_line_only():
    (_, opened, *rest) = records('a,b\n1,"x\n' + "2,y\n" * MAX_LINES, ",")
    assert (opened.open_quote, opened.text, len(rest)) == (True, '1,"x', MAX_LINES)


@given(st.text(st.sampled_from('a",\n\r;'), max_size=60))
def test_no_letter_is_lost_between_records(text):
    texts = "".join(r.text for r in records(text, ","))
    assert texts.replace("\n", "").replace("\r", "") == text.replace("\n", "").replace("\r", "")
