"""What is new: added, corrected and withdrawn incidents, for those whom the filter concerns."""

from datetime import date

import pytest

from geo.filter.filter import Filter
from geo.record.news import count_news, followed_filter, latest_edition, list_news
from tests.geometry import incident

FIRST, SECOND = "1.0.0 2026-11-01", "1.1.0 2026-11-15"


def correction(incident_id, column, old, new, table="incidents"):
    return {"table": table, "id": incident_id, "column": column, "old": old, "new": new,
            "reason": "A page says so", "dataset_version": "1.1.0",
            "date": "2026-11-15"}  # fmt: skip


@pytest.fixture(scope="module")
def atlas(hand_drawn):
    rows = [
        incident("old", date="2024-01-01", added=FIRST, changed=SECOND, confirmation="monitor"),
        incident("new", date="2024-01-02", added=SECOND),
        incident("told", date="2024-01-03", added=FIRST, changed=SECOND),
    ]
    log = [
        correction("old", "confirmation", "claimed", "monitor"),
        correction("gone", "incident_id", "gone", ""),
        correction("twin", "incident_id", "twin", "new"),
    ]
    return hand_drawn(incidents=rows, corrections=log)


def news(atlas, query=""):
    view = Filter.parse(query, atlas).view(atlas)
    listed = [(one.kind, one.incident_id) for one in list_news(view)]
    assert len(listed) == count_news(view)
    return listed


def test_the_latest_edition_comes_first_and_in_it_what_went_and_what_changed(atlas):
    assert news(atlas) == [
        ("withdrawn", "twin"), ("withdrawn", "gone"), ("corrected", "told"), ("corrected", "old"),
        ("added", "new"), ("added", "told"), ("added", "old"),
    ]  # fmt: skip


def test_a_correction_concerns_who_followed_the_incident_as_it_was_and_as_it_is(atlas):
    assert ("corrected", "old") in news(atlas, "confirmation=monitor")
    assert ("corrected", "old") in news(atlas, "confirmation=claimed")
    assert ("corrected", "old") not in news(atlas, "confirmation=official")
    assert ("corrected", "old") not in news(atlas, "confirmation=claimed&from=2024-01-02")
    assert ("added", "old") not in news(atlas, "confirmation=claimed")


def test_a_withdrawal_concerns_everybody_but_what_is_told_elsewhere_its_followers(atlas):
    nothing = "from=2024-02-01&to=2024-02-02"
    assert news(atlas, nothing) == [("withdrawn", "gone")]
    assert ("withdrawn", "twin") in news(atlas, "from=2024-01-02&to=2024-01-02")


def test_rows_that_do_not_say_when_they_were_added_are_no_news(hand_drawn):
    undated = hand_drawn()
    assert news(undated) == []
    assert latest_edition(undated) == undated.last_date


def test_the_day_of_the_latest_edition_is_the_day_of_the_data(atlas):
    assert latest_edition(atlas) == date(2026, 11, 15)


def test_who_follows_to_the_end_of_the_data_follows_on(atlas):
    whole = Filter().absolute(atlas)
    assert followed_filter(whole, atlas) == Filter()
    part = Filter(date_from=date(2024, 1, 2), date_to=date(2024, 1, 2))
    assert followed_filter(part, atlas) == part
