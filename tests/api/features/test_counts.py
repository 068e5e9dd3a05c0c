"""Counts by box, time and filter are those of a plain loop over the exported GeoJSON."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.export.text_files import write_geojson
from geo.filter.filter import Filter

ITEMS = "/api/collections/incidents/items"
COLUMNS = {
    "country": "country", "type": "event_type", "target": "target_side", "weapon": "weapons",
    "outcome": "outcome", "confirmation": "confirmation", "review": "review", "base": "base_id",
    "province": "province_code",
}  # fmt: skip
FIRST, LAST = date(2019, 12, 1), date(2026, 1, 31)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda n: (FIRST + timedelta(n)).isoformat())
#: How an end of an interval may be written: a day, a time of it, or GDAL's way.
ENDS = st.one_of(DAYS, DAYS.map("{}T23:59:59Z".format), DAYS.map("{}T".format))


@pytest.fixture(scope="session")
def exported(atlas):
    """Return all features as `python -m geo export` writes them."""
    return json.loads(write_geojson(Filter().view(atlas)))["features"]


@st.composite
def questions(draw, features):
    """A box, a time and values of parameters, each of them or not."""
    asked = {}
    points = [f["geometry"]["coordinates"] for f in features if f["geometry"]]
    if draw(st.booleans()):
        # Through points, so that many lie on an edge; at times of no area, or around the earth.
        (x, y), (x2, y2) = draw(st.sampled_from(points)), draw(st.sampled_from(points))
        turn = draw(st.sampled_from([0, 0, 360, -360]))
        asked["bbox"] = (x + turn, min(y, y2), x2 + turn, max(y, y2))
    if draw(st.booleans()):
        ends = sorted(draw(st.tuples(ENDS, ENDS)), key=lambda end: end[:10])
        is_open = draw(st.sampled_from([(), (0,), (1,), (0, 1)]))
        written = [draw(st.sampled_from(["", ".."])) if i in is_open else ends[i] for i in (0, 1)]
        asked["datetime"] = draw(st.sampled_from([ends[0], "/".join(written)]))
    for name in draw(st.sets(st.sampled_from(sorted(COLUMNS)), max_size=2)):
        known = {value for f in features for value in values(f, name)}
        asked[name] = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=3))
    return asked


def values(feature, name):
    value = feature["properties"][COLUMNS[name]]
    return value if isinstance(value, list) else [value] if value else []


def answers(feature, asked):
    """Whether a feature is what a question asks for."""
    for name in COLUMNS.keys() & asked.keys():
        if not set(values(feature, name)) & set(asked[name]):
            return False
    first, _, last = asked.get("datetime", "/").partition("/")
    if "/" not in asked.get("datetime", "/"):
        last = first
    day = feature["properties"]["date"]
    if first not in {"", ".."} and day < first[:10]:
        return False
    if last not in {"", ".."} and day > last[:10]:
        return False
    if "bbox" in asked and feature["geometry"]:
        west, south, east, north = asked["bbox"]
        x, y = feature["geometry"]["coordinates"]
        west, east = (round((edge + 180) % 360 - 180, 9) for edge in (west, east))
        is_between = west <= x <= east if west <= east else x >= west or x <= east
        return is_between and south <= y <= north
    return True


@settings(max_examples=60)
@given(data=st.data())
def test_counts_are_those_of_a_loop_over_the_export(api, exported, data):
    asked = data.draw(questions(exported))
    written = {**asked, **({"bbox": ",".join(map(repr, asked["bbox"]))} if "bbox" in asked else {})}
    expected = [f for f in exported if answers(f, asked)]
    offset = data.draw(st.integers(0, len(expected)))
    page = api.get(ITEMS, params={**written, "limit": 1, "offset": offset}).json()
    assert page["numberMatched"] == len(expected)
    assert page["features"] == expected[offset : offset + 1]
