"""The groups: hierarchy, statements about each, and counts under each attribution rule."""

from __future__ import annotations

from ui.groups import groups_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context

if take_context() is not None:
    fragments.draw_fragment("groups", groups_page.draw_groups_page)
