"""The days of the period, typed, and the presets."""

from __future__ import annotations

from datetime import date

import pytest


def set_days(page, first=None, last=None):
    """Type one day or both, and press the button."""
    for field, day in zip(page.at.date_input, (first, last), strict=True):
        if day:
            field.set_value(day)
    page.button("Set period").click()
    page.run()


def dates_of(page):
    return [field.value for field in page.at.date_input]


@pytest.fixture
def opened(app):
    return app(group="iri", from_="2023-10-17", to="2024-04-23").run().open("dates")


def test_closed_it_sends_no_fields(app):
    assert not app().run().at.date_input


def test_a_typed_day_sets_the_period_and_leaves_the_other_filters(opened):
    assert dates_of(opened) == [date(2023, 10, 17), date(2024, 4, 23)]
    set_days(opened, first=date(2024, 1, 28))
    assert opened.address()["from"] == ["2024-01-28"]
    assert opened.address()["to"] == ["2024-04-23"]
    assert opened.address()["group"] == ["iri"]
    assert opened.at.slider(key="w_dates").value == (date(2024, 1, 28), date(2024, 4, 23))


def test_the_fields_follow_the_slider(opened):
    opened.at.slider(key="w_dates").set_value((date(2023, 11, 1), date(2024, 2, 4)))
    opened.run()
    assert dates_of(opened) == [date(2023, 11, 1), date(2024, 2, 4)]
    assert opened.address()["to"] == ["2024-02-04"]


def test_a_first_day_after_the_last_is_said_and_waits_for_the_other(opened):
    set_days(opened, first=date(2024, 6, 1))
    assert "1 Jun 2024 is after 23 Apr 2024" in opened.alerts()
    assert opened.address()["from"] == ["2023-10-17"]
    assert dates_of(opened)[0] == date(2024, 6, 1), "what was typed stays"
    set_days(opened, last=date(2024, 12, 31))
    assert (opened.address()["from"], opened.address()["to"]) == (["2024-06-01"], ["2024-12-31"])
    assert "is after" not in opened.alerts()


def test_both_days_are_taken_together(opened):
    set_days(opened, date(2024, 1, 1), date(2024, 2, 1))
    assert (opened.address()["from"], opened.address()["to"]) == (["2024-01-01"], ["2024-02-01"])


def test_a_day_that_is_typed_and_not_set_changes_nothing(opened):
    opened.at.date_input[0].set_value(date(2024, 1, 28))
    opened.button("Latest 30 days").click()
    opened.run()
    assert opened.address()["from"] == ["2025-11-21"]
