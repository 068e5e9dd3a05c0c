"""The built files of the map component: which they are, whose they are, and what makes them.

With ATLAS_NPM set, npm installs what package-lock.json names and the files are built afresh.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

COMPONENT = Path(__file__).resolve().parents[2] / "map_component"
ASSETS = COMPONENT / "assets"
FRONTEND = COMPONENT / "frontend"
LOCKED = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]
RULE = f"\n\n{'-' * 78}\n\n"
HEAD = re.compile(r"(?P<name>\S+) (?P<version>\S+) \((?P<licence>.+)\)")


def checksums():
    lines = (ASSETS / "checksums.txt").read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def licences():
    """Name and version of every package in LICENSES.txt, with the text below."""
    texts = (ASSETS / "LICENSES.txt").read_text("utf-8").split(RULE)
    heads = [HEAD.fullmatch(text.partition("\n")[0]) for text in texts]
    return {
        (head["name"], head["version"]): text.partition("\n")[2].strip()
        for head, text in zip(heads, texts, strict=True)
    }


def locked(*, dev=False):
    """Name and version of every package that is locked."""
    return {
        (place.rpartition("node_modules/")[2], package["version"])
        for place, package in LOCKED.items()
        if place and package.get("dev", False) == dev
    }


def test_the_files_are_those_of_the_checksums_and_no_others():
    files = {path.name: path for path in ASSETS.iterdir()}
    del files["checksums.txt"]
    assert checksums() == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()
    }


def test_there_is_one_entry_as_streamlit_wants_it():
    assert len(list(ASSETS.glob("deck-map-*.js"))) == 1


def test_every_package_that_is_asked_for_is_named_with_its_licence():
    asked = json.loads((FRONTEND / "package.json").read_text("utf-8"))["dependencies"]
    assert {"@deck.gl/core", "maplibre-gl", "terra-draw", "pmtiles"} <= set(asked)
    assert set(asked.items()) <= set(licences())


def test_every_licence_is_of_a_locked_package_and_has_its_text():
    given = licences()
    assert set(given) <= locked()
    assert not set(given) & locked(dev=True)
    copyright_of = re.compile(r"copyright|\(c\)|mapbox|apache license", re.IGNORECASE)
    assert [name for name, text in given.items() if not copyright_of.search(text)] == []


def test_what_maplibre_has_built_in_is_named_too():
    parts = LOCKED["node_modules/maplibre-gl"]["dependencies"]
    names = {name for name, _ in licences()}
    assert {name for name in parts if not name.startswith("@types/")} <= names


def test_packages_are_pinned():
    package = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
    assert all("integrity" in one for place, one in LOCKED.items() if place)


@pytest.mark.skipif("ATLAS_NPM" not in os.environ, reason="is not told that npm may be used")
def test_a_rebuild_anywhere_gives_the_committed_bytes(tmp_path):
    copy = tmp_path / "another" / "place"
    shutil.copytree(COMPONENT, copy, ignore=shutil.ignore_patterns("node_modules"))
    shutil.rmtree(copy / "assets")
    for command in (["ci", "--no-audit", "--no-fund"], ["run", "check"], ["run", "build"]):
        subprocess.run(["npm", *command], cwd=copy / "frontend", check=True, capture_output=True)
    rebuilt = {path.name: path.read_bytes() for path in (copy / "assets").iterdir()}
    assert rebuilt == {path.name: path.read_bytes() for path in ASSETS.iterdir()}
