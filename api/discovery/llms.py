"""/llms.txt: what the atlas is and how to ask it, for language models (llmstxt.org).

It is made of what the pages, the filter, the collections and the formats say of themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse

from api.answers.routes import PATH as MCP
from api.common.addresses import site
from api.common.pages import NAME, PAGES
from api.features.catalogue import COLLECTIONS
from api.features.incidents import INCIDENTS
from api.features.links import ROOT
from geo.analysis.quotation import describe_coverage
from geo.export.writers import FORMATS
from geo.filter.filter import Filter
from geo.filter.metadata import metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from geo.model.atlas import Atlas

_FILTER: Final = (
    "Pages and interfaces take the same parameters, in the query of the address. Values of one "
    "parameter are alternatives; all parameters must be met. What is not understood is refused by "
    "interfaces with the closest valid values."
)
#: What the interfaces answer, by their addresses.
INTERFACES: Final[Mapping[str, str]] = {
    ROOT: "OGC API Features: the tables as GeoJSON or CSV, with the filter above, bbox, datetime, "
    "limit and offset",
    f"{ROOT}/openapi.json": "its description (OpenAPI 3.0)",
    "/feed.atom": "new incidents, corrections and withdrawals for the filter above, as Atom",
    "/feed.json": "the same as JSON Feed 1.1",
    MCP: "answers for language models (Model Context Protocol, streamable HTTP): count, "
    "incidents, incident, compare, cite",
    "/embed": "a page with the map of the filter above, for a frame on another site",
    "/oembed": "how to show a link of the atlas in such a frame (oEmbed 1.0): url, format, "
    "maxwidth, maxheight",
    "/card/DIGEST.png": "the picture beside a link; a page's head names its address",
    "/sitemap.xml": "every page and every incident",
    "/robots.txt": "what crawlers may read",
    "/llms.txt": "this text",
}


def answer_llms(request: Request, atlas: Atlas) -> Response:
    """Return the text, as Markdown."""
    where = site(request)
    about = metadata(Filter().view(atlas))
    formats = ", ".join(file_format.label for file_format in FORMATS.values())
    items = f"{ROOT}/collections/{INCIDENTS.name}/items"
    sections = {
        "Pages": (_link(page.title, f"{where}/{page.path}", page.purpose) for page in PAGES),
        "Filter": (
            _FILTER,
            *(f"- `{p.name}`: {p.description}" for p in INCIDENTS.parameters),
        ),
        "Interfaces": (f"- {where}{path}: {words}" for path, words in INTERFACES.items()),
        "Tables": (
            _link(c.title, f"{where}{ROOT}/collections/{c.name}/items", c.description)
            for c in COLLECTIONS.values()
        ),
        "Formats": (
            f"Over HTTP: GeoJSON and CSV, such as {where}{items}?f=csv.",
            f"By *Download* on a page, or `python -m geo export`: {formats}.",
        ),
        "How to cite": (
            f"{about['citation']}. {where}/",
            "Cite a count with the address that gives it, and an incident with its sources too.",
        ),
        "Limits": (
            describe_coverage(Filter(), atlas),
            str(about["disclaimer"]),
            f"Terms of use: {about['licence']}.",
        ),
    }  # fmt: skip
    summary = f"{about['count']} incidents. {atlas.package.get('description', '')}"
    text = f"# {NAME}\n\n> {_line(summary)}\n"
    for title, lines in sections.items():
        text += f"\n## {title}\n{_paragraphs(lines)}"
    return PlainTextResponse(text)


def _link(name: str, address: str, words: str) -> str:
    return f"- [{name}]({address}): {_line(words)}"


def _paragraphs(lines: Iterable[str]) -> str:
    """Return lines as Markdown: the items of a list follow each other, all else stands apart."""
    text, before = "", ""
    for line in filter(None, lines):
        is_next_item = before.startswith("- ") and line.startswith("- ")
        text += f"{'' if is_next_item else chr(10)}{line}\n"
        before = line
    return text


def _line(text: str) -> str:
    return " ".join(text.split())
