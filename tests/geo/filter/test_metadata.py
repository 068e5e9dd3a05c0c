"""What a file says of itself: the filter with both dates, the counts, how to cite it."""

from __future__ import annotations

from geo.filter import metadata
from geo.filter.filter import Filter
from geo.utils.words import short_day


def test_metadata_tell_the_whole_filter_and_account_for_every_row(atlas):
    view = Filter.parse("group=kh&from=2023-10-17", atlas).view(atlas)
    facts = metadata.metadata(view)
    assert facts["filter"] == f"from=2023-10-17&to={atlas.last_date}&group=kh" == view.query
    assert facts["count"] + sum(facts["left_out"].values()) == facts["total"]
    assert facts["permalink"] == f"/?{view.query}&version={atlas.version}"
    assert f"incidents of 17 Oct 2023 to {short_day(atlas.last_date)}" in facts["citation"]


def test_links_begin_with_the_address_of_the_app_where_it_is_known(atlas, monkeypatch):
    monkeypatch.setenv(metadata.BASE_URL_VARIABLE, "https://example.org/")
    assert metadata.permalink(Filter().view(atlas)).startswith("https://example.org/?from=")
    link = metadata.incident_permalink(atlas, "a b")
    assert link == f"https://example.org/incident?incident=a%20b&version={atlas.version}"
