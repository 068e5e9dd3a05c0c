from __future__ import annotations

import json

import pydeck as pdk

from maps import deck
from maps.lettering import outlined


def test_text_has_one_font_and_its_outline_in_the_deck():
    layer = pdk.Layer("TextLayer", id="names", data=[], **outlined((1, 2, 3), 4))
    props = json.loads(deck.build_deck([layer], "/style.json").to_json())["layers"][0]
    assert (props["outlineColor"], props["outlineWidth"]) == ([1, 2, 3], 4)
    assert props["fontFamily"].startswith("Source Sans")
    assert props["fontSettings"]["sdf"] is True


def test_a_hard_outline_does_not_fade():
    soft, hard = outlined((0, 0, 0), 2), outlined((0, 0, 0), 2, soft=False)
    assert set(soft["font_settings"]) - set(hard["font_settings"]) == {"cutoff", "smoothing"}
