"""The pages of the API for people: one template, no script, nothing to load."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: its text, where it leads ("" for nowhere), and what is said of it."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading."""

    heading: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their heads."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows, from the top: `trail` leads back, `around` to pages beside this one."""

    title: str
    paragraphs: Sequence[str] = ()
    trail: Sequence[Entry] = ()
    sections: Sequence[Section] = ()
    table: Table | None = None
    around: Sequence[Entry] = field(default=())


def answer_page(page: Page) -> HTMLResponse:
    """Return the page as an answer; all text is escaped."""
    return HTMLResponse(_TEMPLATES.get_template("page.html.jinja").render(page=page))


def in_words(value: object) -> str:
    """Return a value of JSON as text: a list joined, nothing for null."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


_TEMPLATES = Environment(
    loader=PackageLoader("api.features", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
