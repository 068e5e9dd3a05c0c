"""The reader for large files gives what the row-by-row reader gives, or nothing at all."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.io import fast_csv, tables
from geo.model.schema import INCIDENTS, STATEMENTS
from tests.geo import folders


def row_by_row(data):
    """Return the cells by Python's strict reader, None where it or their number is at odds."""
    rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    header, body = rows[0], rows[1:]
    if any(len(cells) != len(header) for cells in body):
        return None
    return header, body


CELLS = st.text(st.sampled_from(list("ab \"',;\r\n\té۞\x00=@")), max_size=6)


@st.composite
def files(draw):
    rows = draw(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, lineterminator=end).writerows([["x", "y", "z"], *rows])
    text = out.getvalue()
    if draw(st.booleans()) and text:  # break it somewhere
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(['"', ",", "\n", "\r", ""])) + text[at + 1 :]
    return text.encode()


@given(files())
@example(b'x,y,z\na,"b"c,d\n')
@example(b'x,y,z\na,b"c,d"e\n')
@example(b"x,y,z\n\na,b,c\n")
@example(b'x,y,z\n""\na,b,c\n')
@example(b'x,y,z\n"","",""\na,b,c\n')
@example(b'x,y,z\n"a\r\nb","",\n')
@example(b'x,y,z\n"a","b","c')
@example(b"x,x,z\n1,2,3\n")
@example(b"x,y,z\n")
def test_what_it_reads_is_what_the_strict_reader_reads(data):
    frame = fast_csv.read_fast_csv(data)
    if frame is None:
        return
    header, body = row_by_row(data)
    assert list(frame.columns) == header
    assert frame.to_numpy().tolist() == body
    assert frame.index.tolist() == list(range(2, len(body) + 2))


@pytest.mark.parametrize(
    "data",
    [
        b'x,y\na,b"\n', b'x,y\n"a"b,c\n', b'x,y\n"a,b\n', b"x,y\na\n", b"x,y\n\na,b\n",
        b"x,y\na,b\rc,d\n", b"x,y\na,\xff\n", b"x,x\na,b\n", b"x\na\n", b"", b"x,y\na,\0\n",
    ],
)  # fmt: skip
def test_whatever_is_not_surely_well_formed_is_left_to_the_other_reader(data):
    assert fast_csv.read_fast_csv(data) is None


def test_a_cell_over_the_limit_of_the_csv_module_is_left_to_the_other_reader():
    # The limit is one for the process, and other libraries raise it.
    before = csv.field_size_limit(1000)
    try:
        assert fast_csv.read_fast_csv(b"x,y\na," + b"l" * 1000 + b"\n") is not None
        assert fast_csv.read_fast_csv(b"x,y\na," + b"l" * 1001 + b"\n") is None
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("size", [0, 2**30], ids=["fast", "row by row"])
def test_a_line_of_one_empty_quoted_cell_is_a_fault_and_an_empty_line_is_none(monkeypatch, size):
    monkeypatch.setattr(fast_csv, "FROM_BYTES", size)
    header = ",".join(STATEMENTS.column_names)
    sheet = tables.read_table(STATEMENTS, f'{header}\n\n""\n'.encode())
    width = len(STATEMENTS.column_names)
    assert [(p.row, p.message.split(";")[0]) for p in sheet.problems] == [
        (3, f"expected {width} cells, found 1")
    ]
    assert sheet.n_read == 1


def test_well_formed_files_are_read():
    frame = fast_csv.read_fast_csv('x,y\n"a, ""b""\r\nc",\né,"d"\n'.encode())
    assert frame.to_numpy().tolist() == [['a, "b"\r\nc', ""], ["é", "d"]]


def test_quotes_are_followed_over_the_edge_of_a_piece(monkeypatch):
    monkeypatch.setattr(fast_csv, "_CHUNK", 3)
    assert fast_csv.quotes_are_plain(b'x,y\n"a""b","c"\n')
    assert not fast_csv.quotes_are_plain(b'x,y\n"a""b"c,"d"\n')


@pytest.mark.parametrize("table", [INCIDENTS, STATEMENTS], ids=lambda t: t.name)
def test_both_readers_give_one_sheet_faults_and_all(table, data_folder, tmp_path, monkeypatch):
    path = tmp_path / table.file
    path.write_bytes((data_folder / table.file).read_bytes())
    names = folders.rows_of(path)[0]
    for i, column in enumerate(names, 3):
        folders.set_cell(path, i, column, "=1 ")
        folders.set_cell(path, i + 40, column, " \u00a0")
    folders.repeat_row(path, 50)
    data = path.read_bytes()
    slow = tables.read_table(
        table, data + b"\n\n"
    )  # blank lines at the end are not for the fast one
    monkeypatch.setattr(fast_csv, "FROM_BYTES", 0)
    fast = tables.read_table(table, data)
    assert len(fast.problems) > len(names)
    assert fast.problems == slow.problems
    assert fast.n_read == slow.n_read
    pd.testing.assert_frame_equal(fast.frame, slow.frame, check_index_type=False)
