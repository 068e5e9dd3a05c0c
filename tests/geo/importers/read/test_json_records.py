"""JSON records, lines of JSON and GeoJSON."""

from __future__ import annotations

import json

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import point_layer


def read(data):
    return importers.read_file(data, "x.json")


def test_geojson():
    assert read(point_layer().to_json(drop_id=True).encode()).table.to_pydict() == {
        "n": ["p", "q"], "latitude": ["33.5", "34.25"], "longitude": ["44.5", "43.25"],
    }  # fmt: skip


def test_geojson_in_another_system_is_refused():
    text = json.dumps({"type": "FeatureCollection", "features": [], "crs": {
        "type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}})  # fmt: skip
    with pytest.raises(ImportRefusedError, match="another coordinate system"):
        read(text.encode())


@pytest.mark.parametrize(
    "text",
    ['[{"a":1,"b":"x"},{"a":2.5,"c":[1,"y"]}]', '{"a":1,"b":"x"}\n{"a":2.5,"c":[1,"y"]}\n',
     '{"success":true,"data":[{"a":1,"b":"x"},{"a":2.5,"c":[1,"y"]}]}'],
)  # fmt: skip
def test_json_records(text):
    assert read(text.encode()).table.to_pydict() == {
        "a": ["1", "2.5"],
        "b": ["x", ""],
        "c": ["", "1;y"],
    }


def test_what_is_no_record_is_kept_apart():
    raw = read(b'[{"a":1},7,null]')
    assert (raw.rows_read, [u.line for u in raw.unfit]) == (3, [2, 3])


def test_a_broken_line_of_json_is_kept_apart():
    raw = read(b'{"a":1}\n{"a":2}\n{"a":\n')
    assert raw.table.to_pydict() == {"a": ["1", "2"]}
    assert [(u.line, u.text) for u in raw.unfit] == [(3, '{"a":')]
