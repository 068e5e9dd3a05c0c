"""A CSV file edited row by row: every other byte stays."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.schema import table
from geo.record.csv_file import CsvFile, CsvFileError

SOURCES = table("sources")
HEADER = ("source_id", "publisher", "url", "published")
# Python's writer leaves a carriage return without quotes, and nobody can read it back then.
CELL = st.text(st.sampled_from('ab,"\n é;'), max_size=6)
NEW = st.text(st.sampled_from('ab,"\n\r é;'), max_size=6)


@st.composite
def contents(draw):
    """Return rows of texts, and the same as a file, written in whatever way CSV allows."""
    rows = draw(st.lists(st.tuples(CELL, CELL, CELL), max_size=5))
    keyed = [(f"s{i}", *row) for i, row in enumerate(rows)]
    end, quoting = draw(st.sampled_from([("\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_ALL)]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, quoting=quoting)
    writer.writerows([HEADER, *keyed])
    return keyed, out.getvalue().encode()


def read(data):
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


@given(contents())
def test_what_is_not_edited_comes_back_as_it_was(content):
    rows, data = content
    file = CsvFile.of_bytes(SOURCES, data)
    assert file.to_bytes() == data
    assert file.header == list(HEADER)
    places = file.rows()
    assert list(places) == [row[0] for row in rows]
    for row in rows:
        assert [file.cell(places[row[0]], name) for name in HEADER] == list(row)


@given(contents(), NEW, st.data())
def test_one_cell_changes_and_no_other_record_does(content, value, data):
    rows, before = content
    file = CsvFile.of_bytes(SOURCES, before)
    file.append({"source_id": "new", "publisher": value})
    at = data.draw(st.integers(1, len(rows) + 1))
    column = data.draw(st.sampled_from(HEADER[1:]))
    kept = list(file.records)
    file.set_cell(at, column, value)
    assert [r for i, r in enumerate(file.records) if i != at] == [
        r for i, r in enumerate(kept) if i != at
    ]
    expected = [list(HEADER), *map(list, rows), ["new", value, "", ""]]
    expected[at][HEADER.index(column)] = value
    assert read(file.to_bytes()) == expected


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"source_id,publisher\ns1,A", "expected a line end"),
        (b'source_id,publisher\ns1,"A\n', "a quote is not closed"),
        (b"source_id\n\xff\n", "not UTF-8"),
        (b"", "expected a line end"),
    ],
)
def test_a_file_that_cannot_be_edited_is_refused(data, why):
    with pytest.raises(CsvFileError, match=why):
        CsvFile.of_bytes(SOURCES, data)
