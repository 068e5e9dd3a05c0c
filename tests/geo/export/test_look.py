"""Sizes and backgrounds of the picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from geo.cartography.sites import Sites
from geo.errors import ExportError
from geo.export import print_map, writers
from geo.export.look import BACKGROUNDS, SIZES, Look
from geo.filter.filter import Filter


@pytest.fixture(scope="module")
def view(atlas):
    return Filter.parse("group=kh", atlas).view(atlas)


def picture(view, **look) -> Image.Image:
    return Image.open(io.BytesIO(writers.export_bytes(view, "png", look=Look(**look))))


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_has_the_pixels_of_its_size(view, size):
    expected = SIZES[size].width_px, SIZES[size].height_px
    assert picture(view, size=size).size == expected


@pytest.mark.parametrize(
    ("background", "corner"),
    [("light", (255, 255, 255, 255)), ("dark", (21, 25, 29, 255)), ("transparent", (0,))],
)
def test_the_background_is_what_was_asked_for(view, background, corner):
    pixel = picture(view, size="wide", background=background).convert("RGBA").getpixel((2, 2))
    if background == "transparent":
        assert pixel[3] == corner[0]
    else:
        assert pixel == corner


def luminance(colour: str) -> float:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("background", ["light", "dark"])
def test_text_stands_out_from_its_background(background):
    inks = BACKGROUNDS[background]
    paper = luminance("#ffffff" if inks.paper == "white" else inks.paper)
    for name in ("ink", "grey", "accent"):
        light, dark = sorted((luminance(getattr(inks, name)), paper), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


@pytest.mark.parametrize(("width", "height"), [(374.0, 173.0), (396.0, 190.0)])
def test_discs_that_are_moved_aside_are_still_whole_on_a_small_map(atlas, width, height):
    sites = Sites.of_atlas(atlas)
    per_site = sites.counts(np.arange(len(atlas.incidents)))
    size = np.array([width, height])
    frame = print_map.fit_frame(sites, per_site, (width, height), scale=0.8)
    discs = print_map.place_discs(frame, sites, per_site, 0.8)
    reach = discs.radius[:, None]
    assert ((discs.at >= reach) & (discs.at <= size - reach)).all()
    tight = print_map.site_extent(sites, per_site, width / height)
    cut = print_map.place_discs(print_map.Frame(tight, width, height), sites, per_site, 0.8)
    assert ((cut.at < reach) | (cut.at > size - reach)).any(), "else this tests nothing"


def test_an_unknown_look_is_refused_with_what_is_allowed():
    with pytest.raises(ExportError, match=r"no size 'huge'.*web, wide, upright, a4"):
        Look("huge")
    with pytest.raises(ExportError, match=r"no background 'pink'.*light, dark, transparent"):
        Look(background="pink")


def test_the_name_of_the_file_tells_an_unusual_look(view):
    assert writers.file_name(view, "png").endswith(f"{view.atlas.version}.png")
    named = writers.file_name(view, "png", Look("wide", "dark"))
    assert named.endswith(f"{view.atlas.version}_wide_dark.png")
