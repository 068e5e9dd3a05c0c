"""What follows from an atlas alone is made once for it, and goes with it."""

from __future__ import annotations

import gc
import weakref

from geo.model.cached import per_atlas
from tests.geometry import incident


def test_it_is_made_once_for_each_atlas(hand_drawn):
    asked = []

    @per_atlas
    def ids(atlas):
        asked.append(atlas)
        return tuple(atlas.incidents["incident_id"])

    one, other = hand_drawn(), hand_drawn(incidents=[incident("x"), incident("y")])
    assert [ids(one), ids(other), ids(one), ids(other)] == [ids(one), ("x", "y")] * 2
    assert asked == [one, other]


def test_two_things_that_are_made_do_not_meet(hand_drawn):
    atlas = hand_drawn()
    assert per_atlas(lambda _: "one")(atlas) == "one"
    assert per_atlas(lambda _: "other")(atlas) == "other"


def test_it_goes_with_what_it_was_made_of():
    class Holder:
        def __init__(self):
            self.derived = {}

    class Made:
        pass

    cached = per_atlas(lambda _: Made())
    holder = Holder()
    seen = weakref.ref(cached(holder))
    assert seen() is not None
    del holder
    gc.collect()
    assert seen() is None
