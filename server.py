"""The app on a server that has read its data before it answers, and answers in few instalments.

    streamlit run server.py

Started as `streamlit run app.py` it is the same app, but its first visitor waits for the imports
and the data.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware

from ui.runtime import instalments

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def _ready(_app: st.App) -> AsyncIterator[None]:
    """Import what the pages draw with, and read the data."""
    # Not before: Streamlit's caches want the server to be there.
    from ui.groups import groups_page  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
    from ui.incident import incident_page  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
    from ui.map import map_page  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
    from ui.method import (
        method_data,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
        method_import,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
        method_page,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
        method_terms,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
    )
    from ui.places import (
        bases_page,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
        brief,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
        near_page,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
        provinces_page,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
    )
    from ui.session import dataset  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does  # fmt: skip
    from ui.timeline import timeline_page  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
    from ui.widgets import (
        downloads,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
        drilldown,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
        incident_table,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
        share,  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does
    )
    from ui.your_data import your_data_page  # noqa: F401, PLC0415 - what pages/ import, before the first visitor does

    dataset.read_ahead()
    yield


app = st.App("app.py", lifespan=_ready, middleware=[Middleware(instalments.Instalments)])
