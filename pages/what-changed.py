"""What changed: the difference between two versions of the data."""

from __future__ import annotations

from ui.changes import changes_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context

if take_context() is not None:
    fragments.draw_fragment("changes", changes_page.draw_changes_page)
