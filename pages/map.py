"""The map: where, one symbol per site, each incident on demand; the same rows as a table."""

from __future__ import annotations

import streamlit as st

from ui import downloads, frame, mapview, share, table
from ui.runtime import fragments

found = frame.context()
if found is not None:
    mapview.show(found)
    st.subheader("The same incidents as a table", anchor="table")
    fragments.part("files", downloads.show, later=True)
    fragments.part("share", share.show, later=True)
    fragments.part(table.KEY, table.show, later=True)
