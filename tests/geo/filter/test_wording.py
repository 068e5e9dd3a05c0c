"""A filter in words."""

from __future__ import annotations

import pytest

from geo.filter import wording
from geo.filter.filter import QUARANTINED, Filter
from geo.filter.parse import PARAMETERS


@pytest.mark.parametrize(
    ("query", "n", "words"),
    [
        ("", 1, "incident"),
        ("type=attack&type=strike", 2, "attacks or other strikes by states"),
        ("type=attack&target=us_coalition&country=Iraq", 2,
         "attacks on US or coalition forces in Iraq"),
        ("target=israel", 2, "incidents with Israel on the receiving end"),
        ("base=tanf&weapon=rocket", 1, "incident, at Al-Tanf Garrison, with rockets"),
        ("group=iri&rule=claimed", 2,
         "incidents, claimed by the Islamic Resistance in Iraq"),
        ("group=kh&members=0&rule=claimed", 2,
         "incidents, claimed by Kata'ib Hezbollah (without members)"),
        ("rule=unclaimed", 2, "incidents, without a claim that stands"),
        ("near=33.5,42,50", 2, "incidents, within 50 km of 33.5, 42"),
    ],
)  # fmt: skip
def test_the_subject_says_what_is_counted(query, n, words, atlas):
    assert wording.subject(Filter.parse(query, atlas), atlas, n) == words


def test_every_reason_for_leaving_a_row_out_has_words(atlas):
    filter_ = Filter.parse("from=2024-01-02&to=2024-02-04&rule=claimed&precision=town", atlas)
    reasons = [p for p in PARAMETERS if p != "members"] + [QUARANTINED]
    words = {reason: wording.left_out(reason, filter_) for reason in reasons}
    assert (words["from"], words["to"]) == ("before 2 Jan 2024", "after 4 Feb 2024")
    assert len(set(words.values())) == len(reasons)


def test_parameters_are_told_with_the_names_of_their_values(atlas):
    filter_ = Filter.parse("group=kh&weapon=rocket", atlas)
    assert "Kata'ib Hezbollah" in wording.parameters(filter_, atlas)
    assert "Hezbollah" not in wording.parameters(filter_, atlas, without=("group",))
