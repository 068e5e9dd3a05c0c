"""What is on the map: counted in the browser, for one period, or as points."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import streamlit as st

from geo.analysis import hexagons
from geo.filter.filter import Filter
from geo.paths import STATIC
from maps import incident_layers, site_layers
from ui.map import drawing
from ui.session import keys


@pytest.fixture(autouse=True)
def session(monkeypatch):
    values = {}
    monkeypatch.setattr(st, "session_state", values)
    return values


def narrowed(context, **restrictions):
    filter_ = Filter(**restrictions)
    return replace(context, filter=filter_, view=filter_.view(context.atlas), derived={})


def rows(drawn, layer_id) -> list[dict]:
    (data,) = (layer.data for layer in drawn.layers if layer.id == layer_id)
    if isinstance(data, str):
        data = json.loads((STATIC / data.removeprefix("/app/static/")).read_text("utf-8"))
    return data


JANUARY = {"date_from": date(2024, 1, 1), "date_to": date(2024, 1, 31)}


def test_another_period_sends_no_row_again(context):
    whole, part = (drawing.choose_layers(narrowed(context, **p)) for p in ({}, JANUARY))
    assert [layer.data for layer in whole.layers] == [layer.data for layer in part.layers]
    assert whole.counted == part.counted
    assert whole.counted is not None
    assert len(whole.counted.sizes) <= context.layout.largest + 1


def test_the_tinted_provinces_are_those_of_incidents_known_no_better(context):
    atlas = context.atlas
    of_province = atlas.incidents["geo_precision"] == "province"
    drawn = rows(drawing.choose_layers(context), incident_layers.TINT_ID)
    assert {f["properties"]["code"] for f in drawn} == set(
        atlas.incidents.loc[of_province, "province_code"]
    )
    assert sum(len(f["days"]) for f in drawn) == of_province.sum()


@pytest.mark.parametrize("component", [True, False])
def test_beyond_what_the_browser_counts_it_gets_the_period_alone(context, component, monkeypatch):
    if component:  # more incidents at any time than it is to count
        monkeypatch.setattr(hexagons, "MOST_POINTS", 200)
    else:
        monkeypatch.setenv("ATLAS_MAP", "pydeck_chart")
    january = narrowed(context, **JANUARY)
    drawn = drawing.choose_layers(january)
    sites = rows(drawn, site_layers.SITES_ID)
    assert sum(int(site["n"]) for site in sites) == january.view.shown - january.view.not_drawn
    assert (drawn.counted, drawn.dated) == (None, None)
    # A colour that cannot be shown alone does not offer it.
    assert all(line.of is None for line in drawn.sections[0].lines)


def test_more_than_single_symbols_can_show_are_hexagons_or_points(context, session, monkeypatch):
    monkeypatch.setattr(hexagons, "MOST_POINTS", 100)
    session[keys.ALL_OPEN] = True
    (layer,) = drawing.choose_layers(context).layers
    assert layer.type == "H3HexagonLayer"
    session[keys.GRAPHICS_CARD] = True
    drawn = drawing.choose_layers(context)
    assert [layer.id for layer in drawn.layers] == [incident_layers.POINTS_ID]
    assert drawn.points is not None
    assert all(line.of is None for line in drawn.sections[0].lines)


def test_of_a_private_atlas_all_rows_travel_inside(context):
    mine = replace(context, loaded=replace(context.loaded, private=True, derived={}), derived={})
    assert not [layer.id for layer in drawing.choose_layers(mine).layers
                if isinstance(layer.data, str)]  # fmt: skip


def test_an_open_site_is_fanned_out_and_has_no_circle(context, session):
    session[keys.SITE] = "al_asad"
    drawn = drawing.choose_layers(context)
    here = np.count_nonzero(context.layout.sites.of_row == drawing.open_site(context))
    assert len(rows(drawn, incident_layers.INCIDENTS_ID)) == here
    assert "al_asad" not in {row["key"] for row in rows(drawn, site_layers.SITES_ID)}
