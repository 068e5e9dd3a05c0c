"""Brings a place of the page into view: a page that a script opens keeps the scroll of the last."""

from __future__ import annotations

from typing import Final

import streamlit as st

_JS: Final = """
export default ({ parentElement }) => {
  parentElement.querySelector("span").scrollIntoView({ block: "end" });
};
"""
_scroll_here = st.components.v2.component("scroll_here", js=_JS, html="<span></span>")


def scroll_here(key: str) -> None:
    """Bring this place into view, once; drawn again under another key it does so again."""
    _scroll_here(key=key, height=1)
