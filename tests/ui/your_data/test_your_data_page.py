"""The page Your data: steps, settings, and what cannot be read."""

from __future__ import annotations

import io
import json
import re
import sys

import pandas as pd
import pytest
import streamlit as st

from geo import importers
from geo.importers import ROLES
from geo.paths import DATA
from geo.utils import words
from tests.geo.importers import files
from tests.geo.importers.hostile import two_cells_far_apart
from tests.shipped import TOTAL
from tests.ui.your_data.uploads import (
    ACLED,
    PAGES,
    PLAIN,
    UCDP,
    made,
    opened,
    said_anywhere,
    upload,
    used,
)
from ui import text
from ui.session import dataset, keys
from ui.your_data import mapping_form, preview

# The clash repeats an id, one date does not exist, one point is in another country.


def expected(name, content, schema="auto", **options):
    raw = importers.read_file(content, name)
    return importers.convert(raw, schema, None, importers.Options(**options)).report


def test_the_dead_of_both_sides_are_one_number_until_one_column_is_chosen(app):
    sides = b"date,lat,lon,FriendlyKIA,EnemyKIA\n2007-01-03,33.31,44.36,1,2\n"
    page = upload(opened(app), "log.csv", sides)
    assert "Killed is the sum of FriendlyKIA, EnemyKIA" in said_anywhere(page)
    page = made(page)
    report = page.at.session_state[keys.UPLOAD_DONE].report
    assert report.columns_used["killed"] == "FriendlyKIA + EnemyKIA"
    (killed,) = [box for box in page.at.selectbox if box.label == "Killed"]
    killed.set_value("EnemyKIA")
    page = made(page.run())
    assert "is the sum of" not in said_anywhere(page)
    assert page.at.session_state[keys.UPLOAD_DONE].report.columns_used["killed"] == "EnemyKIA"


@pytest.mark.parametrize(
    ("name", "content", "schema"),
    [("acled.csv", ACLED, "acled"), ("ged.csv", UCDP, "ucdp"), ("own.csv", PLAIN, "plain")],
)
def test_page_and_geo_tell_the_same_and_all_pages_work_on_it(app, name, content, schema):
    page = made(upload(opened(app), name, content))
    report = expected(name, content)
    assert report.schema == schema
    assert page.at.session_state[keys.UPLOAD_DONE].report == report
    assert report.read == report.kept + report.quarantined
    rows = words.plural(report.read, "row")
    balance = (
        f"{report.kept} of {rows} imported, {report.quarantined} quarantined"
        if report.quarantined
        else f"All {rows} imported"
    )
    assert balance in page.html()
    for finding in report.findings:
        assert data_text(finding.message) in page.html()
    page = used(page)
    atlas = page.at.session_state[keys.UPLOADED].atlas
    assert page.address()["from"] == [atlas.first_date.isoformat()]
    assert page.address()["to"] == [atlas.last_date.isoformat()]
    assert page.address()["version"] == [atlas.version]
    for path in PAGES:
        page.at.switch_page(f"pages/{path}.py")
        page.run()
        assert "Your own data" in said_anywhere(page), path
        if path not in {"incident", "method", "propose", "what-changed", "your-data"}:
            assert f"<strong>{report.kept}</strong>" in page.html(), path
    first = atlas.incidents["incident_id"].iloc[0]
    page.at.session_state["incident"] = first
    page.at.switch_page("pages/incident.py")
    page.run()
    assert "atlas-summary" in page.html()


def data_text(sentence):
    return text.safe(sentence)


def test_the_rows_in_quarantine_stand_on_the_page_with_line_reason_and_original(app):
    page = made(upload(opened(app), "acled.csv", ACLED))
    report = expected("acled.csv", ACLED)
    assert [r.line for r in report.quarantine] == [9, 10, 11]
    for row in report.quarantine:
        assert f"<td>{row.line}</td>" in page.html()
        assert data_text(row.reason) in page.html()
        assert data_text(row.original)[:60] in page.html()


def test_a_wrong_guess_is_overridden(app):
    page = upload(opened(app), "acled.csv", ACLED)
    assert "It looks like **ACLED**" in said_anywhere(page)
    (schema,) = (s for s in page.at.selectbox if s.label == "Read it as")
    schema.select("plain")
    page = made(page.run())
    report = page.at.session_state[keys.UPLOAD_DONE].report
    assert (report.schema, report.schema_reason) == ("plain", "as asked")
    assert report == expected("acled.csv", ACLED, "plain")


def test_year_month_and_day_do_for_the_date(app):
    rows = [files.plain(Year=2019, Month=3, Day=d) for d in (4, 17, 31)]
    content = files.plain_csv(*({k: v for k, v in r.items() if k != "Date"} for r in rows))
    page = upload(opened(app), "own.csv", content)
    chosen = {s.label: s.value for s in page.at.selectbox}
    parts = [chosen[name] for name in ("Year", "Month", "Day of the month")]
    assert parts == ["Year", "Month", "Day"]
    assert "Date (required)" not in chosen
    report = made(page).at.session_state[keys.UPLOAD_DONE].report
    assert report.kept == len(rows)


def test_a_column_is_corrected_and_the_atlas_follows(app):
    content = files.plain_csv(*(files.plain(When2=f"2019-01-0{i}") for i in range(1, 5)))
    page = upload(opened(app), "own.csv", content)
    (date,) = (s for s in page.at.selectbox if s.label == "Date (required)")
    assert date.value == "Date"
    date.select("When2")
    page = used(made(page.run()))
    assert page.address()["from"] == ["2019-01-01"]
    assert page.address()["to"] == ["2019-01-04"]


def test_changed_settings_take_the_report_away_until_it_is_made_again(app):
    page = made(upload(opened(app), "own.csv", PLAIN))
    assert page.button("Show on all pages")
    (near,) = (n for n in page.at.number_input if n.label.endswith("(km)") and "dupl" in n.label)
    near.set_value(5.0)
    page.run()
    assert not [b for b in page.at.button if b.label == "Show on all pages"]
    assert "settings have changed" in page.alerts()


def test_a_mapping_file_is_taken_over_and_a_wrong_one_changes_nothing(app):
    page = upload(opened(app), "own.csv", PLAIN)
    wanted = {
        "columns": {"date": "Date", "place": "Place"},
        "constants": {"country": "Iraq", "weapons": "rocket"},
        "codes": {},
    }
    page.at.file_uploader[1].set_value(("m.json", json.dumps(wanted).encode(), "application/json"))
    page = made(page.run())
    report = page.at.session_state[keys.UPLOAD_DONE].report
    assert dict(report.columns_used) == wanted["columns"]
    assert dict(report.constants) == wanted["constants"]
    wrong = json.dumps({"columns": {"date": "Nowhere"}}).encode()
    page.at.file_uploader[1].set_value(("m.json", wrong, "application/json"))
    page.run()
    assert "has no column" in page.alerts()
    (date,) = (s for s in page.at.selectbox if s.label == "Date (required)")
    assert date.value == "Date"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ""),
        ("empty.csv", b"", ""),
        ("bad.xlsx", b"PK\x03\x04 broken", ""),
        ("nothing.csv", files.plain_csv(files.plain(Date="no day")), "none of its 1 rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_message_and_leaves_what_the_user_had(
    app, name, content, words
):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    before = page.at.session_state[keys.UPLOADED]
    page.at.switch_page("pages/your-data.py")
    page = upload(page.run(), name, content)
    if any(b.label == "Import" for b in page.at.button):
        page = made(page)
    assert "Nothing has changed" in page.alerts()
    assert data_text(words) in page.alerts().replace("\\", "")
    assert page.at.session_state[keys.UPLOADED] is before
    page.at.switch_page("pages/map.py")
    assert "<strong>7</strong>" in page.run().html()


def test_showing_the_data_leads_to_the_map_and_says_so_once(app):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    assert page.map(), "the map page is drawn"
    assert [t.value for t in page.at.toast] == ["All pages now show acled\\.csv."]
    page.at.switch_page("pages/timeline.py")
    assert not page.run().at.toast
    page.at.switch_page("pages/your-data.py")
    assert "Import report" in said_anywhere(page.run()), "one can go back to the report"


def test_a_role_that_two_columns_may_have_is_asked_with_what_stands_in_them(app):
    rows = [
        {"date": "2023-01-05", "civilians killed": n, "police killed": "1", "xyz": "q"}
        for n in "02"
    ]
    page = upload(opened(app), "mali.csv", files.plain_csv(*rows))
    asked = "Killed: which of these is it, or are they parts of it?"
    assert asked in said_anywhere(page)
    assert page.button("police killed · 1")
    page.button("Add them up").click()
    assert "Killed is the sum of civilians killed, police killed" in said_anywhere(page.run())
    (killed,) = [box for box in page.at.selectbox if box.label == "Killed"]
    killed.set_value("")
    assert asked in said_anywhere(page.run())
    page.button("civilians killed · 0, 2").click()
    page = made(page.run())
    report = page.at.session_state[keys.UPLOAD_DONE].report
    assert dict(report.columns_used) == {"date": "date", "killed": "civilians killed"}
    assert report.reasons["killed"] == "chosen on the page"
    assert report.questions == ()


def test_a_table_of_counts_is_imported_only_as_the_user_chooses(app):
    rows = [{"week": "2024-01-06", "country": "Iraq", "events": n} for n in ("7", "2")]
    page = upload(opened(app), "weekly.csv", files.plain_csv(*rows))
    assert "2 rows that stand for 9 events" in page.alerts()
    (counts,) = (r for r in page.at.radio if r.label == "A column counts events")
    counts.set_value("each")
    page = made(page.run())
    assert page.at.session_state[keys.UPLOAD_DONE].report.kept == 9
    assert "2 rows for 9 events: 9 imported" in page.html()


def test_a_list_of_persons_is_imported_only_as_the_user_chooses(app):
    rows = [{"date": "2024-01-06", "name": n, "age": "30"} for n in ("A", "B")]
    page = upload(opened(app), "victims.csv", files.plain_csv(*rows))
    assert "a list of persons, one a row" in page.alerts()
    (persons,) = (r for r in page.at.radio if r.label == "Each row is a person")
    persons.set_value("each")
    page = made(page.run())
    assert page.at.session_state[keys.UPLOAD_DONE].report.kept == 2


def test_the_order_of_a_point_in_one_cell_can_be_chosen(app):
    # Both are in Turkey or Syria, whichever number is the latitude.
    rows = [{"date": f"2024-01-0{n}", "at": "38.5, 35.5"} for n in "12"]
    page = upload(opened(app), "own.csv", files.plain_csv(*rows))
    (point,) = (s for s in page.at.selectbox if s.label == "Latitude and longitude in one cell")
    point.set_value("at")
    page = page.run()
    (order,) = (s for s in page.at.selectbox if s.label == "What 36.3, 43.1 is")
    order.set_value("longitude-first")
    page = made(page.run())
    atlas = page.at.session_state[keys.UPLOAD_DONE].loaded.atlas
    assert set(atlas.incidents["latitude"]) == {35.5}


@pytest.mark.apart
def test_a_file_that_would_take_the_server_down_is_a_message_and_the_next_one_is_read(
    app, monkeypatch
):
    monkeypatch.setenv("ATLAS_IMPORT_MEMORY_BYTES", str(2**30))
    page = upload(opened(app), "sparse.xlsx", two_cells_far_apart())
    assert "reading it needs more than 1 GB of memory" in page.alerts()
    assert "Nothing has changed" in page.alerts()
    page = upload(page, "own.csv", PLAIN)
    assert page.button("Import")
    assert "needs more than" not in page.alerts()


def test_the_page_says_the_smaller_of_the_two_limits(app, monkeypatch):
    assert st.get_option("server.maxUploadSize") * 2**20 == importers.Limits().file_bytes
    monkeypatch.setenv("ATLAS_IMPORT_FILE_BYTES", "5000000")
    page = opened(app)
    assert "Up to 5 MB or 2 million rows." in said_anywhere(page)
    monkeypatch.setenv("ATLAS_IMPORT_FILE_BYTES", "much")
    page.run()
    assert "expected a whole number" in page.alerts().replace("\\", "")


def test_the_form_asks_for_every_role_once():
    asked = [role for roles in mapping_form._BLOCKS.values() for role in roles]
    assert sorted(asked) == sorted(ROLES)


def test_a_file_named_at_the_start_is_offered_and_a_folder_is_the_data(app, tmp_path, monkeypatch):
    path = tmp_path / "ged.csv"
    path.write_bytes(UCDP)
    monkeypatch.setattr(sys, "argv", ["app.py", "--data", str(path)])
    page = opened(app)
    assert str(TOTAL) in app().run().html()
    page.at.button("own_path").click()
    page = used(made(page.run()))
    assert "<strong>5</strong>" in page.html()
    folder = importers.write_folder(
        importers.convert(importers.read_file(PLAIN, "own.csv")), tmp_path / "atlas"
    )
    monkeypatch.setattr(sys, "argv", ["app.py", "--data", str(folder)])
    assert dataset.folder() == folder
    assert "<strong>5</strong>" in app().run().html()
    monkeypatch.setattr(sys, "argv", ["app.py", "--data", str(tmp_path / "nowhere")])
    assert "there is no such folder" in app().run().alerts().replace("\\", "")
    monkeypatch.setattr(sys, "argv", ["app.py", "--data"])
    assert dataset.folder() == DATA


def test_the_sample_is_read_by_one_button_previewed_and_used(app):
    page = opened(app)
    assert progress_at(page) == "Upload"
    page.button("Try the sample").click()
    page.run()
    assert progress_at(page) == "Check"
    first = "<td>Attack</td><td>convoy</td><td>Bamako</td><td>Mali</td><td>12.65</td><td>-8</td>"
    assert f'<td class="atlas-day">9 Jan 2023</td>{first}' in page.html()
    assert "Of 20 rows, all can be read." in said_anywhere(page)
    page = made(page)
    assert progress_at(page) == "Use"
    page = used(page)
    incidents = page.at.session_state[keys.UPLOADED].atlas.incidents
    assert len(incidents) == 20
    assert incidents["summary"].str.startswith("Example, not real: ").all()


def progress_at(page):
    return re.search(r"<li aria-current=\"step\"><b>\d</b>(\w+)</li>", page.html())[1]


def test_only_needed_and_matched_fields_are_in_sight_and_the_preview_follows(app):
    rows = [{"date": "2023-01-05", "when": "2022-03-04", "place": "Gao"}]
    page = upload(opened(app), "own.csv", files.plain_csv(*rows))
    more = {s.label for e in page.at.expander if e.label == "More fields" for s in e.selectbox}
    assert {"Date (required)", "Place"}.isdisjoint(more)
    assert {"Killed", "Country", "Claimed by"} <= more
    assert "5 Jan 2023" in page.html()
    (date,) = (s for s in page.at.selectbox if s.label == "Date (required)")
    date.select("when")
    assert "4 Mar 2022" in page.run().html()
    (date,) = (s for s in page.at.selectbox if s.label == "Date (required)")
    date.select("")
    assert "No row can be read yet" in page.run().alerts()


def test_the_preview_says_how_many_of_the_first_rows_cannot_be_read(app, monkeypatch):
    monkeypatch.setattr(preview, "_READ", 3)
    days = ("2024-01-01", "never", "2024-01-03", "2024-01-04")
    page = upload(
        opened(app), "own.csv", files.plain_csv(*({"date": d, "place": "Gao"} for d in days))
    )
    assert "Of the first 3 rows, 1 cannot be read" in said_anywhere(page)
    assert "4 Jan 2024" not in page.html()


def workbook(**sheets):
    out = io.BytesIO()
    with pd.ExcelWriter(out) as book:
        for name, rows in sheets.items():
            pd.DataFrame(rows).to_excel(book, sheet_name=name, index=False)
    return out.getvalue()


def test_a_sheet_is_chosen_where_it_is_not_clear_and_can_be_chosen_again(app):
    rows = [{"Date": f"2024-04-{20 + i}", "Lat": "33.3", "Who": "x"} for i in range(3)]
    other = [{"Date": "2024-05-01", "Lat": "33.3", "Kind": "drone"}]
    page = upload(opened(app), "own.xlsx", workbook(log=rows, later=other))
    assert "several sheets have dates" in page.alerts()
    assert "--sheet" not in page.alerts()
    (sheets,) = page.at.multiselect
    assert (sheets.label, sheets.options) == ("Sheets to read", ["log (3 rows)", "later (1 row)"])
    sheets.select("log")
    page.run()
    page.button("Read 1 sheet").click()
    page.run()
    assert page.at.session_state[keys.UPLOAD_DRAFT].raw.rows_read == 3
    assert page.alerts() == ""
    assert "Not read: later." in said_anywhere(page)
    page = made(page)
    assert data_text("sheet 'later' is not read") in page.html()
    sheets = next(m for m in page.at.multiselect if m.label == "Sheets to read")
    sheets.unselect("log").select("later")
    page.run()
    page.button("Read 1 sheet").click()
    page.run()
    assert page.at.session_state[keys.UPLOAD_DRAFT].raw.rows_read == 1
