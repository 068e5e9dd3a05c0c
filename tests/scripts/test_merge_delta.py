"""A delta merged into a small data folder: what comes in, what is refused, and that it is whole."""

from __future__ import annotations

import csv
import json

import pytest

from geo.io import catalog
from tests.geometry import base, group, incident, statement, tally, world, write_folder
from tests.scripts.loading import script

delta_script = script("merge_delta")
NEW = delta_script.Edition("1.1.0", "2026-11-30")
BEFORE = "1.0.0 2026-11-22"


@pytest.fixture
def folder(tmp_path):
    tables = world(
        incidents=[incident("one"), incident("three", "2024-03-01")],
        tallies=[tally("2024-01-02", "2024-01-01", 1)],
    )
    return write_folder(tmp_path / "data", tables)


@pytest.fixture
def merge(folder, tmp_path):
    """Return a function that merges tables, each a list of rows, into the folder."""

    def run(**tables):
        delta = tmp_path / "delta"
        delta.mkdir()
        for name, rows in tables.items():
            with (delta / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        return delta_script.merge(delta, folder, NEW, before=BEFORE)

    return run


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def correction(**changes):
    return {"table": "incidents", "id": "one", "column": "outcome", "old": "unknown",
            "new": "missed", "reason": "a page says so",
            "source_url": "https://example.org/1"} | changes  # fmt: skip


def link(incident_id, source_id="s1"):
    return {"incident_id": incident_id, "source_id": source_id}


def source(source_id):
    return {
        "source_id": source_id,
        "publisher": "A Page",
        "url": f"https://example.org/{source_id}",
    }


def test_new_rows_come_in_by_their_keys_and_old_ones_are_dated(folder, merge):
    merge(incidents_new=[incident("four", "2024-04-01"), incident("a-first")],
          incident_sources_new=[link("four"), link("a-first")])  # fmt: skip
    assert catalog.validate(folder) == ()
    merged = {row["incident_id"]: row for row in rows(folder, "incidents")}
    assert list(merged) == ["a-first", "four", "one", "three"]
    assert {key: row["added"] for key, row in merged.items()} == {
        "a-first": str(NEW), "four": str(NEW), "one": BEFORE, "three": BEFORE,
    }  # fmt: skip
    assert {row["changed"] for row in merged.values()} == {""}
    assert json.loads((folder / "datapackage.json").read_text())["version"] == "1.1.0"


def test_a_second_merge_keeps_the_dates_of_the_first(folder, merge, tmp_path):
    merge(corrections=[correction()])
    second = tmp_path / "second"
    second.mkdir()
    delta_script.merge(second, folder, delta_script.Edition("1.2.0", "2027-01-01"))
    one = rows(folder, "incidents")[0]
    assert (one["added"], one["changed"]) == (BEFORE, str(NEW))


def test_a_correction_changes_the_cell_and_is_kept_with_its_reason(folder, merge):
    merge(corrections=[correction()])
    one, three = rows(folder, "incidents")
    assert (one["outcome"], one["changed"]) == ("missed", str(NEW))
    assert (three["outcome"], three["changed"]) == ("unknown", "")
    (kept,) = rows(folder, "corrections")
    assert kept == correction() | {"dataset_version": "1.1.0", "date": "2026-11-30", "reviewer": ""}


def test_a_tally_is_named_by_its_source_and_a_base_by_its_key(folder, merge):
    merge(corrections=[
        correction(table="tallies", id="s1", column="iraq", old="", new="1"),
        correction(table="bases", id="base-a", column="name", old="Base base-a", new="Base A"),
    ])  # fmt: skip
    assert rows(folder, "tallies")[0]["iraq"] == "1"
    assert catalog.load(folder).bases["name"].tolist() == ["Base A", "Base base-b"]
    assert {row["changed"] for row in rows(folder, "incidents")} == {""}


def test_what_is_corrected_before_anybody_saw_it_is_no_correction(folder, merge):
    merge(incidents_new=[incident("two")], incident_sources_new=[link("two")],
          corrections=[correction(id="two")])  # fmt: skip
    two = next(row for row in rows(folder, "incidents") if row["incident_id"] == "two")
    assert (two["outcome"], two["changed"]) == ("missed", "")
    assert rows(folder, "corrections") == []


def test_review_follows_the_sources_unless_the_row_is_weak(folder, merge):
    merge(incident_sources_new=[link("one", "s2")], incidents_new=[incident("weak")],
          provisional=[{"incident_id": "weak"}])  # fmt: skip
    assert {row["incident_id"]: row["review"] for row in rows(folder, "incidents")} == {
        "one": "checked", "three": "single_source", "weak": "provisional",
    }  # fmt: skip


def test_coverage_is_replaced_and_what_nothing_refers_to_stays_out(folder, merge):
    span = {"first_date": "2024-01-01", "last_date": "2024-01-02", "level": "searched",
            "note": "a note"}  # fmt: skip
    left_out = merge(
        coverage_new=[span],
        groups_new=[group("used"), group("idle", source_id="s9")],
        sources_new=[source("s8"), source("s9")],
        statements_new=[statement("one", "used", "claimed", source_id="s8")],
    )
    assert left_out == ["groups: nothing refers to idle", "sources: nothing refers to s9"]
    assert [row["note"] for row in rows(folder, "coverage")] == ["a note"]
    assert [row["source_id"] for row in rows(folder, "sources")] == ["s1", "s2", "s8"]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (correction(old="impact"), "expected 'impact', found 'unknown'"),
        (correction(id="onee"), "there is no such row; is it one?"),
        (correction(table="nothing"), "there is no table 'nothing'"),
        (correction(column="nothing"), "found None"),
        (correction(new="nearly"), "incidents.csv:2: outcome"),
        (correction(reason=""), "corrections.csv:3: reason"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_and_nothing_is_written(
    fault, says, folder, merge
):
    before = content(folder)
    with pytest.raises(delta_script.RefusedError, match=says.replace("?", r"\?")):
        merge(corrections=[correction(id="three"), fault])
    assert content(folder) == before
    assert [path.name for path in folder.parent.iterdir() if path.name != "delta"] == ["data"]


@pytest.mark.parametrize(
    "tables",
    [
        {"incidents_new": [incident("one")]},
        {"statements_new": [statement("nowhere", "leaf", "claimed")]},
        {"sources_new": [source("s7") | {"wrong": "column"}],
         "incident_sources_new": [link("one", "s7")]},
        {"provisional": [{"incident_id": "nowhere"}]},
    ],
    ids=["key twice", "dangles", "column", "provisional"],
)  # fmt: skip
def test_what_validate_refuses_is_refused_and_nothing_is_written(tables, folder, merge):
    before = content(folder)
    with pytest.raises(delta_script.RefusedError):
        merge(**tables)
    assert content(folder) == before


def test_two_tallies_of_one_source_that_fit_alike_are_refused(tmp_path):
    two = [tally("2024-01-02", None, 1), tally("2024-01-03", None, 1)]
    folder = write_folder(tmp_path / "data", world(tallies=two, bases=[base("base-a", (0, 1))]))
    delta = tmp_path / "delta"
    delta.mkdir()
    fix = correction(table="tallies", id="s1", column="iraq", old="", new="1")
    with (delta / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(fix))
        writer.writeheader()
        writer.writerow(fix)
    with pytest.raises(delta_script.RefusedError, match="2 rows hold ''; expected one"):
        delta_script.merge(delta, folder, NEW)
