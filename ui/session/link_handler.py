"""Links inside the app that keep the session and the place on the page: a reload would end both.

Each link is an ordinary address, so it can be copied or opened in another tab. A plain click is
followed by the app itself; one that ends with the anchor of a heading here goes there, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

import streamlit as st

from ui.session import keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit.navigation.page import StreamlitPage

_JS: Final = """
const show = (anchor, tries) => {
  const place = document.getElementById(anchor);
  if (place) place.scrollIntoView();
  else if (tries) setTimeout(show, 100, anchor, tries - 1);
};
export default function ({ setTriggerValue }) {
  const follow = (event) => {
    const wantsAnotherTab =
      event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (wantsAnotherTab) return;
    const isLink = (e) => e instanceof HTMLAnchorElement || e instanceof SVGAElement;
    const link = event.composedPath().find(isLink);
    // Graphviz writes the links of its pictures as xlink:href.
    const address = link?.getAttribute("href") ?? link?.getAttribute("xlink:href");
    // The app's own links are relative and have a query; see ui.session.links.
    if (!address || !/^([a-z-]+|\\.\\/)\\?/.test(address)) return;
    if ((link.getAttribute("target") ?? "_self") !== "_self") return;
    event.preventDefault();
    event.stopPropagation();
    setTriggerValue("address", address);
    const anchor = address.split("#")[1];
    if (anchor) show(anchor, 50);
  };
  document.addEventListener("click", follow, true);
  return () => document.removeEventListener("click", follow, true);
}
"""
_links = st.components.v2.component("links_inside", js=_JS)


def follow_inside(pages: Iterable[StreamlitPage], here: StreamlitPage) -> bool:
    """Follow the app's own links without a reload of the browser's page.

    A link to the page that is open is read by this very run, so that Back needs one step only.

    Args:
        pages: all pages of the app.
        here: the page that is open.

    Returns:
        Whether a link to the page that is open was clicked.
    """
    result = _links(key="links_inside", on_address_change=lambda: None, height=1)
    address = result.address
    if not address:
        return False
    # Not by urlsplit: it would keep the address, and with it ids of an upload, for all sessions.
    path, _, query = str(address).partition("#")[0].partition("?")
    for page in pages:
        if page.url_path == path.removeprefix("./"):
            params = parse_qs(query, keep_blank_values=True)
            if page != here:
                st.switch_page(page, query_params=params)
            st.session_state[keys.LINK_FOLLOWED] = params
            return True
    return False
