"""One incident: facts, statements, sources, place, and related incidents."""

from __future__ import annotations

from ui.incident import incident_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context

if take_context() is not None:
    fragments.draw_fragment("incident", incident_page.draw_incident_page)
