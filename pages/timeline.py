"""The timeline: how often, who says so, what was searched, and what can be quoted."""

from __future__ import annotations

from ui import frame, timeline

found = frame.context()
if found is not None:
    timeline.show(found)
