"""One incident whole: what is known, who says what, where, and what stands around it."""

from __future__ import annotations

from ui import frame, incident
from ui.runtime import fragments

if frame.context() is not None:
    fragments.part("incident", incident.show)
