"""A detailed map of a region, drawn from the user's own file, in a browser without a network."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
from PIL import Image

from geo.paths import STATIC
from maps import region_file
from maps.palette import BASE_MAPS
from tests.browser.conftest import served
from tests.maps import regions

pytestmark = pytest.mark.browser

PATIENCE_S = 60
LATITUDE, LONGITUDE, ZOOM = 33, 44, 9
PX_PER_DEGREE = 512 * 2**ZOOM / 360


@pytest.fixture
def address(tmp_path, monkeypatch):
    """The address of an app that was started with a file of a region."""
    path = tmp_path / "region.pmtiles"
    path.write_bytes(regions.archive())
    monkeypatch.setenv(region_file.VARIABLE, str(path))
    with served() as running:
        yield running.url
    copy = region_file.publish(path).address.rsplit("/", 1)[1]
    (STATIC / "regions" / copy).unlink()


def pixels_of(picture, colour, tolerance=2):
    """Where a picture has a colour: degrees north and east of the map's centre."""
    rows, columns = np.nonzero((np.abs(picture.astype(int) - colour) <= tolerance).all(axis=2))
    height, width = picture.shape[:2]
    # A degree of latitude is longer on this map.
    north = (height / 2 - rows) / PX_PER_DEGREE * np.cos(np.radians(LATITUDE))
    return north, (columns - width / 2) / PX_PER_DEGREE


def picture_of(page, is_there):
    """Return the map's picture once it shows what is waited for."""
    canvas = page.locator(".deck-map canvas.maplibregl-canvas")
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        picture = np.array(Image.open(io.BytesIO(canvas.screenshot())).convert("RGB"))
        if is_there(picture):
            return picture
    return pytest.fail("the map does not show what the file holds")


def has_town(picture):
    north, east = pixels_of(picture, BASE_MAPS["light"].city_label, tolerance=80)
    return ((np.abs(north + 0.2) < 0.02) & (east > -0.41) & (east < -0.3)).sum() > 20


def test_its_roads_water_and_towns_are_drawn_and_nothing_that_shows_a_base_or_a_border(
    address, visit
):
    where = f"{address}/?view={LATITUDE},{LONGITUDE},{ZOOM}&to=2019-12-27"
    page = visit(where, wait_for=".deck-map.ready").page
    with page.expect_response(lambda answer: answer.url.endswith(".pmtiles")) as answered:
        page.reload()
    assert answered.value.status == 206, "it is read by ranges of bytes"
    picture = picture_of(page, has_town)  # names come last
    base = BASE_MAPS["light"]
    assert "OpenStreetMap" in page.locator(".maplibregl-ctrl-attrib").inner_text()

    # The road is not much wider than a pixel, and smoothed.
    north, east = pixels_of(picture, base.road, tolerance=20)
    is_highway = np.abs(north) < 0.01
    assert is_highway.sum() > 700
    assert not (np.abs(east + 0.3) < 0.02)[~is_highway].any(), "the runway on 43.7 E"

    north, east = pixels_of(picture, base.water)
    assert len(north) > 5000
    assert (north.max(), east.min()) == pytest.approx((-0.2, 0.2), abs=0.02)

    ground = np.array([pixels_of(picture, colour)[0].size for colour in (base.land, base.built_up)])
    assert ground[0] > 0.7 * picture[..., 0].size
    assert ground[1] == 0, "military ground is no settled land"

    _, east = pixels_of(picture, base.country_line, tolerance=20)
    assert (np.abs(east) < 0.01).sum() < 50, "the file's border along 44 E"
