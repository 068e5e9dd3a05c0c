"""The symbols of all incidents at once are those of each by itself."""

from __future__ import annotations

from geo.cartography import symbology


def test_signs_and_leading_groups_are_those_of_each_row(atlas):
    classes = symbology.class_of_group(atlas)
    rows = zip(atlas.incidents["weapons"], atlas.incidents["confirmation"],
               atlas.ledger.leading_group, strict=True)  # fmt: skip
    assert symbology.signs(atlas) == [
        symbology.Sign(symbology.weapon_icon(w), c in symbology.FILLED, classes[g])
        for w, c, g in rows
    ]
