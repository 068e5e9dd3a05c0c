"""What the tests of the map page share."""

import pytest

from geo.cartography import symbology
from geo.filter.filter import Filter
from maps.symbol_layout import SymbolLayout
from ui.session.dataset import Loaded
from ui.session.filter_state import Context


@pytest.fixture
def context(atlas):
    loaded = Loaded(atlas, SymbolLayout.of_atlas(atlas), symbology.signs(atlas))
    filter_ = Filter()
    return Context(loaded, filter_, filter_.view(atlas), ())
