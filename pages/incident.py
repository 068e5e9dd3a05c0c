"""One incident whole: what is known, who says what, where, and what stands around it."""

from __future__ import annotations

from ui import frame, incident, live

if frame.context() is not None:
    live.part("incident", incident.show)
