"""The Timeline page: it says what geo says, and opening a number shows exactly its rows."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings

from geo.analysis import lulls, nth, responses, tallies, timeline
from geo.analysis.quotation import build_quotation, joined
from geo.utils.words import plural
from tests.geo import strategies
from tests.ui.timeline.pages import (
    CAMPAIGN,
    open_page,
    opened_table,
    view_of,
    words,
)
from ui.timeline import numbers_table
from ui.timeline.views import VIEWS
from ui.widgets.incident_table import PAGE_ROWS

QUERIES = [
    {}, CAMPAIGN, {"group": "kh", "rule": "attributed"}, {"type": "counterstrike"},
    {"from": "2024-01-28", "to": "2024-01-28"}, {"q": "zzzz"}, {"to": "1990-01-01"},
    {"country": ["Syria", "Iraq"], "weapon": "rocket", "from": "2023-10-01", "to": "2024-03-01"},
]  # fmt: skip


def figures_of(atlas, query, view, *, per="week", by="group", lull=14):
    """Every figure of a view of the page, from geo, in the order of the page."""
    found = view_of(query, atlas)
    return [
        *build_quotation(found, atlas).figures,
        *_of_view(view, found, atlas, per=per, by=by, lull=lull),
    ]


def _of_view(name, view, atlas, *, per, by, lull):
    if name == "activity":
        counted = timeline.build_timeline(view, atlas, per, by).figures()
        return [*counted, *(f for _, f in timeline.counterstrikes_by_day(view, atlas))]
    if name == "lulls":
        quiet = lulls.find_searched_lulls(view, atlas, lull)
        return [f for q in quiet for f in (q.before, q.after) if f]
    if name == "tallies":
        return [r.counted for r in tallies.compare_tallies(view, atlas) if r.counted]
    if name == "nth":
        first, _ = view.filter.period(atlas)
        answer = nth.find_nth(view, atlas, date.fromordinal(first.toordinal() - 1), 1)
        return [f for f in (answer.of_day, answer.later) if f]
    chains = responses.find_responses(view, atlas)
    figures = []
    for chain in chains.chains:
        figures += [chain.attack, chain.strikes, chain.same_day]
        for compared in chain.compared:
            figures += [compared.before.counted, compared.after.counted]
    return figures + [f for f in (chains.unlinked, chains.unread) if f.n]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_the_page_offers_every_number_of_geo_and_no_other_and_says_its_sentence(query, app, atlas):
    run = open_page(app, query)
    quotation = build_quotation(view_of(query, atlas), atlas)
    for view in VIEWS:
        run.at.segmented_control(key="o_show").set_value(view)
        run.run()
        figures = figures_of(atlas, query, view)
        assert run.figures == [f"{f.label}: {f.n}" for f in figures]
        assert len({f.key for f in figures}) == len(figures)
        text = words(run)
        for part in (quotation.main, quotation.caveat, quotation.left_out):
            assert joined(part) in text


@pytest.mark.parametrize("query", [*QUERIES[:2], QUERIES[-1]], ids=str)
@pytest.mark.parametrize("view", VIEWS)
def test_every_link_of_the_page_leads_to_a_figure_and_keeps_the_filter(view, query, app, atlas):
    run = open_page(app, query, show=view, per="day", by="outcome", lull="20")
    keys = {f.key for f in figures_of(atlas, query, view, per="day", by="outcome", lull=20)}
    hrefs = re.findall(r'href="(timeline\?[^"]+)"', run.html())
    opened = set()
    for href in hrefs:
        parts = urlsplit(unescape(href))
        given = parse_qs(parts.query)
        opened.add(given["open"][0])
        assert given["show"] == [view]
        assert (given["per"], given["by"], given["lull"]) == (["day"], ["outcome"], ["20"])
        asked = {k: v for k, v in given.items() if k in query}
        assert asked == {k: sorted(v) if isinstance(v, list) else [v] for k, v in query.items()}
    assert opened <= keys
    assert {f.key for f in build_quotation(view_of(query, atlas), atlas).figures} <= opened


@pytest.mark.parametrize("chart", ["lanes", "panels", "calendar"])
def test_every_number_of_a_chart_is_a_link_in_its_table(chart, app, atlas):
    run = open_page(app, CAMPAIGN, chart=chart, per="month")
    assert "Numbers of the chart" not in run.html()
    run.open(numbers_table.KEY)
    hrefs = [unescape(h) for h in re.findall(r'href="(timeline\?[^"]+)"', run.html())]
    opened = {parse_qs(urlsplit(href).query)["open"][0] for href in hrefs}
    per = "day" if chart == "calendar" else "month"
    counted = timeline.build_timeline(view_of(CAMPAIGN, atlas), atlas, per, "group")
    figures = counted.figures()
    if chart == "calendar":
        figures = [counted.total(i) for i in counted.totals.nonzero()[0]]
    assert len(figures) > 12
    assert {figure.key for figure in figures} <= opened


@pytest.mark.parametrize(
    ("options", "view"),
    [({}, "activity"), ({"per": "day", "lull": "14", "nth": "1"}, "activity"),
     ({"lull": "20"}, "lulls"), ({"since": "2024-02-04"}, "nth"), ({"nth": "3"}, "nth"),
     ({"lull": "20", "show": "tallies"}, "tallies"), ({"open": "all"}, "activity")],
)  # fmt: skip
def test_a_link_without_a_view_leads_to_the_one_that_its_options_belong_to(options, view, app):
    run = open_page(app, CAMPAIGN, **options)
    assert run.at.segmented_control(key="o_show").value == view
    assert run.address()["show"] == [view]
    assert "is not valid for" not in run.alerts()


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_to_a_figure_leads_to_its_view(view, app, atlas):
    figure = figures_of(atlas, CAMPAIGN, view)[-1]
    run = open_page(app, CAMPAIGN, open=figure.key)
    assert run.address()["show"] == [view]
    assert run.dialog_title() == f"{figure.label}: {plural(figure.n, 'incident')}"


def test_the_view_stays_once_a_figure_is_closed(app):
    run = open_page(app, CAMPAIGN, open="nth")
    run.open_figure("")
    assert run.address()["show"] == ["nth"]


def test_links_carry_an_option_that_is_chosen_below_them(app):
    run = open_page(app, {}, show="nth")
    run.at.number_input(key="o_nth").set_value(4)
    run.run()
    hrefs = [unescape(h) for h in re.findall(r'href="(timeline\?[^"]+)"', run.html())]
    assert {parse_qs(urlsplit(h).query)["nth"][0] for h in hrefs} == {"4"}


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.params())
def test_opening_a_number_shows_exactly_the_rows_counted(app, atlas, params):
    figures = [figure for view in VIEWS for figure in figures_of(atlas, params, view)]
    for figure in (figures[0], figures[len(figures) // 2], figures[-1]):
        run = open_page(app, params, open=figure.key)
        table = opened_table(run)
        ids = atlas.incidents["incident_id"].iloc[figure.positions[::-1]].tolist()
        assert table["Id"].tolist() == ids[:PAGE_ROWS]
        assert run.dialog_title() == f"{figure.label}: {plural(figure.n, 'incident')}"


def test_an_unknown_key_opens_nothing_and_is_said(app):
    run = open_page(app, CAMPAIGN, open="bin_1999-01-01")
    assert "is not valid for" in run.alerts()
    assert not [d for d in run.at.dataframe if "Id" in d.value.columns]


def test_lulls_are_listed_longest_first_with_links_to_their_neighbours(app, atlas):
    run = open_page(app, CAMPAIGN, lull="5")
    listed = lulls.find_searched_lulls(view_of(CAMPAIGN, atlas), atlas, 5)
    (table,) = re.findall(r'aria-label="Lulls">(.*?)</table>', run.html(), re.DOTALL)
    rows = re.findall(r"<tr><td>(\d+)( \(open\))?</td>", table)
    assert [(int(n), bool(o)) for n, o in rows] == [(q.lull.days, q.lull.open) for q in listed]
    assert "Rumaylan Landing Zone" in table


def test_an_open_lull_is_marked(app):
    text = words(open_page(app, CAMPAIGN | {"to": "2024-03-31"}, show="lulls"))
    assert "56 (open)" in text
    assert "edge of the period" in text


def test_an_empty_result_is_a_page(app):
    run = open_page(app, {"to": "1990-01-01"})
    assert "lies outside the data" in run.alerts()
    assert "holds no incidents" in words(run)
    run = open_page(app, {"to": "1990-01-01"}, show="tallies")
    assert "No published count is dated" in "\n".join(m.value for m in run.at.markdown)


def test_the_filter_stays_when_the_page_is_switched(app, atlas):
    run = open_page(app, CAMPAIGN)
    run.at.switch_page("pages/map.py")
    run.run()
    assert "<strong>98</strong>" in run.html()
    assert "lull" not in run.address()
    assert lulls.DEFAULT_DAYS == 14
