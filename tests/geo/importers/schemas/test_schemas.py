"""ACLED, UCDP GED and plain files: what each column becomes, and what `auto` decides."""

from __future__ import annotations

import pytest

from geo import importers
from geo.analysis import counts
from geo.errors import ImportRefusedError
from geo.filter.filter import Filter
from geo.importers.schemas import acled as acled_module
from geo.importers.schemas import ucdp as ucdp_module
from tests.geo.importers.files import (
    ACLED_COLUMNS,
    UCDP_COLUMNS,
    acled,
    acled_csv,
    plain,
    plain_csv,
    ucdp,
    ucdp_csv,
    written,
)


def only(found):
    (one,) = found
    return one


# --- ACLED ----------------------------------------------------------------------------------------


def test_an_acled_export_has_31_columns_and_ucdp_49():
    assert (len(ACLED_COLUMNS), len(UCDP_COLUMNS)) == (31, 49)


def test_an_acled_row(convert, rows):
    imported = convert(acled_csv(acled()))
    row = only(rows(imported))
    assert {k: v for k, v in row.items() if v is not None} == {
        "incident_id": "acled-irq1",
        "date": "2024-01-05",
        "date_precision": "day",
        "event_type": "other",
        "target_side": "other",
        "country": "Iraq",
        "target": "Armed clash (target not stated)",
        "place": "Ramadi",
        "latitude": "33.42",
        "longitude": "43.3",
        "geo_precision": "town",
        "weapons": "unknown",
        "outcome": "unknown",
        "killed": 2,
        "casualty_note": "ACLED's one figure for all sides; 0 where none was reported",
        "confirmation": "media",
        "summary": "Something happened, IRQ1.",
        "source_event_id": "IRQ1",
        "source_event_type": "Battles",
        "source_sub_event_type": "Armed clash",
        "source_geo_precision": "1",
        "source_time_precision": "1",
        "dataset": "ACLED",
        "dataset_version": "edited until 2024-01-09",
        "dataset_licence": "ACLED terms of use: rows may not be passed on",
        "redistributable": "false",
    }


def test_actors_are_parties_and_known_ones_keep_their_id(convert, rows, load):
    allies = {"assoc_actor_1": "Harakat al-Nujaba; Some Tribe (Iraq)"}
    data = acled_csv(acled(), acled("IRQ2", actor2="Kataib Hezbollah", **allies))
    imported = convert(data)
    said = [(r["incident_id"], r["group_id"], r["stance"]) for r in rows(imported, "statements")]
    assert said == [
        ("acled-irq1", "iraq_state", "party"),
        ("acled-irq1", "unidentified_armed_group_iraq", "party"),
        ("acled-irq2", "iraq_state", "party"),
        ("acled-irq2", "kh", "party"),
        ("acled-irq2", "nujaba", "party"),
        ("acled-irq2", "some_tribe_iraq", "party"),
    ]
    atlas = load(imported)
    shown = {rule: Filter.parse(f"group=pmf&rule={rule}", atlas).view(atlas).shown
             for rule in ("any", "claimed", "attributed", "unclaimed")}  # fmt: skip
    # Kata'ib Hezbollah is in the PMF: the hierarchy of the atlas works on imported rows.
    assert shown == {"any": 1, "claimed": 0, "attributed": 0, "unclaimed": 0}
    kinds = atlas.groups.set_index("group_id")["kind"]
    assert kinds["unidentified_armed_group_iraq"] == "armed_group"


@pytest.mark.parametrize(
    ("inter", "number"),
    [("1", "1"), ("8.0", "8"), ("State forces", "1"), ("Rebel group", "2"),
     ("Rebel groups", "2"), ("Political militia", "3"), ("Identity militia", "4"),
     ("Rioters", "5"), ("Protesters", "6"), ("Civilians", "7"), ("External/Other forces", "8"),
     ("", ""), ("0", "0"), ("nonsense", "")],
)  # fmt: skip
def test_actor_types_as_numbers_and_in_words(inter, number):
    assert acled_module.actor_type(inter) == number


@pytest.mark.parametrize(
    ("sub", "one", "two", "expected"),
    [
        ("Air/drone strike", "1", "7", "strike"),
        ("Air/drone strike", "External/Other forces", "", "strike"),
        ("Air/drone strike", "8", "3", "other"),
        ("Air/drone strike", "2", "1", "other"),
        ("Air/drone strike", "", "", "other"),
        ("Shelling/artillery/missile attack", "1", "7", "other"),
        ("Disrupted weapons use", "1", "", "other"),
        ("Armed clash", "1", "2", "other"),
    ],
)
def test_an_event_type_is_mapped_only_where_it_truly_corresponds(sub, one, two, expected):
    assert acled_module.event_type(sub, one, two) == expected


@pytest.mark.parametrize(
    ("code", "precision", "time", "date_precision"),
    [("1", "town", "1", "day"), ("2", "district", "2", "approx"),
     ("3", "province", "3", "approx"), ("", "district", "", "approx")],
)  # fmt: skip
def test_precision_codes(code, precision, time, date_precision, convert, rows):  # noqa: PLR0917
    row = only(rows(convert(acled_csv(acled(geo_precision=code, time_precision=time)))))
    assert (row["geo_precision"], row["date_precision"]) == (precision, date_precision)
    assert (row["source_geo_precision"], row["source_time_precision"]) == (
        code or None, time or None)  # fmt: skip


def test_weapons_are_mapped_only_where_they_truly_correspond(convert, rows):
    subs = ("Suicide bomb", "Remote explosive/landmine/IED", "Air/drone strike", "Grenade",
            "Shelling/artillery/missile attack")  # fmt: skip
    imported = convert(acled_csv(*(acled(f"A{i}", sub_event_type=s) for i, s in enumerate(subs))))
    assert [r["weapons"] for r in rows(imported)] == [
        "explosive_device", "explosive_device", "unknown", "unknown", "unknown",
    ]  # fmt: skip


def test_upper_case_and_dropped_columns_of_older_exports(convert, rows):
    kept = ("event_id_cnty", "event_date", "event_type", "actor1", "inter1", "country", "location",
            "latitude", "longitude", "fatalities", "geo_precision", "sub_event_type")  # fmt: skip
    text = written([acled(event_date="05 January 2024")], kept)
    header, rest = text.split("\n", 1)
    old = f"DATA_ID,{header.upper()},ISO3\n7,{rest.rstrip()},IRQ\n"
    imported = convert(old.encode())
    assert imported.report.schema == "acled"
    row = only(rows(imported))
    assert (row["incident_id"], row["date"], row["killed"]) == ("acled-irq1", "2024-01-05", 2)
    assert imported.report.columns_unused == ("DATA_ID", "ISO3")


def test_of_two_versions_of_an_event_the_later_one_stays(convert, rows):
    later = acled(fatalities="3", timestamp="1704900000")
    data = acled_csv(acled(fatalities="9"), later, acled(fatalities="7"))
    imported = convert(data)
    assert only(rows(imported))["killed"] == 3
    assert imported.report.same_id == 2
    assert [(r.line, r.column, r.found) for r in imported.report.quarantine] == [
        (2, "event_id_cnty", "IRQ1"), (4, "event_id_cnty", "IRQ1"),
    ]  # fmt: skip
    assert "line 3" in imported.report.quarantine[0].reason


def test_sources_are_named_without_a_link_and_the_dataset_with_one(convert, rows, load):
    imported = convert(acled_csv(acled()))
    sources = {r["source_id"]: r for r in rows(imported, "sources")}
    linked = [sources[r["source_id"]] for r in rows(imported, "incident_sources")]
    assert [(s["publisher"], s["url"]) for s in linked] == [
        ("ACLED edited until 2024-01-09", "https://acleddata.com/"),
        ("Al Sumaria", None),
        ("Reuters", None),
    ]
    atlas = load(imported)
    assert Filter.parse("q=sumaria", atlas).view(atlas).shown == 1


# --- UCDP -----------------------------------------------------------------------------------------


def test_a_ucdp_row(convert, rows, load):
    imported = convert(ucdp_csv(ucdp()), "GEDEvent_v25_1.csv")
    row = only(rows(imported))
    assert {k: v for k, v in row.items() if v is not None} == {
        "incident_id": "ucdp-1001",
        "date": "2024-02-01",
        "date_end": "2024-02-03",
        "date_precision": "approx",
        "event_type": "other",
        "target_side": "other",
        "country": "Syria",
        "target": "1: State-based conflict (target not stated)",
        "place": "Homs town",
        "latitude": "34.73",
        "longitude": "36.71",
        "geo_precision": "district",
        "weapons": "unknown",
        "outcome": "unknown",
        "killed": 4,
        "killed_low": 3,
        "killed_high": 9,
        "casualty_note": "UCDP's best estimate of the dead on all sides",
        "confirmation": "media",
        "summary": "Fighting near Homs 1001",
        "source_event_id": "1001",
        "source_event_type": "1: State-based conflict",
        "source_geo_precision": "2",
        "source_time_precision": "2",
        "dataset": "UCDP GED",
        "dataset_version": "25.1",
        "dataset_licence": "CC BY 4.0",
        "redistributable": "true",
    }
    said = [(r["group_id"], r["stance"]) for r in rows(imported, "statements")]
    assert said == [("government_of_syria", "party"), ("syrian_insurgents", "party")]
    atlas = load(imported)
    assert counts.count_by_stance(Filter().view(atlas), atlas) == {"party": 1}


@pytest.mark.parametrize(
    ("code", "precision", "has_point"),
    [("1", "town", True), ("2", "district", True), ("3", "district", True),
     ("4", "province", True), ("5", "country", False), ("6", "country", False),
     ("7", "country", False)],
)  # fmt: skip
def test_where_prec(code, precision, has_point, convert, rows):
    row = only(rows(convert(ucdp_csv(ucdp(where_prec=code)))))
    assert (row["geo_precision"], row["latitude"] is not None) == (precision, has_point)


def test_one_day_is_no_span(convert, rows):
    row = only(rows(convert(ucdp_csv(ucdp(date_prec="1", date_end="2024-02-01")))))
    assert (row["date_precision"], row["date_end"]) == ("day", None)


def test_a_span_is_not_known_to_the_day_even_if_its_code_says_so(convert, rows):
    assert only(rows(convert(ucdp_csv(ucdp(date_prec="1")))))["date_precision"] == "approx"


def test_a_span_that_ends_before_it_begins_is_quarantined(convert):
    report = convert(ucdp_csv(ucdp(), ucdp("1002", date_end="2024-01-01"))).report
    assert [(r.line, r.reason) for r in report.quarantine] == [
        (3, "the last day is before the first")]  # fmt: skip


def test_estimates_out_of_order_are_flagged(convert):
    assert convert(ucdp_csv(ucdp(low="5"))).report.finding("range of deaths").rows == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [("GEDEvent_v25_1.csv", "25.1"), ("GEDEvent_v25_0_6.csv", "25.0.6"), ("ged251.xlsx", "25.1"),
     ("ged-25.1.zip", ""), ("own.csv", "")],
)  # fmt: skip
def test_the_release_is_read_from_the_name(name, expected):
    assert ucdp_module.release(name) == expected


def test_older_files_with_fewer_columns(convert):
    lacking = {"code_status", "gwnoa", "gwnob", "region", "source_headline", "relid", "date_end"}
    old = [c for c in UCDP_COLUMNS if c not in lacking]
    report = convert(written([ucdp()], old).encode()).report
    assert (report.schema, report.kept) == ("ucdp", 1)


# --- plain ----------------------------------------------------------------------------------------


def test_a_plain_row(convert, rows, load):
    imported = convert(plain_csv(plain()), "our events.csv")
    row = only(rows(imported))
    assert {k: v for k, v in row.items() if v is not None} == {
        "incident_id": "plain-row-2",
        "date": "2024-04-22",
        "date_precision": "day",
        "event_type": "other",
        "target_side": "other",
        "country": "Iraq",
        "target": "Not stated",
        "place": "Al-Asad",
        "latitude": "33.79",
        "longitude": "42.44",
        "geo_precision": "town",
        "weapons": "rocket",
        "outcome": "unknown",
        "killed": 0,
        "confirmation": "media",
        "summary": "Two rockets were fired at the base.",
        "dataset": "our events",
        "dataset_licence": "not stated",
        "redistributable": "false",
    }
    assert [(r["group_id"], r["stance"]) for r in rows(imported, "statements")] == [("kh", "party")]
    assert "https://example.org/report" in {r["url"] for r in rows(imported, "sources")}
    load(imported)


def test_the_guess_is_shown_with_its_reasons():
    raw = importers.read_file(plain_csv(plain()), "x.csv")
    guessed = importers.guess_mapping(raw)
    assert guessed.mapping.columns["latitude"] == "Lat"
    assert guessed.reasons["latitude"] == "by its name"
    assert importers.guess_schema(raw).schema == "plain"


@pytest.mark.parametrize(
    "header",
    ["Datum;Ort;Breite;Länge;Tote;Verletzte", "fecha;lugar;latitud;longitud;muertos;heridos",
     "date;lieu;lat;lon;morts;blessés"],
)  # fmt: skip
def test_names_of_other_languages_are_known(header):
    raw = importers.read_file(f"{header}\n2024-03-01;Bagdad;33,31;44,36;1;2\n".encode(), "x.csv")
    found = importers.guess_mapping(raw).mapping.columns
    roles = ("date", "place", "latitude", "longitude", "killed", "injured")
    assert [found.get(role) for role in roles] == header.split(";")


def test_columns_without_a_telling_name_are_found_by_their_cells(convert, rows):
    row = only(rows(convert(b"a,b,c,d\nx,2024-03-01,33.31,44.36\n")))
    assert (row["date"], row["latitude"], row["longitude"]) == ("2024-03-01", "33.31", "44.36")


def test_a_mapping_is_written_read_and_obeyed(convert, rows):
    mapping = importers.Mapping(
        columns={"date": "b", "place": "a", "claimed_by": "c"},
        constants={"country": "Iraq", "geo_precision": "site", "event_type": "attack"},
        codes={"weapons": {"UAV": "one_way_attack_drone"}},
    )
    again = importers.Mapping.from_json(mapping.to_json())
    assert again.to_dict() == mapping.to_dict()
    imported = convert(b"a,b,c\nX,2024-03-01,Kataib Hezbollah\n", mapping=again)
    row = only(rows(imported))
    assert (row["country"], row["event_type"], row["place"]) == ("Iraq", "attack", "X")
    assert only(rows(imported, "statements"))["stance"] == "claimed"


def test_a_claim_of_a_counterstrike_is_an_acknowledgement(convert, rows, load):
    data = plain_csv(plain(**{"Event type": "counterstrike", "Claimed by": "CENTCOM"}))
    imported = convert(data)
    said = {(r["group_id"], r["stance"]) for r in rows(imported, "statements")}
    assert said == {("kh", "party"), ("centcom", "acknowledged")}
    load(imported)


def test_codes_that_no_column_has_are_named(convert):
    codes = {"weapons": {"UAV": "one_way_attack_drone"}}
    columns = {"date": "day", "latitude": "lat", "longitude": "lon", "target": "what"}
    rows = b"day,lat,lon,what,kind\n2024-03-01,33.8,42.4,Somewhere,UAV\n"

    def noted(mapping):
        found = convert(rows, mapping=importers.Mapping(**mapping)).report.findings
        return [f.message for f in found if f.what == "codes of weapons"]

    said = ["the mapping says what words of weapons mean, but no column has that role"]
    assert noted({"columns": columns, "codes": codes}) == said
    assert not noted({"columns": columns | {"weapons": "kind"}, "codes": codes})
    assert not noted({"columns": columns, "constants": {"weapons": "UAV"}, "codes": codes})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "not readable as JSON"),
        ("[]", "expected an object"),
        ('{"columns": {"lattitude": "x"}}', "is it latitude"),
        ('{"columns": {"date": 3}}', "expected texts by role"),
        ('{"codes": {"weapons": {"x": "rokcet"}}}', "'rokcet' is no code"),
        ('{"other": {}}', "unknown part 'other'"),
    ],
)
def test_a_faulty_mapping_is_refused_with_its_faults(text, says):
    with pytest.raises(ImportRefusedError, match=says):
        importers.Mapping.from_json(text)


def test_a_mapping_for_another_file_is_refused(convert):
    mapping = importers.Mapping(columns={"date": "Dat"})
    with pytest.raises(ImportRefusedError, match="no column 'Dat'; is it 'Date'"):
        convert(plain_csv(plain()), mapping=mapping)


def test_site_points_within_the_distance_are_at_their_base(convert, rows, atlas, load):
    base = atlas.bases.set_index("base_id").loc["al_asad"].geometry
    near = {"Lat": f"{base.y:.3f}", "Lon": f"{base.x:.3f}", "Precision": "site"}
    far = {"Lat": f"{base.y + 0.05:.3f}", "Lon": f"{base.x:.3f}", "Precision": "site"}
    data = plain_csv(plain(**near), plain(**far), plain(**near | {"Precision": "town"}))
    imported = convert(data)
    assert [r["base_id"] for r in rows(imported)] == ["al_asad", None, None]
    assert imported.report.finding("base by distance").rows == 1
    assert {r["base_id"] for r in rows(convert(data, base_within_km=0))} == {None}
    load(imported)


# --- which schema ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "schema", "names"),
    [(acled_csv(acled()), "acled", "event_id_cnty"), (ucdp_csv(ucdp()), "ucdp", "where_prec"),
     (plain_csv(plain()), "plain", "not those of ACLED")],
)  # fmt: skip
def test_auto_names_what_it_decided_and_why(data, schema, names, convert):
    report = convert(data).report
    assert report.schema == schema
    assert names in report.schema_reason
    assert f"read as {schema}" in report.to_text()


def test_a_guess_can_be_overridden(convert):
    assert convert(acled_csv(acled()), schema="plain").report.schema == "plain"
    with pytest.raises(ImportRefusedError, match="allowed are acled, ucdp, plain and auto"):
        convert(acled_csv(acled()), schema="gdelt")
