"""Citing what is shown. That the link is copied: tests/browser/test_time_and_links.py."""

from __future__ import annotations


def test_the_citations_name_version_and_count(app, atlas):
    page = app(group="kh").run()
    assert not page.at.code
    page.at.session_state["cite"] = True
    page.at.run()
    text, bibtex, ris = (code.value for code in page.at.code)
    for citation in (text, bibtex, ris):
        assert atlas.version in citation
    assert bibtex.startswith("@")
    assert ris.startswith("TY  - ")
