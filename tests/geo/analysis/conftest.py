"""What the tests of the analyses share."""

from __future__ import annotations

import pytest

from tests.geometry import incident


@pytest.fixture
def days(hand_drawn):
    """Return a function that loads incidents on days of January 2024."""

    def load(*numbers, **tables):
        rows = [incident(f"i{n}", f"2024-01-{day:02}") for n, day in enumerate(numbers)]
        return hand_drawn(incidents=rows, **tables)

    return load
