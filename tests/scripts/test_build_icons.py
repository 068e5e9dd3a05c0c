"""The weapon icons: one for each code, readable, and the committed atlas as drawn."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from geo.codes import WEAPON
from tests.scripts.loading import script

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static" / "icons"
CODES = [*WEAPON, "several"]


bi = script("build_icons")
MANIFEST = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
ICONS: dict[str, dict[str, Any]] = MANIFEST["icon_mapping"]


def pixels(name: str, size: int = 64) -> Any:
    """Return an icon of the committed atlas as coverage from 0 to 1."""
    icon = ICONS[name]
    with Image.open(STATIC / MANIFEST["file"]) as atlas:
        cell = atlas.getchannel("A").crop(
            (icon["x"], icon["y"], icon["x"] + icon["width"], icon["y"] + icon["height"])
        )
    return np.asarray(cell.resize((size, size), Image.Resampling.BOX)) / 255


def test_every_weapon_code_has_its_icons() -> None:
    assert sorted(bi.SHAPES) == sorted(CODES)
    weapons = {code + suffix for code in CODES for suffix in ("", "_open", "_halo")}
    assert set(ICONS) == weapons | set(bi.PLAIN_SHAPES)
    assert all(icon["mask"] for icon in ICONS.values())


def test_the_committed_atlas_is_what_the_script_draws(tmp_path: Path) -> None:
    manifest = bi.write(tmp_path)
    assert manifest["icon_mapping"] == ICONS
    with (
        Image.open(tmp_path / manifest["file"]) as new,
        Image.open(STATIC / MANIFEST["file"]) as old,
    ):
        assert new.mode == old.mode == "RGBA"
        difference = np.abs(np.asarray(new, dtype=int) - np.asarray(old, dtype=int))
    assert difference.max() <= 8  # another GEOS may round a buffer otherwise
    assert manifest["file"] == MANIFEST["file"] or difference.any()


def test_no_other_atlas_lies_about() -> None:
    assert [path.name for path in STATIC.glob("*.png")] == [MANIFEST["file"]]
    svg = {path.stem for path in (STATIC / "svg").glob("*.svg")}
    assert svg == {code + s for code in CODES for s in ("", "_open")} | set(bi.PLAIN_SHAPES)
    assert [path.name for path in STATIC.glob("mapping.*")] == [MANIFEST["mapping"]]
    assert json.loads((STATIC / MANIFEST["mapping"]).read_text("utf-8")) == ICONS


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icons_do_not_touch_the_edge_of_their_cell(name: str) -> None:
    cell = pixels(name)
    if not name.endswith("_halo") and name not in bi.PLAIN_SHAPES:
        assert cell[0].max() == cell[-1].max() == cell[:, 0].max() == cell[:, -1].max() == 0
    assert cell.max() == 1


@pytest.mark.parametrize("code", CODES)
def test_open_is_lighter_and_halo_covers(code: str) -> None:
    solid, hollow, halo = pixels(code), pixels(f"{code}_open"), pixels(f"{code}_halo")
    assert hollow.sum() < 0.85 * solid.sum()
    assert (halo >= solid).all()
    assert (hollow <= solid + 0.01).all()


@pytest.mark.parametrize("size", [12, 16])
def test_icons_stay_apart_when_small(size: int) -> None:
    small = {code: pixels(code, 64 // (64 // size)) for code in CODES}
    for (one, first), (other, second) in combinations(small.items(), 2):
        overlap = np.minimum(first, second).sum() / np.maximum(first, second).sum()
        assert overlap < 0.8, f"{one} and {other} look alike at {size} pixels"


@pytest.mark.parametrize("path", sorted((STATIC / "svg").glob("*.svg")), ids=lambda path: path.stem)
def test_svg_files_are_small_and_take_the_text_colour(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314  (our own file)
    assert root.get("viewBox") == "0 0 64 64"
    assert "currentColor" in text
    assert len(text) < 3000
