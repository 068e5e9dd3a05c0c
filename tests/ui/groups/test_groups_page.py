"""The Groups page shows what geo counts, and every number opens into exactly its rows."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest

from geo import codes
from geo.analysis import compare, groups
from geo.filter.filter import Filter
from geo.utils import words
from tests.geometry import incident, world, write_folder
from ui import text
from ui.groups import groups_page as page_of_groups
from ui.widgets import drilldown
from ui.widgets.incident_table import PAGE_ROWS

LINKS = [
    "actor=kh",
    "actor=iri&from=2023-10-17&to=2024-02-04&type=attack&target=us_coalition",
    "actor=pmf&members=0&rule=undisputed",
    "actor=us&type=counterstrike",
    "actor=kss&group=kh&rule=unclaimed",
    "actor=iran&from=2030-01-01&to=2030-12-31",
]


def open_page(app, query):
    page = app(**{k + "_": v for k, v in parse_qs(query).items()})
    page.at.switch_page("pages/groups.py")
    return page.run()


def view_of(query, atlas):
    params = {k: v for k, v in parse_qs(query).items() if k not in {"actor", "versus", "then"}}
    return Filter.parse(params, atlas).view(atlas)


def grid(page, key):
    return next(d for d in page.at.dataframe if d.key == f"grid_{key}").value


def opened(page):
    """The ids of all rows of the opened figure, page by page."""
    found = []
    table = next(d for d in page.at.dataframe if d.key == "opened")
    found += table.value["Id"].tolist()
    return found


@pytest.mark.parametrize("query", LINKS)
def test_both_tables_of_a_group_hold_what_geo_counts(app, atlas, query):
    page, view = open_page(app, query), view_of(query, atlas)
    actor = parse_qs(query)["actor"][0]
    has_members = len(atlas.graph.members(actor)) > 1
    kinds = (True, False) if has_members else (True,)
    said = grid(page, "said")
    for column, members in zip(said.columns[1:], kinds, strict=True):
        figures = groups.count_stances(view, atlas, actor, members=members)
        assert said[column].tolist() == [f.n for f in figures.values()]
    claimed, attacks = groups.share_claimed(view, atlas, actor)
    share = f"<b>{words.share(claimed.n, attacks.n)}</b> attacks in view are claimed"
    assert share in re.sub("</?a.*?>", "", page.html())
    ruled = grid(page, "ruled")
    expected = [groups.count_under_rules(view.filter, atlas, actor, members=m) for m in kinds]
    expected.append(groups.count_under_rules(view.filter, atlas))
    for column, figures in zip(ruled.columns[1:], expected, strict=True):
        assert ruled[column].tolist() == [f.n for f in figures.values()]


@pytest.mark.parametrize("query", LINKS)
def test_the_table_of_all_groups_is_geo_s(app, atlas, query):
    page, view = open_page(app, query), view_of(query, atlas)
    expected = groups.count_all_stances(view, atlas, members=view.filter.members)
    if not expected:
        assert "No statement about any group" in page.alerts()
        return
    shown = grid(page, "all")
    names = groups.group_names(atlas)
    assert shown["Group"].tolist() == [names[g] for g in expected]
    for stance in groups.STANCES:
        assert shown[stance.capitalize()].tolist() == [f[stance].n for f in expected.values()]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("actor=kh", "kh.denied"),
        ("actor=kh", "kh.own.rule-unclaimed"),
        ("actor=kh", "pmf.attributed"),
        ("actor=thawriyoun", "thawriyoun.claimed-attacks"),
        ("actor=iri&versus=kh&from=2024-01-01&to=2024-01-31", "other-kh.shown"),
        ("actor=iri&then=2024-02-05..2024-03-31&from=2024-01-28", "then.killed-unknown"),
    ],
)
def test_opening_a_number_yields_exactly_the_rows_counted(app, atlas, query, key):
    page = open_page(app, f"{query}&open={key}")
    assert page.address()["open"] == [key]
    view, given = view_of(query, atlas), parse_qs(query)
    figures = {}
    for members in (True, False):
        for asked in atlas.graph.group_ids:
            for made in (
                groups.count_stances(view, atlas, asked, members=members),
                groups.count_under_rules(view.filter, atlas, asked, members=members),
            ):
                figures |= {f.key: f for f in made.values()}
            figures |= {f.key: f for f in groups.share_claimed(view, atlas, asked)}  # fmt: skip
    if "versus" in given:
        for side in compare.compare_groups(
            view.filter, atlas, given["actor"][0], given["versus"][0]
        ):
            figures |= {f.key: f for f in side.figures}
    if "then" in given:
        period = compare.parse_period("then", given["then"][0])
        for side in compare.compare_periods(view.filter, atlas, period):
            figures |= {f.key: f for f in side.figures}
    positions = figures[key].positions
    assert 0 < len(positions) <= PAGE_ROWS, "one page of the table holds all of it"
    expected = atlas.incidents["incident_id"].iloc[positions[::-1]].tolist()
    assert opened(page) == expected
    assert page.dialog_title().endswith(f": {words.plural(len(expected), 'incident')}")


def test_choosing_a_cell_opens_its_figure_and_an_empty_one_opens_nothing(atlas, monkeypatch):
    figures = groups.count_stances(Filter().view(atlas), atlas, "kh")
    opened_keys, session = [], {}
    monkeypatch.setattr(page_of_groups.st, "session_state", session)
    monkeypatch.setattr(drilldown, "open_figure", opened_keys.append)
    stances = list(figures)
    open_chosen = page_of_groups._opener(
        "said", ["itself"], lambda row, head: figures[stances[row]] if head == "itself" else None
    )
    for cells in ([[4, "itself"]], [[1, "itself"]], [[4, "Statement"]], []):
        session["grid_said"] = {"selection": {"cells": cells}}
        open_chosen()
    assert figures["acknowledged"].n == 0
    assert opened_keys == ["kh.denied"]


def test_the_comparison_of_two_groups_says_geo_s_numbers(app, atlas):
    query = "actor=iri&versus=kh&from=2023-10-17&to=2024-04-30"
    page = open_page(app, query)
    table = next(h for h in page.html().split("<table") if 'class="atlas-versus"' in h)
    html = re.sub("</?a.*?>", "", table)
    for side in compare.compare_groups(view_of(query, atlas).filter, atlas, "iri", "kh"):
        assert f"<b>{words.number(side.shown.n)}</b>" in html
        assert words.share(side.claimed.n, side.attacks.n) in html
        if unknown := side.injured.unknown.n:
            assert f"unknown in {words.plural(unknown, 'incident')}" in html
        opened = [
            f for f in side.figures if f.n and f.key not in {m.key for m in side.months.values()}
        ]
        for figure in opened:
            assert f"open={figure.key}&" in table.replace("&amp;", "&"), figure.key
    for rule in codes.RULE:
        cells = "</td><td>".join(words.number(s.rules[rule].n) for s in compare.compare_groups(
            view_of(query, atlas).filter, atlas, "iri", "kh"))  # fmt: skip
        assert f'<th scope="row">Rule “{rule}”</th><td>{cells}</td>' in html


def test_the_months_of_both_sides_are_bars_of_one_chart_on_one_scale(app, atlas):
    query = "actor=iri&versus=us&from=2023-10-17&to=2024-04-30"
    page = open_page(app, query)
    one, other = compare.compare_groups(view_of(query, atlas).filter, atlas, "iri", "us")
    assert len(page.at.get("vega_lite_chart")) == 1
    bars = page.chart_tables()["bars"]
    expected = [(f.key, up * f.n) for up, side in ((1, one), (-1, other))
                for f in side.months.values()]  # fmt: skip
    assert list(zip(bars["key"], bars["n"], strict=True)) == expected
    assert {n for _, n in expected if n < 0}


def test_two_periods_that_overlap_say_so(app):
    page = open_page(app, "from=2024-01-01&to=2024-01-31&then=2024-01-31..2024-02-29")
    assert "share 1 day" in page.alerts()
    assert "31 Jan 2024 to 29 Feb 2024" in page.html()


@pytest.mark.parametrize("then", ["2024-02-01..2024-01-01", "soon", "2024-01-01"])
def test_a_second_period_that_is_none_is_said_and_compares_nothing(app, then):
    page = open_page(app, f"then={then}")
    assert "then" in page.alerts()
    assert "Nothing is compared" in page.alerts()
    assert "atlas-versus" not in page.html()


def test_the_page_is_about_the_filter_s_group_else_the_brand(app):
    for query, name in (("group=nujaba", "Harakat Hezbollah al-Nujaba"),
                        ("q=drone", "Islamic Resistance in Iraq")):  # fmt: skip
        assert f'<h3 class="atlas-card-title">{name} ' in open_page(app, query).html()


def test_an_unknown_group_is_said_and_the_default_shown(app):
    page = open_page(app, "actor=nobody")
    assert "is not valid for" in page.alerts()
    assert '<h3 class="atlas-card-title">Islamic Resistance in Iraq ' in page.html()


def test_picture_and_list_hold_every_group_and_every_link_with_its_source(app, atlas):
    page = open_page(app, "actor=kh")
    (picture,) = page.at.get("graphviz_chart")
    assert picture.proto.spec.count(" -> ") == len(atlas.group_links)
    for group in atlas.graph.group_ids:
        assert f"&actor={group}&" in picture.proto.spec
    assert f"Hierarchy of {len(atlas.groups)} groups" in picture.proto.alt
    pieces = [e.proto.body for e in page.at.get("html")]
    (tree,) = [piece for piece in pieces if piece.startswith('<ul class="atlas-tree">')]
    for name in atlas.groups["name"]:
        assert f"<b>{text.safe(name)}</b>" in tree
    pages = atlas.group_links[["source_id", "period_source_id"]]
    assert tree.count('target="_blank"') == int(pages.count().sum())
    of_label = (atlas.group_links[["child_id", "parent_id"]] == "iri").any(axis=1)
    assert tree.count(", since 17 Oct 2023") == int(of_label.sum())
    assert '<span lang="ar" dir="rtl">كتائب حزب الله</span>' in tree


def test_group_and_comparison_travel_in_the_link(app):
    page = open_page(app, "actor=kh&versus=kss&then=2024-02-05..2024-06-30")
    address = page.address()
    assert address["actor"] == ["kh"]
    assert address["versus"] == ["kss"]
    assert address["then"] == ["2024-02-05..2024-06-30"]


def test_a_dataset_without_groups_says_so(app, tmp_path, monkeypatch):
    incidents = [incident("a", "2024-01-01"), incident("b", "2024-02-01")]
    folder = write_folder(tmp_path / "data", world(groups=[], incidents=incidents))
    monkeypatch.setenv("ATLAS_DATA", str(folder))
    assert "name no groups" in open_page(app, "q=happened").alerts()
