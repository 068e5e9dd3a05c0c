"""Fixtures of the tests of briefs."""

from __future__ import annotations

import pytest

from geo.brief.content import gather_brief
from tests.geo.brief.briefs import AL_ASAD, view_of


@pytest.fixture(scope="session")
def al_asad(atlas):
    """Return the brief of 50 km around Al Asad."""
    return gather_brief(view_of(AL_ASAD, atlas))
