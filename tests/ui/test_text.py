"""Text from the data as HTML and Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ui import text


@given(st.text())
def test_html_has_no_tag_and_no_quote_of_the_data(words):
    assert not set('<>"') & set(text.safe(words))


@pytest.mark.parametrize("words", ["[x](http://a.b)", "**b** :red[y] `z` $x$", "<i>a</i> # h"])
def test_markdown_shows_the_data_as_it_is(words):
    app = AppTest.from_string(f"import streamlit as st\nst.markdown({text.plain(words)!r})").run()
    shown = app.markdown[0].value
    assert shown.replace("\\", "").replace("\u2060", "") == words
    for sign in "*[]()`$<>#:":
        assert shown.count(sign) == shown.count(f"\\{sign}")


@pytest.mark.parametrize(
    "words",
    ["https://evil.example/x", "HTTP://evil.example", "a www.evil.example", "a@b.example"],
)
def test_markdown_makes_no_link_of_the_data(words):
    shown = re.sub(r"\\(?=\W)", "", text.plain(words))
    # What Streamlit's Markdown looks for, after it has taken escapes away.
    assert not re.search(r"(?i)(https?://|www(?=\.))[-.\w]+|[-.\w+]+@[-\w]+(\.[-\w]+)+", shown)
    assert shown.replace("\u2060", "") == words


@pytest.mark.parametrize(
    ("value", "known"), [("", True), (0, True), (None, False), (float("nan"), False)]
)
def test_a_missing_cell_holds_no_value(value, known):
    assert text.known(value) is known


def test_an_arabic_name_is_marked_as_such():
    assert text.arabic("حزب <") == '<span lang="ar" dir="rtl">حزب &lt;</span>'
    assert text.arabic(None) == ""


def test_a_source_without_an_address_is_its_name():
    link = text.source_link('https://a.b/?c="d"&e', "A & B")
    assert 'href="https://a.b/?c=&quot;d&quot;&amp;e"' in link
    assert link.endswith(">A &amp; B</a>")
    assert 'rel="noopener"' in link
    assert text.source_link(None, "A & B") == "A &amp; B"


def test_blocks_of_one_element_keep_their_order():
    stacked = text.stacked("<p>a</p>", "<p>b</p>")
    assert "<p>a</p><p>b</p>" in stacked
    assert stacked.count("<div") == stacked.count("</div>") == 1
