"""A visitor's own file as the atlas of the session: used by all pages, kept nowhere else.

    Imported -> folder that only this account reads -> Loaded(private) -> st.session_state
                (removed as soon as it is loaded)

Nothing of it goes into a cache of the server or under static/. When the session ends,
`ui.runtime.ended_sessions` closes it, and the atlas goes with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.cartography import symbology
from geo.io import catalog
from geo.utils.scratch import scratch_folder
from maps.symbol_layout import SymbolLayout
from ui.session import dataset, filter_state, keys

if TYPE_CHECKING:
    from geo.importers import Imported, Report
    from geo.model.atlas import Atlas
    from geo.utils.progress import Progress


def is_import(atlas: Atlas) -> bool:
    """Return whether an atlas comes from an uploaded file, not from the shipped data."""
    return "provenance" in atlas.package


def load(imported: Imported, progress: Progress | None = None) -> dataset.Loaded:
    """Return the atlas of what was imported; nothing of it is left on the disk.

    Args:
        imported: the tables and the report.
        progress: told how far the load is; may stop it.

    Raises:
        ImportRefusedError: the folder cannot be written.
        DataError: the tables are no atlas.
        CancelledError: `progress` returned False.
    """
    from geo import importers  # noqa: PLC0415 - the other pages need none of its readers

    with scratch_folder() as folder:
        where = importers.write_folder(imported, folder / "data")
        atlas = catalog.load(where, cached=False, progress=progress)
    return dataset.Loaded(atlas, SymbolLayout.of_atlas(atlas), symbology.signs(atlas), private=True)


def use(loaded: dataset.Loaded, report: Report) -> None:
    """Use the atlas of an uploaded file on all pages of the session; for callbacks."""
    session = st.session_state
    session[keys.UPLOADED], session[keys.UPLOADED_REPORT] = loaded, report
    session[keys.UPLOAD_ARRIVED] = "go"
    filter_state.forget_widgets()
    filter_state.begin_dataset(loaded.atlas)


def leave() -> None:
    """Go back to the built-in data; for callbacks."""
    session = st.session_state
    session.pop(keys.UPLOAD_ARRIVED, None)
    session.pop(keys.UPLOADED, None)
    session.pop(keys.UPLOADED_REPORT, None)
    shipped = dataset.load()
    if isinstance(shipped, dataset.Loaded):
        filter_state.begin_dataset(shipped.atlas)


def report() -> Report | None:
    """Return the report of the import that all pages show, if there is one."""
    import_report: Report | None = st.session_state.get(keys.UPLOADED_REPORT)
    return import_report
