"""The groups: who belongs to whom, what is said of each, what each rule makes of it."""

from __future__ import annotations

from ui import frame, groups, live

if frame.context() is not None:
    live.part("groups", groups.show)
