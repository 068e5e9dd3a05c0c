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


def test_the_code_for_another_site_has_the_filter_and_the_chosen_colours(app, atlas):
    page = app(country="Jordan").run()
    page.at.session_state["cite"] = True
    page.at.session_state["cite_or_embed"] = "Embed"
    page.at.run()
    page.at.selectbox(key="embed_theme").set_value("dark").run()
    (code,) = (code.value for code in page.at.code)
    first, last = atlas.first_date, atlas.last_date
    assert f'/embed?from={first}&amp;to={last}&amp;country=Jordan&amp;theme=dark"' in code
    assert 'width="100%"' in code
