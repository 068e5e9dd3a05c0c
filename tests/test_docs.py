"""The guides: every picture has a script that takes it, and the app understands every link."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.filter.filter import Filter
from geo.filter.parse import PARAMETERS
from tests.scripts.loading import script
from ui.session import filter_state

ROOT = Path(__file__).resolve().parents[1]
GUIDES = sorted((ROOT / "docs").glob("guide-*.md"))
LOCAL = "http://localhost:8501/"


def pictures(path):
    return re.findall(r"!\[[^\]]+\]\((?:docs/)?img/([\w-]+)\.png\)", path.read_text("utf-8"))


def links(path):
    return re.findall(rf"\]\({LOCAL}(.*?)\)", path.read_text("utf-8"))


def test_there_is_a_guide_per_kind_of_user_of_one_screen_each():
    assert [g.stem for g in GUIDES] == ["guide-analyst", "guide-journalist",
                                        "guide-security-officer"]  # fmt: skip
    assert all(len(g.read_text("utf-8").splitlines()) < 60 for g in GUIDES)


@pytest.mark.parametrize("path", [*GUIDES, ROOT / "README.md"], ids=lambda p: p.stem)
def test_every_picture_is_on_the_list_of_those_that_are_made(path):
    names = [picture.name for picture in script("make_screenshots").PICTURES]
    assert len(names) == len(set(names))
    assert pictures(path)
    assert set(pictures(path)) <= set(names)


@pytest.mark.parametrize("path", GUIDES, ids=lambda p: p.stem)
def test_every_link_of_a_guide_has_known_parameters_and_values(path, atlas):
    assert links(path)
    for link in links(path):
        params = parse_qs(urlsplit(link).query)
        assert set(params) <= {*PARAMETERS, *filter_state.APP_PARAMETERS, *filter_state.OPTIONS}, (
            link
        )
        Filter.parse({n: v for n, v in params.items() if n in PARAMETERS}, atlas)
        if "incident" in params:
            assert params["incident"][0] in atlas.row_of


@pytest.mark.parametrize("path", GUIDES, ids=lambda p: p.stem)
def test_every_command_of_a_guide_has_a_filter_that_is_understood(path, atlas):
    commands = re.findall(r"`python -m geo \w+ (.*?)`", path.read_text("utf-8"))
    assert commands
    for command in commands:
        words = command.split()
        options = {
            w.removeprefix("--"): words[i + 1]
            for i, w in enumerate(words[:-1])
            if w.removeprefix("--") in PARAMETERS
        }
        assert options, command
        Filter.parse({name: [value] for name, value in options.items()}, atlas)


def test_the_readme_names_only_files_and_names_that_exist():
    readme = (ROOT / "README.md").read_text("utf-8")
    places = readme.partition("| where to find or add |")[2].partition("\n\n")[0]
    files = re.findall(r"`((?:geo|ui|pages)/[\w/.]*|\w+\.py)`", places)
    assert len(files) > 5
    assert [file for file in files if not (ROOT / file).exists()] == []
    for name, file in (("RULE", "geo/codes.py"), ("matching", "geo/model/statements.py"),
                       ("FORMATS", "geo/export/writers.py")):  # fmt: skip
        assert f"{name}`" in places
        assert re.search(rf"\b{name}\b", (ROOT / file).read_text("utf-8"))


@pytest.mark.parametrize("path", [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"],
                         ids=lambda p: p.stem)  # fmt: skip
def test_every_link_to_a_file_leads_to_one(path):
    links_to_files = re.findall(r"\]\(([\w./-]+)\)", path.read_text("utf-8"))
    assert [link for link in links_to_files if not (path.parent / link).exists()] == []
