"""The map: where, one symbol per site, each incident on demand; the same rows as a table."""

from __future__ import annotations

import streamlit as st

from ui import downloads, frame, live, mapview, share, table

found = frame.context()
if found is not None:
    mapview.show(found)
    st.subheader("The same incidents as a table", anchor="table")
    live.part("files", downloads.show, later=True)
    live.part("share", share.show, later=True)
    live.part(table.KEY, table.show, later=True)
