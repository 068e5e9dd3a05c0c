"""The Timeline page: it says what geo says, and opening a number shows exactly its rows."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from geo.analysis import counts, nth, responses, tallies, timeline
from geo.analysis.quotation import joined, sentence
from geo.filter.filter import Filter
from tests.geo import strategies
from ui.widgets.incident_table import PAGE_ROWS

CAMPAIGN = {"from": "2023-10-17", "to": "2024-04-23", "type": "attack", "target": "us_coalition",
            "confirmation": "official"}  # fmt: skip
QUERIES = [
    {}, CAMPAIGN, {"group": "kh", "rule": "attributed"}, {"type": "counterstrike"},
    {"from": "2024-01-28", "to": "2024-01-28"}, {"q": "zzzz"}, {"to": "1990-01-01"},
    {"country": ["Syria", "Iraq"], "weapon": "rocket", "from": "2023-10-01", "to": "2024-03-01"},
]  # fmt: skip


def page(app, query, **options):
    run = app(**{f"{k}_" if k == "from" else k: v for k, v in (query | options).items()})
    run.at.switch_page("pages/timeline.py")
    return run.run()


def view_of(query, atlas):
    params = {k: v if isinstance(v, list) else [v] for k, v in query.items()}
    return Filter.parse(params, atlas).view(atlas)


def words(run) -> str:
    """The page's HTML as a reader sees it."""
    return unescape(re.sub(r"<[^>]+>", "", run.html()))


def charts(run):
    return [json.loads(c.proto.spec) for c in run.at.get("vega_lite_chart")]


def figures_of(atlas, query, *, per="week", by="group", lull=14):
    """Every figure of the page, from geo, in the order of the page."""
    view = view_of(query, atlas)
    first, _ = view.filter.period(atlas)
    answer = nth.nth(view, atlas, date.fromordinal(first.toordinal() - 1), 1)
    chains = responses.responses(view, atlas)
    found = [
        *sentence(view, atlas).figures,
        *timeline.timeline(view, atlas, per, by).figures(),
        *(figure for _, figure in timeline.counterstrikes(view, atlas)),
    ]
    for q in timeline.quiet(view, atlas, lull):
        found += [f for f in (q.before, q.after) if f]
    found += [f for f in (answer.found, answer.later) if f]
    for chain in chains.chains:
        found += [chain.attack, chain.strikes, chain.same_day]
        for compared in chain.compared:
            found += [compared.before.counted, compared.after.counted]
    found += [f for f in (chains.unlinked, chains.unread) if f.n]
    found += [r.counted for r in tallies.reconciliation(view, atlas) if r.counted]
    return found


def offered(run) -> dict[str, str]:
    """What the list of figures offers, by key."""
    (box,) = [b for b in run.at.selectbox if b.label == "Open the rows behind a number"]
    return box.options


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_the_page_offers_every_number_of_geo_and_no_other_and_says_its_sentence(query, app, atlas):
    run = page(app, query)
    figures = figures_of(atlas, query)
    assert offered(run)[1:] == [f"{f.label}: {f.n}" for f in figures]
    assert len({f.key for f in figures}) == len(figures)
    text = words(run)
    said = sentence(view_of(query, atlas), atlas)
    for part in (said.main, said.caveat, said.left_out):
        assert joined(part) in text


@pytest.mark.parametrize("query", [*QUERIES[:2], QUERIES[-1]], ids=str)
def test_every_link_of_the_page_leads_to_a_figure_and_keeps_the_filter(query, app, atlas):
    run = page(app, query, per="day", by="outcome", lull="20")
    keys = {f.key for f in figures_of(atlas, query, per="day", by="outcome", lull=20)}
    found = re.findall(r'href="(timeline\?[^"]+)"', run.html())
    opened = set()
    for href in found:
        parts = urlsplit(unescape(href))
        given = parse_qs(parts.query)
        opened.add(given["open"][0])
        assert parts.fragment == "rows"
        assert (given["per"], given["by"], given["lull"]) == (["day"], ["outcome"], ["20"])
        asked = {k: v for k, v in given.items() if k in query}
        assert asked == {k: sorted(v) if isinstance(v, list) else [v] for k, v in query.items()}
    assert opened <= keys
    assert {f.key for f in sentence(view_of(query, atlas), atlas).figures} <= opened


def test_links_carry_an_option_that_is_chosen_below_them(app):
    run = page(app, {})
    run.at.number_input(key="o_nth").set_value(4)
    run.run()
    hrefs = [unescape(h) for h in re.findall(r'href="(timeline\?[^"]+)"', run.html())]
    assert {parse_qs(urlsplit(h).query)["nth"][0] for h in hrefs} == {"4"}


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.params())
def test_opening_a_number_shows_exactly_the_rows_counted(app, atlas, params):
    figures = figures_of(atlas, params)
    for figure in (figures[0], figures[len(figures) // 2], figures[-1]):
        run = page(app, params, open=figure.key)
        table = opened_table(run)
        ids = atlas.incidents["incident_id"].iloc[figure.positions[::-1]].tolist()
        assert table["Id"].tolist() == ids[:PAGE_ROWS]
        # Streamlit's Markdown is escaped; compare what is left without the escapes.
        said = "\n".join(m.value.replace("\\", "") for m in run.at.markdown)
        assert f"{figure.label}: {figure.n} incident" in said


def opened_table(run):
    (table,) = [d for d in run.at.dataframe if "Id" in d.value.columns]
    return table.value


def test_an_unknown_key_opens_nothing_and_is_said(app):
    run = page(app, CAMPAIGN, open="bin_1999-01-01")
    assert "not known here" in run.said()
    assert not [d for d in run.at.dataframe if "Id" in d.value.columns]


# --- the chart ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per", "by"),
    [("day", "group"), ("week", "weapon"), ("month", "outcome"), ("week", "confirmation"),
     ("month", "country")],
)  # fmt: skip
def test_the_chart_has_a_bar_for_every_number_and_a_lane_for_every_value(per, by, app, atlas):
    run = page(app, CAMPAIGN, per=per, by=by)
    found = timeline.timeline(view_of(CAMPAIGN, atlas), atlas, per, by)
    chart = charts(run)[0]
    data = chart_data(run, 0)
    bars = [row for rows in data for row in rows if str(row.get("key", "")).startswith("bin_")]
    assert {b["key"] for b in bars} == {f.key for f in found.figures()}
    number_of = {f.key: f.n for f in found.figures()}
    for bar in bars:
        assert bar["what"].endswith(
            f"{number_of[bar['key']]} incident{'s' * (number_of[bar['key']] != 1)}"
        )
    tallest = max(b["y"] - b["y2"] for b in bars if b["key"].count("_") == 1)
    of_most = [b for b in bars if b["y"] - b["y2"] == tallest and b["key"].count("_") == 1]
    assert {number_of[b["key"]] for b in of_most} == {int(found.totals.max())}
    labels = [row["label"] for rows in data for row in rows if "label" in row]
    for j, value in enumerate(found.values):
        n, most = int(found.has[j].sum()), int(found.counts[:, j].max())
        assert f"{value.label}: {n}" + (f"; most {most}" if n else "") in labels
    assert chart["usermeta"]["embedOptions"]["renderer"] == "canvas"


def chart_data(run, number):
    """The data sets of a chart, as rows."""
    proto = run.at.get("vega_lite_chart")[number].proto
    sets = [d.data.data for d in proto.datasets] or [proto.data.data]
    found = [pa.ipc.open_stream(d).read_all().to_pylist() for d in sets]
    inline = json.loads(proto.spec).get("datasets", {})
    return [*found, *inline.values()]


def test_charts_stay_as_they_are_while_the_period_moves_and_only_their_data_change(app):
    run = page(app, {})
    alts = [e.proto.alt for e in run.at.get("vega_lite_chart")]
    before = charts(run), [chart_data(run, i) for i in range(len(charts(run)))]
    first, last = run.at.slider(key="w_dates").value
    run.at.slider(key="w_dates").set_value((first, last.replace(year=last.year - 1)))
    run.run()
    assert charts(run) == before[0]
    assert chart_data(run, 0) != before[1][0]
    lanes = [
        [(row["y"], row["label"].split(":")[0]) for rows in data for row in rows if "label" in row]
        for data in (chart_data(run, 0), before[1][0])
    ]
    assert lanes[0] == lanes[1], "lanes of one height, in one place"
    assert [e.proto.alt for e in run.at.get("vega_lite_chart")] == alts


def test_lulls_are_listed_longest_first_with_links_to_their_neighbours(app, atlas):
    run = page(app, CAMPAIGN, lull="5")
    found = timeline.quiet(view_of(CAMPAIGN, atlas), atlas, 5)
    (table,) = re.findall(r'aria-label="Lulls">(.*?)</table>', run.html(), re.DOTALL)
    rows = re.findall(r"<tr><td>(\d+)( \(open\))?</td>", table)
    assert [(int(n), bool(o)) for n, o in rows] == [(q.lull.days, q.lull.open) for q in found]
    assert "Rumaylan Landing Zone" in table


def test_an_open_lull_is_marked(app):
    text = words(page(app, CAMPAIGN | {"to": "2024-03-31"}))
    assert "56 (open)" in text
    assert "edge of the period" in text


# --- the nth, chains and tallies ------------------------------------------------------------------


def test_the_2nd_officially_confirmed_attack_since_4_february(app, atlas):
    run = page(app, CAMPAIGN, since="2024-02-04", nth="2", open="nth")
    assert "The 2nd attack on US or coalition forces, confirmed by an official" in words(run)
    assert opened_table(run)["Id"].tolist() == ["2024-04-22-al-asad"]
    assert run.address()["nth"] == ["2"]
    assert run.address()["since"] == ["2024-02-04"]


def test_a_day_that_is_none_is_said(app):
    run = page(app, CAMPAIGN, since="2024-02-31")
    assert "since=2024" in run.said().replace("\\", "")
    assert "expected YYYY-MM-DD" in run.said()


def test_changing_the_day_changes_answer_and_link(app, atlas):
    run = page(app, CAMPAIGN, since="2024-02-04")
    run.at.date_input[0].set_value(date(2024, 4, 21))
    run.run()
    assert "after 21 April 2024, is of 22 April 2024" in words(run)
    assert run.address()["since"] == ["2024-04-21"]


def test_the_chains_show_windows_intervals_ratios_and_the_warning(app, atlas):
    run = page(app, CAMPAIGN)
    assert responses.WARNING in run.said()
    text = words(run)
    assert "13 (6.9 to 22.2)" in text
    assert "0.08 (95 %: 0.00 to 0.51)" in text
    assert "no ratio: published counts imply attacks in these windows that were not found" in text
    assert "about 5" in text


def test_the_tallies_show_count_gap_and_reasons(app, atlas):
    run = page(app, CAMPAIGN)
    found = tallies.reconciliation(view_of(CAMPAIGN, atlas), atlas)
    (table,) = re.findall(r'aria-label="Published counts and gaps">(.*?)</table>', run.html(),
                          re.DOTALL)  # fmt: skip
    rows = re.findall(r"<tr><td>.*?</tr>", table, re.DOTALL)
    assert len(rows) == len(found)
    for row, r in zip(rows, found, strict=True):
        text = unescape(re.sub(r"<[^>]+>", "|", row))
        assert r.counted_by in text
        assert f"|{r.counted.n}|" in text
        assert f"|{r.gap:+d}|".replace("-", "\N{MINUS SIGN}") in text
        assert all(line in text for line in r.why)
        source = atlas.sources.set_index("source_id").at[r.source_id, "url"]
        assert source in unescape(row)
    points = [p for n in (1, 2) for rows in chart_data(run, n) for p in rows if "key" in p]
    main = [r for r in found if (r.first, r.syria_only) in
            {(date(2023, 10, 18), False), (date(2023, 10, 19), True)}]  # fmt: skip
    assert {(p["key"], p["n"]) for p in points} == {(r.counted.key, r.published) for r in main}


def test_an_empty_result_is_a_page(app):
    run = page(app, {"to": "1990-01-01"})
    assert "lies outside the data" in run.said()
    assert "holds no incidents" in words(run)
    assert "No published count is dated" in "\n".join(m.value for m in run.at.markdown)


def test_the_filter_stays_when_the_page_is_switched(app, atlas):
    run = page(app, CAMPAIGN)
    run.at.switch_page("pages/map.py")
    run.run()
    assert "<strong>95</strong>" in run.html()
    assert "lull" not in run.address()
    assert counts.DEFAULT_LULL_DAYS == 14
