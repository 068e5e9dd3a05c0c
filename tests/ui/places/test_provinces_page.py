"""The page of provinces: what it shows is what geo counts, and it opens."""

from __future__ import annotations

import re
from datetime import date

import pytest

from geo.analysis import provinces
from tests.ui import figures
from tests.ui.places import pages
from tests.ui.places.pages import QUERIES, open_page, view_of
from ui import text


@pytest.mark.parametrize("query", QUERIES)
def test_the_page_shows_what_geo_counts(atlas, query):
    app = open_page("provinces", query)
    totals = provinces.count_by_province(view_of(query, atlas), atlas)
    assert pages.figures_offered(app) == pages.in_words(totals.figures)
    numbers = {row["code"]: row["t"] for row in app.rows("choropleth-numbers")}
    for total in totals.provinces:
        shown = str(total.counted.n) if total.counted.n else None
        assert numbers.get(total.code) == shown
    table = app.at.dataframe[0].value
    with_some = [t for t in totals.provinces if t.counted.n]
    assert table["Incidents"].tolist() == [t.counted.n for t in with_some]
    assert table["Province"].tolist() == [t.name for t in with_some]
    assert table["Country"].tolist() == [t.country for t in with_some]
    for column, code in (("Site", "site"), ("Town", "town"), ("District", "district"),
                         ("Only province", "province")):  # fmt: skip
        expected = [t.by_precision[code].n if code in t.by_precision else 0 for t in with_some]
        assert table[column].tolist() == expected
    assert f"{totals.nowhere.n} in none" in app.html()


def test_the_province_that_is_chosen_on_the_map_is_marked_there_and_in_the_table():
    app = open_page("provinces")
    assert "choropleth-chosen" not in app.layers()
    app.tell_map("pick", {"n": 1, "layer": "choropleth-numbers", "row": {"code": "IQ-AN"}})
    (outline,) = app.rows("choropleth-chosen")
    assert outline["properties"]["code"] == "IQ-AN"
    names = app.at.dataframe[0].value["Province"].tolist()
    assert [name for name in names if "▸" in name] == ["▸ Al Anbar"]


@pytest.mark.parametrize("key", ["province:SY-DY", "province:IQ-AN:district", "province:none"])
def test_opening_a_number_shows_exactly_its_rows(atlas, key):
    app = open_page("provinces", open=key)
    pages.assert_shows_rows_of(app, figures.of_provinces(view_of("", atlas), atlas), key, atlas)


def test_change_says_both_counts_and_what_is_too_few(atlas):
    app = open_page("provinces", "from=2023-12-16&to=2024-02-13", measure="change")
    view = view_of("from=2023-12-16&to=2024-02-13", atlas)
    changes = provinces.compare_periods(view, atlas, provinces.period_before(view.filter, atlas))
    assert pages.figures_offered(app) == pages.in_words(changes.figures)
    shown = [c for c in changes.provinces if c.now.n or c.then.n]
    plot = app.html().partition('class="atlas-changes"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr><th.*?</tr>", plot.partition("<tbody>")[2])
    for row, change in zip(rows, shown, strict=True):
        assert text.safe(change.name) in row
        opened = re.findall(r"[?&]open=([^&]+)&", row.replace("&amp;", "&").replace("%3A", ":"))
        assert opened == [f.key for f in (change.then, change.now) if f.n]
        assert f"<td>{change.then.n} → {change.now.n}</td>" in re.sub("</?a.*?>", "", row)
    assert "too few to compare" in plot
    numbers = {row["code"]: row["t"] for row in app.rows("choropleth-numbers")}
    for change in shown:
        if change.ratio is None:
            assert numbers[change.code] == "few"
    assert not app.alerts()


def test_change_with_a_period_outside_the_data_compares_nothing_and_says_so(atlas):
    app = open_page("provinces", measure="change")
    assert "there is nothing to compare with" in app.alerts()
    assert not [r for r in app.rows("choropleth-numbers") if r["t"]]


@pytest.mark.parametrize(
    ("then", "notice"),
    [
        ("2023-10-17..2023-12-20", "share days"),
        ("2023-01-01..2023-02-01", "searched day by day"),
        ("2024-01-01..2023-01-01", "is not valid for"),
        ("2023-99-01..2023-12-01", "is not valid for"),
        ("yesterday", "is not valid for"),
    ],
)
def test_the_other_period_of_a_link_is_taken_or_refused_aloud(then, notice):
    app = open_page("provinces", "from=2023-12-16&to=2024-02-13", measure="change", then=then)
    assert notice in app.alerts()


def test_own_days_travel_in_the_link():
    app = open_page("provinces", "from=2023-12-16&to=2024-02-13", measure="change")
    app.at.date_input[0].set_value((date(2023, 11, 1), date(2023, 11, 30))).run()
    assert not app.at.exception
    assert "Then: 1 Nov 2023 to 30 Nov 2023 (30 days)" in app.html()
    assert app.address()["then"] == ["2023-11-01..2023-11-30"]


def test_a_page_switch_keeps_the_filter():
    pages.assert_keeps_the_filter_on_a_page_switch("provinces")


def test_maps_have_words_for_those_who_do_not_see_them():
    pages.assert_has_words_for_maps_and_charts("provinces")
