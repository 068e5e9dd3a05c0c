"""Who belongs to whom, and on which days: members, dated links, circles."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes
from geo.errors import DataError
from geo.io import catalog
from geo.model.statements import GroupGraph, find_cycle
from tests.geo.model.ledgers import (
    GROUPS,
    PART,
    RULES,
    STANCES,
    graph,
    ledger,
)
from tests.geometry import link, world, write_folder

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
    edges = ledger(*about, incidents=EDGES, days=days_of(EDGES), groups=graph_)
    return edges.matching(rule, groups).tolist()


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
    drawn = ledger(*((incidents[i], g, s) for i, g, s in said), incidents=incidents, days=days,
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
        assert drawn.matching(rule, [asked])[i] == plain[rule], i


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
