from __future__ import annotations

import gc
import json
import re
import sys
import tempfile
import weakref

import pytest
import streamlit as st

from geo import importers
from geo.importers import ROLES
from geo.paths import DATA, STATIC
from geo.utils import words
from geo.utils.progress import CancelledError
from tests.geo.importers import files
from ui import text
from ui.session import dataset, keys, uploaded_dataset
from ui.your_data import mapping_form, preview

PAGES = (
    "map", "timeline", "bases", "provinces", "groups", "near", "incident", "method", "your-data",
)  # fmt: skip
# The clash repeats an id, one date does not exist, one point is in another country.
ACLED = files.acled_csv(
    *(files.acled(f"IRQ{i}", event_date=f"2016-03-{i:02d}") for i in range(1, 8)),
    files.acled("IRQ1"),
    files.acled("IRQ20", event_date="2016-02-30"),
    files.acled("IRQ21", event_date="2016-03-09", latitude="48.85", longitude="2.35"),
)
UCDP = files.ucdp_csv(*(files.ucdp(str(1000 + i)) for i in range(5)))
PLAIN = files.plain_csv(*(files.plain(Date=f"2024-04-{20 + i}") for i in range(5)))


def opened(app):
    page = app().run()
    page.at.switch_page("pages/your-data.py")
    return page.run()


def upload(page, name, content):
    page.at.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return page.run()


def made(page):
    page.button("Import").click()
    return page.run()


def used(page):
    page.button("Show on all pages").click()
    return page.run()


def expected(name, content, schema="auto", **options):
    raw = importers.read_file(content, name)
    return importers.convert(raw, schema, None, importers.Options(**options)).report


def said_anywhere(page):
    everything = [*page.at.markdown, *page.at.caption, *page.at.header, *page.at.title]
    return page.html() + page.alerts() + "\n".join(e.value for e in everything)


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
        if path not in {"incident", "method", "your-data"}:
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


def test_a_page_without_the_filter_does_not_bring_the_period_of_other_data_back(app):
    page = app()  # which has shown no slider yet
    page.at.switch_page("pages/your-data.py")
    page = used(made(upload(page.run(), "acled.csv", ACLED)))
    for path in ("method", "map"):
        page.at.switch_page(f"pages/{path}.py")
        page.run()
    assert "<strong>7</strong>" in page.html()
    assert page.address()["from"] == ["2016-03-01"]


def test_columns_that_no_name_gave_away_are_offered_where_the_import_is_decided(app):
    rows = [{"date": "2023-01-05", "attacker_name": "JNIM", "toll": n, "xyz": "q"} for n in "012"]
    page = upload(opened(app), "mali.csv", files.plain_csv(*rows))
    assert "Not used: xyz." in said_anywhere(page)
    assert page.button("toll → Killed?")
    page.button("attacker\\_name → Attributed to?").click()
    page = made(page.run())
    used_columns = page.at.session_state[keys.UPLOAD_DONE].report.columns_used
    assert dict(used_columns) == {"date": "date", "attributed_to": "attacker_name"}


def with_downloads(page):
    """Open the popover of the downloads."""
    page.at.session_state["formats"] = True
    return page.run()


def test_the_owner_of_a_table_without_stated_terms_can_download_it(app):
    page = used(made(upload(opened(app), "own.csv", PLAIN)))
    page.at.switch_page("pages/map.py")
    page = with_downloads(page.run())
    assert not page.at.checkbox
    (button,) = (b for b in page.at.get("download_button") if "GeoJSON" in b.label)
    assert not button.proto.disabled


def test_back_to_the_shipped_data(app):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    page.button("Back to the built-in data").click()
    page.run()
    page.at.switch_page("pages/map.py")
    page.run()
    assert "<strong>369</strong>" in page.html()
    assert keys.UPLOADED not in page.at.session_state
    assert page.address()["from"] == ["2019-12-27"]
    assert not [b for b in page.at.button if b.label == "Back to the built-in data"]


def test_the_filter_of_the_shipped_data_does_not_follow_into_the_imported(app):
    page = app(group="kh", from_="2024-01-01", weapon="rocket").run()
    page.at.switch_page("pages/your-data.py")
    page = used(made(upload(page.run(), "acled.csv", ACLED)))
    atlas = page.at.session_state[keys.UPLOADED].atlas
    assert page.address() == {
        "from": ["2016-03-01"], "to": ["2016-03-07"], "version": [atlas.version],
    }  # fmt: skip


def test_rows_that_may_not_be_passed_on_need_the_users_word(app):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    page.at.switch_page("pages/map.py")
    page = with_downloads(page.run())
    assert "known to allow sharing its rows" in said_anywhere(page)
    (button,) = (b for b in page.at.get("download_button") if "GeoJSON" in b.label)
    assert button.proto.disabled
    (allowed,) = (c for c in page.at.checkbox if "licence allows" in c.label)
    assert allowed.value is False
    allowed.check()
    page.run()
    (button,) = (b for b in page.at.get("download_button") if "GeoJSON" in b.label)
    assert not button.proto.disabled


def test_the_record_of_one_incident_needs_the_users_word_too(app):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    atlas = page.at.session_state[keys.UPLOADED].atlas
    page.at.session_state["incident"] = atlas.incidents["incident_id"].iloc[0]
    page.at.switch_page("pages/incident.py")
    page.run()
    assert "known to allow sharing its rows" in said_anywhere(page)
    (button,) = (b for b in page.at.get("download_button") if b.label == "JSON")
    assert button.proto.disabled
    page.at.checkbox(keys.LICENCE_ALLOWS).check()
    page.run()
    (button,) = (b for b in page.at.get("download_button") if b.label == "JSON")
    assert not button.proto.disabled


def test_a_brief_needs_the_users_word_too(app):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    page.at.session_state["options"] = {"place": "33.42,43.3", "km": "50"}
    page.at.switch_page("pages/near.py")
    page.run()
    assert "known to allow sharing its rows" in said_anywhere(page)
    briefs = [b for b in page.at.get("download_button") if b.label.endswith(("PDF", "(HTML)"))]
    assert len(briefs) == 2
    assert all(b.proto.disabled for b in briefs)
    page.at.checkbox(keys.LICENCE_ALLOWS).check()
    page.run()
    briefs = [b for b in page.at.get("download_button") if b.label.endswith(("PDF", "(HTML)"))]
    assert not any(b.proto.disabled for b in briefs)


def test_the_shipped_data_ask_for_no_word(app):
    page = with_downloads(app().run())
    assert not page.at.checkbox
    (button,) = (b for b in page.at.get("download_button") if "GeoJSON" in b.label)
    assert not button.proto.disabled


def test_nothing_of_an_upload_stays_in_files_or_in_a_cache(app, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    page = app(layers="all").run()  # the base map and the shipped points have their addresses now
    views = {p.name for p in (STATIC / "views").glob("*")}
    page.at.switch_page("pages/your-data.py")
    page = used(made(upload(page.run(), "acled.csv", ACLED)))
    for path in PAGES:
        page.at.switch_page(f"pages/{path}.py")
        page.run()
    page.at.session_state["all_open"] = True
    page.at.switch_page("pages/map.py")
    page.run()
    assert page.rows("incidents"), "the points travel inside the deck"
    assert not isinstance(page.source("incidents"), str)
    assert {p.name for p in (STATIC / "views").glob("*")} == views
    assert list(tmp_path.glob("incident-atlas-import-*")) == []
    gone = weakref.ref(page.at.session_state[keys.UPLOADED].atlas)
    page.button("Back to the built-in data").click()
    page.run()
    del page
    gc.collect()
    assert gone() is None, gc.get_referrers(gone())


def test_what_a_killed_server_left_is_removed_and_what_a_living_one_has_stays(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, alive = (
        tmp_path / f"{uploaded_dataset._PREFIX}999999999-x",
        tmp_path / f"{uploaded_dataset._PREFIX}1-x",
    )
    for folder in (dead, alive):
        folder.mkdir()
    uploaded_dataset.load(importers.convert(importers.read_file(PLAIN, "own.csv")))
    assert (dead.exists(), alive.exists()) == (False, True)


@pytest.mark.parametrize("stop", [False, KeyboardInterrupt])
def test_a_load_that_is_stopped_leaves_nothing(tmp_path, monkeypatch, stop):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    imported = importers.convert(importers.read_file(PLAIN, "own.csv"))

    def progress(what, done, total):
        assert list(tmp_path.glob("incident-atlas-import-*/data/incidents.csv"))
        if stop:
            raise stop
        return stop

    with pytest.raises(stop or CancelledError):
        uploaded_dataset.load(imported, progress)
    assert list(tmp_path.iterdir()) == []


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
    assert "369" in app().run().html()
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
    assert "there is no folder" in app().run().alerts().replace("\\", "")
    monkeypatch.setattr(sys, "argv", ["app.py", "--data"])
    assert dataset.folder() == DATA


def test_the_link_of_an_imported_dataset_says_so_to_somebody_else(app):
    page = app(version="imported-0123456789ab-0123456789").run()
    assert "points to an uploaded file" in page.alerts()


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
