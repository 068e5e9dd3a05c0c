"""The attribution rules, each on a case small enough to settle by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes
from geo.errors import DataError
from geo.filter.filter import Filter
from geo.io import catalog
from geo.model.statements import GroupGraph, Ledger, find_cycle
from tests.geometry import link, statement, world, write_folder

# front -> leaf -> branch -> root by membership; ally stands beside root, not under it.
LINKS = [
    ("leaf", "branch", "member_of"),
    ("branch", "root", "member_of"),
    ("front", "leaf", "front_for"),
    ("ally", "root", "affiliated"),
    ("other", "root", "nominal"),
    ("leaf", "other", "affiliated"),
]
GROUPS = ("front", "leaf", "branch", "root", "ally", "other")


RULES = list(codes.RULE)
STANCES = list(codes.STANCE)
PART = {"claimed", "acknowledged", "attributed", "suspected", "party"}


def graph(links=LINKS, groups=GROUPS):
    return GroupGraph(groups, pd.DataFrame(links, columns=["child_id", "parent_id", "relation"]))


def ledger(*statements, incidents=("x", "y"), days=(0, 0), groups=None):
    """Return the ledger of statements given as (group, stance), about x, or with an incident."""
    rows = [s if len(s) == 3 else ("x", *s) for s in statements]
    frame = pd.DataFrame(rows, columns=["incident_id", "group_id", "stance"])
    return Ledger.build(frame, pd.Series(list(incidents)), np.array(days), groups or graph())


def holds(rule, *statements, groups=(), members=True):
    """Return whether the incident x meets the rule."""
    return bool(ledger(*statements).matching(rule, groups, members=members)[0])


# --- members --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("root", {"root", "branch", "leaf", "front"}),
        ("branch", {"branch", "leaf", "front"}),
        ("leaf", {"leaf", "front"}),
        ("front", {"front"}),
        ("ally", {"ally"}),
        ("other", {"other"}),
        ("unheard-of", {"unheard-of"}),
    ],
)
def test_members_run_over_membership_and_fronts_only(group, members):
    assert graph().members(group) == members


def test_a_group_of_two_umbrellas_is_a_member_of_both():
    both = graph([("leaf", "root", "member_of"), ("leaf", "ally", "member_of")])
    assert "leaf" in both.members("root") & both.members("ally")


def test_membership_stops_at_an_allied_link_in_the_middle():
    broken = graph([("leaf", "branch", "member_of"), ("branch", "root", "affiliated")])
    assert broken.members("root") == {"root"}


def test_parents_of_every_relation_are_told():
    assert graph().parents("leaf") == (("branch", "member_of"), ("other", "affiliated"))
    assert graph().parents("root") == ()


def test_asking_for_a_group_does_not_change_the_graph():
    asked = graph()
    assert asked.members("unheard-of") == {"unheard-of"}
    assert asked.parents("unheard-of") == ()
    assert "unheard-of" not in asked._children
    assert "unheard-of" not in asked._parents


def test_the_product_descriptions_examples_hold_in_the_data(atlas):
    members = atlas.graph.members
    assert {"kh", "nujaba", "kss", "haaa", "thaireen"} <= members("pmf")
    assert {"irgc", "irgc_qf"} <= members("iran")
    assert not {"kh", "iri", "houthis", "hezbollah"} & members("iran")
    assert not {"pmf", "kh"} & members("iraq_state")


# --- memberships with dates -----------------------------------------------------------------------

# Incidents before, on the first day, on the last day and after.
EDGES = ("2023-10-16", "2023-10-17", "2024-02-04", "2024-02-05")


def dated(*links, groups=GROUPS):
    """Return the graph of links given as (child, parent, relation, first day, last day)."""
    columns = ["child_id", "parent_id", "relation", "valid_from", "valid_to"]
    frame = pd.DataFrame(links, columns=columns)
    for column in ("valid_from", "valid_to"):
        frame[column] = pd.to_datetime(frame[column])
    return GroupGraph(groups, frame)


def days_of(dates):
    return np.array(dates, dtype="datetime64[D]").astype(np.int64)


def on_edges(graph_, rule, groups, *statements):
    """Return at which of the four edges the same statements meet the rule."""
    about = [(day, *s) for day in EDGES for s in statements]
    made = ledger(*about, incidents=EDGES, days=days_of(EDGES), groups=graph_)
    return made.matching(rule, groups).tolist()


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        ("2023-10-17", "2024-02-04", [False, True, True, False]),
        ("2023-10-17", None, [False, True, True, True]),
        (None, "2024-02-04", [True, True, True, False]),
        (None, None, [True, True, True, True]),
        ("2024-02-04", "2024-02-04", [False, False, True, False]),
        ("2023-10-18", "2024-02-03", [False, False, False, False]),
    ],
)
def test_a_member_counts_from_the_first_day_of_its_link_to_the_last(first, last, counts):
    link_ = dated(("leaf", "root", "member_of", first, last))
    assert on_edges(link_, "claimed", ["root"], ("leaf", "claimed")) == counts
    assert on_edges(link_, "claimed", ["leaf"], ("leaf", "claimed")) == [True] * 4
    assert on_edges(link_, "claimed", ["root"], ("root", "claimed")) == [True] * 4


def test_all_links_of_a_nested_membership_must_be_valid_on_the_day():
    nested = dated(("front", "leaf", "front_for", "2023-10-17", None),
                   ("leaf", "root", "member_of", None, "2024-02-04"))  # fmt: skip
    claim = ("front", "claimed")
    assert on_edges(nested, "any", ["root"], claim) == [False, True, True, False]
    assert on_edges(nested, "any", ["leaf"], claim) == [False, True, True, True]


def test_a_group_may_leave_and_come_back():
    twice = dated(("leaf", "root", "member_of", None, "2023-10-16"),
                  ("leaf", "root", "member_of", "2024-02-05", None))  # fmt: skip
    assert on_edges(twice, "any", ["root"], ("leaf", "claimed")) == [True, False, False, True]


def test_a_denial_disputes_the_members_of_that_day():
    link_ = dated(("leaf", "root", "member_of", "2023-10-17", "2024-02-04"))
    said = [("leaf", "claimed"), ("root", "denied")]
    assert on_edges(link_, "undisputed", ["leaf"], *said) == [True, False, False, True]


def test_dates_of_other_relations_cut_no_period():
    assert dated(("ally", "root", "affiliated", "2023-10-17", "2024-02-04")).n_periods == 1
    assert graph().n_periods == 1
    both = dated(("leaf", "root", "member_of", "2023-10-17", "2024-02-04"))
    assert both.n_periods == 3
    assert both.members("root") == {"root", "leaf"}  # on any day
    assert [len(both.members("root", p)) for p in range(3)] == [1, 2, 1]


def test_imported_days_outside_of_every_link_are_ordinary_days():
    link_ = dated(("leaf", "root", "member_of", None, None))
    far = ledger(("x", "leaf", "claimed"), days=days_of(["1678-01-01", "2261-12-31"]), groups=link_)
    assert far.matching("claimed", ["root"]).tolist() == [True, False]


_SOME_DAYS = st.none() | st.integers(0, 6)
_LINKS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 5), st.sampled_from(list(codes.RELATION)),
              _SOME_DAYS, _SOME_DAYS).filter(lambda link: link[0] < link[1]),
    max_size=9,
)  # fmt: skip
_SAID = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from([*GROUPS, None]), st.sampled_from(STANCES)),
    max_size=12,
)


def _plainly_belongs(links, child, parent, day):
    """Return whether one group is another, or belongs to it on a day: by recursion."""
    return child == parent or any(
        start == child
        and relation in {"member_of", "front_for"}
        and (first is None or first <= day)
        and (last is None or day <= last)
        and _plainly_belongs(links, whole, parent, day)
        for start, whole, relation, first, last in links
    )


@settings(max_examples=150, deadline=None)
@given(_LINKS, _SAID, st.sampled_from(GROUPS), st.sampled_from(RULES))
def test_dated_memberships_count_as_a_plain_implementation_counts(links, said, asked, rule):
    links = [(GROUPS[a], GROUPS[b], *rest) for a, b, *rest in links]
    day = pd.Timestamp("2024-01-01")
    frames = [
        (a, b, r, *(None if d is None else day + pd.Timedelta(days=d) for d in days))
        for a, b, r, *days in links
    ]
    days = np.arange(8) + days_of(["2024-01-01"])[0]
    incidents = tuple("abcdefgh")
    made = ledger(*((incidents[i], g, s) for i, g, s in said), incidents=incidents, days=days,
                  groups=dated(*frames))  # fmt: skip
    for i in range(8):
        about = [(g, s) for at, g, s in said if at == i]
        standing = [(g, s) for g, s in about if s != "claimed" or (g, "withdrew") not in about]
        mine = [(g, s) for g, s in standing if g and _plainly_belongs(links, g, asked, i)]
        denied = [g for g, s in about if s == "denied"]
        plain = {
            "any": any(s in PART for _, s in mine),
            "claimed": any(s == "claimed" for _, s in mine),
            "attributed": any(s in {"attributed", "suspected"} for _, s in mine),
            "undisputed": any(
                s in {"claimed", "acknowledged", "attributed"}
                and not any(d is None or _plainly_belongs(links, g, d, i) for d in denied)
                for g, s in mine
            ),
        }
        plain["unclaimed"] = plain["attributed"] and not plain["claimed"]
        assert made.matching(rule, [asked])[i] == plain[rule], i


# --- circles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pairs",
    [
        [("a", "a")],
        [("a", "b"), ("b", "a")],
        [("a", "b"), ("b", "c"), ("c", "a")],
        [("d", "a"), ("a", "b"), ("b", "c"), ("c", "b"), ("c", "e")],
    ],
)
def test_a_circle_is_found_and_can_be_followed(pairs):
    cycle = find_cycle(pd.DataFrame(pairs, columns=["child_id", "parent_id"]))
    assert cycle[0] == cycle[-1]
    assert len(cycle) > 1
    assert set(pairwise(cycle)) <= set(pairs)


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("a", "b")],
        [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")],
        [("a", "b"), ("a", "b")],
    ],
)
def test_parts_with_several_wholes_are_no_circle(pairs):
    assert find_cycle(pd.DataFrame(pairs, columns=["child_id", "parent_id"])) == []


@pytest.mark.parametrize(
    "pairs",
    [
        [("leaf", "leaf")],
        [("leaf", "root"), ("root", "leaf")],
        [("leaf", "branch"), ("branch", "root"), ("root", "leaf")],
    ],
)
@pytest.mark.parametrize("relation", ["member_of", "affiliated"])
def test_a_circle_refuses_the_load_and_is_named(pairs, relation, tmp_path):
    links = [link(child, parent, relation) for child, parent in pairs]
    folder = write_folder(tmp_path, world(group_links=links))
    with pytest.raises(DataError, match="circle") as refused:
        catalog.load(folder)
    (problem,) = refused.value.problems
    assert (problem.file, problem.row, problem.column) == (
        "group_links.csv", len(pairs) + 1, "parent_id",
    )  # fmt: skip
    for child, _ in pairs:
        assert child in problem.message


# --- rules ----------------------------------------------------------------------------------------

#             any    claimed attributed undisputed unclaimed, each asked of the group `leaf`
ONE_STATEMENT = [
    ("claimed", True, True, False, True, False),
    ("acknowledged", True, False, False, True, False),
    ("attributed", True, False, True, True, True),
    ("suspected", True, False, True, False, True),
    ("denied", False, False, False, False, False),
    ("withdrew", False, False, False, False, False),
    ("finding", False, False, False, False, False),
    ("party", True, False, False, False, False),
]


@pytest.mark.parametrize("row", ONE_STATEMENT, ids=lambda r: r[0])
def test_one_statement_meets_these_rules(row):
    stance, *expected = row
    assert [holds(r, ("leaf", stance), groups=["leaf"]) for r in RULES] == expected


@pytest.mark.parametrize("row", ONE_STATEMENT, ids=lambda r: r[0])
def test_without_a_group_any_restricts_nothing_and_unclaimed_needs_no_blame(row):
    stance, _, *expected = row
    expected[-1] = stance != "claimed"
    assert [holds(r, ("leaf", stance)) for r in RULES] == [True, *expected]


def test_without_any_statement_only_any_and_unclaimed_hold():
    assert [holds(r) for r in RULES] == [True, False, False, False, True]
    assert [holds(r, groups=["leaf"]) for r in RULES] == [False] * 5


@pytest.mark.parametrize("rule", RULES)
def test_group_and_rule_are_met_by_one_and_the_same_statement(rule):
    # leaf is suspected and other claims: leaf does not claim, and other is not suspected
    statements = [("leaf", "suspected"), ("other", "claimed")]
    leaf = {"any": True, "attributed": True, "unclaimed": True}
    other = {"any": True, "claimed": True, "undisputed": True}
    assert holds(rule, *statements, groups=["leaf"]) == leaf.get(rule, False)
    assert holds(rule, *statements, groups=["other"]) == other.get(rule, False)


def test_statements_about_another_incident_do_not_count():
    statements = ledger(("y", "leaf", "claimed"))
    assert statements.matching("claimed", ["leaf"]).tolist() == [False, True]


def test_several_groups_are_or():
    assert holds("claimed", ("leaf", "claimed"), groups=["other", "leaf"])
    assert not holds("claimed", ("leaf", "claimed"), groups=["other", "ally"])


@pytest.mark.parametrize("rule", ["any", "claimed", "undisputed"])
def test_a_claim_of_a_member_counts_for_the_group_unless_members_are_off(rule):
    assert holds(rule, ("front", "claimed"), groups=["root"])
    assert not holds(rule, ("front", "claimed"), groups=["root"], members=False)
    assert not holds(rule, ("root", "claimed"), groups=["front"])
    assert not holds(rule, ("ally", "claimed"), groups=["root"])
    assert not holds(rule, ("other", "claimed"), groups=["root"])


def test_unclaimed_for_a_group_means_blamed_without_a_claim_of_the_group_or_a_member():
    blamed = ("leaf", "attributed")
    assert holds("unclaimed", blamed, groups=["root"])
    assert not holds("unclaimed", blamed, ("front", "claimed"), groups=["root"])
    assert holds("unclaimed", blamed, ("other", "claimed"), groups=["root"])
    assert holds("unclaimed", blamed, ("front", "claimed"), groups=["leaf"], members=False)


def test_a_claim_stands_until_its_own_group_withdraws_it():
    statements = [("leaf", "claimed"), ("leaf", "withdrew")]
    assert not holds("claimed", *statements, groups=["leaf"])
    assert not holds("any", *statements, groups=["leaf"])
    assert not holds("undisputed", *statements)
    assert holds("unclaimed", *statements)


@pytest.mark.parametrize("who", ["other", "branch", "root", "front"])
def test_withdrawing_cancels_no_other_groups_claim(who):
    statements = [("leaf", "claimed"), (who, "claimed"), (who, "withdrew")]
    assert holds("claimed", *statements, groups=["leaf"], members=False)
    assert not holds("claimed", *statements, groups=[who], members=False)


def test_withdrawing_cancels_no_claim_on_another_incident():
    statements = ledger(
        ("x", "leaf", "claimed"), ("y", "leaf", "claimed"), ("y", "leaf", "withdrew")
    )
    assert statements.matching("claimed").tolist() == [True, False]


def test_withdrawing_a_claim_leaves_an_attribution():
    statements = [("leaf", "claimed"), ("leaf", "withdrew"), ("leaf", "attributed")]
    assert holds("attributed", *statements, groups=["leaf"])
    assert holds("unclaimed", *statements, groups=["leaf"])


def test_withdrawing_cancels_every_claim_of_the_group_on_the_incident():
    assert not holds("claimed", ("leaf", "claimed"), ("leaf", "claimed"), ("leaf", "withdrew"))


@pytest.mark.parametrize(
    ("denied", "disputes"),
    [("leaf", True), ("branch", True), ("root", True), ("front", False), ("other", False),
     ("ally", False), (None, True)],
)  # fmt: skip
def test_a_denial_disputes_its_group_and_the_members_of_it(denied, disputes):
    statements = [("leaf", "attributed"), (denied, "denied")]
    assert holds("undisputed", *statements, groups=["leaf"]) != disputes
    assert holds("attributed", *statements, groups=["leaf"])


def test_a_denial_disputes_nothing_of_another_incident():
    statements = ledger(("x", "leaf", "claimed"), ("y", "leaf", "denied"))
    assert statements.matching("undisputed").tolist() == [True, False]


def test_a_denial_that_names_no_group_disputes_every_statement_of_its_incident_only():
    made = ledger(("x", "leaf", "claimed"), ("x", "ally", "attributed"), ("x", None, "attributed"),
                  ("x", None, "denied"), ("y", "leaf", "claimed"))  # fmt: skip
    assert made.matching("undisputed").tolist() == [False, True]
    assert made.matching("undisputed", ["leaf"]).tolist() == [False, True]
    assert made.matching("undisputed", ["ally"]).tolist() == [False, False]
    assert made.matching("claimed", ["leaf"]).tolist() == [True, True]
    assert made.groups_by_stance(["claimed"], undisputed=True) == [(), ("leaf",)]


def test_the_shipped_denials_without_a_group_leave_nothing_undisputed(atlas):
    said = atlas.statements
    nothing = said.loc[(said["stance"] == "denied") & said["group_id"].isna(), "incident_id"]
    rows = atlas.incidents["incident_id"].isin(nothing).to_numpy()
    assert rows.sum() == len(nothing) >= 2
    assert not atlas.ledger.matching("undisputed")[rows].any()


def test_one_groups_denial_leaves_another_groups_part_undisputed():
    statements = [("leaf", "attributed"), ("leaf", "denied"), ("other", "claimed")]
    assert holds("undisputed", *statements)
    assert holds("undisputed", *statements, groups=["other"])
    assert not holds("undisputed", *statements, groups=["leaf"])


def test_a_statement_that_names_no_group_matches_no_group():
    assert not holds("any", (None, "attributed"), groups=["leaf"])
    assert not holds("any", (None, "attributed"), groups=["other"])
    assert holds("attributed", (None, "attributed"))


def test_every_rule_with_a_group_is_part_of_any(atlas):
    for group in atlas.groups["group_id"]:
        part = atlas.ledger.matching("any", [group])
        for rule in RULES[1:]:
            assert not (atlas.ledger.matching(rule, [group]) & ~part).any()


def test_without_a_group_claimed_and_unclaimed_share_out_all_incidents(atlas):
    claimed, unclaimed = (atlas.ledger.matching(r) for r in ("claimed", "unclaimed"))
    assert (claimed ^ unclaimed).all()


# --- the leading group ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statements", "leading"),
    [
        ([], "unknown"),
        ([("leaf", "denied")], "unknown"),
        ([(None, "attributed")], "unknown"),
        ([("leaf", "finding")], "unknown"),
        ([("leaf", "suspected")], "leaf"),
        ([("leaf", "suspected"), ("other", "attributed")], "other"),
        ([("leaf", "attributed"), ("other", "acknowledged")], "other"),
        ([("leaf", "acknowledged"), ("other", "claimed")], "other"),
        ([("leaf", "claimed"), ("other", "claimed")], "several"),
        ([("leaf", "claimed"), ("leaf", "claimed")], "leaf"),
        ([("leaf", "claimed"), ("other", "suspected"), ("ally", "suspected")], "leaf"),
        ([("ally", "suspected"), ("other", "suspected")], "several"),
        ([("leaf", "claimed"), ("leaf", "withdrew"), ("other", "suspected")], "other"),
        ([("leaf", "claimed"), ("other", "claimed"), ("other", "withdrew")], "leaf"),
        ([("leaf", "claimed"), ("leaf", "withdrew")], "unknown"),
        ([("leaf", "attributed"), ("leaf", "denied")], "leaf"),
        ([("leaf", "party")], "leaf"),
        ([("leaf", "party"), ("other", "party")], "leaf"),  # the first that is named
        ([("leaf", "suspected"), ("other", "suspected")], "several"),
        ([("leaf", "party"), ("other", "suspected")], "other"),
    ],
)
def test_the_map_colours_an_incident_by_its_leading_group(statements, leading):
    assert ledger(*statements).leading_group == (leading, "unknown")


@pytest.mark.parametrize("event_type", codes.EVENT_TYPE)
def test_a_party_may_be_named_whatever_the_incident_was(event_type):
    assert "party" in codes.STANCES_OF_EVENT[event_type]


def test_groups_by_stance_are_named_once_in_order_and_without_withdrawn_claims():
    claims = ledger(("other", "claimed"), ("leaf", "claimed"), ("other", "claimed"),
                  ("ally", "claimed"), ("ally", "withdrew"), (None, "claimed"))  # fmt: skip
    assert claims.groups_by_stance(["claimed"]) == [("other", "leaf"), ()]
    assert claims.groups_by_stance(["withdrew"]) == [("ally",), ()]


def test_a_ledger_without_statements_answers_every_rule():
    assert [holds(r) for r in RULES] == [True, False, False, False, True]
    assert ledger().leading_group == ("unknown", "unknown")


# --- through the filter ---------------------------------------------------------------------------


def test_group_and_rule_are_accounted_for_apart(hand_drawn):
    atlas = hand_drawn(
        incidents=[{**r, "incident_id": n} for n, r in zip("abc", world()["incidents"] * 3,
                                                           strict=True)],
        statements=[statement("a", "leaf", "claimed"), statement("b", "leaf", "suspected")],
        group_links=[link("leaf", "root")],
    )  # fmt: skip
    view = Filter.parse("group=root&rule=claimed", atlas).view(atlas)
    assert (view.shown, dict(view.left_out)) == (1, {"group": 1, "rule": 1})
    alone = Filter.parse("group=root&members=0", atlas).view(atlas)
    assert (alone.shown, dict(alone.left_out)) == (0, {"group": 3})


def test_groups_at_positions_are_those_of_all(atlas):
    everything = atlas.ledger.groups_by_stance(["claimed", "attributed"])
    some = np.array([5, 2, 300])
    chosen = atlas.ledger.groups_by_stance(["claimed", "attributed"], positions=some)
    assert chosen == [everything[i] for i in some]
    incident, group = atlas.ledger.naming(["claimed", "attributed"])
    assert np.bincount(incident, minlength=len(everything)).tolist() == [
        len(groups) for groups in everything
    ]
    assert group.max() < len(atlas.graph.group_ids)
