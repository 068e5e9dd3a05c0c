"""What a first visitor finds beside the map."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.filter.filter import Filter
from geo.filter.parse import PARAMETERS
from ui.map import opening


def told(page) -> list[dict]:
    return [
        json.loads(e.proto.json)
        for e in page.at.get("bidi_component")
        if e.proto.component_name == "opening"
    ]


def test_the_finding_is_what_the_atlas_counts(app, atlas):
    (one,) = told(app().run())
    attacks = "type=attack&target=us_coalition"
    during = Filter.parse(f"from=2023-10-17&to=2024-02-04&{attacks}", atlas).view(atlas).shown
    since = Filter.parse(f"from=2024-02-05&{attacks}", atlas).view(atlas).shown
    assert one["finding"].startswith(f"{during} attacks on US or coalition forces from 17 Oct 2023")
    assert f"and {since} since then" in one["finding"]


@pytest.mark.parametrize(("label", "href"), opening.EXAMPLES)
def test_every_example_finds_something(app, atlas, label, href):
    query = parse_qs(urlsplit(href).query)
    filter_ = Filter.parse({k: v for k, v in query.items() if k in PARAMETERS}, atlas)
    assert filter_.view(atlas).shown > 0, label


def test_data_from_elsewhere_have_no_introduction(app, atlas, monkeypatch):
    monkeypatch.setattr(opening.uploaded_dataset, "is_import", lambda _: True)
    assert told(app().run()) == []
