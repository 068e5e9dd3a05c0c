"""Download buttons: the same bytes as the command line writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo import export

if TYPE_CHECKING:
    from ui.state import Context

_LABELS = {"geojson": "GeoJSON", "csv": "CSV"}


def show(found: Context) -> None:
    """Draw one button per format; they are off while something in the link is not understood."""
    off = bool(found.problems)
    with st.container(horizontal=True):
        for file_format in export.FORMATS:
            st.download_button(
                f"{_LABELS[file_format]} ({found.view.shown})",
                data=lambda f=file_format: export.write(found.view, found.atlas, f),
                file_name=export.file_name(found.view, found.atlas, file_format),
                mime=export.MEDIA_TYPES[file_format],
                icon=":material/download:",
                key=f"download_{file_format}",
                disabled=off,
                on_click="ignore",
            )
    if off:
        st.caption("Downloads are off until the filter is mended.")
