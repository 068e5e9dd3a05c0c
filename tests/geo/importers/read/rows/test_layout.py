"""Where a header stands, what separates columns, and names of columns."""

from __future__ import annotations

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.read.rows.layout import Layout, column_names, header_at, unique_names


@pytest.mark.parametrize(
    ("head", "delimiter", "header", "lines", "preamble"),
    [
        ("a,b\n1,2\n", ",", ["a", "b"], 1, 0),
        ("a;b\n1,5;2\n", ";", ["a", "b"], 1, 0),
        ("sep=^\na^b\n1^2\n", "^", ["a", "b"], 2, 0),
        ("Our events\n\na\tb\tc\n1\t2\t3\n", "\t", ["a", "b", "c"], 3, 1),
        ('"a\nb",c\n1,2\n', ",", ["a\nb", "c"], 2, 0),
        ("", ",", [], 0, 0),
    ],
)
def test_the_layout_of_a_head(head, delimiter, header, lines, preamble):
    layout = Layout.of_head(head)
    shown = (layout.delimiter, list(layout.header), layout.lines, layout.preamble)
    assert shown == (delimiter, header, lines, preamble)


def test_the_notes_say_what_the_layout_is():
    assert Layout.of_head("sep=;\nTitle;\na;b;c\n1;2;3\n").notes() == [
        "semicolon-separated",
        "the first line names the separator",
        "1 row above the header skipped",
    ]
    assert Layout.of_head("sep=^\na^b\n").notes()[0] == "'^'-separated"


@pytest.mark.parametrize(
    ("line", "is_blank"), [("", True), (" , ,\t", True), ('""', False), (",x", False)]
)
def test_a_line_of_delimiters_and_white_space_is_blank(line, is_blank):
    assert Layout.of_head("a,b\n").is_blank(line) == is_blank


def test_the_header_is_the_first_row_that_is_wide_enough():
    assert header_at([["Title", ""], ["a", "b"], ["1", "2"]]) == 1
    assert header_at([]) == 0


def test_names_are_filled_and_unique():
    assert column_names(["a", " a  b ", "", "a"], "x", importers.Limits()) == [
        "a", "a b", "column 3", "a (2)",
    ]  # fmt: skip
    assert unique_names(["a", "a (2)", "a", "a"]) == ["a", "a (2)", "a (3)", "a (4)"]
    with pytest.raises(ImportRefusedError, match="columns: found 2, the limit is 1"):
        column_names(["a", "b"], "x", importers.Limits(columns=1))
