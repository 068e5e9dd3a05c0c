"""The app: page settings, navigation, and the filter that all pages share.

Start it with `streamlit run app.py`.
"""

from __future__ import annotations

from contextlib import nullcontext

import streamlit as st

from api.common import pages
from ui.runtime import fragments, page_context, turns
from ui.session import dataset, filter_state, keys, link_handler
from ui.shell import count_line, filter_panel, frame, notices, search_box, sign_in

st.set_page_config(
    page_title=pages.NAME,
    page_icon="app/static/favicon.png",
    layout="wide",
    menu_items={"about": "Incident Atlas: an open map of attacks on military bases in Iraq, Syria, "
                         "Jordan and the region."},
)  # fmt: skip
frame.draw_style()
st.logo("/app/static/wordmark.svg", size="large")

# Files have the dash of their address: a fresh server looks its first address up in pages/.
PAGES = [
    st.Page(
        f"pages/{page.path or 'map'}.py", title=page.title, icon=f":material/{page.icon}:",
        url_path=page.path, default=page == pages.MAP,
        visibility="visible" if page.listed else "hidden",
    )
    for page in pages.PAGES
]  # fmt: skip
run = st.navigation(PAGES, position="top")
has_signed_in = sign_in.require_sign_in()
page = pages.BY_PATH[run.url_path]

# An import may take minutes, most of which it waits for another process.
with nullcontext() if page == pages.YOUR_DATA else turns.taken():
    loaded = dataset.load()
    context, subject = None, ""
    if isinstance(loaded, dataset.NoData):
        notices.draw_no_data(loaded.trouble)
    else:
        has_followed = link_handler.follow_inside(PAGES, run)
        filter_state.read_link(loaded.atlas)
        context = filter_state.current_context(loaded)
        subject = pages.subject(
            page, context.filter, loaded.atlas, is_faulty=bool(context.problems),
            incident_id=st.session_state.get(keys.INCIDENT),
        )  # fmt: skip
    if (title := pages.page_title(page, subject)) != pages.NAME:
        st.set_page_config(page_title=title)
    if context is not None:
        fragments.begin_run(context)
        if context.loaded.private:
            notices.draw_upload_notice()
        # An incident's own page keeps the filter in its link without showing the panel.
        with st.container(key="title_line", horizontal=True, horizontal_alignment="right"):
            if page.has_filter:
                count_line.draw_title(context)
            search_box.draw_search(page.path, anew=has_followed)
        if page.has_filter:
            count_line.draw_count_line(context)
        if page != pages.METHOD:
            notices.draw_notices(context)
        if page.has_filter:
            filter_panel.draw_filter_panel(context)
            if not context.view.shown:
                filter_panel.draw_ways_out(context)
    page_context.run_page(run, context)
    if context is not None:
        filter_state.write_link(context)
        fragments.end_run()
    frame.draw_footer(context.atlas if context else None)
    if has_signed_in:
        sign_in.draw_sign_out()
