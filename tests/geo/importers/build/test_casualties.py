"""Numbers of persons that contradict each other."""

from __future__ import annotations

from tests.geo.importers.files import (
    ucdp,
    ucdp_csv,
)


def test_estimates_out_of_order_are_flagged(convert):
    assert convert(ucdp_csv(ucdp(low="5"))).report.finding("range of deaths").rows == 1
