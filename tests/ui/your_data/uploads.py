"""Files of visitors, and the way of one through the page Your data."""

from __future__ import annotations

from tests.geo.importers import files

PAGES = (
    "map", "timeline", "bases", "provinces", "groups", "near", "incident", "method", "your-data",
    "what-changed", "propose",
)  # fmt: skip

ACLED = files.acled_csv(
    *(files.acled(f"IRQ{i}", event_date=f"2016-03-{i:02d}") for i in range(1, 8)),
    files.acled("IRQ1"),
    files.acled("IRQ20", event_date="2016-02-30"),
    files.acled("IRQ21", event_date="2016-03-09", latitude="48.85", longitude="2.35"),
)
UCDP = files.ucdp_csv(*(files.ucdp(str(1000 + i)) for i in range(5)))
PLAIN = files.plain_csv(*(files.plain(Date=f"2024-04-{20 + i}") for i in range(5)))


def opened(app):
    page = app().run()
    page.at.switch_page("pages/your-data.py")
    return page.run()


def upload(page, name, content):
    page.at.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return page.run()


def made(page):
    page.button("Import").click()
    return page.run()


def used(page):
    page.button("Show on all pages").click()
    return page.run()


def said_anywhere(page):
    everything = [*page.at.markdown, *page.at.caption, *page.at.header, *page.at.title]
    return page.html() + page.alerts() + "\n".join(e.value for e in everything)
