"""The quotable sentence: grammatical for 0, 1 and many, true for any filter, every number opens."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings

from geo.analysis import counts
from geo.analysis.quotation import build_quotation, joined
from geo.filter import wording
from geo.filter.filter import Filter
from geo.io import catalog
from tests.geo import strategies
from tests.geo.folders import set_cell
from tests.geometry import base, group, incident, span, statement, tally


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def quote(atlas, query=""):
    return build_quotation(view_of(query, atlas), atlas)


def main(atlas, query=""):
    return joined(quote(atlas, query).main)


CAMPAIGN = "from=2023-10-17&to=2024-02-04&type=attack&target=us_coalition"


def test_the_sentence_of_the_campaign(atlas):
    assert quote(atlas, CAMPAIGN).text == (
        "Between 17 October 2023 and 4 February 2024 the atlas holds 232 attacks on US or "
        "coalition forces, 228 of them at 17 named bases, 153 of them claimed by the Islamic "
        "Resistance in Iraq; 57 of them are known only from the claiming group; US officials "
        "counted at least 165 by 29 January 2024."
    )


def test_a_count_by_kind_names_each_kind_once(atlas):
    assert counts.types_in_words(view_of("q=zzzz", atlas), atlas) == ""
    assert counts.types_in_words(view_of(CAMPAIGN, atlas), atlas) == "232 attacks"
    n_of_type = atlas.incidents["event_type"].value_counts()
    parts = counts.types_in_words(view_of("", atlas), atlas).split(", ")
    assert [int(part.split()[0]) for part in parts] == n_of_type.tolist()


def test_the_count_of_officials_carries_its_source(atlas):
    clause = next(c for c in quote(atlas, CAMPAIGN).main if c.text.startswith("US officials"))
    tallies = atlas.tallies.set_index("source_id")
    assert tallies.at[clause.source_id, "total"] == 165


@pytest.mark.parametrize("query", ["&country=Iraq", "&group=iri", "&weapon=rocket", "&q=drone"])
def test_the_count_of_officials_does_not_stand_beside_a_part(query, atlas):
    assert "US officials" not in main(atlas, CAMPAIGN + query)


def test_a_count_that_began_before_the_period_is_left_out_and_one_within_names_its_days(atlas):
    attacks = "type=attack&target=us_coalition"
    # The one count that began within the period is of nine days.
    assert "US officials" not in main(atlas, f"from=2023-11-01&to=2024-02-04&{attacks}")
    assert (
        "counted at least 165 from 17 October 2023 (18 October local) to 29 January 2024"
    ) in main(atlas, f"to=2024-02-04&{attacks}")


# --- by hand --------------------------------------------------------------------------------------


def drawn(hand_drawn, *rows, statements=(), **tables):
    tables.setdefault("coverage", [span("2024-01-01", "2024-12-31")])
    return hand_drawn(incidents=list(rows), statements=list(statements), **tables)


def test_none(hand_drawn):
    atlas = drawn(hand_drawn, incident("a"))
    assert quote(atlas, "weapon=mortar&from=2024-01-01&to=2024-01-31").text == (
        "Between 1 January 2024 and 31 January 2024 the atlas holds no incidents, with mortars. "
        "No report was found, which does not mean that nothing happened."
    )


def test_one(hand_drawn):
    atlas = drawn(
        hand_drawn, incident("a", base_id="base-a", confirmation="claimed"),
        statements=[statement("a", "leaf", "claimed")],
    )  # fmt: skip
    assert quote(atlas, "type=attack&target=us_coalition").text == (
        "For 1 January 2024 the atlas holds 1 attack on US or coalition forces, at 1 named base, "
        "claimed by Group leaf; it is known only from the claiming group."
    )


def test_one_that_nobody_claims(hand_drawn):
    assert main(drawn(hand_drawn, incident("a")), "type=attack") == (
        "For 1 January 2024 the atlas holds 1 attack, claimed by nobody."
    )


def test_many_with_a_tie_between_two_groups(hand_drawn):
    atlas = drawn(
        hand_drawn, incident("a"), incident("b"), incident("c", base_id="base-a"),
        statements=[statement("a", "leaf", "claimed"), statement("b", "other", "claimed")],
    )  # fmt: skip
    assert main(atlas, "type=attack") == (
        "For 1 January 2024 the atlas holds 3 attacks, 1 of them at 1 named base, 1 of them "
        "claimed by Group leaf and 1 of them claimed by Group other."
    )


def test_many_with_a_tie_between_three(hand_drawn):
    atlas = drawn(
        hand_drawn, *(incident(i) for i in "abcd"),
        statements=[statement("a", "leaf", "claimed"), statement("b", "other", "claimed"),
                    statement("c", "ally", "claimed")],
    )  # fmt: skip
    assert "3 of them claimed by 3 different groups." in main(atlas, "type=attack")


def test_a_claim_taken_back_is_no_claim(hand_drawn):
    atlas = drawn(
        hand_drawn, incident("a"), incident("b"),
        statements=[statement("a", "leaf", "claimed"), statement("a", "leaf", "withdrew")],
    )  # fmt: skip
    assert "none of them claimed." in main(atlas, "type=attack")


def test_the_share_claimed_is_of_the_attacks(hand_drawn):
    rows = [incident("a"), incident("b"),
            incident("s", event_type="counterstrike", target_side="iran_backed")]  # fmt: skip
    atlas = drawn(hand_drawn, *rows, statements=[
        statement("a", "leaf", "claimed"), statement("s", "other", "acknowledged")])  # fmt: skip
    assert "3 incidents, 1 of the 2 attacks among them claimed by Group leaf." in main(atlas)
    assert "claimed" not in main(atlas, "type=counterstrike")
    one = drawn(hand_drawn, rows[0], rows[2], statements=[
        statement("a", "leaf", "claimed"), statement("s", "other", "acknowledged")])  # fmt: skip
    assert "the one attack among them claimed by Group leaf." in main(one)


@pytest.mark.parametrize(
    ("coverage", "caveat"),
    [
        ([], "The data do not say how well this period was searched."),
        ([span("2024-01-01", "2024-01-31")], ""),
        ([span("2024-01-01", "2024-01-31"), span("2024-01-05", "2024-01-06", "gap")], ""),
        ([span("2024-01-01", "2024-01-31", "notable")],
         ("Reports of this period were not searched day by day: only notable incidents are "
          "listed, so totals are incomplete.")),
        ([span("2023-01-01", "2023-01-31")], "The atlas does not cover this period."),
        ([span("2024-01-03", "2024-01-05"), span("2024-01-08", "2024-01-08")],
         ("Only from 3 January 2024 to 5 January 2024 and from 8 January 2024 to 8 January 2024 "
          "were reports searched day by day; outside that period only notable incidents are "
          "listed, so totals are incomplete.")),
    ],
)  # fmt: skip
def test_how_far_the_period_was_searched_is_said(coverage, caveat, hand_drawn):
    atlas = drawn(hand_drawn, incident("a"), coverage=coverage)
    assert joined(quote(atlas, "from=2024-01-01&to=2024-01-31").caveat) == caveat


@pytest.mark.parametrize(
    ("note", "words"),
    [("At least", "at least 9"), ("More than 9", "more than 9"), ("Over 9", "over 9"),
     ("Approximate", "about 9"), ("", "about 9")],
)  # fmt: skip
def test_the_hedge_of_the_source_is_kept(note, words, hand_drawn):
    counted = tally("2024-01-20", "2024-01-02", 9, counted_by="Pentagon", approximate="true",
                    note=note)  # fmt: skip
    atlas = drawn(hand_drawn, incident("a"), tallies=[counted])
    text = main(atlas, "type=attack&target=us_coalition&to=2024-01-31")
    assert f"; US officials counted {words} from 2 January 2024 to 20 January 2024." in text


def test_of_several_counts_the_highest_and_of_equal_ones_the_earliest(hand_drawn):
    rows = [tally(f"2024-01-{d}", "2024-01-02", n, counted_by="Pentagon")
            for d, n in (("20", 8), ("21", 9), ("22", 9), ("23", 7))]  # fmt: skip
    atlas = drawn(hand_drawn, incident("a"), tallies=rows)
    assert "9 from 2 January 2024 to 21 January" in main(
        atlas, "type=attack&target=us_coalition&to=2024-01-31"
    )


def test_every_condition_is_in_the_words(hand_drawn):
    atlas = drawn(hand_drawn, incident("a"), groups=[group("leaf", name="United Leaf")],
                  bases=[base("base-a", (0.0, 1.0))])  # fmt: skip
    query = (
        "type=attack&type=strike&target=israel&country=Westland&province=WE-A&base=base-a"
        "&group=leaf&rule=undisputed&members=0&weapon=rocket&weapon=mortar&outcome=missed"
        "&confirmation=official&confirmation=media&precision=town&q=one two&near=0,1,5"
    )
    assert wording.subject(
        Filter.parse(query.replace("&country=Westland", ""), atlas), atlas, 2
    ) == (
        "attacks or other strikes by states on Israel, in the province Province A, at Base base-a, "
        "within 5 km of 0, 1, placed to the town or better, claimed or acknowledged by the United "
        "Leaf (without members), or attributed to the United Leaf (without members), and not "
        "denied, with mortars or rockets, with the outcome “missed”, reported by the press without "
        "a source or confirmed by an official, with the words “one two”"
    )


def test_the_quarantined_are_left_out_aloud(data_copy):
    set_cell(data_copy / "incidents.csv", 5, "outcome", "nonsense")
    atlas = catalog.load(data_copy)
    text = joined(quote(atlas).left_out)
    assert f"of {atlas.total} incidents read: 1 quarantined" in text


# --- any filter -----------------------------------------------------------------------------------


@settings(max_examples=150)
@given(strategies.params())
def test_any_filter_gives_sentences_whose_numbers_are_those_of_their_rows(atlas, params):
    view = view_of(params, atlas)
    quotation = build_quotation(view, atlas)
    assert quotation.text.endswith(".")
    for wrong in ("  ", " ,", " .", ",,", "{", "None", "nan", ";;", ", ;", ", ."):
        assert wrong not in quotation.text
    assert not re.search(r"\b1 (attacks|incidents|counterstrikes|interceptions)\b", quotation.text)
    assert quotation.main[1].figure.positions.tolist() == view.positions.tolist()
    for clause in (*quotation.main, *quotation.caveat, *quotation.left_out):
        figure = clause.figure
        if figure is None:
            continue
        number = re.match(r"\d+", clause.text)
        if number:
            assert int(number[0]) == figure.n
        elif clause.text.startswith(("no ", "none of ")):
            assert figure.n == 0
        if figure.filter is not None:
            assert np.array_equal(figure.filter.view(atlas).positions, figure.positions)
    keys = [figure.key for figure in quotation.figures]
    assert len(set(keys)) == len(keys)
    left = {
        c.figure.key.removeprefix("left_out_"): c.figure.n for c in quotation.left_out if c.figure
    }
    assert left == dict(view.left_out)
