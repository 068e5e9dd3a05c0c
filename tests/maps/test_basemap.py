"""The base map: whole, from files that are there, and from no other host."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from PIL import Image

from geo.paths import STATIC
from maps import basemap, static_files

THEMES = ["light", "dark"]
ORIGIN = "https://atlas.example"


def file_of(address):
    return STATIC / urlsplit(address).path.removeprefix("/app/static/")


@pytest.mark.parametrize("theme", THEMES)
def test_everything_that_a_style_names_is_a_file_of_the_app(theme):
    style = basemap.style(theme, ORIGIN)
    for source in style["sources"].values():
        assert source["data"].startswith("/app/static/")
        assert file_of(source["data"]).is_file()
    assert style["sprite"].startswith(f"{ORIGIN}/app/static/")
    for suffix in (".png", ".json", "@2x.png", "@2x.json"):
        assert file_of(style["sprite"] + suffix).is_file()
    assert "glyphs" not in style


@pytest.mark.parametrize("theme", THEMES)
def test_every_layer_draws_a_source_of_the_style_and_has_a_name_of_its_own(theme):
    style = basemap.style(theme, ORIGIN)
    ids = [layer["id"] for layer in style["layers"]]
    assert len(set(ids)) == len(ids)
    assert ids[0] == "sea"
    assert ids[-1] == "names"
    assert {layer["source"] for layer in style["layers"][1:]} == set(style["sources"])


def test_disputed_lines_are_dashed_and_no_line_is_drawn_twice():
    style = {layer["id"]: layer for layer in basemap.style("light", ORIGIN)["layers"]}
    disputed, borders = style["disputed"], style["borders"]
    assert "line-dasharray" in disputed["paint"]
    assert borders["filter"] == ["!", disputed["filter"]]
    assert "line-dasharray" not in borders["paint"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("suffix", ["", "@2x"])
def test_every_name_has_a_picture_that_is_not_empty(theme, suffix):
    style = basemap.style(theme, ORIGIN)
    sheet = Image.open(file_of(f"{style['sprite']}{suffix}.png")).convert("RGBA")
    index = json.loads(file_of(f"{style['sprite']}{suffix}.json").read_text("utf-8"))
    points = json.loads(file_of(style["sources"]["labels"]["data"]).read_text("utf-8"))["features"]
    assert {p["properties"]["icon"] for p in points} == set(index)
    for at in index.values():
        box = (at["x"], at["y"], at["x"] + at["width"], at["y"] + at["height"])
        assert box[2] <= sheet.width
        assert box[3] <= sheet.height
        assert sheet.crop(box).getchannel("A").getextrema()[1] > 200
        assert at["pixelRatio"] == (2 if suffix else 1)


def test_light_and_dark_differ():
    light, dark = (basemap.style(theme, ORIGIN) for theme in THEMES)
    assert light["sprite"] != dark["sprite"]
    assert light["layers"] != dark["layers"]
    assert light["sources"] == dark["sources"]


def test_without_a_known_host_the_map_has_no_names_rather_than_none_at_all():
    style = basemap.style("light", "")
    assert "sprite" not in style
    assert [layer["id"] for layer in style["layers"]][-1] == "disputed"


def test_the_style_travels_in_the_deck_where_it_cannot_be_published(monkeypatch):
    basemap.style_address.cache_clear()
    monkeypatch.setattr(static_files, "publish", lambda _: None)
    assert basemap.style_address("light", ORIGIN) == [basemap.style("light", ORIGIN)]
    basemap.style_address.cache_clear()
