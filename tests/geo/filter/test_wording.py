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
         "incidents, claimed by the Islamic Resistance in Iraq or its members"),
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


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("type=attack&target=us_coalition&confirmation=official&from=2024-02-05&to=2024-04-23",
         "Attacks on US or coalition forces, confirmed by an official, 5 Feb to 23 Apr 2024"),
        ("from=2023-10-17&to=2024-02-04", "Incidents, 17 Oct 2023 to 4 Feb 2024"),
        ("from=2024-01-28&to=2024-01-28&type=attack", "Attacks, 28 Jan 2024"),
        ("from=2024-01-28&to=2024-01-28&review=checked&review=provisional",
         "Incidents, checked against two or more source pages or marked provisional, 28 Jan 2024"),
    ],
)  # fmt: skip
def test_the_title_is_a_sentence_with_the_period(query, title, atlas):
    assert wording.title(Filter.parse(query, atlas), atlas) == title


def test_what_is_not_shown_is_said_without_repeating_the_period(atlas):
    view = Filter.parse("from=2024-02-05&to=2024-04-23&type=attack", atlas).view(atlas)
    assert wording.not_shown(view) == "Not shown: 485 earlier, 97 later, 9 of other types."
    assert wording.not_shown(Filter.parse("", atlas).view(atlas)) == ""


def test_parameters_are_told_with_the_names_of_their_values(atlas):
    filter_ = Filter.parse("group=kh&weapon=rocket", atlas)
    assert "Kata'ib Hezbollah" in wording.parameters(filter_, atlas)
    assert "Hezbollah" not in wording.parameters(filter_, atlas, without=("group",))
