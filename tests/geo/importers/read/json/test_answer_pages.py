"""One page of what a service would answer."""

from __future__ import annotations

import json

import pytest

from geo import importers

ROWS = [{"date": "2024-01-13", "n": 1}, {"date": "2024-01-14", "n": 2}]


def remarks(**around):
    data = json.dumps(around | {"data": ROWS}).encode()
    told = importers.read_file(data, "x.json").remarks
    return [(r.what, r.unread) for r in told if r.what == "part of an answer"]


@pytest.mark.parametrize(
    ("around", "missing"),
    [
        ({"count": 500, "next": "https://example.org/?page=2"}, 498),
        ({"TotalCount": "12", "NextPageUrl": ""}, 10),
        ({"meta": {"total_count": 3}}, 1),
        ({"@odata.nextLink": "https://example.org/"}, 0),
        ({"links": [{"rel": "self", "href": "a"}, {"rel": "next", "href": "b"}]}, 0),
        ({"pagination": {"has_more": True}}, 0),
    ],
)
def test_further_records_are_told(around, missing):
    assert remarks(**around) == [("part of an answer", missing)]


@pytest.mark.parametrize(
    "around",
    [{"count": 2, "next": None}, {"success": True, "count": "2"}, {"has_more": False, "total": 1},
     {"links": [{"rel": "self", "href": "a"}]}],
)  # fmt: skip
def test_a_whole_answer_has_no_remark(around):
    assert remarks(**around) == []


def test_features_are_counted_too():
    feature = {"type": "Feature", "properties": {"date": "2024-01-13"}, "geometry": None}
    answer = {"type": "FeatureCollection", "numberMatched": 9, "features": [feature]}
    (remark,) = importers.read_file(json.dumps(answer).encode(), "x.json").remarks
    assert remark.message == (
        "the file says numberMatched: 9 and has 1 record; if this is one page of a service's "
        "answer, get the others too"
    )
