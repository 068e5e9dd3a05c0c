"""The app on a server that reads its data before it answers.

    streamlit run server.py

Started as `streamlit run app.py` it is the same app, but its first visitor waits for the imports
and the data.
"""

# ruff: noqa: F401, PLC0415 - `_ready` imports what pages/ import, before the first visitor does

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware

from api.access_log import AccessLog, access_log_is_on
from api.base_path import BelowBasePath
from api.common import turns as answers
from api.common.refusals import NoDataError
from api.embed.routes import embed_routes
from api.headers import SecurityHeaders, answer_failure, frame_ancestors
from api.heads.page_heads import PageHeads
from api.health import Readiness, health_routes
from api.routes import interface_routes
from api.same_origin import SameOrigin
from api.sign_in import ClosedBeforeSignIn, ReturnAfterSignIn
from geo.errors import AtlasError
from ui.runtime.browser import base_path
from ui.runtime.signed_in import check_secrets, may_enter
from ui.runtime.uploads import UploadGate
from ui.runtime.visitor_messages import VisitorMessages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractContextManager

    from geo.filter.filter import View
    from geo.model.atlas import Atlas
    from maps.palette import Theme


@asynccontextmanager
async def _ready(_app: st.App) -> AsyncIterator[None]:
    """Import what the pages draw with, and read the data and the user's map of a region."""
    # Not at the top: Streamlit's caches want the server to be there.
    from geo.io import cache
    from geo.utils import long_work, scratch
    from maps import region_file
    from ui.groups import groups_page
    from ui.incident import incident_page
    from ui.map import map_page
    from ui.method import method_data, method_import, method_page, method_terms
    from ui.places import bases_page, brief, near_page, provinces_page
    from ui.runtime import ended_sessions, garbage, turns
    from ui.session import dataset
    from ui.timeline import timeline_page
    from ui.widgets import downloads, drilldown, incident_table, share
    from ui.your_data import your_data_page

    scratch.sweep()
    cache.sweep()
    dataset.read_ahead()
    region_file.named()
    long_work.take_short_turns()
    answers.give_way(turns.idle_s)
    async with garbage.searched(), ended_sessions.closing():
        yield


def _readiness() -> Readiness:
    from ui.session import dataset

    loaded = dataset.read_ahead()
    if isinstance(loaded, dataset.NoData):
        return Readiness(None, loaded.trouble)
    return Readiness(loaded.atlas.version, loaded.trouble)


def _atlas() -> Atlas:
    from ui.session import dataset

    loaded = dataset.read_ahead()
    if isinstance(loaded, dataset.NoData):
        raise NoDataError
    return loaded.atlas


def _embedded(view: View, theme: Theme) -> dict[str, Any]:
    from ui.map import embedded
    from ui.session import dataset

    loaded = dataset.read_ahead()
    if isinstance(loaded, dataset.NoData):
        raise NoDataError
    return embedded.embedded_message(loaded, view.filter, theme)


def _counted(session: str, size: int) -> AbstractContextManager[None]:
    from ui.your_data import kept_uploads

    return kept_uploads.counted(session, size)


try:
    ANCESTORS = frame_ancestors()
    check_secrets()
    ACCESS_LOG = [Middleware(AccessLog)] if access_log_is_on() else []
except AtlasError as error:
    sys.exit(str(error))
BASE_PATH, INTERFACES = base_path(), [*interface_routes(_atlas), *embed_routes(_atlas, _embedded)]
ROUTES = [*health_routes(_readiness), *INTERFACES]
app = st.App(
    "app.py",
    lifespan=_ready,
    routes=ROUTES,
    middleware=[
        *ACCESS_LOG,
        Middleware(BelowBasePath, BASE_PATH, ROUTES),
        Middleware(SecurityHeaders, ANCESTORS),
        Middleware(ClosedBeforeSignIn, BASE_PATH, INTERFACES, may_enter),
        Middleware(ReturnAfterSignIn, BASE_PATH),
        Middleware(SameOrigin),
        Middleware(PageHeads, BASE_PATH, _atlas, may_enter),
        Middleware(VisitorMessages),
        Middleware(UploadGate, _counted),
    ],
    exception_handlers={Exception: answer_failure},
)
