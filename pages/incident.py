"""One incident whole: what is known, who says what, where, and what stands around it."""

from __future__ import annotations

from ui import frame, incident

found = frame.context()
if found is not None:
    incident.show(found)
