"""What the tests of the page Your data share."""

from __future__ import annotations

import pytest

from geo import importers


@pytest.fixture(autouse=True)
def read_here(monkeypatch, request):
    """Read files in this process, which is quicker; tests with the mark `apart` do as the page."""
    if request.node.get_closest_marker("apart"):
        return

    def read(source, name=None, limits=None, tell=lambda _: None):
        tell("reading")
        return importers.read_file(source, name, limits)

    monkeypatch.setattr(importers, "read_apart", read)
