"""The timeline: how often, who says so, what was searched, and what can be quoted."""

from __future__ import annotations

from ui import frame, live, timeline

if frame.context() is not None:
    live.part("timeline", timeline.show)
