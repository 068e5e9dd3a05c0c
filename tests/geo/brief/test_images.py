from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from geo.analysis import breakdowns
from geo.brief import images
from geo.brief.content import gather_brief
from tests.geo.brief.briefs import view_of

PIXELS_PER_MM = 220 / 25.4


def size_mm(png):
    return [pixels / PIXELS_PER_MM for pixels in Image.open(io.BytesIO(png)).size]


def test_a_map_picture_is_drawn_from_the_rows(atlas, al_asad):
    empty = gather_brief(view_of("near=33.79,42.44,50&q=zzzz", atlas))
    assert al_asad.map_png.startswith(b"\x89PNG")
    assert empty.map_png != al_asad.map_png
    assert size_mm(al_asad.map_png) == pytest.approx(images.MAP_MM, abs=0.2)


def test_there_is_a_bar_per_month_as_high_as_its_number(atlas):
    view = view_of("from=2023-10-17&to=2024-02-04", atlas)
    months = breakdowns.split_by_month(view.positions, atlas, view.filter.period(atlas), "month")
    png = images.months_png(months)
    assert size_mm(png) == pytest.approx(images.BARS_MM, abs=0.2)
    red, green, blue = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), int).transpose(
        2, 0, 1
    )
    is_bar = (red > 140) & (green < 80) & (blue < 40)
    columns = np.flatnonzero(is_bar.any(axis=0))
    bars = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    heights = [int(is_bar[:, bar[len(bar) // 2]].sum()) for bar in bars]
    counts = [month.n for month in months]
    assert len(bars) == len(counts) == 5
    assert np.array(heights) / max(heights) == pytest.approx(
        np.array(counts) / max(counts), abs=0.02
    )


def test_months_without_incidents_are_an_empty_picture_of_the_same_size():
    assert size_mm(images.months_png([])) == pytest.approx(images.BARS_MM, abs=0.2)
