"""Incidents as files hold them: typed columns, lists, points, plain values."""

from __future__ import annotations

import numpy as np
import pandas as pd
from shapely import Point

from geo.filter import records
from tests.geometry import MIDDLE_OF_A, incident, statement

DTYPES = {"killed": "Int32", "latitude": "float64", "nearest_base_km": "float64", "date": "str",
          "base_name": "str", "weapons": "object", "claimed_by": "object"}  # fmt: skip


def test_a_frame_has_the_columns_in_order_with_their_types(atlas):
    frame = records.to_frame(np.array([3, 1]), atlas)
    assert tuple(frame.columns) == records.columns(atlas)
    assert {name: str(frame[name].dtype) for name in DTYPES} == DTYPES
    ids = atlas.incidents["incident_id"]
    assert frame["incident_id"].tolist() == [ids[3], ids[1]]


def test_a_frame_of_nothing_has_the_same_types(atlas):
    some, none = (records.to_frame(np.arange(n), atlas) for n in (1, 0))
    assert none.empty
    pd.testing.assert_series_equal(none.dtypes, some.dtypes)


def test_points_are_missing_where_there_is_none(hand_drawn):
    atlas = hand_drawn(incidents=[incident("a", at=MIDDLE_OF_A), incident("b", at=None)])
    frame = records.to_geodataframe(np.array([1, 0]), atlas)
    y, x = MIDDLE_OF_A
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.tolist() == [None, Point(x, y)]


def test_plain_values_are_what_json_has_and_none_where_unknown(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("a", at=None, killed="2", weapons="mortar;rocket")],
        statements=[statement("a", "leaf", "claimed"), statement("a", "root", "suspected")],
    )
    (record,) = records.records(np.array([0]), atlas)
    assert tuple(record) == records.columns(atlas)
    assert (record["weapons"], record["killed"], record["latitude"]) == (["mortar", "rocket"], 2,
                                                                         None)  # fmt: skip
    assert (record["claimed_by"], record["attributed_to"]) == (["leaf"], ["root"])
    assert {type(v) for v in record.values()} <= {str, int, float, list, type(None)}
