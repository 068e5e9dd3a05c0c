"""Exact intervals, against SciPy's own tests and against sums of probabilities."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from geo.utils import intervals

COUNTS = st.integers(0, 400)
SPANS = st.integers(1, 60)
LEVELS = st.sampled_from([0.5, 0.9, 0.95, 0.99])


def test_published_limits_of_garwood():
    # 95 % limits for 0, 1, 5 and 10 as printed in tables since Garwood (1936).
    for n, low, high in [(0, 0, 3.69), (1, 0.0253, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39)]:
        interval = intervals.poisson(n)
        assert interval.low == pytest.approx(low, abs=0.005)
        assert interval.high == pytest.approx(high, abs=0.005)


@given(COUNTS, LEVELS)
def test_a_poisson_interval_is_what_quantiles_of_chi_square_give(n, level):
    interval, tail = intervals.poisson(n, level), (1 - level) / 2
    assert interval.high == pytest.approx(stats.chi2.ppf(1 - tail, 2 * n + 2) / 2, rel=1e-9)
    low = stats.chi2.ppf(tail, 2 * n) / 2 if n else 0
    assert interval.low == pytest.approx(low, rel=1e-9)


@given(st.integers(1, 60))
def test_each_limit_leaves_its_tail_by_summing_probabilities(n):
    interval = intervals.poisson(n)
    at_most = sum(
        math.exp(-interval.high) * interval.high**k / math.factorial(k) for k in range(n + 1)
    )
    fewer = sum(math.exp(-interval.low) * interval.low**k / math.factorial(k) for k in range(n))
    assert at_most == pytest.approx(0.025, rel=1e-6)
    assert 1 - fewer == pytest.approx(0.025, rel=1e-6)


@given(COUNTS, SPANS, COUNTS, SPANS, LEVELS)
def test_a_ratio_is_the_binomial_interval_of_scipy_turned_into_rates(a, days, b, before, level):
    ratio = intervals.rate_ratio(a, days, b, before, level)
    if a + b == 0:
        assert ratio is None
        return
    share = stats.binomtest(a, a + b).proportion_ci(level, method="exact")
    scale = Fraction(before, days)
    assert ratio.interval.low == pytest.approx(share.low / (1 - share.low) * scale, rel=1e-6)
    if b:
        high = share.high / (1 - share.high) * scale
        assert ratio.interval.high == pytest.approx(high, rel=1e-6)
        assert ratio.value == pytest.approx(Fraction(a, days) / Fraction(b, before))
        assert ratio.interval.low <= ratio.value <= ratio.interval.high
    else:
        assert ratio.interval.high is None
        assert ratio.value is None


def test_the_ratio_is_within_the_interval_exactly_when_a_two_sided_reading_allows_it():
    # 2 after 9 in equal spans: 1 lies within; 1 after 13 does not allow 1.
    wide, narrow = intervals.rate_ratio(2, 7, 9, 7), intervals.rate_ratio(1, 30, 13, 30)
    assert wide.interval.low < 1 < wide.interval.high
    assert narrow.interval.high < 1


def test_nothing_is_compared_with_nothing():
    assert intervals.rate_ratio(0, 7, 0, 7) is None
    assert intervals.rate_ratio(1, 0, 1, 7) is None
    assert intervals.rate_ratio(1, 7, 1, 0) is None


def test_no_attack_before_gives_a_lower_bound_only():
    ratio = intervals.rate_ratio(3, 7, 0, 7)
    assert (ratio.value, ratio.interval.high) == (None, None)
    assert ratio.interval.low > 0


@pytest.mark.parametrize("wrong", [(-1, 0.95), (1, 0.0), (1, 1.0), (1, 2.0)])
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        intervals.poisson(*wrong)


def test_a_negative_span_is_refused():
    with pytest.raises(ValueError, match="at least 0"):
        intervals.rate_ratio(1, -1, 1, 1)
