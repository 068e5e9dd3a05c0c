"""The names on the base map and their letters: a rebuild gives the files in static/style/."""

from __future__ import annotations

import hashlib
import io
import json

import pytest
from fontTools.ttLib import TTFont

from tests.scripts.loading import script

build_style = script("build_style")
LATIN = "ĀāḤḥĪīṢṣṬṭŪūẒẓʿʾÇçĞğİıŞş’“”…"


@pytest.fixture(scope="module")
def built():
    return build_style.build()


@pytest.fixture(scope="module")
def features():
    return build_style.labels()["features"]


def test_the_committed_files_are_what_the_script_builds(built):
    folder = build_style.DEFAULT_OUT
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert {name.split(".")[0] for name in built} == set(manifest)
    assert {p.name for p in folder.iterdir()} == {*manifest.values(), "manifest.json", "OFL.txt"}
    for name, content in built.items():
        committed = manifest[name.split(".")[0]]
        assert (folder / committed).read_bytes() == content, name
        assert hashlib.sha256(content).hexdigest()[:10] == committed.split(".")[1]


def test_the_more_important_of_two_names_stays(features):
    order = {f["properties"]["name"]: f["properties"]["order"] for f in features}
    assert order["Iraq"] < order["Baghdad"] < order["Kirkuk"] < order["Sinjar"]
    assert order["Baghdad"] < order["Qatar"] < order["Sinjar"], "small countries give way"
    assert len(set(order.values())) == len(order) == len(features)


def test_names_stand_on_one_side_of_the_dot_and_those_that_should_stand_west_exist(features):
    cities = [f["properties"] for f in features if f["properties"]["kind"] == "city"]
    assert {city["side"] for city in cities} == {"west", "east"}
    assert {city["name"] for city in cities} >= build_style.WEST


@pytest.mark.parametrize(
    ("name", "weight", "more"),
    [("regular.woff2", 400, ""), ("semibold.woff2", 600, ""), ("more.woff2", 400, LATIN),
     ("print_regular.ttf", 400, LATIN), ("print_semibold.ttf", 600, LATIN)],
)  # fmt: skip
def test_a_font_has_the_letters_that_it_is_for(built, features, name, weight, more):
    font = TTFont(io.BytesIO(built[name]))
    names = "".join(f["properties"]["name"] for f in features)
    assert {ord(c) for c in f"{names}{names.upper()}•\u2009{more}"} <= set(font.getBestCmap())
    assert font["OS/2"].usWeightClass == weight
    assert "fvar" not in font


def test_a_part_of_the_font_does_not_bear_its_reserved_name_and_keeps_its_licence(built):
    for name, content in built.items():
        if name.endswith((".woff2", ".ttf")):
            records = {r.nameID: str(r) for r in TTFont(io.BytesIO(content))["name"].names}
            assert not any("Source" in records[number] for number in (1, 4, 6))
            assert "Reserved Font Name" in records[0]
            assert "SIL Open Font License" in records[13]
    licence = (build_style.DEFAULT_OUT / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert "with Reserved Font Name ‘Source’" in licence
