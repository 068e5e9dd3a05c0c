"""What the visitor's browser reports: its theme and the address of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

if TYPE_CHECKING:
    from maps.palette import Theme


def theme() -> Theme:
    """Return the theme that the visitor sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def base_path() -> str:
    """Return the path below which the app is served, such as `/atlas`; "" for none."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def site() -> str:
    """Return the address of the app, such as `https://atlas.example/atlas`; "" if unknown."""
    page = urlsplit(st.context.url or "")
    is_known = page.scheme in {"http", "https"}
    return f"{page.scheme}://{page.netloc}{base_path()}" if is_known else ""
