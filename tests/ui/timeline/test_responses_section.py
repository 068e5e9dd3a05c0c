"""The response chains of the Timeline page."""

from __future__ import annotations

from geo.analysis import responses
from tests.ui.timeline.pages import (
    CAMPAIGN,
    open_page,
    words,
)


def test_the_chains_show_windows_intervals_ratios_and_the_warning(app, atlas):
    run = open_page(app, CAMPAIGN, show="responses")
    assert responses.WARNING in run.alerts()
    text = words(run)
    assert "15 (8.4 to 24.7; 1 with an approximate date)" in text
    assert "0.07 (95 %: 0.00 to 0.43)" in text
    assert "n/a (published counts imply attacks in these windows that were not found)" in text
    assert "about 5" in text
