"""A chart as a unit: title, source, files and link stand with it, and the files say the same."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.ui.timeline.pages import CAMPAIGN, open_page, view_of, words
from ui.widgets import chart_unit

KEY = "timeline_week_group"


@pytest.fixture
def unit(app, monkeypatch):
    """The unit of the Activity chart and the words on it, as the page draws them."""
    seen = {}
    draw = chart_unit._draw_files

    def keep(context, one, on_it):
        seen["words"], seen["unit"] = on_it, one
        draw(context, one, on_it)

    monkeypatch.setattr(chart_unit, "_draw_files", keep)
    run = open_page(app, CAMPAIGN)
    run.at.session_state[f"{KEY}_files"] = True
    run.run()
    return run, seen


def test_title_measure_period_and_source_stand_with_the_chart(unit, atlas):
    run, seen = unit
    for part in ("Incidents per week, by group", "Number of incidents per week",
                 "17 Oct 2023 to 23 Apr 2024", f"dataset version {atlas.version}"):  # fmt: skip
        assert part in words(run)
    assert seen["words"].title in words(run)
    labels = [e.proto.label for e in run.at.get("download_button")]
    assert labels == ["Download PNG", "Download SVG", "Download CSV"]


def test_the_numbers_add_up_to_the_count_of_the_page(unit, atlas):
    run, seen = unit
    rows = [dict(zip(seen["unit"].heads, row, strict=True)) for row in seen["unit"].rows()]
    shown = view_of(CAMPAIGN, atlas).shown
    assert sum(row["all"] for row in rows) == shown == int(run.count())
    assert all(sum(list(row.values())[4:]) == row["all"] for row in rows), "a group each"


def test_files_are_off_while_the_link_has_problems(app):
    run = open_page(app, CAMPAIGN | {"type": "nonsense"})
    assert not run.at.get("download_button")


def test_the_tallies_chart_has_the_published_numbers_as_a_table(app, atlas, monkeypatch):
    seen = []
    monkeypatch.setattr(chart_unit, "draw_unit", lambda _context, one: seen.append(one))
    open_page(app, CAMPAIGN, show="tallies")
    assert len(seen) == 2
    for one in seen:
        rows = list(one.rows())
        assert {row[1] for row in rows} > {"Incident Atlas"}
        text = io.StringIO(chart_unit.chart_table.write_table(
            chart_unit.Words("t", "s", "f"), one.heads, rows).decode())  # fmt: skip
        assert len(list(csv.reader(text))) == len(rows) + 4


@pytest.mark.parametrize(("view", "table"), [("lulls", "Lulls"), ("responses", "Response chains")])
def test_a_table_has_a_file_with_a_row_for_each_of_its_rows(view, table, app, monkeypatch):
    files = []
    monkeypatch.setattr(chart_unit.st, "download_button",
                        lambda *_, data, **__: files.append(data))  # fmt: skip
    run = open_page(app, {}, show=view)
    (data,) = [file for file in files if callable(file)]
    lines = list(csv.reader(io.StringIO(data().decode())))
    (drawn,) = re.findall(rf'aria-label="{table}">(.*?)</table>', run.html(), re.DOTALL)
    heads, *rows = lines[3:]
    assert len(rows) == drawn.count("<tr>") - 1 > 3, "but for the line of heads"
    assert all(len(row) == len(heads) for row in rows)
    assert f"show={view}" in lines[2][0], "the link to the table"
