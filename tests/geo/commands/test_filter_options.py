from __future__ import annotations

import pytest

from geo.commands.filter_options import bind_negative_points


@pytest.mark.parametrize(
    ("arguments", "bound"),
    [
        (["--near", "-1,-2,5", "--json"], ["--near=-1,-2,5", "--json"]),
        (["--near", "1,2,5"], ["--near=1,2,5"]),
        (["--near", "--json"], ["--near", "--json"]),
        (["--q", "-1", "--near"], ["--q", "-1", "--near"]),
        ([], []),
    ],
)
def test_a_point_is_bound_to_its_option_whatever_it_begins_with(arguments, bound):
    assert bind_negative_points(arguments) == bound
