"""Takes the text out of HTML, as it stands in the descriptions of map files."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_BREAKS: Final = frozenset(
    {"br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "hr"}
)
_UNSEEN: Final = frozenset({"script", "style", "head", "title"})
_MARKUP: Final = re.compile(r"<[a-zA-Z!/]|&#?\w+;")
_PAIR: Final = 2


def html_text(text: str) -> str:
    """Return the text that a browser would show; a text without markup as it is."""
    return _parsed(text).text if _MARKUP.search(text) else text


def table_of(text: str) -> dict[str, str]:
    """Return a table of names and values, as ArcGIS writes the columns of a layer; {} without."""
    if "<t" not in text.lower():
        return {}
    rows = [row for row in _parsed(text).rows if len(row) == _PAIR and row[0]]
    table = {row[0]: row[1] for row in rows}
    return table if _PAIR <= len(table) == len(rows) else {}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._unseen = 0
        self.rows: list[Sequence[str]] = []
        self._cells: list[list[str]] = []

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - its signature
        self._unseen += tag in _UNSEEN
        self._pieces.append("\n" if tag in _BREAKS else " " if tag in {"td", "th"} else "")
        if tag == "tr":
            self._cells = []
        elif tag in {"td", "th"}:
            self._cells.append([])

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._pieces.append("\n" if tag in _BREAKS else "")
        if tag == "tr":
            self.rows.append([" ".join("".join(cell).split()) for cell in self._cells])
            self._cells = []

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._pieces.append(data)
            if self._cells:
                self._cells[-1].append(data)


def _parsed(text: str) -> _Text:
    parser = _Text()
    parser.feed(text)
    parser.close()
    return parser
