"""The PDF of a brief: two pages at most, with what must be on each."""

from __future__ import annotations

import re

import numpy as np
import pypdfium2
import pytest

from geo.brief.content import MOST_ROWS
from geo.brief.pdf import render_pdf
from geo.brief.write import write_brief
from tests.geo.brief.briefs import QUERIES, pages, view_of
from tests.geometry import incident


@pytest.mark.parametrize("name", QUERIES)
def test_a_brief_has_at_most_two_pages_and_names_version_sources_and_the_note(atlas, name):
    view = view_of(QUERIES[name], atlas)
    text = pages(write_brief(view, "pdf"))
    assert len(text) == 2
    whole = " ".join(text)
    assert atlas.version in text[0]
    assert atlas.version in text[1]
    assert "An empty map does not mean a safe place" in text[0]
    assert "Sources of these rows" in whole
    assert "Do no harm" in whole
    assert "20 Dec 2025" in whole
    assert "Natural Earth" in whole


def test_the_sentences_stand_on_the_first_page(al_asad):
    text = pages(render_pdf(al_asad))[0]
    for sentence in al_asad.sentences:
        assert " ".join(sentence.split()) in text


def test_a_shorter_table_says_how_many_rows_it_has(al_asad):
    text = " ".join(pages(render_pdf(al_asad)))
    shown = int(re.search(r"The newest (\d+) of 62", text)[1])
    assert 20 <= shown < MOST_ROWS
    # The dates of exactly these rows stand in the table, and the next one does not.
    table = text[text.index("The newest") : text.index("Sources of these rows")]
    assert len(re.findall(r"\d{1,2} [A-Z][a-z]{2} \d{4}", table)) == shown


def test_text_of_the_reader_is_shown_as_it_is(atlas):
    view = view_of("q=<script>alert(1)</script>", atlas)
    assert "<script>alert(1)</script>" in pages(write_brief(view, "pdf"))[0]


def test_texts_of_any_length_fit(hand_drawn):
    long = "x" * 100_000
    source = {"source_id": "s1", "publisher": long, "url": "https://example.org/1"}
    atlas = hand_drawn(incidents=[incident("one", target=long, summary=long)], sources=[source])
    text = pages(write_brief(view_of("", atlas), "pdf"))
    assert len(text) == 2
    assert 100 < text[1].count("x") < 500


def test_the_brief_looks_like_a_page(al_asad):
    document = pypdfium2.PdfDocument(render_pdf(al_asad))
    for i in range(len(document)):
        assert document[i].get_size() == pytest.approx((595.28, 841.89), abs=0.5)
        grey = np.asarray(document[i].render(scale=1.0).to_pil().convert("L"))
        # Ink stays off the margins, but for the stripe at the top, and there is ink on the page.
        assert grey[30:, :36].min() > 240
        assert grey[30:, -36:].min() > 240
        assert (grey < 128).mean() > 0.005
