"""The app: page settings, navigation, and the filter that all pages share.

Start it with `streamlit run app.py`.
"""

from __future__ import annotations

from contextlib import nullcontext

import streamlit as st

from ui.runtime import fragments, page_context, turns
from ui.session import dataset, filter_state, link_handler
from ui.shell import count_line, filter_panel, frame, notices, search_box, sign_in

st.set_page_config(
    page_title="Incident Atlas",
    page_icon="app/static/favicon.png",
    layout="wide",
    menu_items={"about": "Incident Atlas: an open map of attacks on military bases in Iraq, Syria, "
                         "Jordan and the region."},
)  # fmt: skip
frame.draw_style()
st.logo("/app/static/wordmark.svg", size="large")

MAP = st.Page("pages/map.py", title="Map", icon=":material/map:", default=True)
TIMELINE = st.Page(
    "pages/timeline.py", title="Timeline", icon=":material/timeline:", url_path="timeline"
)
BASES = st.Page("pages/bases.py", title="Bases", icon=":material/grid_on:", url_path="bases")
PROVINCES = st.Page("pages/provinces.py", title="Provinces", icon=":material/layers:",
                    url_path="provinces")  # fmt: skip
NEAR = st.Page("pages/near.py", title="Near a place", icon=":material/my_location:",
               url_path="near")  # fmt: skip
GROUPS = st.Page(
    "pages/groups.py", title="Groups", icon=":material/account_tree:", url_path="groups"
)
INCIDENT = st.Page("pages/incident.py", title="Incident", icon=":material/description:",
                   url_path="incident")  # fmt: skip
# Files have the dash of their address: a fresh server looks its first address up in pages/.
YOUR_DATA = st.Page("pages/your-data.py", title="Your data", icon=":material/upload_file:",
                    url_path="your-data")  # fmt: skip
CHANGES = st.Page("pages/what-changed.py", title="What changed", icon=":material/history:",
                  url_path="what-changed")  # fmt: skip
# In no menu: every incident's page leads there, and Method does.
PROPOSE = st.Page("pages/propose.py", title="Propose a correction", icon=":material/edit:",
                  url_path="propose", visibility="hidden")  # fmt: skip
METHOD = st.Page("pages/method.py", title="Method", icon=":material/menu_book:", url_path="method")
PAGES = [
    MAP,
    TIMELINE,
    BASES,
    PROVINCES,
    GROUPS,
    NEAR,
    INCIDENT,
    YOUR_DATA,
    CHANGES,
    METHOD,
    PROPOSE,
]
page = st.navigation(PAGES, position="top")
has_signed_in = sign_in.require_sign_in()
if page != MAP:
    st.set_page_config(page_title=f"{page.title} – Incident Atlas")

# An import may take minutes, most of which it waits for another process.
with nullcontext() if page == YOUR_DATA else turns.taken():
    loaded = dataset.load()
    context = None
    if isinstance(loaded, dataset.NoData):
        notices.draw_no_data(loaded.trouble)
    else:
        has_followed = link_handler.follow_inside(PAGES, page)
        filter_state.read_link(loaded.atlas)
        context = filter_state.current_context(loaded)
        fragments.begin_run(context)
        if loaded.private:
            notices.draw_upload_notice()
        # An incident's own page keeps the filter in its link without showing the panel.
        unfiltered = {INCIDENT, YOUR_DATA, CHANGES, METHOD, PROPOSE}
        with st.container(key="title_line", horizontal=True, horizontal_alignment="right"):
            if page not in unfiltered:
                count_line.draw_title(context)
            search_box.draw_search(page.url_path, anew=has_followed)
        if page not in unfiltered:
            count_line.draw_count_line(context)
        if page != METHOD:
            notices.draw_notices(context)
        if page not in unfiltered:
            filter_panel.draw_filter_panel(context)
            if not context.view.shown:
                filter_panel.draw_ways_out(context)
    page_context.run_page(page, context)
    if context is not None:
        filter_state.write_link(context)
        fragments.end_run()
    frame.draw_footer(context.atlas if context else None)
    if has_signed_in:
        sign_in.draw_sign_out()
