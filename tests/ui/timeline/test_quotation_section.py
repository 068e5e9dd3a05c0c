"""The nth incident since a day, as the Timeline page answers it."""

from __future__ import annotations

from datetime import date

from tests.ui.timeline.pages import (
    CAMPAIGN,
    open_page,
    opened_table,
    words,
)


def test_the_2nd_officially_confirmed_attack_since_4_february(app, atlas):
    run = open_page(app, CAMPAIGN, since="2024-02-04", nth="2", open="nth")
    assert "The 2nd attack on US or coalition forces, confirmed by an official" in words(run)
    assert opened_table(run)["Id"].tolist() == ["2024-04-22-al-asad"]
    assert run.address()["nth"] == ["2"]
    assert run.address()["since"] == ["2024-02-04"]


def test_a_day_that_is_none_is_said(app):
    run = open_page(app, CAMPAIGN, since="2024-02-31")
    assert "“2024-02-31” isn't a valid date (use YYYY-MM-DD)" in run.alerts().replace("\\", "")


def test_changing_the_day_changes_answer_and_link(app, atlas):
    run = open_page(app, CAMPAIGN, since="2024-02-04")
    run.at.date_input[0].set_value(date(2024, 4, 21))
    run.run()
    assert "after 21 April 2024, was on 22 April 2024" in words(run)
    assert run.address()["since"] == ["2024-04-21"]
