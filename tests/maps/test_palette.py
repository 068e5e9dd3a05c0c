from __future__ import annotations

import pytest

from maps import palette

BLACK, WHITE, GREY = (0, 0, 0), (255, 255, 255), (119, 119, 119)


@pytest.mark.parametrize(
    ("colour", "text"), [(BLACK, "#000000"), (WHITE, "#ffffff"), ((213, 94, 0), "#d55e00")]
)
def test_a_colour_as_css(colour, text):
    assert palette.css(colour) == text


def test_contrast_is_that_of_wcag():
    assert palette.contrast(BLACK, WHITE) == pytest.approx(21)
    assert palette.contrast(WHITE, BLACK) == pytest.approx(21)
    assert palette.contrast(GREY, GREY) == 1
    # The grey that just misses 4.5 to 1 on white (webaim.org/articles/contrast).
    assert palette.contrast(GREY, WHITE) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", palette.BASE_MAPS)
def test_ink_and_names_can_be_read_on_the_land(theme):
    base = palette.BASE_MAPS[theme]
    assert palette.contrast(base.ink, base.land) > 7
    assert palette.contrast(base.city_label, base.land) > 4.5
