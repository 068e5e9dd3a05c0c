"""What stands around every page."""

from __future__ import annotations


def test_the_footer_names_the_dataset_version_on_every_page(app, atlas):
    page = app().run()
    assert atlas.version in page.html()
    page.at.switch_page("pages/method.py")
    page.run()
    assert atlas.version in page.html()
