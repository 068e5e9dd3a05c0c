"""What a brief says is what geo counts."""

from __future__ import annotations

import re
from datetime import datetime

from geo.analysis import breakdowns, near, places, summary
from geo.brief.content import MOST_ROWS, gather_brief
from geo.filter.filter import Filter
from tests.geo.brief.briefs import AL_ASAD, view_of
from tests.geometry import MIDDLE_OF_A, base, incident


def around_al_asad(atlas):
    place = places.find_place("base:al_asad", atlas)
    return near.find_neighbourhood(Filter().view(atlas), atlas, place, 50.0)


def test_the_brief_of_al_asad_says_what_geo_counts(atlas, al_asad):
    hood = around_al_asad(atlas)
    text = " ".join(al_asad.sentences)
    assert f"holds {hood.inside.n} incidents within 50 km" in text
    assert f"{hood.maybe.n} more may have happened there" in text
    assert f"{hood.unplaced.n} incidents that match the filter have no location" in text
    assert al_asad.counted == hood.inside.n + hood.maybe.n == 62
    last = breakdowns.find_latest(hood.inside.positions, hood.view, atlas)
    assert [f.value for f in al_asad.figures[:3]] == [str(hood.inside.n), str(hood.maybe.n),
                                                       str(last.days)]  # fmt: skip
    weapons = {p.label: p.n for p in breakdowns.split_by_weapon(hood.within_reach, atlas, "w")}
    assert dict(al_asad.splits[0].parts) == weapons
    assert al_asad.title_ar == "قاعدة عين الأسد"


def test_every_split_is_a_count_of_the_same_incidents(atlas, al_asad):
    named = {split.title: split for split in al_asad.splits}
    assert sum(n for _, n in named["Outcome"].parts) == al_asad.counted
    assert sum(n for _, n in named["Time of day, local"].parts) == al_asad.counted
    groups = [n for _, n in named["Who is said to be responsible"].parts]
    assert groups == sorted(groups, reverse=True)


def test_without_a_circle_the_brief_counts_what_the_filter_counts(atlas):
    view = view_of("group=kh", atlas)
    brief = gather_brief(view)
    whole = summary.summarise(view, atlas)
    assert brief.counted == whole["shown"]
    assert brief.figures[0].value == str(whole["shown"])
    assert dict(brief.splits[0].parts).keys() == {
        label for label, n in brief.splits[0].parts if n > 0
    }
    assert not brief.with_distance
    assert brief.table_note(brief.rows) == f"All {view.shown}, newest first."
    assert brief.title == (
        "Incidents, claimed by or attributed to Kata'ib Hezbollah or its members, "
        "3 Dec 2019 to 20 Dec 2025"
    )


def test_rows_are_the_newest(al_asad):
    words = [" ".join(row.date.removeprefix("about ").split()[:3]) for row in al_asad.rows]
    dates = [datetime.strptime(day, "%d %b %Y") for day in words]  # noqa: DTZ007 - a day
    assert dates == sorted(dates, reverse=True)
    assert len(al_asad.rows) == MOST_ROWS


def test_the_sources_of_the_rows_are_theirs(atlas, al_asad):
    reach = around_al_asad(atlas).within_reach
    for row, position in zip(al_asad.rows, reversed(reach), strict=False):
        assert row.sources == tuple(atlas.source_rows[position].as_py())


def test_provinces_are_not_drawn_around_a_place(al_asad):
    assert "1 known to the province only" in al_asad.map_caption


def test_a_base_without_a_name_in_arabic_and_no_base_at_all(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one")], bases=[base("base-a", MIDDLE_OF_A)])
    assert gather_brief(view_of("near=0,1,50", atlas)).title_ar is None
    bare = hand_drawn(incidents=[incident("one")], bases=[])
    assert gather_brief(view_of("near=0,1,50", bare)).title_ar is None


def test_the_link_leads_to_the_page_of_the_place(atlas):
    assert gather_brief(view_of(AL_ASAD, atlas)).permalink.startswith("/near?from=")
    hood = near.find_neighbourhood(
        Filter().view(atlas), atlas, places.find_place("base:tanf", atlas), 25.0
    )
    link = gather_brief(Filter().view(atlas), hood).permalink
    assert link.startswith("/near?")
    assert link.endswith("&place=base%3Atanf&km=25")
    assert gather_brief(view_of("group=kh", atlas)).permalink.startswith("/?")


def test_a_brief_has_one_spelling_of_dates_and_no_codes(atlas):
    brief = gather_brief(view_of("type=attack&target=us_coalition&from=2024-02-05", atlas))
    shown = " ".join([
        brief.title, brief.period, brief.filter_text, *brief.sentences, brief.data_until,
        brief.citation, *(f"{f.value} {f.label}" for f in brief.figures),
        *(row.date for row in brief.rows), *(s.published for s in brief.sources(brief.rows)),
    ])  # fmt: skip
    assert not re.search(r"\d{4}-\d{2}|us_coalition|type:", shown)
    assert "Not shown: 485 earlier, " in shown


def test_the_link_of_a_brief_is_whole_where_the_address_of_the_atlas_is_known(atlas, monkeypatch):
    monkeypatch.delenv("ATLAS_BASE_URL", raising=False)
    assert gather_brief(view_of("group=kh", atlas)).link_label != "Link"
    monkeypatch.setenv("ATLAS_BASE_URL", "https://atlas.example")
    brief = gather_brief(view_of(AL_ASAD, atlas))
    assert brief.permalink.startswith("https://atlas.example/near?from=")
    assert (brief.has_address, brief.link_label) == (True, "Link")
