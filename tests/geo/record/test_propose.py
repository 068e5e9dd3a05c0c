"""From a correction or a new incident to a patch, and what is refused on the way."""

from __future__ import annotations

import json

import pytest

from geo.record.patch import Cell, NewRow, ProposalError, read_patch
from geo.record.preview import preview_patch
from geo.record.propose import propose
from geo.record.snapshot import read_snapshot
from tests.geometry import base, incident, world, write_folder

WORDS = {"why": "A report says so.", "source": "https://example.org/9", "proposer": "Reader"}
CORRECTION = {"incident": "one", "field": "outcome", "value": "impact", **WORDS}
NEW = {
    "rows": {"incidents": [incident("two", "2024-01-02")]},
    "publisher": "A Daily",
    **WORDS,
}


@pytest.fixture
def now(small_folder):
    return read_snapshot(small_folder, {})


def test_a_correction_names_what_stands_there_and_what_should(now):
    patch = propose(CORRECTION, now)
    assert patch.cells == (Cell("incidents", "one", "outcome", "unknown", "impact"),)
    assert (patch.rows, patch.version) == ((), now.version)
    assert read_patch(patch.to_json()) == patch
    assert propose(dict(reversed(CORRECTION.items())), now).to_json() == patch.to_json()
    assert patch.file_name.startswith("one-")


def test_several_fields_change_at_once(now):
    fields = {"latitude": 0.25, "longitude": 1.25, "weapons": ["rocket", "mortar"], "killed": 0}
    patch = propose({"incident": "one", "fields": fields, **WORDS}, now)
    assert [(c.column, c.new) for c in patch.cells] == [
        ("latitude", "0.25"), ("longitude", "1.25"), ("weapons", "rocket;mortar"), ("killed", "0"),
    ]  # fmt: skip


def test_with_a_publisher_the_page_becomes_a_source_once(now):
    patch = propose(CORRECTION | {"publisher": "A Daily"}, now)
    (source, link) = patch.rows
    assert source.cells["url"] == WORDS["source"]
    assert link.cells == {"incident_id": "one", "source_id": source.cells["source_id"]}
    known = CORRECTION | {"publisher": "Another", "source": "https://example.org/2"}
    assert propose(known, now).rows == (
        NewRow("incident_sources", {"incident_id": "one", "source_id": "s2"}),
    )
    linked = known | {"source": "https://example.org/1"}
    assert propose(linked, now).rows == ()


def test_a_new_incident_gets_an_id_that_is_free(now):
    row = incident("", "2024-01-02", place="Al-Asad, Anbar", base_id="")
    (new, *_) = propose({**NEW, "rows": {"incidents": [row]}}, now).rows
    assert new.cells["incident_id"] == "2024-01-02-al-asad-anbar"
    now.rows["incidents"]["2024-01-02-al-asad-anbar"] = {}
    (new, *_) = propose({**NEW, "rows": {"incidents": [row]}}, now).rows
    assert new.cells["incident_id"] == "2024-01-02-al-asad-anbar-2"


def test_a_new_incident_brings_its_source(now, small_folder):
    patch = propose(NEW, now)
    assert [row.table for row in patch.rows] == ["incidents", "sources", "incident_sources"]
    preview = preview_patch(small_folder, patch)
    assert preview.problems == ()
    assert {count.name: (count.old, count.new) for count in preview.counts}["shown"] == ("1", "2")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"source": ""}, "source is empty"),
        ({"source": "a paper"}, "url: expected an address"),
        ({"why": " "}, "why is empty"),
        ({"proposer": ""}, "proposer is empty"),
        ({"incident": "oen"}, "'oen' is not known; closest: one"),
        ({"field": "outcom"}, "is no field of an incident; is it outcome"),
        ({"field": "changed"}, "is no field of an incident"),
        ({"field": "incident_id", "value": "two"}, "is the key of incidents"),
        ({"value": "unknown"}, "outcome of one is 'unknown' already"),
        ({"value": "boom"}, "expected one of impact"),
        ({"value": "missd"}, "is it missed"),
        ({"value": ""}, "outcome is empty"),
        ({"value": {}}, "expected a text"),
        ({"field": "summary", "value": "\ud800"}, "half of a character"),
        ({"field": "summary", "value": "=1+1"}, "can run as a formula"),
        ({"fields": []}, "fields: expected field and value"),
        ({"colour": "red"}, "'colour' is not known"),
        ({"rows": {"bases": [base("b", (0, 0))]}}, "'bases' is no table"),
        ({"rows": {"incidents": ["one"]}}, "expected a row as column and value"),
        ({"rows": {"statements": [{"colour": "red"}]}}, "is no column of statements"),
        ({"rows": []}, "expected a list of rows for each table"),
    ],
)
def test_what_is_missing_or_unknown_is_refused_with_what_to_do(change, why, now):
    with pytest.raises(ProposalError, match=why):
        propose(CORRECTION | change, now)


def test_a_new_incident_without_a_source_is_refused(now):
    with pytest.raises(ProposalError, match="publisher is empty"):
        propose({**NEW, "publisher": ""}, now)
    with pytest.raises(ProposalError, match="nothing is changed"):
        propose({**WORDS}, now)


def test_the_checks_of_validate_are_those_of_a_preview(now, small_folder):
    half = propose({"incident": "one", "fields": {"latitude": ""}, **WORDS}, now)
    (problem,) = preview_patch(small_folder, half).problems
    assert "latitude and longitude together" in problem.message
    strange = propose({**NEW, "rows": {"incidents": [incident("two", country="Nowhere")]}}, now)
    assert (
        "no country of provinces.geojson"
        in preview_patch(small_folder, strange).problems[0].message
    )


def test_likely_duplicates_are_listed_but_those_told_apart(tmp_path):
    rows = [incident("one"), incident("three", "2024-01-03"), incident("late", "2024-01-05"),
            incident("strike", event_type="strike"), incident("far", at=(0.0, 3.0)),
            incident("nowhere", at=None)]  # fmt: skip
    folder = write_folder(tmp_path / "data", world(incidents=rows))
    apart = {"incident_id_1": "three", "incident_id_2": "two", "reason": "Another hour."}
    for decided, expected in (([], ["one", "three"]), ([apart], ["one"])):
        request = {**NEW, "rows": {**NEW["rows"], "not_duplicates": decided}}
        pairs = preview_patch(folder, propose(request, read_snapshot(folder, {}))).pairs
        assert [pair.other_id for pair in pairs] == expected
        assert all(pair.incident_id == "two" for pair in pairs)


def test_review_follows_the_number_of_sources(tmp_path):
    def review(**cells):
        folder = write_folder(tmp_path / str(cells), world(incidents=[incident("one", **cells)]))
        patch = propose(CORRECTION | {"publisher": "A Daily"}, read_snapshot(folder, {}))
        return [(cell.old, cell.new) for cell in patch.cells if cell.column == "review"]

    assert review(review="single_source") == [("single_source", "checked")]
    assert review(review="provisional") == []
    assert review(review="checked") == []
    assert review() == []


@pytest.mark.parametrize(
    "break_",
    [
        lambda p: p.pop("why"), lambda p: p.update(patch=2), lambda p: p.update(cells={}),
        lambda p: p.update(source=1), lambda p: p.update(more=1), lambda p: p["cells"].append(1),
        lambda p: p["cells"][0].pop("old"), lambda p: p["cells"][0].update(table="colours"),
        lambda p: p["cells"][0].update(column="changed"),
        lambda p: p["cells"][0].update(old="impact"), lambda p: p["rows"].append({"table": 1}),
        lambda p: p["rows"].append({"table": "bases", "cells": {}}),
    ],
)  # fmt: skip
def test_a_patch_that_is_not_whole_is_refused(break_, now):
    content = json.loads(propose(CORRECTION, now).to_json())
    break_(content)
    with pytest.raises(ProposalError):
        read_patch(json.dumps(content))
