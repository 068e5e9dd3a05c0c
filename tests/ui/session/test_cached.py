"""What is computed once per atlas for drawing."""

from __future__ import annotations

from tests.shipped import TOTAL
from ui.session.cached import cached
from ui.session.dataset import Loaded


def test_it_is_computed_once_and_lives_on_the_loaded_atlas(atlas):
    first, second = Loaded(atlas, None, []), Loaded(atlas, None, [])
    calls = []
    for loaded in (first, first, second):
        assert cached(loaded, "n", lambda a: calls.append(a) or a.n_incidents) == TOTAL
    assert calls == [atlas, atlas]
    assert first.derived == second.derived == {"n": TOTAL}
