"""The page of bases: what it shows is what geo counts, and it opens."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from geo.analysis import bases
from tests.ui import figures
from tests.ui.places import pages
from tests.ui.places.pages import QUERIES, open_page, view_of


@pytest.mark.parametrize("query", QUERIES)
def test_the_page_shows_what_geo_counts(atlas, query):
    app = open_page("bases", query, profile="al_asad")
    view = view_of(query, atlas)
    matrix, profile = bases.build_matrix(view, atlas), bases.describe_base(view, atlas, "al_asad")
    assert pages.figures_offered(app) == pages.in_words([*matrix.figures, *profile.figures])
    html = re.sub("</?a.*?>", "", app.html())
    assert f"<b>{profile.shown.n}</b> of {view.shown} shown" in html
    for ring in profile.rings:
        row = f"{ring.radius_km:g} km</th><td>{ring.inside.n}</td><td>{ring.maybe.n}</td>"
        assert row in html
    assert f"{matrix.elsewhere.n} more were at no named base" in html
    if matrix.bases:
        drawn = rows_of_matrix(app)
        assert list(drawn) == [base.label for base in matrix.bases]
        expected = {base.label: [("", base.key, f"{base.n}")] for base in matrix.bases}
        place = {step: i for i, step in enumerate(matrix.steps)}
        labels = {base.key: base.label for base in matrix.bases}
        for cell in matrix.cells:
            n = f"{cell.counted.n}" if len(matrix.steps) <= 80 else ""
            found = (place[cell.step], cell.counted.key, n)
            expected[labels[f"base:{cell.base_id}"]].append(found)
        assert drawn == expected
    else:
        assert "No incidents at named bases" in app.alerts()


def rows_of_matrix(app):
    """Of each row of the matrix by its name: column, figure that it opens and text of each link."""
    (table,) = re.findall(r'<table class="atlas-matrix".*?</table>', app.html(), re.DOTALL)
    rows = {}
    for row in re.findall("<tr>(.*?)</tr>", table.partition("<tbody>")[2]):
        head, *cells = re.split("<td", row)
        name, total = re.findall('<a href="(.*?)".*?>(.*?)</a>', head)
        rows[unescape(name[1])] = [("", opens(total[0]), total[1])]
        column = 0
        for cell in cells:
            for address, shown in re.findall('<a href="(.*?)".*?>(.*?)</a>', cell):
                rows[unescape(name[1])].append((column, opens(address), shown))
            column += int(next(iter(re.findall(r'colspan="(\d+)"', cell)), 1))
    return rows


def opens(address):
    return parse_qs(unescape(address).partition("?")[2])["open"][0]


def test_the_link_says_how_the_rows_are_sorted_and_each_order_is_geo_s(atlas):
    matrix = bases.build_matrix(view_of("", atlas), atlas)
    for order in bases.ORDERS:
        app = open_page("bases", order=order)
        expected = [base.label for base, _ in bases.sort_bases(matrix, atlas, order)]
        assert list(rows_of_matrix(app)) == expected
        if order != "number":
            assert app.address()["order"] == [order]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({}, "cell:al_asad:2024-01"),
        ({"profile": "al_asad"}, "rule:claimed"),
        ({"profile": "conoco"}, "ring:50:maybe"),
        ({"profile": "al_asad"}, "hour:unknown"),
    ],
)
def test_opening_a_number_shows_exactly_its_rows(atlas, options, key):
    app = open_page("bases", open=key, **options)
    offered = figures.of_bases(view_of("", atlas), atlas, options.get("profile", ""))
    pages.assert_shows_rows_of(app, offered, key, atlas)


def test_a_page_switch_keeps_the_filter():
    pages.assert_keeps_the_filter_on_a_page_switch("bases")


def test_charts_have_words_for_those_who_do_not_see_them():
    pages.assert_has_words_for_maps_and_charts("bases")
