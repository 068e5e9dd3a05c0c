"""CSV and TSV as people save them: what comes out, and that both readers give the same."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.read.rows.tidy import tidy
from geo.importers.read.text import arrow_csv, strict_csv
from tests.geo.importers.files import zipped

LIMITS = importers.Limits()
TABLE = {"a": ["1", "3"], "b": ["2", "قاعدة 😀"]}
TEXT = "a,b\n1,2\n3,قاعدة 😀\n"


def read(data, **limits):
    return importers.read_file(data, "x.csv", importers.Limits(**limits))


def table(data):
    return read(data).table.to_pydict()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.rstrip("\n").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", "|").encode(),
        ("sep=;\r\n" + TEXT.replace(",", ";")).encode(),
        ('"sep=;"\n' + TEXT.replace(",", ";")).encode(),
        ("sep=^\n" + TEXT.replace(",", "^")).encode(),
        TEXT.replace("a,b", '"a","b"').encode(),
        ("\n\n" + TEXT).encode(),
        TEXT.replace("\n", "\n\n").encode(),
        TEXT.replace("1,2", " 1 , 2 ").encode().replace(b" 1 , 2 ", b"1,2"),
        (TEXT + ",\n\n").encode(),
        ("Our events 2024\n\n" + TEXT).encode(),
        TEXT.replace("a,b\n", "a,b\n#event+id,#geo+lat\n").encode(),
        gzip.compress(TEXT.encode(), mtime=0),
        gzip.compress(TEXT[:6].encode(), mtime=0) + gzip.compress(TEXT[6:].encode(), mtime=0),
        zipped(**{"x.csv": TEXT}),
        zipped(**{"folder/x.csv": TEXT, "__MACOSX/._x.csv": "junk", "readme.md": "hello"}),
        zipped(**{"x.csv.gz": gzip.compress(TEXT.encode(), mtime=0)}),
    ],
)
def test_one_table_in_many_dresses(data):
    assert table(data) == TABLE


def test_quoted_line_ends_and_their_line_numbers():
    raw = read(b'a,b\n1,"x\ny\nz"\n2,"q""q"\n3,4\n5\n6,7\n')
    assert raw.table.to_pydict() == {"a": ["1", "2", "3", "6"], "b": ["x\ny\nz", 'q"q', "4", "7"]}
    assert raw.line.tolist() == [2, 5, 6, 8]
    assert [(u.line, u.text) for u in raw.unfit] == [(7, "5")]


def test_ragged_and_cut_off_lines_are_kept_apart():
    raw = read(b"a,b,c\n1,2,3\n6,7,8,9\n10,11,\n12,1")
    assert raw.table.to_pydict()["a"] == ["1", "10"]
    assert [u.line for u in raw.unfit] == [3, 5]
    assert raw.rows_read == 4
    assert "expected 3 cells, found 4" in raw.unfit[0].reason


def test_blanks_behind_the_last_column_are_no_fault():
    raw = read(b"a,b\n1,2,,\n3,4\n")
    assert raw.table.to_pydict() == {"a": ["1", "3"], "b": ["2", "4"]}


def test_a_quote_that_is_never_closed_costs_its_own_line_only():
    raw = read(b'a,b\n1,2\n3,"4\n5,6\n7,8\n')
    assert raw.table.to_pydict() == {"a": ["1", "5", "7"], "b": ["2", "6", "8"]}
    assert [(u.line, "never closed" in u.reason) for u in raw.unfit] == [(3, True)]


def test_headers_that_are_repeated_are_kept_apart():
    raw = read(b"id,Date\n1,2\nid,date\n3,4\n")
    assert raw.table.to_pydict() == {"id": ["1", "3"], "Date": ["2", "4"]}
    assert [(u.line, u.reason) for u in raw.unfit] == [(3, "a repeated header")]


def test_equal_and_blank_names_of_columns():
    assert list(table(b"a,a,,a\n1,2,3,4\n")) == ["a", "a (2)", "column 3", "a (3)"]


def test_a_cell_of_a_million_letters_is_read():
    assert len(table(b"a,b\n1," + b"x" * 1_000_000 + b"\n")["b"][0]) == 1_000_000


@pytest.mark.parametrize("long", [10, 3 * arrow_csv._BLOCK_BYTES])
def test_lines_keep_their_numbers_over_several_blocks(long):
    rows = [f'{n},"two\nlines {"x" * 100}"' for n in range(20_000)]
    rows[12_000] = "cut off"
    rows[15_000] = f'15000,"two\n{"y" * long}"'
    raw = read(("a,b\n" + "\n".join(rows) + "\n").encode(), cell_chars=2**22)
    kept = [n for n in range(20_000) if n != 12_000]
    assert raw.table["a"].to_pylist() == [str(n) for n in kept]
    assert raw.line.tolist() == [2 * n + 2 - (n > 12_000) for n in kept]
    assert [(u.line, u.text) for u in raw.unfit] == [(24_002, "cut off")]


def test_a_line_of_one_empty_quoted_cell_does_not_fit_among_several_columns():
    raw = read(b'a,b\n""\n1,2\n')
    assert raw.table.to_pydict() == {"a": ["1"], "b": ["2"]}
    assert [(u.line, u.text) for u in raw.unfit] == [(2, '""')]
    assert raw.rows_read == 2


def test_in_one_column_an_empty_quoted_cell_is_a_blank_row():
    raw = read(b'a\n""\n1\n')
    assert raw.table.to_pydict() == {"a": ["1"]}
    assert (raw.unfit, raw.notes[-1]) == ((), "1 blank row skipped")


@pytest.mark.parametrize("odd", ["", '3,x"\n'])
def test_blank_lines_of_every_kind_are_counted(odd):
    # An odd quote sends the file to the strict reader.
    raw = read(f'a,b,c\n\n,\n1,2,3\n  \n,,\n"","",""\n,,,,\n\n{odd}'.encode())
    assert raw.table.to_pydict() == {"a": ["1"], "b": ["2"], "c": ["3"]}
    assert "7 blank rows skipped" in raw.notes
    assert len(raw.unfit) == bool(odd)


# --- the two readers ------------------------------------------------------------------------------

CELL = st.text(st.sampled_from("ab1é\n\r,;\t قx#\u00a0\u2028\x1c\x85"), max_size=5)
ODD_CELL = st.text(st.sampled_from('ab1"\n\r,;\t x'), max_size=5)
HEADERS = (["p", "q", "r"], ["p", "q"], ["p", "", "p", "p"], ["a b", "é", "#x"], ["p"])


@st.composite
def texts(draw):
    """Return delimited text: sound rows of any cells, and odd lines among them."""
    delimiter = draw(st.sampled_from(",;\t|"))
    header = draw(st.sampled_from(HEADERS))
    width = len(header)

    def quoted(cell):
        needed = any(c in cell for c in f'{delimiter}\n\r"') or draw(st.booleans())
        return '"' + cell.replace('"', '""') + '"' if needed else cell

    def line(cells):
        return delimiter.join(map(quoted, cells))

    sound = st.lists(CELL, min_size=width, max_size=width).map(line)
    ragged = st.lists(CELL, max_size=width + 1).map(line)
    odd = st.lists(ODD_CELL, max_size=width).map(delimiter.join)
    again = st.sampled_from(
        [line(header), line(h.upper() for h in header), "#a" + delimiter + "#b"]
    )
    blank = st.sampled_from(["", " ", delimiter, delimiter * (width - 1), '""', '"" ', "\t", '" "'])
    above = draw(st.lists(st.sampled_from(["", "Title", '""', f"sep={delimiter}"]), max_size=2))
    kinds = draw(
        st.sampled_from([sound, sound | blank | again, sound | ragged | blank, sound | odd])
    )
    lines = [*above, line(header), *draw(st.lists(kinds, max_size=9))]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines) + draw(st.sampled_from(["", end]))


def outcome(rows):
    """Return all that is told of rows: cells, lines, what does not fit, notes; or the refusal."""
    try:
        rows = tidy(rows, "x.csv", LIMITS)
    except ImportRefusedError as error:
        return str(error)
    notes = [n for n in rows.notes if not n.startswith("encoding")]
    return rows.table.to_pydict(), rows.line.tolist(), rows.unfit, notes


@settings(max_examples=600)
@given(texts(), st.sampled_from(["utf-8", "utf-8-sig"]))
@example('p,q\n""\n1,2\n', "utf-8")
@example('p,q,r\n"",""\n', "utf-8")
@example("p,q,r\n\n1\n", "utf-8")
@example("p,q,r\n,\n1,2,3\n", "utf-8")
@example("p,q\n\n#a,#b\n1,2\n", "utf-8")
@example('p,q,r\n"a"\n1,2,3\n', "utf-8")
def test_the_quick_reader_gives_what_the_strict_one_does(text, encoding):
    clean = arrow_csv.read_clean_csv(text.encode(encoding), "x.csv", LIMITS)
    if clean is not None:
        assert outcome(clean) == outcome(strict_csv.read_strict_csv(text, "x.csv", LIMITS))


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", '"a","b"\r\n"1","x\r\ny"\r\n', "a,b\n1\n2,3\n\n", "Title\n\na,b\n1,2\n"],
)
def test_clean_files_are_read_quickly(text):
    assert arrow_csv.read_clean_csv(text.encode(), "x.csv", LIMITS) is not None
