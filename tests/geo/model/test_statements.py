"""The attribution rules, each on a case small enough to settle by hand."""

from __future__ import annotations

import numpy as np
import pytest

from geo import codes
from geo.filter.filter import Filter
from tests.geo.model.ledgers import (
    RULES,
    holds,
    ledger,
)
from tests.geometry import link, statement, world

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
