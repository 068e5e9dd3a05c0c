"""Boxes and spans of time, as GIS programs write them."""

from datetime import date

import numpy as np
import pytest
import shapely

from geo.errors import FilterError
from geo.filter.extent import Extent, boxes_of, read_datetime, read_numbers
from geo.filter.filter import days_since_epoch

DAY, LATER = date(2024, 1, 5), date(2024, 1, 7)


@pytest.mark.parametrize(
    ("given", "days"),
    [("2024-01-05", (DAY, DAY)), ("2024-01-05T/2024-01-07T", (DAY, LATER)),
     ("2024-01-05T23:59:60Z", (DAY, DAY)),
     ("2024-01-05/2024-01-07T00:00:00.5+03:00", (DAY, LATER)), ("../2024-01-07", (None, LATER)),
     ("2024-01-05/", (DAY, None)), ("../..", (None, None))],
)  # fmt: skip
def test_a_time_is_the_day_that_is_written(given, days):
    assert read_datetime(given) == days


@pytest.mark.parametrize(
    "given",
    ["", "..", "2024", "2024-1-5", "2024-02-30", "2024-01-05T10:00:00", "2024-01-05T24:00:00Z",
     "2024-01-05 10:00:00Z", "2024-01-05/2024-01-06/2024-01-07", "2024-01-07/2024-01-05",
     "٢٠٢٤-٠١-٠٥"],
)  # fmt: skip
def test_what_is_no_time_is_refused(given):
    with pytest.raises(FilterError, match="datetime"):
        read_datetime(given)


@pytest.mark.parametrize(
    ("corners", "boxes"),
    [((42, 33, 45, 36), [(42, 33, 45, 36)]),
     ((170, 0, -170, 1), [(170, 0, 180, 1), (-180, 0, -170, 1)]),
     ((-200, 0, 200, 1), [(-180, 0, 180, 1)]), ((402.441, 0, 403.1, 1), [(42.441, 0, 43.1, 1)]),
     ((0, 0, 180, 1), [(0, 0, 180, 1)])],
)  # fmt: skip
def test_a_box_wraps_around_the_earth(corners, boxes):
    assert boxes_of("", *corners) == tuple(boxes)


@pytest.mark.parametrize(
    "given", ["4_2,33,45,36", "٤٢,33,45,36", "1,2,inf,4", "1,2,1e999,4", "1,2,3,"]
)
def test_what_is_no_number_is_no_corner(given):
    with pytest.raises(FilterError, match="four numbers"):
        read_numbers(given)


@pytest.mark.parametrize("latitudes", [(91, 95), (-99, -90.5)])
def test_a_box_beyond_a_pole_is_refused(latitudes):
    south, north = latitudes
    with pytest.raises(FilterError, match="beyond the poles"):
        boxes_of("", 0, south, 1, north)
    assert boxes_of("", 0, -91, 1, 91) == ((0, -91, 1, 91),)


def test_heights_of_a_box_do_not_matter():
    assert read_numbers("1,2,-5,3,4,99") == read_numbers("1,2,3,4") == (1, 2, 3, 4)


def test_a_span_is_met_by_each_of_its_days_and_a_box_by_what_touches_it():
    first, last = (np.array([days_since_epoch(day)]) for day in (DAY, LATER))
    for day, is_met in ((DAY, True), (date(2024, 1, 6), True), (date(2024, 1, 8), False)):
        assert Extent(first=day, last=day).spans(first, last) == [is_met]
    shapes = np.array([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3), None])
    assert Extent(((1, 1, 1.5, 1.5),)).meets(shapes).tolist() == [True, False, True]
    assert Extent().meets(shapes).all()
