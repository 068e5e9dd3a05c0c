"""What statements say of groups and how the rules count it, against plain Python and by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes
from geo.analysis import groups
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import group, incident, link, statement


def ids(atlas, figure):
    return atlas.incidents["incident_id"].iloc[figure.positions].tolist()


def view_of(params, atlas):
    return Filter.parse(params, atlas).view(atlas)


@settings(max_examples=25)
@given(strategies.params(), st.sampled_from(strategies.GROUPS), st.booleans())
def test_a_count_by_stance_is_what_plain_python_counts(atlas, oracle, params, asked, members):
    view = view_of(params, atlas)
    rows, _ = oracle.view(params)
    figures = groups.count_stances(view, atlas, asked, members=members)
    assert list(figures) == list(groups.STANCES)
    for stance, figure in figures.items():
        expected = [
            r["incident_id"]
            for r in rows
            if any(
                s["stance"] == stance
                and s["group_id"] in (oracle.members(asked, r["date"]) if members else {asked})
                and oracle.stands(s)
                for s in oracle.about[r["incident_id"]]
            )
        ]
        assert ids(atlas, figure) == expected
        if figure.filter is not None:
            assert figure.filter.view(atlas).positions.tolist() == figure.positions.tolist()


@settings(max_examples=25)
@given(
    strategies.params(),
    st.sampled_from([groups.EVERYBODY, *strategies.GROUPS]),
    st.booleans(),
)
def test_a_count_under_a_rule_is_the_filter_with_that_group_and_rule(
    atlas, oracle, params, asked, members
):
    figures = groups.count_under_rules(Filter.parse(params, atlas), atlas, asked, members=members)
    rest = {n: v for n, v in params.items() if n not in {"group", "rule", "members"}}
    for rule in codes.RULE:
        under_rule = rest | {"rule": [rule]} | ({"group": [asked]} if asked else {})
        rows, _ = oracle.view(under_rule if members else under_rule | {"members": ["0"]})
        assert ids(atlas, figures[rule]) == [r["incident_id"] for r in rows]
        matching = figures[rule].filter.view(atlas).positions
        assert matching.tolist() == figures[rule].positions.tolist()


@settings(max_examples=20)
@given(strategies.params(), st.booleans())
def test_all_groups_have_the_same_numbers_and_only_those_of_zeros_are_left_out(
    atlas, params, members
):
    view = view_of(params, atlas)
    by_group = groups.count_all_stances(view, atlas, members=members)
    for asked in atlas.graph.group_ids:
        figures = groups.count_stances(view, atlas, asked, members=members)
        counts = {s: f.n for s, f in figures.items()}
        assert (asked in by_group) == any(counts.values())
        if asked in by_group:
            assert {s: f.n for s, f in by_group[asked].items()} == counts
    spoken = [len({int(p) for f in by.values() for p in f.positions}) for by in by_group.values()]
    assert spoken == sorted(spoken, reverse=True)


@settings(max_examples=20)
@given(strategies.params(), st.sampled_from(strategies.GROUPS))
def test_the_share_claimed_is_about_attacks_and_claims_that_stand(atlas, oracle, params, asked):
    claimed, attacks = groups.share_claimed(view_of(params, atlas), atlas, asked)
    rows = [r for r in oracle.view(params)[0] if r["event_type"] == "attack"]
    assert ids(atlas, attacks) == [r["incident_id"] for r in rows]
    assert ids(atlas, claimed) == [
        r["incident_id"] for r in rows if oracle.by_rule(r, "claimed", [asked], members=True)
    ]


@pytest.fixture
def small(hand_drawn):
    return hand_drawn(
        incidents=[incident(f"i{n}", f"2024-01-0{n}") for n in (1, 2, 3)],
        groups=[
            group("root", kind="umbrella"), group("leaf"), group("front"),
            group("ally", kind="state_paramilitary"), group("other", kind="coalition"),
        ],
        group_links=[
            link("leaf", "root"), link("front", "leaf", "front_for"),
            link("ally", "root", "affiliated"), link("leaf", "other"),
            link("ally", "other", "nominal"),
        ],
        statements=[
            statement("i1", "front", "claimed"), statement("i1", "front", "withdrew"),
            statement("i2", "leaf", "claimed"), statement("i2", "leaf", "denied"),
            statement("i3", "ally", "suspected"), statement("i3", "root", "attributed"),
        ],
    )  # fmt: skip


def test_a_claim_taken_back_is_withdrawn_and_no_claim_and_allies_are_no_members(small):
    view = Filter().view(small)
    figures = groups.count_stances(view, small, "root")
    assert {s: ids(small, f) for s, f in figures.items()} == {
        "claimed": ["i2"], "acknowledged": [], "attributed": ["i3"], "suspected": [],
        "denied": ["i2"], "withdrew": ["i1"],
    }  # fmt: skip
    own = groups.count_stances(view, small, "root", members=False)
    assert {s: f.n for s, f in own.items() if f.n} == {"attributed": 1}
    assert {f.key for f in figures.values()}.isdisjoint(f.key for f in own.values())


def test_a_claim_has_no_filter_where_the_view_is_already_about_a_group(small):
    free, bound = Filter().view(small), Filter(group=("ally",)).view(small)
    assert groups.count_stances(free, small, "root")["claimed"].filter is not None
    assert groups.count_stances(bound, small, "root")["claimed"].filter is None
    assert groups.count_stances(bound, small, "root")["attributed"].n == 1


def test_nothing_is_said_of_anybody_in_an_empty_view(small):
    empty = Filter.parse("from=2030-01-01", small).view(small)
    assert groups.count_all_stances(empty, small) == {}
    assert [f.n for f in groups.count_stances(empty, small, "root").values()] == [0] * 6


def test_forms_tell_brands_facades_state_bodies_and_armed_groups_apart(small):
    assert groups.group_forms(small) == {
        "root": "brand", "leaf": "faction", "front": "facade", "ally": "state", "other": "state",
    }  # fmt: skip


def test_who_belongs_to_several_bodies_counts_memberships_only(small):
    assert groups.bodies_of_groups(small) == {"leaf": ("root", "other")}


def test_the_shipped_groups_in_both_the_pmf_and_the_islamic_resistance(atlas):
    assert groups.bodies_of_groups(atlas) == dict.fromkeys(
        ("haaa", "kh", "kss", "nujaba"), ("iri", "pmf")
    )


def test_links_say_when_they_were_valid_and_where_that_was_read(hand_drawn):
    atlas = hand_drawn(
        group_links=[
            link("leaf", "root"),
            link("front", "root", valid_from="2023-10-17", period_source_id="s2"),
            link("ally", "root", valid_to="2024-02-04"),
            link("other", "root", valid_from="2023-10-17", valid_to="2024-02-04"),
        ]
    )
    links = groups.list_links(atlas)
    assert [link.period for link in links] == [
        "", "since 17 Oct 2023", "until 4 Feb 2024", "17 Oct 2023 to 4 Feb 2024",
    ]  # fmt: skip
    assert [len(link.sources) for link in links] == [1, 2, 1, 1]
    assert links[1].sources[1] == ("https://example.org/2", "Another")


def test_every_dated_link_of_the_shipped_data_has_a_page_for_its_dates(atlas):
    dated = [link for link in groups.list_links(atlas) if link.period]
    of_brand = {"since 17 Oct 2023"}
    assert {link.period for link in dated if "iri" in {link.child, link.parent}} == of_brand
    assert {link.period for link in dated if "pmf" in {link.child, link.parent}} == {
        "since 13 Jun 2014"
    }


def test_a_member_counts_for_its_group_within_the_link_s_days_only(hand_drawn):
    days = ("2023-10-16", "2023-10-17", "2024-02-04", "2024-02-05")
    atlas = hand_drawn(
        incidents=[incident(day, day) for day in days],
        statements=[statement(day, "leaf", "claimed") for day in days],
        group_links=[link("leaf", "root", valid_from="2023-10-17", valid_to="2024-02-04")],
    )
    view = Filter.parse("group=root", atlas).view(atlas)
    assert atlas.incidents["incident_id"].iloc[view.positions].tolist() == list(days[1:3])
    everything = Filter().view(atlas)
    assert groups.count_stances(everything, atlas, "root")["claimed"].n == 2
    assert groups.count_stances(everything, atlas, "leaf")["claimed"].n == 4
    assert groups.share_claimed(everything, atlas, "root")[0].n == 2
    assert groups.count_under_rules(Filter(), atlas, "root")["claimed"].n == 2


def test_every_link_carries_its_source(atlas):
    links = groups.list_links(atlas)
    assert len(links) == len(atlas.group_links) == 41
    pages = [page for link in links for page in link.sources]
    assert all(url.startswith("http") and publisher for url, publisher in pages)
    assert {link.relation for link in links} == set(codes.RELATION)
