"""Your data: a file of one's own becomes the atlas of this session."""

from __future__ import annotations

from ui import frame, yourdata

frame.context()
yourdata.show()
