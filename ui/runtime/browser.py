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


def origin() -> str:
    """Return scheme and host, such as `https://atlas.example`, or nothing if unknown."""
    page = urlsplit(st.context.url or "")
    return f"{page.scheme}://{page.netloc}" if page.scheme in {"http", "https"} else ""
