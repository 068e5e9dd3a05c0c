"""Every link of the docs and of the article test unfolds: what it shows is what the page counts."""

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from geo.analysis import near, places
from geo.analysis.quotation import build_quotation, joined
from geo.filter.filter import Filter
from geo.filter.parse import PARAMETERS
from tests.test_article import LINKS

ROOT = Path(__file__).resolve().parents[3]
TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES = r"`(/(?:timeline|bases|provinces|near|groups|incident)?\?[^`…]+)`"
OPENED = r"\]\(http://localhost:8501(/[a-z-]*\?.*?)\)"
LISTED = [
    link for text in TEXTS for links in (PAGES, OPENED)
    for link in re.findall(links, text.read_text("utf-8"))
    if not link.endswith("=ID")  # stands for any incident's
]  # fmt: skip
PERMALINKS = sorted({*LISTED, *(f"/?{query}" for query in LINKS.values())})
DRAWN = ["/incident?incident=2024-04-20-kalsu", "/?group=kh",
         "/near?place=base:al_asad&km=50&from=2024-04-22&to=2024-04-28"]  # fmt: skip


def test_the_docs_have_links_of_every_kind_of_page():
    assert len(PERMALINKS) > 25
    assert set(DRAWN) <= set(PERMALINKS)


def counted_sentence(atlas, address):
    """The sentence as the pages have it, from the link's own words."""
    path, params = urlsplit(address).path, parse_qs(urlsplit(address).query)
    if path == "/incident":
        incidents = atlas.incidents.set_index("incident_id")
        return incidents.at[params["incident"][0], "summary"]
    view = Filter.parse({n: v for n, v in params.items() if n in PARAMETERS}, atlas).view(atlas)
    if path == "/near":
        place = places.find_place(params["place"][0], atlas)
        hood = near.find_neighbourhood(view, atlas, place, float(params["km"][0]))
        return joined(near.count_clauses(hood))
    return build_quotation(view, atlas).text


@pytest.mark.parametrize("address", PERMALINKS)
def test_the_description_is_the_counted_sentence(head, atlas, address):
    shown = head(address)
    sentence = counted_sentence(atlas, address)
    assert shown.metas["description"] == shown.metas["og:description"] == sentence
    (title,) = shown.titles
    assert title.endswith(" – Incident Atlas")
    assert shown.metas["og:title"]
    assert "robots" not in shown.metas
    # The canonical address leads to the same page.
    canonical = shown.links["canonical"]
    assert canonical.startswith("http://testserver/")
    again = head(canonical)
    assert (again.titles, again.metas, again.links) == (shown.titles, shown.metas, shown.links)


def test_the_picture_is_decoded_at_the_size_that_the_head_states(client, head, full_size):
    for address in PERMALINKS if full_size else DRAWN:
        metas = head(address).metas
        answer = client.get(metas["og:image"])
        assert answer.headers["content-type"] == metas["og:image:type"] == "image/png"
        with Image.open(io.BytesIO(answer.content)) as picture:
            picture.load()
        size = int(metas["og:image:width"]), int(metas["og:image:height"])
        assert picture.size == size == (1200, 630)
