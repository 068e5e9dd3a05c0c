"""The base map: whole, from files that are there, and from no other host."""

from __future__ import annotations

import json

import pytest
from fontTools.ttLib import TTFont

from geo.paths import STATIC
from maps import basemap, region_file, static_files
from maps.palette import BASE_MAPS, css
from maps.region_file import RegionFile

THEMES = ["light", "dark"]
REGION = RegionFile("/app/static/regions/0123.pmtiles", "© Somebody")


@pytest.fixture(autouse=True)
def region(monkeypatch):
    """Return a function that sets the file of a region; before it is called there is none."""
    monkeypatch.setattr(region_file, "named", lambda: None)
    basemap._publish.cache_clear()
    yield lambda file: monkeypatch.setattr(region_file, "named", lambda: file)
    basemap._publish.cache_clear()


def layers(style):
    return {layer["id"]: layer for layer in style["layers"]}


def file_of(address):
    return STATIC / address.removeprefix("/app/static/")


def texts(value):
    """Every text in a style, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


def covered(ranges):
    """The characters of a list such as `U+20-7E`."""
    ends = [[int(end, 16) for end in text.removeprefix("U+").split("-")] for text in ranges]
    return {code for pair in ends for code in range(pair[0], pair[-1] + 1)}


@pytest.mark.parametrize("theme", THEMES)
def test_everything_that_a_style_names_is_a_file_of_the_app(theme):
    style = basemap.style(theme)
    addresses = [text for text in texts(style) if "/" in text]
    assert len(addresses) == len(style["sources"]) + len(style["font-faces"])
    for address in addresses:
        assert address.startswith("/app/static/")
        assert file_of(address).is_file()
    assert not {"glyphs", "sprite"} & {*style}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("file", [None, REGION])
def test_every_layer_draws_a_source_of_the_style_and_has_an_id_of_its_own(theme, file, region):
    region(file)
    style = basemap.style(theme)
    ids = [layer["id"] for layer in style["layers"]]
    assert len(set(ids)) == len(ids)
    assert ids[0] == "sea"
    assert ids[-1] == "names"
    assert {layer["source"] for layer in style["layers"][1:]} == set(style["sources"])


def test_disputed_lines_are_dashed_and_no_line_is_drawn_twice():
    drawn = layers(basemap.style("light"))
    disputed, borders = drawn["disputed"], drawn["borders"]
    assert "line-dasharray" in disputed["paint"]
    assert borders["filter"] == ["!", disputed["filter"]]
    assert "line-dasharray" not in borders["paint"]


def test_a_region_gets_more_letters_and_the_shipped_names_do_not_wait_for_them(region):
    region(REGION)
    first, then = basemap.style("light")["font-faces"]["Atlas Sans Regular"]
    assert {ord(letter) for letter in "aZ•\u2009-"} <= covered(first["unicode-range"])
    assert ord("ḥ") not in covered(first["unicode-range"])
    assert "unicode-range" not in then
    letters = set(TTFont(file_of(first["url"])).getBestCmap())
    assert covered(first["unicode-range"]) <= letters
    assert letters < set(TTFont(file_of(then["url"])).getBestCmap())


@pytest.mark.parametrize("theme", THEMES)
def test_names_are_drawn_from_shipped_fonts_with_a_halo_of_the_land(theme):
    style = basemap.style(theme)
    names = layers(style)["names"]
    used = {text for text in texts(names["layout"]["text-font"]) if "Sans" in text}
    assert used == set(style["font-faces"])
    assert names["paint"]["text-halo-color"] == css(BASE_MAPS[theme].land)
    assert not {"text-allow-overlap", "text-ignore-placement"} & {*names["layout"]}


def test_the_sort_key_and_all_that_names_are_drawn_by_is_in_their_file():
    names = layers(basemap.style("light"))["names"]
    features = json.loads(file_of(basemap.style("light")["sources"]["labels"]["data"]).read_bytes())
    asked = {"name", "kind", "rank", "order"}
    assert {"side", *asked} == {
        key for at, key in enumerate(texts(names)) if at and texts(names)[at - 1] == "get"
    }
    for feature in features["features"]:
        assert asked <= {*feature["properties"]}


def test_light_and_dark_differ_in_colours_only():
    light, dark = (basemap.style(theme) for theme in THEMES)
    assert light["layers"] != dark["layers"]
    assert light["sources"] == dark["sources"]
    assert light["font-faces"] == dark["font-faces"]


def test_without_names_there_is_nothing_that_an_older_library_cannot_read(region):
    region(REGION)
    style = basemap.style("light", names=False)
    assert "font-faces" not in style
    assert {layer["type"] for layer in style["layers"]} == {"background", "fill", "line"}
    assert {source["type"] for source in style["sources"].values()} == {"geojson"}


def test_the_region_file_comes_over_the_shipped_ground_and_under_borders_and_names(region):
    region(REGION)
    style = basemap.style("light")
    assert style["sources"]["region"] == {
        "type": "vector", "url": f"pmtiles://{REGION.address}", "attribution": "© Somebody",
    }  # fmt: skip
    ids = [layer["id"] for layer in style["layers"]]
    ground = [at for at, name in enumerate(ids) if name.startswith("region-")][:-1]
    assert ids.index("rivers") < min(ground)
    assert max(ground) < ids.index("provinces") < ids.index("borders") < ids.index("region-places")
    plain = basemap.style("light", names=False)["layers"]
    assert [layer for layer in style["layers"] if layer in plain] == plain, "ours stays as it is"


def test_nothing_of_a_region_file_shows_its_borders_or_how_a_base_is_laid_out(region):
    region(REGION)
    of_region = [one for one in basemap.style("light")["layers"] if one.get("source") == "region"]
    assert {layer["source-layer"] for layer in of_region} == {*region_file.LAYERS}
    for layer in of_region:
        assert layer["minzoom"] == 6
        if layer["source-layer"] in {"roads", "landuse", "places"}:
            assert "kind" in texts(layer["filter"])
    said = set(texts([layer["filter"] for layer in of_region if "filter" in layer]))
    assert not said & {"military", "aerodrome", "runway", "aeroway", "country", "region", "path"}
    assert "service" in said, "by name, to be left out"


def test_the_style_travels_in_the_deck_where_it_cannot_be_published(monkeypatch):
    monkeypatch.setattr(static_files, "publish", lambda _: None)
    assert basemap.style_address("light") == [basemap.style("light")]
    assert basemap.style_address("light", names=False) == [basemap.style("light", names=False)]


def test_a_style_that_was_forgotten_among_newer_files_is_published_again(monkeypatch, tmp_path):
    monkeypatch.setattr(static_files, "STATIC", tmp_path)
    monkeypatch.setattr(static_files, "built", lambda folder, name: f"{folder}/{name}")
    address = basemap.style_address("light")
    published = tmp_path / address.removeprefix("/app/static/")
    published.unlink()
    assert basemap.style_address("light") == address
    assert published.is_file()
