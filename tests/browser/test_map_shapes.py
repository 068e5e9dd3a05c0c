"""Shapes drawn on the map component: what is drawn comes back."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.browser


def drag_corner(drawn, at, to):
    """Drag a corner of the shape, as a hand does; return the shape that comes back."""
    mouse, n = drawn.page.mouse, len(drawn.events())
    drawn.rest()
    mouse.move(*at)
    mouse.down()
    for share in (0.1, 0.4, 0.7, 1, 1):
        mouse.move(*(a + share * (b - a) for a, b in zip(at, to, strict=True)))
        drawn.frames(1)
    mouse.up()
    drawn.wait_until("n => events.length > n", n)
    return drawn.events()[-1][1]


def test_a_box_comes_back_as_drawn_and_follows_its_corner(drawn):
    page = drawn.page
    (x0, y0), (x1, y1) = drawn.pixel(-5, 12), drawn.pixel(12, -4)
    corners = [tuple(map(round, corner)) for corner in ((x0, y0), (x1, y1))]
    drawn.tool("Draw a box")
    page.wait_for_selector(".tools button[data-kind=box][aria-pressed=true]")
    for x, y in corners:
        page.mouse.move(x, y)
        page.mouse.click(x, y)
    (shape,) = drawn.wait_for_event("shape")
    (west, north), (east, south) = (drawn.place(*corner) for corner in corners)
    assert shape["kind"] == "box"
    assert_bounds(shape["ring"], west, south, east, north)
    assert shape["ring"][0] == shape["ring"][-1]
    assert len(shape["ring"]) == 5
    x, y = corners[1]
    moved = drag_corner(drawn, (x, y), (x + 30, y + 20))
    east, south = drawn.place(x + 30, y + 20)
    assert_bounds(moved["ring"], west, south, east, north)
    drawn.tool("Take the shape away")
    drawn.wait_until("() => events.at(-1)[1] === null")


def assert_bounds(ring, *bounds):
    x, y = np.array(ring).T
    assert (x.min(), y.min(), x.max(), y.max()) == pytest.approx(bounds, abs=1e-3)


def test_a_circle_comes_back_with_centre_and_radius_and_picks_nothing_under_it(drawn):
    page = drawn.page
    centre = tuple(map(round, drawn.pixel(5, 0)))
    edge = centre[0] + 60, centre[1]  # on site B
    drawn.tool("Draw a circle")
    page.wait_for_selector(".tools button[data-kind=circle][aria-pressed=true]")
    for point in (centre, edge):
        page.mouse.move(*point)
        page.mouse.click(*point)
    (shape,) = drawn.wait_for_event("shape")
    assert shape["kind"] == "circle"
    assert shape["centre"] == pytest.approx(drawn.place(*centre), abs=0.02)
    across = drawn.place(*edge)[0] - drawn.place(*centre)[0]
    assert shape["radiusKm"] == pytest.approx(across * 111.195, rel=0.01)
    assert shape["ring"][0] == shape["ring"][-1]
    drawn.tool("Take the shape away")
    drawn.wait_until("() => events.at(-1)[1] === null")
    assert [name for name, *_ in drawn.events()] == ["shape", "shape"], "B was not picked"


def test_a_polygon_comes_back_with_its_corners_and_one_of_them_can_be_moved(drawn):
    page = drawn.page
    corners = [tuple(map(round, drawn.pixel(*at))) for at in ((-4, -4), (14, -4), (14, 13))]
    drawn.tool("Draw a polygon")
    page.wait_for_selector(".tools button[data-kind=polygon][aria-pressed=true]")
    for corner in (*corners, corners[0]):
        page.mouse.move(*corner)
        page.mouse.click(*corner)
    (shape,) = drawn.wait_for_event("shape")
    assert shape["kind"] == "polygon"
    places = sorted(drawn.place(*corner) for corner in corners)
    assert np.array(sorted(map(tuple, shape["ring"][:-1]))) == pytest.approx(
        np.array(places), abs=1e-3
    )
    x, y = corners[2]
    moved = drag_corner(drawn, (x, y), (x - 40, y - 20))["ring"]
    places = sorted(drawn.place(*corner) for corner in (*corners[:2], (x - 40, y - 20)))
    assert np.array(sorted(map(tuple, moved[:-1]))) == pytest.approx(np.array(places), abs=1e-3)


def test_escape_ends_drawing_and_a_click_picks_again(drawn):
    drawn.tool("Draw a polygon")
    drawn.page.wait_for_selector(".tools button[data-kind=polygon][aria-pressed=true]")
    drawn.page.mouse.click(*drawn.pixel(5, 5))
    drawn.page.keyboard.press("Escape")
    drawn.page.mouse.click(*drawn.pixel(0, 10))
    assert drawn.wait_for_event("pick")[1]["id"] == "C"
