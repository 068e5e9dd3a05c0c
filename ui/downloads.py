"""Download buttons: the same bytes as the command line writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo import export

if TYPE_CHECKING:
    from ui.state import Context


def show(found: Context) -> None:
    """Draw one button per format; they are off while something in the link is not understood."""
    off = bool(found.problems)
    with st.container(horizontal=True):
        for suffix, file_format in export.FORMATS.items():
            st.download_button(
                f"{file_format.label} ({found.view.shown})",
                data=lambda f=suffix: export.write(found.view, found.atlas, f),
                file_name=export.file_name(found.view, found.atlas, suffix),
                mime=file_format.media_type,
                icon=":material/download:",
                key=f"download_{suffix}",
                disabled=off,
                on_click="ignore",
            )
    if off:
        st.caption("Downloads are off until the filter is mended.")
