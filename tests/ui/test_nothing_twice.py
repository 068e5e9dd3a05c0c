"""How often a page applies a filter and writes it out, after one move of the slider."""

from __future__ import annotations

from collections import Counter

import pytest

from geo.analysis import tallies
from geo.filter.filter import Filter

# What every page does once: apply the filter; write it for the panel and for the browser's address.
EVERY_PAGE = {"view": 1, "to_params": 3}
# A page with links writes the query once for all of them. `view` is also called for another filter:
# for the counterstrikes of the period; for the base of the profile, and under each of five rules.
# `mask` is too: attacks on US or coalition forces, and those in Syria.
PAGES = {
    "map": {"view": 1, "to_query": 2, "to_params": 5},  # also without the period, for its symbols
    "timeline": {"view": 2, "mask": 2, "to_query": 1, "published_tallies": 1, "to_params": 9},
    "bases": {"view": 7, "to_query": 1, "to_params": 10},
    "provinces": EVERY_PAGE,
    "near": {"view": 1, "to_query": 2, "to_params": 5},  # also the circle, for the feed
}
COUNTED = ((Filter, ("view", "mask", "to_query", "to_params")), (tallies, ("published_tallies",)))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_nothing_twice(page, app, monkeypatch):
    run = app(from_="2023-10-17", to="2024-04-23", type="attack", target="us_coalition",
              profile="al_asad")  # fmt: skip
    run.at.switch_page(f"pages/{page}.py").run()
    calls: Counter[str] = Counter()
    for owner, names in COUNTED:
        for name in names:
            monkeypatch.setattr(owner, name, _counting(getattr(owner, name), name, calls))
    first, last = run.at.slider(key="w_dates").value
    run.at.slider(key="w_dates").set_value((first, last.replace(day=20))).run()
    assert not run.at.exception
    assert dict(calls) == PAGES[page]


def _counting(function, name, calls):
    def counted(*args, **kwargs):
        calls[name] += 1
        return function(*args, **kwargs)

    return counted
