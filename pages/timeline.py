"""The timeline: how often, who says so, what was searched, and what can be quoted."""

from __future__ import annotations

from ui.runtime import fragments
from ui.runtime.page_context import take_context
from ui.timeline import timeline_page

if take_context() is not None:
    fragments.draw_fragment("timeline", timeline_page.draw_timeline)
