"""What feature services answer: attributes, dates by their fields, shapes in any system."""

from __future__ import annotations

import json

import pytest

from geo import importers
from geo.errors import ImportRefusedError

FIELDS = [
    {"name": "when", "type": "esriFieldTypeDate"},
    {"name": "kind", "type": "esriFieldTypeInteger",
     "domain": {"codedValues": [{"code": 1, "name": "rocket"}]}},
]  # fmt: skip


def features(*pairs, **more):
    listed = [{"attributes": a, "geometry": g} for a, g in pairs]
    return json.dumps({"features": listed} | more).encode()


def read(data):
    return importers.read_file(data, "x.json")


def test_dates_codes_and_points():
    data = features(
        ({"when": 1704240000000, "kind": 1}, {"x": 43.13, "y": 36.34}),
        ({"when": 1704317400000, "kind": 7}, None),
        ({"when": None, "kind": None}, {"x": "NaN", "y": "NaN"}),
        fields=FIELDS,
    )
    assert read(data).table.to_pydict() == {
        "when": ["2024-01-03", "2024-01-03 21:30:00+00:00"], "kind": ["rocket", "7"],
        "latitude": ["36.34", ""], "longitude": ["43.13", ""],
    }  # fmt: skip


@pytest.mark.parametrize("wkid", [{"wkid": 102100, "latestWkid": 3857}, {"wkid": 102100}])
def test_points_come_in_wgs84(wkid):
    raw = read(features(({"a": 1}, {"x": 4801210.0, "y": 4351339.0}), spatialReference=wkid))
    assert [round(float(raw.sample(c)[0]), 3) for c in ("latitude", "longitude")] == [36.368, 43.13]


def test_an_unknown_system_is_refused():
    with pytest.raises(ImportRefusedError, match="coordinate system is not known"):
        read(features(({"a": 1}, {"x": 1, "y": 2}), spatialReference={"wkid": 999_999}))


def test_an_answer_that_was_cut_off_says_so(convert):
    report = convert(
        features(({"date": "2024-01-03"}, {"x": 43.13, "y": 36.34}), exceededTransferLimit=True)
    ).report
    assert "has not sent all rows" in report.finding("cut off").message


def test_what_is_no_feature_is_kept_apart():
    data = json.loads(features(({"a": 1}, None)))
    data["features"].append(7)
    raw = read(json.dumps(data).encode())
    assert ([u.line for u in raw.unfit], raw.rows_read) == ([2], 2)
