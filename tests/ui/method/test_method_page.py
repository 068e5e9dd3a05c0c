from __future__ import annotations

import csv
import html
import re
from collections import Counter

import pytest

from geo import codes
from geo.analysis import completeness, sources
from geo.filter.filter import Filter
from geo.model.schema import TABLES
from geo.paths import ROOT
from geo.utils import words
from ui.method import method_terms

LOG = """# Changelog

Words about versions.

## 2.0

New pages.

### Added to the app

- a page

### Mistakes in the data that were mended

| row | was |
|---|---|
| `a` | b |

## 1.0

### Known and left as it is

- a thing
"""


@pytest.fixture
def page(app):
    page = app()
    page.at.switch_page("pages/method.py")
    return page.run()


def words_of(page):
    return "\n".join(m.value for m in page.at.markdown)


def test_only_what_is_about_the_data_is_taken_from_the_change_log():
    assert method_terms.data_changes(LOG) == (
        "## 2.0\n\n### Mistakes in the data that were mended\n\n| row | was |\n|---|---|\n"
        "| `a` | b |\n\n## 1.0\n\n### Known and left as it is\n\n- a thing"
    )
    assert method_terms.data_changes("") == ""


def test_every_correction_of_the_shipped_data_is_on_the_page(page):
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    corrected = [line for line in log.splitlines() if line.startswith("| `20")]
    assert len(corrected) > 10
    assert all(line in words_of(page) for line in corrected)


def test_the_page_has_all_its_parts(page):
    heads = [h.value for h in page.at.header]
    assert heads == [
        "What counts as an incident", "Who did it: statements and rules",
        "How the data were made and checked", "Coverage and known gaps", "Sources",
        "Why the counts differ from the Pentagon's", "Places, borders and precision",
        "Quarantined rows", "What this cannot tell you", "Do no harm", "Licence and citation",
        "How to report a mistake", "Data dictionary", "Change log of the data",
    ]  # fmt: skip
    assert [s.value for s in page.at.subheader] == ["Boundaries"]
    named = re.findall(r'<a href="#([^"]+)" target="_self">([^<]+)</a>', page.html())
    assert [anchor for anchor, _ in named] == [h.proto.anchor for h in page.at.header]
    assert [html.unescape(title) for _, title in named] == heads


def test_coverage_and_gaps_are_geo_s_figures(page, atlas):
    tables = [t.value for t in page.at.table]
    years = completeness.count_by_year(atlas)
    shown = next(t for t in tables if "counterstrike" in t.columns)
    assert shown.to_numpy().tolist() == years.to_numpy().tolist()
    assert shown.index.tolist() == [str(y) for y in years.index]
    gaps = next(t for t in tables if t.index.name == "not known")
    assert gaps["incidents"].to_dict() == {
        g.what: words.share(g.unknown, atlas.n_incidents) for g in completeness.count_unknown(atlas)
    }
    empty = completeness.find_empty_days(atlas, *completeness.longest_searched_run(atlas))
    assert f"Of the 120 days of the dense stretch {len(empty)} have no row" in words_of(page)


def test_the_counts_beside_the_published_ones_are_geo_s(page, atlas):
    expected = completeness.tabulate_tallies(atlas)
    shown = next(t.value for t in page.at.table if "of which official" in t.value.columns)
    for column, name in (("published", "published"), ("atlas", "atlas"),
                         ("of which official", "official")):  # fmt: skip
        assert shown[column].tolist() == expected[name].tolist()
    last = expected[expected["as_of"] <= "2024-02-04"].iloc[-1]
    said = f"where the atlas has {last['atlas']}, {last['official']} of them"
    assert said in words_of(page)


def test_the_dictionary_has_every_column_of_every_table(page):
    tables = [t.value for t in page.at.table if "meaning" in t.value and "required" in t.value]
    assert [t.index.tolist() for t in tables] == [list(t.column_names) for t in TABLES]
    incidents = tables[0]
    assert incidents.at["outcome", "allowed"].startswith("impact, partly_intercepted")
    assert incidents.at["base_id", "allowed"] == "a value of bases.base_id"
    assert incidents.at["latitude", "allowed"] == "from -90 to 90"


def test_method_says_the_figures_of_the_data(page, atlas):
    campaign = Filter.parse(
        "from=2023-10-17&to=2024-02-04&type=attack&target=us_coalition", atlas
    ).view(atlas)
    prose = "\n".join(m.value for m in page.at.markdown)
    assert f"{campaign.shown} attacks on US or" in prose
    assert "The absence of a dot is not safety" in prose.replace("\n", " ")
    assert atlas.version in "\n".join(c.value for c in page.at.code)


def test_the_support_by_year_is_geo_s_and_each_number_opens(app, atlas):
    (page := app()).at.switch_page("pages/method.py")
    page.run()
    (table,) = [e.proto.body for e in page.at.get("html") if "Support by year" in e.proto.body]
    years = sources.support_by_year(atlas)
    for year in years:
        for figure in year.figures:
            assert (f"open={figure.key}&" in html.unescape(table)) == bool(figure.n)
        assert words.share(year.independent.n, year.incidents.n) in table
    kinds = next(t.value for t in page.at.table if t.value.index.name == "kind")
    assert kinds["sources"].to_dict() == sources.count_kinds(atlas)


def test_every_span_of_the_coverage_is_on_the_page_with_its_note(page, atlas):
    spans = next(t.value for t in page.at.table if "search" in t.value.columns)
    assert spans["note"].tolist() == atlas.coverage["note"].tolist()
    official = spans[spans["note"].str.startswith("US officials counted two")]
    assert official["for"].tolist() == [
        "Attack; US or coalition forces; confirmed by an official or a command"
    ]


def test_the_states_of_review_are_counted_as_the_file_has_them(page, data_folder):
    with (data_folder / "incidents.csv").open(encoding="utf-8", newline="") as file:
        counted = Counter(row["review"] for row in csv.DictReader(file))
    for code, name in codes.REVIEW_NAME.items():
        line = next(m for m in words_of(page).splitlines() if m.startswith(f"| {name} |"))
        assert re.search(rf"\| \[{counted[code]}\]\(\./\?.*review={code}\b", line)


def test_the_page_says_that_nobody_else_has_checked_the_rows(page):
    assert "No second person has checked the rows yet" in words_of(page)
    assert "316 agreed" in words_of(page)
