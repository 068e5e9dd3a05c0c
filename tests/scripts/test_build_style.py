"""The names on the base map: a rebuild gives the files in static/style/."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from tests.scripts.loading import script

build_style = script("build_style")


@pytest.fixture(scope="module")
def built():
    return build_style.build()


def test_the_committed_files_are_what_the_script_builds(built):
    files, manifest = built
    folder = build_style.DEFAULT_OUT
    assert {p.name for p in folder.iterdir()} == {*files, "manifest.json"}
    assert json.loads((folder / "manifest.json").read_text("utf-8")) == manifest
    for name, content in files.items():
        if not name.endswith(".png"):  # another zlib packs otherwise
            assert (folder / name).read_bytes() == content, name


def test_the_more_important_of_two_names_stays():
    labels = [
        {"text": "a", "kind": "city", "size_px": 12, "priority": p, "at": [p, 0]} for p in (1, 9)
    ]
    features = build_style.label_points(labels)["features"]
    assert features[1]["properties"]["order"] < features[0]["properties"]["order"]


def test_pictures_do_not_overlap(built):
    files, _ = built
    for name, content in files.items():
        if not (name.startswith("sprite") and name.endswith(".json")):
            continue
        boxes = sorted(
            (at["y"], at["x"], at["x"] + at["width"]) for at in json.loads(content).values()
        )
        for (y, _, right), (next_y, left, _) in pairwise(boxes):
            assert next_y > y or left >= right
