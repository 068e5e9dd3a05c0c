"""What the tests of the page Your data share."""

from __future__ import annotations

import pytest

from geo import importers
from ui.your_data import kept_uploads


@pytest.fixture(autouse=True)
def read_here(monkeypatch, request):
    """Read files in this process, which is quicker; tests with the mark `apart` do as the page."""
    if request.node.get_closest_marker("apart"):
        return

    def read(source, name=None, limits=None, tell=lambda _: None, sheets=()):
        tell("reading")
        return importers.read_file(source, name, limits, sheets)

    monkeypatch.setattr(importers, "read_apart", read)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Begin with a server that keeps nothing; the pages of other tests are not all gone yet."""
    monkeypatch.setattr(kept_uploads, "_kept", {})
