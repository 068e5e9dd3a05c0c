"""Download buttons: the same bytes as the command line writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo import export

if TYPE_CHECKING:
    from ui.state import Context


MAIN = "geojson"


def show(found: Context) -> None:
    """Draw the GeoJSON button, and one for every other format behind a click.

    They are off while something in the link is not understood.
    """
    off = bool(found.problems)
    with st.container(horizontal=True):
        _button(found, MAIN, f"Download GeoJSON ({found.view.shown})", off=off)
        others = st.popover("Other formats", icon=":material/download:", key="formats",
                            on_change="rerun")  # fmt: skip
        with others:
            if others.open:
                for suffix, file_format in export.FORMATS.items():
                    if suffix != MAIN:
                        _button(found, suffix, f"{file_format.label} ({found.view.shown})", off=off)
    if off:
        st.caption("Downloads are off until the filter is mended.")


def _button(found: Context, suffix: str, label: str, *, off: bool) -> None:
    st.download_button(
        label,
        data=lambda: export.write(found.view, found.atlas, suffix),
        file_name=export.file_name(found.view, found.atlas, suffix),
        mime=export.FORMATS[suffix].media_type,
        icon=":material/download:",
        key=f"download_{suffix}",
        disabled=off,
        on_click="ignore",
    )
