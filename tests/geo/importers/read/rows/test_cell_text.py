"""Typed values as the text of a CSV file."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from geo.importers.read.rows.cell_text import cell_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (True, "true"), (np.False_, "false"), (3.0, "3"), (2.5, "2.5"), (7, "7"),
        (float("nan"), ""), (float("inf"), ""), (1e20, "1e+20"), (np.float32(0.5), "0.5"),
        (dt.datetime(2024, 1, 2, tzinfo=None), "2024-01-02"),  # noqa: DTZ001
        (dt.datetime(2024, 1, 2, 3, 4, tzinfo=None), "2024-01-02 03:04:00"),  # noqa: DTZ001
        (dt.date(2024, 1, 2), "2024-01-02"), (dt.time(3, 4), "03:04:00"),
        ([1.0, "b", None], "1;b;"), ([1, 2], "1;2"), ([43.13, 36], "[43.13, 36.0]"),
        (np.array([43.13, 36.34, 5]), "[43.13, 36.34, 5.0]"), ([200.5, 1], "200.5;1"),
        (bytes.fromhex("01010000000000000000804540") + bytes(8),
         "010100000000000000008045400000000000000000"),
        (b"\xd9\x82\xff", "ق\ufffd"), ({"a": "ق"}, '{"a": "ق"}'), ("a\x00b", "ab"),
        ("\ud800", "?"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_text(value, text):
    assert cell_text(value) == text
