"""Exact intervals for counts: one Poisson count, and the ratio of two rates.

Methods: F. Garwood, Biometrika 28 (1936), 437, for one count, by quantiles of chi-square (twice
the gamma distribution's); for the ratio the binomial interval of C. J. Clopper and E. S. Pearson,
Biometrika 26 (1934), 404, given the sum of both counts (J. Przyborowski and H. Wilenski, Biometrika
31 (1940), 313). Both are exact and therefore wide: they hold their level and often more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; None where there is no upper bound."""

    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as high one rate is as another, with its interval.

    `value` is None where the rate that is compared with is 0: then no number says how many times.
    """

    value: float | None
    interval: Interval


def poisson(n: int, level: float = LEVEL) -> Interval:
    """Return the exact interval of the mean of a Poisson count.

    Args:
        n: the count, at least 0.
        level: how often intervals made like this hold the true mean, between 0 and 1.

    Raises:
        ValueError: the count is negative or the level is not between 0 and 1.
    """
    # A fifth of a second to import, which most commands and pages need not wait for.
    from scipy import special  # noqa: PLC0415

    tail = _tail(level, n)
    low = float(special.gammaincinv(n, tail)) if n else 0.0
    return Interval(low, float(special.gammainccinv(n + 1, tail)))


def rate_ratio(n: int, days: float, n_before: int, days_before: float,
               level: float = LEVEL) -> Ratio | None:  # fmt: skip
    """Return the ratio of the rate `n / days` to the rate `n_before / days_before`.

    Args:
        n: count of the rate in question.
        days: how long it was counted, in days.
        n_before: count of the rate that it is compared with.
        days_before: how long that was counted, in days.
        level: how often intervals made like this hold the true ratio.

    Returns:
        None where nothing can be compared: both counts are 0, or one of the spans has no day.

    Raises:
        ValueError: a count or a span is negative or the level is not between 0 and 1.
    """
    from scipy import special  # noqa: PLC0415 - as above

    tail = _tail(level, n, n_before, days, days_before)
    if not (n + n_before and days and days_before):
        return None
    # Given the sum, n is binomial with a chance of r * days / (r * days + days_before).
    scale = days_before / days
    low = float(special.betaincinv(n, n_before + 1, tail)) if n else 0.0
    high = float(special.betainccinv(n + 1, n_before, tail)) if n_before else 1.0
    return Ratio(
        value=(n / days) / (n_before / days_before) if n_before else None,
        interval=Interval(scale * low / (1 - low), scale * high / (1 - high) if n_before else None),
    )


def _tail(level: float, *at_least_0: float) -> float:
    if not 0 < level < 1:
        message = f"expected a level between 0 and 1, found {level}"
        raise ValueError(message)
    if min(at_least_0) < 0:
        message = f"expected counts and days of at least 0, found {min(at_least_0)}"
        raise ValueError(message)
    return (1 - level) / 2
