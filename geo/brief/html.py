"""The brief as one HTML file: pictures inside, no script, nothing to load; it prints on A4."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from geo.brief import model

if TYPE_CHECKING:
    from geo.brief.model import Brief


def render_html(brief: Brief) -> bytes:
    """Return the page of `brief.html.jinja` with the style of `brief.css`, as UTF-8.

    Its only addresses are the links to sources; all text of the brief is escaped.
    """
    heads, *lines = brief.table(brief.rows, "Killed / injured")
    page = _TEMPLATES.get_template("brief.html.jinja").render(
        brief=brief,
        heads=heads,
        lines=lines,
        base_map=model.BASE_MAP,
        not_safe=model.NOT_SAFE,
        disclaimer=model.DISCLAIMER,
    )
    return page.encode()


def _png_address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


_TEMPLATES = Environment(
    loader=PackageLoader("geo.brief", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters["png_address"] = _png_address
