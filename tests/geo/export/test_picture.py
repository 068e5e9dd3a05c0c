"""The exported picture beside a picture that somebody has looked at.

Where a change of the picture is meant: ATLAS_WRITE_REFERENCES=1 writes the references anew; look at
them before they are committed.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from geo.export import writers
from geo.filter.filter import Filter

REFERENCES = Path(__file__).parent / "references"
WIDTH_PX = 700
# Of 255, on average over all pixels. Other versions of FreeType smooth letters otherwise, which
# costs about 0.3; a symbol that is missing or elsewhere costs more than 1.
TOLERANCE = 0.8
PICTURES = {
    "whole": {},
    "campaign-claimed": {
        "from": ["2023-10-17"], "to": ["2024-02-04"], "group": ["iri"], "rule": ["claimed"],
    },
    "nothing": {"q": ["zzzz"]},
}  # fmt: skip


def small(picture: Image.Image) -> Image.Image:
    height = round(picture.height * WIDTH_PX / picture.width)
    return picture.convert("RGB").resize((WIDTH_PX, height), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


def drawn(atlas, params) -> Image.Image:
    view = Filter.parse(params, atlas).view(atlas)
    return small(Image.open(io.BytesIO(writers.export_bytes(view, "png"))))


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_as_it_was_when_somebody_looked_at_it(atlas, name):
    picture, path = drawn(atlas, PICTURES[name]), REFERENCES / f"{name}.png"
    if os.environ.get("ATLAS_WRITE_REFERENCES"):
        REFERENCES.mkdir(exist_ok=True)
        picture.quantize(64).save(path, optimize=True)
    assert difference(picture, small(Image.open(path))) < TOLERANCE


def test_the_tolerance_would_see_a_filter_that_does_nothing(atlas):
    whole, less = drawn(atlas, {}), drawn(atlas, {"base": ["al_asad"]})
    assert difference(whole, less) > 2 * TOLERANCE
