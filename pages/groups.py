"""The groups: who belongs to whom, what is said of each, what each rule makes of it."""

from __future__ import annotations

from ui import frame, groups

found = frame.context()
if found is not None:
    groups.show(found)
