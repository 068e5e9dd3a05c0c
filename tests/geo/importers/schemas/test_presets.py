"""GTD, AWSD, GDELT, ICEWS, POLECAT and form exports: how they are known and what comes of them.

The rows are those of `presets.py`.
"""

from __future__ import annotations

import pytest

from geo import importers
from geo.commands.import_file import add_import_options
from geo.importers.read.rows.headerless import GDELT_1, GDELT_2
from tests.geo.importers.files import acled, acled_csv, ucdp, ucdp_csv, zipped
from tests.geo.importers.presets import (
    AWSD,
    FILES,
    GDELT,
    GTD,
    ICEWS,
    KOBO,
    POLECAT,
    csv_of,
    without_header,
)


def only(rows):
    (one,) = rows
    return one


@pytest.mark.parametrize("schema", FILES)
def test_auto_names_the_preset_with_the_reason(schema):
    guess = importers.guess_schema(importers.read_file(FILES[schema], "x.csv"))
    assert (guess.schema, guess.reason[:19]) == (schema, "it has the columns ")


def test_the_command_line_offers_every_schema():
    import argparse  # noqa: PLC0415

    parser = argparse.ArgumentParser()
    add_import_options(parser)
    for schema in importers.SCHEMAS:
        assert parser.parse_args(["x.csv", "--schema", schema]).schema == schema


@pytest.mark.parametrize(
    "columns",
    [
        # A user's own tables that share some names with a dataset.
        ("date", "country", "Location", "City", "Total killed", "Total wounded",
         "Means of attack", "Actor name", "Details"),
        ("eventid", "date", "city", "summary", "nkill"),
        ("Event ID", "Event Date", "Source Name", "City", "Province", "Country", "Intensity"),
        ("Event ID", "Event Date", "Actor Name", "Placename", "Story ID"),
        ("id", "uuid", "start", "end", "today", "notes", "status", "index", "version"),
        ("date", "latitude", "longitude", "best", "low", "high"),
        # ACLED's weekly table and a regional summary count events.
        ("WEEK", "event_date", "COUNTRY", "ADMIN1", "EVENT_TYPE", "SUB_EVENT_TYPE", "EVENTS",
         "FATALITIES", "DISORDER_TYPE"),
    ],
)  # fmt: skip
def test_a_table_with_a_few_of_the_names_stays_plain(columns):
    row = dict.fromkeys(columns, "1")
    assert importers.guess_schema(importers.read_file(csv_of(row), "x.csv")).schema == "plain"


def facts(report):
    """Return what an expected report says: rows read and kept, and findings with their rows."""
    return report.read, report.kept, {f.what: f.rows for f in report.findings if f.rows}


def test_gtd(convert, rows):
    imported = convert(csv_of(
        GTD,
        GTD | {"eventid": "2", "specificity": "4", "weapsubtype1_txt": "", "gname": "Unknown",
               "weaptype1_txt": "Firearms", "nwound": "3"},
        GTD | {"eventid": "3", "weapsubtype1_txt": "Projectile (rockets, mortars, RPGs, etc.)"},
        GTD | {"eventid": "4", "weaptype1_txt": "Incendiary", "weapsubtype1_txt": ""},
    ))  # fmt: skip
    first, second, third, fourth = rows(imported)
    assert {k: first[k] for k in (
        "date", "country", "place", "geo_precision", "weapons", "target", "killed", "injured",
        "event_type", "source_event_type", "source_weapons", "redistributable",
    )} == {
        "date": "2019-05-13", "country": "Iraq", "place": "Baghdad", "geo_precision": "town",
        "weapons": "explosive_device", "target": "Checkpoint", "killed": 2, "injured": None,
        "event_type": "other", "source_event_type": "Bombing/Explosion",
        "source_weapons": "Explosives", "redistributable": "false",
    }  # fmt: skip
    assert (second["geo_precision"], second["weapons"], second["injured"]) == (
        "province", "small_arms", 3,
    )  # fmt: skip
    assert third["weapons"] == "shelling"
    # No weapon of the atlas: its word stays in the row.
    assert (fourth["weapons"], fourth["source_weapons"]) == ("unknown", "Incendiary")
    statements = [(r["group_id"], r["stance"]) for r in rows(imported, "statements")]
    assert statements == [("islamic_state_of_iraq", "attributed")] * 3
    assert facts(imported.report) == (
        4, 4, {"injured mended": 3, "no group": 1, "coordinates rounded": 4,
               "weapon not recognised": 1},
    )  # fmt: skip


def test_the_table_of_gtds_search_page_is_gtd(convert, rows):
    imported = convert(csv_of({
        "GTD ID": "201904200001", "DATE": "2019-04-20", "COUNTRY": "Iraq", "CITY": "Mosul",
        "PERPETRATOR 1": "Unknown", "FATALITIES": "1", "INJURED": "2",
        "ATTACK TYPE 1": "Armed Assault", "TARGET TYPE 1": "Police", "WEAPON TYPE 1": "Firearms",
    }))  # fmt: skip
    row = only(rows(imported))
    assert (imported.report.schema, row["killed"], row["injured"], row["weapons"]) == (
        "gtd", 1, 2, "small_arms",
    )  # fmt: skip


def test_gtd_takes_its_date_from_the_parts():
    parts = {k: v for k, v in GTD.items() if k != "date"}
    columns = importers.guess_mapping(importers.read_file(csv_of(parts), "x.csv")).mapping.columns
    assert [columns.get(r) for r in ("date", "year", "month", "day", "country")] == [
        None, "iyear", "imonth", "iday", "country_txt",
    ]  # fmt: skip


def test_awsd(convert, rows):
    imported = convert(csv_of(
        AWSD,
        AWSD | {"Day": "", "Incident ID": "2", "City": "", "Actor name": "Group A",
                "Means of attack": "Kidnapping"},
    ))  # fmt: skip
    first, second = rows(imported)
    assert {k: first[k] for k in (
        "date", "country", "place", "geo_precision", "weapons", "killed", "injured",
        "casualty_note", "source_event_type", "source_sub_event_type", "redistributable",
    )} == {
        "date": "2019-09-27", "country": "Iraq", "place": "Mosul", "geo_precision": "town",
        "weapons": "explosive_device", "killed": 0, "injured": 1,
        "casualty_note": "aid workers only, as AWSD counts them", "source_event_type": "Ambush",
        "source_sub_event_type": "Vehicle-born IED", "redistributable": None,
    }  # fmt: skip
    assert (second["date"], second["date_end"]) == ("2019-09-01", "2019-09-30")
    # Without a town the point is that of the province, and "Road" is no place.
    assert (second["place"], second["geo_precision"], second["weapons"]) == (
        "Nineveh", "province", "unknown",
    )  # fmt: skip
    statements = [(r["group_id"], r["stance"]) for r in rows(imported, "statements")]
    assert statements == [("group_a", "attributed")]
    assert imported.report.finding("precision by place").rows == 1
    assert facts(imported.report) == (
        2, 2, {"whole month": 1, "no group": 1, "precision assumed": 2, "precision by place": 1,
               "coordinates rounded": 2},
    )  # fmt: skip


@pytest.mark.parametrize("names", [GDELT_2, GDELT_1], ids=["2.0", "1.0"])
def test_gdelt_has_no_header_and_rows_of_no_violence(names, convert, rows):
    added = GDELT["DATEADDED"] if names is GDELT_2 else "20240104"
    data = without_header(
        GDELT | {"DATEADDED": added},
        GDELT | {"DATEADDED": added, "GLOBALEVENTID": "2", "EventCode": "043",
                 "EventRootCode": "04"},
        GDELT | {"DATEADDED": added, "GLOBALEVENTID": "3", "ActionGeo_Type": "1",
                 "ActionGeo_CountryCode": "IS", "ActionGeo_FullName": "Israel",
                 "EventCode": "1831", "EventRootCode": "18"},
        names=names,
    )  # fmt: skip
    imported = convert(zipped(**{"20240104001500.export.CSV": data}), "20240104001500.zip")
    report = imported.report
    assert (report.schema, report.read, report.kept) == ("gdelt", 3, 2)
    assert "no header; the columns are those of GDELT's codebook" in report.notes
    first, second = rows(imported)
    assert {k: first[k] for k in (
        "incident_id", "date", "country", "place", "geo_precision", "latitude", "weapons",
        "source_event_type", "source_sub_event_type", "killed", "redistributable",
    )} == {
        "incident_id": "gdelt-1000000001", "date": "2024-01-03", "country": "Iraq",
        "place": "Mosul, Ninawa, Iraq", "geo_precision": "town", "latitude": "36.34",
        "weapons": "air_strike", "source_event_type": "19: fighting",
        "source_sub_event_type": "195: aerial weapons", "killed": None, "redistributable": "true",
    }  # fmt: skip
    # IS is Israel in FIPS 10-4, and a point of a whole country is none.
    assert (second["country"], second["latitude"], second["weapons"]) == (
        "Israel", None, "explosive_device",
    )  # fmt: skip
    (refused,) = report.quarantine
    assert refused.reason.startswith("a CAMEO code that is not of violence")
    assert "a program found" in report.finding("about the dataset").message
    assert [r["kind"] for r in rows(imported, "groups")] == ["state_military", "armed_group"]


def test_61_columns_that_are_not_gdelts_have_their_own_header():
    row = {f"column_{i}": str(i) for i in range(61)}
    raw = importers.read_file(csv_of(row, delimiter="\t"), "x.tsv")
    assert raw.columns == tuple(row)


def test_icews(convert, rows):
    data = csv_of(
        ICEWS,
        ICEWS | {"Event Date": "2019-03-27"},  # the id is no key
        ICEWS | {"Event ID": "2", "City": "", "Province": "", "District": ""},
        ICEWS | {"Event ID": "3", "CAMEO Code": "010", "Event Text": "Make statement"},
        delimiter="\t",
    )
    imported = convert(data, "events.2019.tab")
    first, _, third = rows(imported)
    assert (first["weapons"], first["source_event_type"], first["source_sub_event_type"]) == (
        "air_strike", "Employ aerial weapons", "195: aerial weapons",
    )  # fmt: skip
    assert (third["geo_precision"], third["latitude"]) == ("country", None)
    assert facts(imported.report)[:2] == (4, 3)
    assert [r["kind"] for r in rows(imported, "groups")] == ["state_military", "armed_group"]


def test_polecat(convert, rows):
    data = csv_of(POLECAT, POLECAT | {"Event ID": "2", "Event Type": "CONSULT"}, delimiter="\t")
    imported = convert(data, "ngecEvents.txt")
    row = only(rows(imported))
    assert (row["country"], row["weapons"], row["source_sub_event_type"]) == (
        "Iraq", "small_arms", "firearms",
    )  # fmt: skip
    assert {r["name"] for r in rows(imported, "groups")} == {"Militia A", "Militia B", "Police"}
    assert [q.reason[:29] for q in imported.report.quarantine] == ["an event type other than ASSA"]


def test_a_form_has_its_own_date_and_point(convert, rows):
    imported = convert(FILES["forms"])
    row = only(rows(imported))
    assert (row["date"], row["latitude"], row["longitude"], row["killed"]) == (
        "2024-02-11", "36.34", "43.13", 1,
    )  # fmt: skip
    assert row["source_event_id"] == "aa-1"
    assert "where it was filled in" in imported.report.finding("about the dataset").message


def test_a_point_of_a_form_may_be_one_cell(convert, rows):
    row = {name: value for name, value in KOBO.items() if not name.startswith("_place")}
    imported = convert(csv_of(row, row | {"_uuid": "aa-2", "place/GPS": "35.1 44.2 0 4"}))
    points = [(r["latitude"], r["longitude"]) for r in rows(imported)]
    assert points == [("36.34", "43.13"), ("35.1", "44.2")]


@pytest.mark.parametrize("name", ["start", "end", "today", "_submission_time"])
def test_when_a_form_was_filled_in_is_no_date_of_an_incident(name):
    row = {k: v for k, v in KOBO.items() if k != "incident/date_of_incident"}
    raw = importers.read_file(csv_of(row), "x.csv")
    assert importers.guess_mapping(raw).mapping.columns.get("date") != name


@pytest.mark.parametrize("dash", ["-", ":"])
def test_odk_puts_groups_before_a_dash_or_a_colon(dash):
    row = {
        "SubmissionDate": "2019-03-06T16:26:00Z", "start": "2019-03-06T16:26:00Z",
        "incident-date_incident": "2019-01-28", "location-gps-Latitude": "36.34",
        "location-gps-Longitude": "43.13", "location-gps-Altitude": "220",
        "location-gps-Accuracy": "3.2", "meta-instanceID": "uuid:1", "KEY": "uuid:1",
        "SubmitterID": "12", "ReviewState": "approved",
    }  # fmt: skip
    row = {name.replace("-", dash): value for name, value in row.items()}
    raw = importers.read_file(csv_of(row), "x.csv")
    columns = {
        "id": "KEY", "date": "incident-date_incident", "latitude": "location-gps-Latitude",
        "longitude": "location-gps-Longitude",
    }  # fmt: skip
    assert importers.guess_mapping(raw).mapping.columns == {
        role: column.replace("-", dash) for role, column in columns.items()
    }


OLD_ACLED = {
    "GWNO": "645", "EVENT_ID_CNTY": "1IRQ", "EVENT_ID_NO_CNTY": "1", "EVENT_DATE": "2016-03-01",
    "YEAR": "2016", "TIME_PRECISION": "1", "EVENT_TYPE": "Remote violence", "ACTOR1": "Group A",
    "ALLY_ACTOR_1": "", "INTER1": "2", "ACTOR2": "Civilians (Iraq)", "ALLY_ACTOR_2": "",
    "INTER2": "7", "INTERACTION": "27", "COUNTRY": "Iraq", "ADMIN1": "Ninewa",
    "LOCATION": "Mosul", "LATITUDE": "36.34", "LONGITUDE": "43.13", "GEO_PRECISION": "1",
    "SOURCE": "Paper", "NOTES": "A bomb.", "FATALITIES": "2",
}  # fmt: skip
OLD_UCDP = {
    "id": "1", "year": "2010", "active_year": "1", "type_of_violence": "1", "conflict_id": "1",
    "conflict_name": "Iraq: Government", "dyad_id": "1", "dyad_name": "Iraq - IS",
    "side_a": "Government of Iraq", "side_b": "IS", "source_article": "Wire",
    "where_prec": "1", "where_coordinates": "Mosul", "adm_1": "Ninawa", "latitude": "36.34",
    "longitude": "43.13", "country": "Iraq", "date_prec": "1", "date_start": "2010-05-01",
    "date_end": "2010-05-01", "deaths_a": "0", "best_est": "4", "low_est": "3", "high_est": "5",
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "schema", "killed"),
    [
        (csv_of(OLD_ACLED), "acled", 2),
        (acled_csv(acled(inter1="State forces", inter2="Rebel group")), "acled", 2),
        (csv_of(OLD_UCDP), "ucdp", 4),
        (ucdp_csv(ucdp()), "ucdp", 4),
    ],
    ids=["ACLED of 2016", "ACLED of today", "UCDP of 2011", "UCDP of today"],
)
def test_older_versions_are_known(data, schema, killed, convert, rows):
    imported = convert(data)
    row = only(rows(imported))
    assert (imported.report.schema, row["killed"], row["geo_precision"]) == (
        schema, killed, row["geo_precision"],
    )  # fmt: skip
    assert len(rows(imported, "statements")) == 2
