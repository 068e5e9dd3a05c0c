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


def in_system(crs):
    feature = {"type": "Feature", "properties": {"n": "p"},
               "geometry": {"type": "Point", "coordinates": [332114.0, 4023340.0]}}  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": [feature], "crs": crs}).encode()


def test_geojson_in_another_system_is_brought_to_degrees():
    raw = read(in_system({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}))
    (latitude,), (longitude,) = (raw.table.column(n).to_pylist() for n in ("latitude", "longitude"))
    assert (round(float(latitude), 2), round(float(longitude), 2)) == (36.34, 43.13)
    assert "points brought from WGS 84 / UTM zone 38N to WGS84" in raw.notes


@pytest.mark.parametrize("crs", [{}, "own", {"type": "link", "properties": {"href": "x"}},
                                 {"type": "name", "properties": {"name": "urn:own"}}])  # fmt: skip
def test_geojson_in_an_unknown_system_is_refused(crs):
    with pytest.raises(ImportRefusedError, match="coordinate system that is not known"):
        read(in_system(crs))


@pytest.mark.parametrize(
    "geometry",
    [None, {}, [], {"type": "Point"}, {"type": "Point", "coordinates": "here"},
     {"type": "Point", "coordinates": [None, 1]}, {"type": "Polygon", "coordinates": [[1]]},
     {"type": "Curve", "coordinates": []}],
)  # fmt: skip
def test_a_geometry_that_is_none_leaves_the_feature_without_a_point(geometry):
    feature = {"type": "Feature", "properties": {"n": "p"}, "geometry": geometry}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    raw = read(text.encode())
    assert raw.table.to_pydict() == {"n": ["p"]}
    assert "1 feature without a geometry" in raw.notes


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


def test_what_is_nested_stands_in_columns_of_its_own():
    record = {
        "id": {"$oid": "7"}, "at": {"day": {"$date": "2024-01-02"}}, "tags": [], "who": [
            {"name": "A", "kind": "x"}, {"name": "B"}
        ], "shape": {"type": "Point", "coordinates": [1, 2]},
    }  # fmt: skip
    assert read(json.dumps([record]).encode()).table.to_pydict() == {
        "id": ["7"], "at.day": ["2024-01-02"], "who.name": ["A;B"], "who.kind": ["x;"],
        "shape": ['{"type": "Point", "coordinates": [1, 2]}'],
    }  # fmt: skip


def test_an_object_with_its_own_names_in_each_record_stays_whole():
    records = [{"a": 1, "by": {f"id{n}": n, "x": n}} for n in range(70)]
    raw = read(json.dumps(records).encode())
    assert (raw.columns, raw.sample("by", 1)) == (("a", "by"), ['{"id0": 0, "x": 0}'])


EVENTS = [{"date": f"2024-01-0{n}", "lat": n} for n in (1, 2)]
NAMES = [{"id": n, "name": "x"} for n in range(3)]


def test_of_several_lists_that_with_dates_is_read_and_the_others_are_counted():
    raw = read(json.dumps({"meta": {"sources": NAMES}, "tags": ["a"], "events": EVENTS}).encode())
    assert raw.sample("date") == ["2024-01-01", "2024-01-02"]
    assert [(r.message, r.unread) for r in raw.remarks] == [("list 'meta.sources' is not read", 3)]


def test_lists_of_the_same_columns_are_read_together():
    raw = read(json.dumps({"2023": EVENTS[:1], "2024": EVENTS[1:]}).encode())
    assert raw.table.to_pydict() == {
        "date": ["2024-01-01", "2024-01-02"], "lat": ["1", "2"], "list": ["2023", "2024"],
    }  # fmt: skip


def test_a_list_can_be_chosen_and_must_be_where_it_is_not_clear():
    two = json.dumps({"a": NAMES, "b": [{"x": 1}]}).encode()
    with pytest.raises(ImportRefusedError, match=r"found the lists a \(3 rows\), b \(1 row\)"):
        read(two)
    assert importers.read_file(two, "x.json", sheets=["b"]).columns == ("x",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"type":"FeatureCollection","features":[]}', "its list of features is empty"),
        ('{"date":"2024-01-02","lat":[1]}', "found one object with the names date, lat"),
        ('{"status":200,"data":[]}', "names status, data; its list data is empty"),
        ("[1,2]", "expected records with named values"),
    ],
)
def test_what_is_no_list_of_records_is_named(text, says):
    with pytest.raises(ImportRefusedError, match=says):
        read(text.encode())


def test_what_is_no_record_is_kept_apart():
    raw = read(b'[{"a":1},7,null]')
    assert (raw.rows_read, [u.line for u in raw.unfit]) == (3, [2, 3])


def test_a_broken_line_of_json_is_kept_apart():
    raw = read(b'{"a":1}\n{"a":2}\n{"a":\n')
    assert raw.table.to_pydict() == {"a": ["1", "2"]}
    assert [(u.line, u.text) for u in raw.unfit] == [(3, '{"a":')]


ROWS = {"date": ["2024-01-01", "2024-01-02"], "lat": ["1", "2"]}


@pytest.mark.parametrize(
    "value",
    [
        [["date", "lat"], ["2024-01-01", 1], ["2024-01-02", 2]],
        {"columns": ["date", "lat"], "index": [0, 1], "data": [list(e.values()) for e in EVENTS]},
        {"date": ["2024-01-01", "2024-01-02"], "lat": [1, 2]},
        {"date": {"0": "2024-01-01", "1": "2024-01-02"}, "lat": {"0": 1, "1": 2}},
    ],
)
def test_tables_in_other_layouts(value):
    assert read(json.dumps(value).encode()).table.to_pydict() == ROWS


def test_records_by_key_keep_it():
    by_key = {"-Na1": EVENTS[0], "-Na2": EVENTS[1] | {"more": 1}}
    assert read(json.dumps(by_key).encode()).table.to_pydict() == {
        "key": ["-Na1", "-Na2"], **ROWS, "more": ["", "1"],
    }  # fmt: skip


@pytest.mark.parametrize("between", ["\n", "\n\x1e"])
def test_lines_of_features_and_lists_of_them_are_geojson(between):
    features = json.loads(point_layer().to_json(drop_id=True))["features"]
    lines = between.strip("\n") + between.join(map(json.dumps, features))
    for text in (lines, json.dumps(features)):
        assert read(text.encode()).sample("latitude") == ["33.5", "34.25"]
    assert read(json.dumps(features[0]).encode()).sample("latitude") == ["33.5"]


def test_topojson_is_named():
    with pytest.raises(ImportRefusedError, match="this is TopoJSON; open it in a GIS"):
        read(b'{"type": "Topology", "objects": {"a": {"geometries": [{"properties": {}}]}}}')
