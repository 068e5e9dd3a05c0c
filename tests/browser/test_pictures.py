"""What the maps look like: a dozen views beside reference pictures.

    pytest tests/browser/test_pictures.py --renew-pictures    # after a change that is meant

Only the map itself is compared, halved in size and by the means of blocks, because those hardly
move where another version of the browser rounds an edge or a letter otherwise. A picture is another
where more than `MOST_BLOCKS` blocks of 4 by 4 pixels of the screen are off by more than `MOST_STEP`
of 255 in a channel, which a symbol is that has moved or changed its colour; and where any block of
32 by 32 is off by more than `MOST_FAINT_STEP`, as where a soft area is missing. On one machine
pictures are equal to the last bit.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.browser.conftest import served
from tests.browser.visits import MAP, settle
from tests.scripts.loading import script

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent / "pictures"
MOST_STEP, MOST_BLOCKS = 24, 12
MOST_FAINT_STEP = 5
# References keep every channel to the nearest of these steps: half of the bytes, and less than
# what counts as a change.
KEPT_STEP = 8
CAMPAIGN = "from=2023-10-17&to=2024-02-04"


@dataclass(frozen=True)
class View:
    """An address, and how it is looked at."""

    path: str
    width: int
    scheme: str
    many: bool = False


VIEWS = {
    "opening": View("/", 1400, "light"),
    "opening-dark": View("/", 1400, "dark"),
    "opening-phone": View("/", 390, "light"),
    "period-dark-phone": View(f"/?{CAMPAIGN}", 390, "dark"),
    "site": View("/?layers=site:al_asad&view=33.8,42.4,8", 1400, "light"),
    "site-dark-phone": View("/?layers=site:al_asad&view=33.8,42.4,8", 390, "dark"),
    "every-incident": View(f"/?{CAMPAIGN}&layers=all", 1400, "light"),
    "hexagons": View("/", 1400, "light", many=True),
    "hexagons-dark-phone": View("/", 390, "dark", many=True),
    "provinces": View("/provinces", 1400, "light"),
    "provinces-dark": View("/provinces", 1400, "dark"),
    "near": View("/near?place=base:al_asad&km=50", 1400, "light"),
    "near-dark-phone": View("/near?place=base:al_asad&km=50", 390, "dark"),
    "incident": View("/incident?incident=2024-04-21-rumaylan", 1400, "light"),
}


@pytest.fixture(scope="module")
def many_server(tmp_path_factory):
    """An app on more incidents than single symbols can show."""
    folder = script("make_synthetic").make_folder(8_000, tmp_path_factory.mktemp("many") / "data")
    with served(folder) as running:
        yield running


def changed_blocks(one: Image.Image, other: Image.Image, side: int, most: int) -> np.ndarray:
    """Which blocks of two halved pictures differ by more than `most`, (rows, columns)."""
    means = [np.asarray(picture.reduce(side), dtype=np.int16) for picture in (one, other)]
    return np.abs(means[0] - means[1]).max(axis=2) > most


@pytest.mark.parametrize("name", VIEWS)
def test_the_map_looks_as_in_its_reference(request, visit, tmp_path, name):
    view = VIEWS[name]
    server = request.getfixturevalue("many_server" if view.many else "server")
    page = visit(server.url + view.path, width=view.width, height=1100, scheme=view.scheme).page
    page.locator(MAP).first.wait_for()
    settle(page)
    picture = page.locator(".deck-map .frame").first.screenshot(animations="disabled")
    shown = Image.open(io.BytesIO(picture)).convert("RGB").reduce(2)
    reference = FOLDER / f"{name}.png"
    if request.config.getoption("renew_pictures"):
        kept = [min(round(v / KEPT_STEP) * KEPT_STEP, 255) for v in range(256)]
        shown.point(kept * 3).save(reference, optimize=True)
        return
    with Image.open(reference) as image:
        before = image.convert("RGB")
    assert shown.size == before.size
    changed = changed_blocks(shown, before, 2, MOST_STEP)
    faint = changed_blocks(shown, before, 16, MOST_FAINT_STEP)
    shown.save(tmp_path / f"{name}.png")
    hint = f"see {tmp_path}; --renew-pictures keeps what it is now"
    assert changed.sum() <= MOST_BLOCKS, hint
    assert not faint.any(), hint
