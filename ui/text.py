"""HTML and Markdown: text from the data shown as it is, links to sources, blocks of HTML."""

from __future__ import annotations

import html
import re
from typing import Any

import pandas as pd

from geo.errors import visible


def safe(text: Any) -> str:
    """Return text from the data as HTML that shows it as it is."""
    return html.escape(str(text), quote=True)


def plain(text: str) -> str:
    """Return text from outside as Markdown that shows it as it is, and makes no link of it.

    Streamlit's Markdown links every address in a text, escaped or not; a character without width
    inside hides them from it. What is hidden in the text itself is shown as signs.
    """
    shown = "\n".join(map(visible, text.split("\n")))
    no_link = re.sub(r"(?i)(https?:(?=//)|www(?=\.)|(?<=[-.\w+])@(?=[-\w]))", "\\1\u2060", shown)
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>$~:&])", r"\\\1", no_link)


def known(value: Any) -> bool:
    """Return whether a cell holds a value."""
    return not pd.isna(value)


def arabic(name: Any) -> str:
    """Return an Arabic name as HTML that is read and written from right to left; "" for none."""
    return f'<span lang="ar" dir="rtl">{safe(name)}</span>' if known(name) else ""


def stacked(*blocks: str) -> str:
    """Return blocks of HTML below each other, as far apart as Streamlit's own elements.

    The browser goes through every element of a page on each run: what changes together is one
    element. Empty blocks are left out.
    """
    return f'<div class="atlas-stack">{"".join(blocks)}</div>'


def source_link(url: Any, publisher: str) -> str:
    """Return a link to a source as HTML; it opens beside the page.

    An imported file may name a source without an address: then it is the name alone.
    """
    if not known(url):
        return safe(publisher)
    return f'<a href="{safe(url)}" target="_blank" rel="noopener">{safe(publisher)}</a>'
