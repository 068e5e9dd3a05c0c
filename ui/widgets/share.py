"""Copy link, embed, cite and follow."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.export import cite
from geo.export.frame import FULL_WIDTH, frame_code
from geo.filter import wording
from geo.record.news import followed_filter
from ui import text
from ui.runtime import browser

if TYPE_CHECKING:
    from geo.filter.filter import Filter
    from ui.session.filter_state import Context

_CITE: Final = "cite"
_WAYS: Final = ("Cite", "Embed")
_NO_FRAME: Final = "Only you see your own file, so no other site can show it."
_WIDTHS: Final = {FULL_WIDTH: "As wide as the text", "800": "800 px", "480": "480 px"}
_THEMES: Final = {"": "As the reader's device", "light": "Light", "dark": "Dark"}
_PREVIEW_PX: Final = 420
_ONLY_WITH_THE_FILE: Final = (
    "Copied. It only works for someone who has uploaded the same file with the same settings."
)
_HTML: Final = '<button type="button" class="copy">Copy link</button><span role="status"></span>'
_CSS: Final = """
.copy { font: inherit; font-size: .875rem; color: inherit; background: transparent; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: .5rem; padding: .45rem .9rem; }
.copy:hover, .copy:focus-visible { border-color: var(--st-primary-color);
  color: var(--st-primary-color); }
.copy:disabled { opacity: .5; cursor: not-allowed; }
span { margin-left: .6rem; font-size: .85rem; }
"""
_JS: Final = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  button.disabled = data.off;
  button.onclick = async () => {
    // Without an address of its own: the page's, into which the app writes the whole view.
    const link = new URL(data.address || window.location.href, document.baseURI).href;
    try {
      await navigator.clipboard.writeText(link);
      status.textContent = data.copied;
    } catch {
      window.prompt("The link", link);
    }
    setTimeout(() => { status.textContent = ""; }, 6000);
  };
}
"""
_copy_link = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)


def draw_share(context: Context) -> None:
    """Draw the buttons Copy link and Cite or embed; they are off while the link has problems."""
    draw_copy_link(context)
    sharing = st.popover("Cite or embed", icon=":material/format_quote:", key=_CITE,
                         disabled=bool(context.problems), on_change="rerun")  # fmt: skip
    with sharing:
        if sharing.open:
            what = st.radio("How", _WAYS, horizontal=True, label_visibility="collapsed",
                            key="cite_or_embed")  # fmt: skip
            if what == _WAYS[0]:
                _citations(context)
            else:
                _frame(context)


def draw_copy_link(context: Context, key: str = "copy_link", address: str = "") -> None:
    """Draw the button that copies a link; off while the page's has problems.

    Of own data it says at once who can use the link.

    Args:
        context: the context.
        key: the key of the button; where several stand on one page they differ.
        address: the link, as `ui.session.links` writes it; by default the page's own.
    """
    off = bool(context.problems)
    copied = _ONLY_WITH_THE_FILE if context.loaded.private else "Copied"
    _copy_link(key=key, data={"off": off, "address": address, "copied": copied}, width="content")


def draw_follow(filter_: Filter, context: Context) -> None:
    """Draw the links to the feeds of a filter; of own data there is none."""
    if context.loaded.private:
        return
    query = text.safe(followed_filter(filter_, context.atlas).to_query())
    feeds = (("Atom", "feed.atom"), ("JSON Feed", "feed.json"))
    anchors = " or ".join(f'<a href="./{path}?{query}">{name}</a>' for name, path in feeds)
    st.html(
        f'<p class="atlas-note">Follow it in a feed reader: {anchors}. It lists new incidents, '
        "corrections and withdrawals.</p>"
    )


def _frame(context: Context) -> None:
    """Draw the HTML for another site's page, and what it shows."""
    if context.loaded.private:
        st.caption(_NO_FRAME)
        return
    width = st.selectbox("Width", _WIDTHS, format_func=_WIDTHS.__getitem__, key="embed_width")
    theme = st.selectbox("Colours", _THEMES, format_func=_THEMES.__getitem__, key="embed_theme")
    query = context.view.query + (f"&theme={theme}" if theme else "")
    site = browser.site()
    title = wording.title(context.filter, context.atlas)
    st.code(frame_code(f"{site}/embed?{query}", title, width), language="html", wrap_lines=True)
    st.caption("The map follows corrections of the data; its period stays.")
    if site:
        st.iframe(f"{site}/embed?{query}", height=_PREVIEW_PX)


def _citations(context: Context) -> None:
    today = datetime.now(UTC).date()
    work = cite.cite_view(context.view)
    for label, write in (("Text", work.as_plain), ("BibTeX", work.as_bibtex), ("RIS", work.as_ris)):
        st.caption(label)
        st.code(write(today, browser.site()), language=None, wrap_lines=True)
    st.caption("Please also cite the sources of the rows that you use; they are in every export.")
