"""What a model is told: the command line's numbers, each with a link that leads to it."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.answers.receipts import MOST_OF_A_COUNT, MOST_OF_AN_ANSWER, TooLongError, size
from geo.answers.tools import TOOLS, answer
from geo.errors import AtlasError, ExportError, FilterError
from geo.filter.filter import Filter
from geo.filter.parse import CODE_LISTS, PARAMETERS, REPEATABLE
from geo.io import catalog
from tests.geo import strategies
from tests.geo.commands.command_line import exit_code
from tests.geometry import incident
from tests.test_article import LINKS

SITE = "https://atlas.example"
ALASAD = "2024-04-22-al-asad"


def view_of(link, atlas):
    """What a permalink opens."""
    params = parse_qs(urlsplit(link).query)
    assert params.pop("version") == [atlas.version]
    return Filter.parse(params, atlas).view(atlas)


def ids(answer_):
    return [row["incident_id"] for row in answer_["incidents"]]


@pytest.mark.parametrize("name", LINKS)
def test_the_statements_of_the_article_are_answered_as_by_the_command_line(
    name, atlas, monkeypatch, capsys
):
    arguments = parse_qs(LINKS[name])
    monkeypatch.setattr(catalog, "load", lambda _: atlas)
    options = [f"--{n}={value}" for n, values in arguments.items() for value in values]
    assert exit_code("summary", "--json", *options) == 0
    summary = json.loads(capsys.readouterr().out)
    counted = answer("count", arguments, atlas, SITE)
    assert counted["permalink"] == f"{SITE}/?{summary['filter']}&version={atlas.version}"
    for key in counted.keys() - {"permalink"}:
        assert counted[key] == summary[key], key
    listed = answer("incidents", {**arguments, "limit": 50}, atlas, SITE)
    assert listed["shown"] == summary["shown"] > 0
    view = Filter.parse(LINKS[name], atlas).view(atlas)
    assert ids(listed) == atlas.incidents["incident_id"].iloc[view.positions].tolist()[:50]


def test_a_lull_and_a_toll_of_the_article_are_right(atlas):
    pause = answer("count", parse_qs(LINKS["the pause"]), atlas)["longest_lull"]
    assert pause == {"start": "2024-02-05", "end": "2024-04-20", "days": 76, "open": False}
    assert answer("count", {"base": "tower22"}, atlas)["killed"] == 3


@settings(max_examples=40)
@given(strategies.params())
def test_no_count_comes_without_the_link_that_leads_to_it_nor_is_longer_than_4_kb(atlas, params):
    counted = answer("count", params, atlas, SITE)
    assert size(counted) <= MOST_OF_A_COUNT == 4096
    assert counted["permalink"].startswith(f"{SITE}/?")
    assert view_of(counted["permalink"], atlas).shown == counted["shown"]
    assert counted["shown"] + sum(counted["left_out"].values()) == counted["total"]
    assert counted["sentence_left_out"]
    assert counted["sentence"]


def test_a_filter_with_too_many_values_for_4_kb_is_refused(atlas):
    with pytest.raises(TooLongError, match="expected at most 4,096: ask with fewer values"):
        answer("count", {n: list(atlas.names[n].ids) for n in ("group", "base")}, atlas, SITE)
    with pytest.raises(FilterError, match="expected at most 50 values, found 277"):
        answer("count", {"province": list(atlas.names["province"].ids)}, atlas, SITE)


def test_the_pages_of_incidents_follow_each_other_and_every_one_has_its_link(atlas):
    found, offset = [], 0
    while offset is not None:
        page = answer("incidents", {"country": "Israel", "limit": 20, "offset": offset}, atlas)
        assert {row["permalink"] for row in page["incidents"]} == {
            f"/incident?incident={i}&version={atlas.version}" for i in ids(page)
        }
        found, offset = [*found, *ids(page)], page["next_offset"]
    expected = atlas.incidents[atlas.incidents["country"] == "Israel"]["incident_id"]
    assert found == expected.tolist()
    assert len(answer("incidents", {}, atlas)["incidents"]) == 10
    assert ids(answer("incidents", {"offset": 9000}, atlas)) == []


def test_a_page_of_long_texts_ends_early_and_loses_none(hand_drawn):
    atlas = hand_drawn(incidents=[incident(f"i{n}", summary=f"ä{n} " * 1500) for n in range(20)])
    found, offset, pages = [], 0, 0
    while offset is not None:
        page = answer("incidents", {"limit": 50, "offset": offset}, atlas, SITE)
        assert size(page) <= MOST_OF_AN_ANSWER
        found, offset, pages = [*found, *ids(page)], page["next_offset"], pages + 1
    assert found == atlas.incidents["incident_id"].tolist()
    assert pages > 2


def test_what_may_not_be_passed_on_is_counted_and_never_returned(hand_drawn):
    secret = incident("a", dataset="ACLED", redistributable="false", summary="a secret")
    atlas = hand_drawn(incidents=[secret, incident("c")])
    assert answer("count", {}, atlas)["shown"] == 2
    listed = answer("incidents", {}, atlas)
    assert (ids(listed), listed["shown"], listed["listed"]) == (["c"], 2, 1)
    assert "1 of 2 rows are held back" in listed["held_back"]
    for tool in ("incident", "cite"):
        with pytest.raises(ExportError, match="ACLED"):
            answer(tool, {"incident": "a"}, atlas)
        assert answer(tool, {"incident": "c"}, atlas)["permalink"]


def test_an_incident_has_its_statements_and_sources(atlas):
    whole = answer("incident", {"incident": ALASAD}, atlas, SITE)
    assert whole["permalink"] == f"{SITE}/incident?incident={ALASAD}&version={atlas.version}"
    assert whole["dataset_version"] == atlas.version
    assert ("denied", "kh") in {(s["stance"], s["group_id"]) for s in whole["statements"]}
    assert all(source["url"].startswith("http") for source in whole["sources"])
    assert size(whole) <= MOST_OF_AN_ANSWER


def test_both_sides_of_a_comparison_have_the_links_that_lead_to_them(atlas):
    period = {"from": "2023-10-17", "to": "2024-02-04"}
    groups = answer("compare", {**period, "group": "kh", "versus": "Nujaba"}, atlas, SITE)
    periods = answer("compare", {**period, "then": "2024-02-05..2024-06-30"}, atlas, SITE)
    assert groups["permalink"].startswith(f"{SITE}/groups?actor=kh&versus=nujaba&from=2023-10-17&")
    assert periods["permalink"].startswith(f"{SITE}/groups?then=2024-02-05..2024-06-30&from=")
    for compared in (groups, periods):
        views = [view_of(side["permalink"], atlas) for side in compared["sides"]]
        assert [view.shown for view in views] == [side["shown"] for side in compared["sides"]]
        both = np.intersect1d(*(view.positions for view in views))
        assert compared["shown_in_both"] == len(both)
    assert [side["days"] for side in periods["sides"]] == [111, 147]


def test_a_citation_names_day_version_and_link(atlas):
    cited = answer("cite", {"group": "kh", "accessed": "2025-01-02"}, atlas, SITE)
    for words in (cited["plain"], cited["bibtex"], cited["ris"]):
        assert cited["permalink"] in words
        assert atlas.version in words
    assert cited["plain"].endswith("(accessed 2 Jan 2025).")


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        (
            "count",
            {"type": ["atack"]},
            "type=atack: unknown; allowed are attack, .*closest: attack",
        ),
        ("count", {"wepon": "rocket"}, "there is no such parameter; closest: weapon"),
        ("count", {"group": "Kataib Hezbolah"}, "closest: kh"),
        ("count", {"from": ["2024-01-01", "2024-01-02"]}, "from=2024-01-02: is given twice"),
        ("incidents", {"limit": [2]}, "limit=list: expected one text or whole number"),
        ("count", {"group": [{}]}, "group=dict: expected text, or a list of texts"),
        ("incidents", {"limit": 51}, "limit=51: expected a whole number from 0 to 50"),
        ("incidents", {"offset": -1}, "offset=-1: expected a whole number"),
        ("incident", {"incident": "2024-04-22-al-asd"}, f"closest: {ALASAD}"),
        ("incident", {}, "there is no such incident"),
        ("incident", {"incident": ALASAD, "group": "kh"}, "there is no such parameter"),
        ("compare", {}, "expected one of versus .* and then .*found neither"),
        ("compare", {"versus": "kh"}, "group=: expected one group to compare with kh"),
        ("compare", {"group": "kh", "versus": "kh"}, "expected another group"),
        ("compare", {"group": "kh", "versus": "hezbolah"}, "versus=hezbolah: no group has this id"),
        ("compare", {"then": "2024"}, r"expected FROM\.\.TO"),
        ("cite", {"incident": ALASAD, "group": "kh"}, "expected an incident or a filter"),
        ("cite", {"accessed": "today"}, "accessed=today: expected a day as YYYY-MM-DD"),
        ("cuont", {}, "There is no tool “cuont”; closest: count"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_would_be(tool, arguments, message, atlas):
    with pytest.raises(AtlasError, match=message):
        answer(tool, arguments, atlas)


def test_arguments_may_be_written_as_programs_write_them(atlas):
    written = {"group": "iri", "members": False, "to": None, "type": [], "q": 2024}
    asked = view_of(answer("count", written, atlas)["permalink"], atlas).filter
    assert (asked.group, asked.members, asked.type, asked.q) == (("iri",), False, (), "2024")
    assert len(answer("incidents", {"limit": 3.0}, atlas)["incidents"]) == 3


def test_the_schemas_name_every_parameter_and_every_code(atlas):
    for tool in TOOLS.values():
        jsonschema.Draft202012Validator.check_schema(tool.schema)
        assert tool.schema["properties"].keys() == {
            *tool.own, *(PARAMETERS if tool.has_filter else ()),
        }  # fmt: skip
    properties = TOOLS["count"].schema["properties"]
    for name, codes in CODE_LISTS.items():
        value = properties[name]["items"] if name in REPEATABLE else properties[name]
        assert value["enum"] == list(codes)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    | st.sampled_from([10**400, "\ud800", "\0", "kh", "2024-01-01", "33,42,5", "a" * 5000]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)  # fmt: skip
_NAMES = sorted({*PARAMETERS, *(name for tool in TOOLS.values() for name in tool.own)})


@settings(max_examples=80)
@given(
    st.sampled_from([*TOOLS, "nothing"]),
    st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=9), _JSON, max_size=4),
)
def test_whatever_is_asked_is_answered_with_a_link_or_refused_with_words(atlas, tool, arguments):
    refusal, answered = "", None
    try:
        answered = answer(tool, arguments, atlas, SITE)
    except AtlasError as error:
        refusal = str(error)
    if answered is None:
        assert re.search(r"\w", refusal)
        assert max(len(line.encode()) for line in refusal.split("\n")) < 1000
    else:
        assert answered["permalink"].startswith(f"{SITE}/")
        assert answered["dataset_version"] == atlas.version
        assert size(answered) <= MOST_OF_AN_ANSWER
