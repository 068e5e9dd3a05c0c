"""The page What changed, and the notice above a page whose link is of an older version."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape

import pytest

from geo.record.history import add_version
from geo.record.snapshot import read_snapshot
from tests.geo.folders import append_row, row_with, rows_of, set_cell, write_rows

CHANGED, WITHDRAWN, SPOKEN_OF = "2024-04-21-rumaylan", "2024-06-22-tanf", "2024-04-20-kalsu"


def withdraw(folder, incident):
    for name in ("incidents", "statements", "incident_sources", "origins"):
        path = folder / f"{name}.csv"
        write_rows(path, [cells for cells in rows_of(path) if cells[0] != incident])


@pytest.fixture(scope="module")
def moved_data(data_folder, tmp_path_factory):
    """Return data that moved on twice: a field and a row about an incident, then a withdrawal.

    The second step is not kept. Beside them are the versions of both steps; read them only.
    """
    folder = shutil.copytree(data_folder, tmp_path_factory.mktemp("moved") / "data")
    for kept in (folder / "history").iterdir():
        kept.unlink()
    first = read_snapshot(folder)
    add_version(folder, None, first, date(2026, 11, 1))
    incidents = folder / "incidents.csv"
    set_cell(incidents, row_with(incidents, "incident_id", CHANGED), "outcome", "missed")
    append_row(folder / "statements.csv", incident_id=SPOKEN_OF, group_id="isis",
               stance="suspected", speaker="A paper", source_id="s0001")  # fmt: skip
    second = read_snapshot(folder)
    add_version(folder, first, second, date(2026, 11, 15))
    withdraw(folder, WITHDRAWN)
    return folder, first.version, second.version


@pytest.fixture
def moved(moved_data, monkeypatch):
    """Serve these data; return their versions."""
    folder, *versions = moved_data
    monkeypatch.setenv("ATLAS_DATA", str(folder))
    return versions


@pytest.fixture
def moved_copy(moved_data, tmp_path, monkeypatch):
    """Serve a copy of these data that a test may break."""
    copy = shutil.copytree(moved_data[0], tmp_path / "data")
    monkeypatch.setenv("ATLAS_DATA", str(copy))
    return copy


def open_page(app, **query):
    page = app(**query)
    page.at.switch_page("pages/what-changed.py")
    return page.run()


def rows(page, label):
    """The rows of a table as texts."""
    table = page.html().split(f'aria-label="{label}"')[1].split("</table>")[0]
    return [
        [unescape(re.sub("<.*?>", "", cell)) for cell in re.findall(r"<td.*?>(.*?)</td>", row)]
        for row in re.findall(r"<tr>(<td.*?)</tr>", table)
    ]


def test_the_two_kept_versions_differ_in_a_field_and_a_statement(app, moved):
    first, second = moved
    page = open_page(app, old=first, new=second)
    fields = rows(page, "Changed incidents")
    assert fields[0][1:] == ["Outcome", "failed on the way", "missed"]
    assert fields[1][1:] == ["1 statement added"]
    assert f"incident={CHANGED}" in page.html()
    assert page.figures == ["Added incidents: 0", "Changed incidents: 2", "Withdrawn incidents: 0"]
    counts = {name: moved for name, _, _, moved in rows(page, "Counts that moved")}
    assert counts["Group: Islamic State"] == "+1"
    assert rows(page, "Rows by table") == [["incidents.csv", "0", "1", "0"],
                                           ["statements.csv", "1", "0", "0"]]  # fmt: skip
    page.open_figure("changed").run()
    assert page.dialog_title() == "Changed incidents: 2 incidents"
    assert page.address()["old"] == [first]


def test_the_data_that_are_shown_are_compared_before_they_are_kept(app, moved, atlas):
    page = open_page(app, old=moved[1])
    n = atlas.n_incidents
    assert ["Incidents", str(n), str(n - 1), "−1"] in rows(page, "Counts that moved")
    assert f"No longer in the data that you see: {WITHDRAWN}" in page.html()
    assert "No incident changed." in " ".join(m.value for m in page.at.markdown)


def test_the_incidents_of_the_filter_can_be_asked_for_alone(app, moved):
    page = open_page(app, old=moved[0], scope="view", q="Kalsu")
    assert page.figures == ["Added incidents: 0", "Changed incidents: 1"]
    assert len(rows(page, "Changed incidents")) == 1


def test_an_older_link_says_which_incidents_of_its_view_changed(app, moved):
    page = app(version=moved[0], q="Kalsu").run()
    assert "0 were added and 1 changed since. 1 incident of all were" in page.alerts()
    notice = page.html()
    assert f"incident={SPOKEN_OF}" in notice
    assert f"&amp;q=Kalsu&amp;old={moved[0]}&amp;scope=view&amp;version=" in notice


def test_an_older_link_to_an_incident_says_that_it_changed(app, moved):
    page = app(version=moved[0], incident=CHANGED)
    page.at.switch_page("pages/incident.py")
    assert "The incident of the link was changed." in page.run().alerts()


def test_a_link_of_a_version_that_is_not_kept_says_only_that(app, moved):
    alerts = app(version="0.9-0000000000").run().alerts()
    assert "Counts may differ." in alerts
    assert "were added" not in alerts


def test_one_kept_version_cannot_be_compared(app, moved_copy):
    for kept in (moved_copy / "history").iterdir():
        kept.unlink()
    assert "No version is kept: there is nothing to compare" in open_page(app).alerts()
    add_version(moved_copy, None, read_snapshot(moved_copy), date(2026, 11, 1))
    assert "One version is kept, 1." in open_page(app).alerts()


def test_a_faulty_history_is_told_and_the_other_pages_work(app, moved, moved_copy, atlas):
    (moved_copy / "history" / f"{moved[0]}.csv").write_text("x\n", "utf-8")
    assert "cannot be read" in open_page(app).alerts()
    assert app(version=moved[0]).run().count() == str(atlas.n_incidents - 1)


def test_the_page_leads_to_the_feeds_of_the_filter_open_at_the_end_of_the_data(app):
    page = open_page(app, country="Jordan")
    assert 'href="./feed.atom?country=Jordan"' in page.html()
    assert 'href="./feed.json?country=Jordan"' in page.html()
