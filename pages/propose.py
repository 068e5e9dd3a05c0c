"""Propose a correction, or an incident that is missing."""

from __future__ import annotations

from ui.proposal import proposal_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context

if take_context() is not None:
    fragments.draw_fragment("proposal", proposal_page.draw_proposal_page)
