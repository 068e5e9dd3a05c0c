"""The shipped data are consistent: described, linked, sourced, and located where they say."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict

import pytest
import yaml
from frictionless import Package, system

from geo import codes
from geo.export.cite import AUTHOR
from geo.model.schema import TABLES
from geo.paths import ROOT
from geo.record.history import read_history
from geo.spatial import joins
from geo.utils.names import fold
from tests.scripts.loading import script

# Bases whose point does not lie in the province that the sources name, each with its reason.
BASE_EXCEPTIONS = {
    "taji": "Natural Earth's Baghdad polygon is the city only; Taji lies north of it",
    "rukban": "the row uses the point of Tower 22, across the line in Jordan",
}
# Incidents whose point does not lie in the country that they declare.
COUNTRY_EXCEPTIONS = {
    "2023-10-23-rukban": "uses the point of Tower 22 in Jordan",
    "2023-12-13-rukban": "uses the point of Tower 22 in Jordan",
    "2024-01-04-rukban": "uses the point of Tower 22 in Jordan",
    "2024-01-28-rukban": "uses the point of Tower 22 in Jordan",
    "2024-01-07-abu-kamal-border": "on the border, rounded to two decimals",
}


@pytest.fixture(scope="module")
def build_datapackage():
    return script("build_datapackage")


def test_the_descriptions_are_what_their_script_writes_now(build_datapackage, data_folder):
    for path, text in build_datapackage.descriptions(data_folder).items():
        assert (data_folder / path).read_bytes() == text.encode(), path


def test_the_package_describes_every_column_of_every_file(data_folder):
    package = json.loads((data_folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        text = (data_folder / resource["path"]).read_text("utf-8")
        if resource["format"] == "geojson":
            names = list(json.loads(text)["features"][0]["properties"])
            described = resource["properties"]
        else:
            names, described = text.split("\n", 1)[0].split(","), resource["schema"]["fields"]
        assert [field["name"] for field in described] == names, resource["path"]
        # Frictionless takes an empty list, the profile of the standard does not.
        assert resource.get("schema", {}).get("foreignKeys") != []


def test_number_and_day_of_the_version_are_those_of_the_version_kept_last(
    build_datapackage, data_folder
):
    kept = read_history(data_folder).versions[-1]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    package = json.loads((data_folder / "datapackage.json").read_text("utf-8"))
    assert kept.version.split("-")[0] == cited["version"] == package["version"]
    assert kept.day == cited["date-released"]
    assert package["created"] == f"{kept.day}T00:00:00Z"


def test_the_citation_has_what_its_readers_need():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["authors"] == [{"name": AUTHOR}]
    assert {"message", "title", "license", "abstract"} <= set(cited)


def test_croissant_describes_every_file_and_every_column(data_folder):
    croissant = json.loads((data_folder / "croissant.json").read_text("utf-8"))
    files = {one["@id"]: one for one in croissant["distribution"]}
    assert set(files) == {t.file for t in TABLES}
    for path, one in files.items():
        assert one["sha256"] == hashlib.sha256((data_folder / path).read_bytes()).hexdigest()
    for record_set in croissant["recordSet"]:
        (path,) = {field["source"]["fileObject"]["@id"] for field in record_set["field"]}
        header = (data_folder / path).read_text("utf-8").split("\n", 1)[0].split(",")
        assert [field["source"]["extract"]["column"] for field in record_set["field"]] == header
    assert len(croissant["recordSet"]) == len([path for path in files if path.endswith(".csv")])


def test_frictionless_finds_no_fault(data_folder):
    with system.use_context(trusted=False):
        package = Package(str(data_folder / "datapackage.json"))
        report = package.validate()
    assert package.to_descriptor()["$schema"].startswith("https://datapackage.org/profiles/2.0/")
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    tables = [t for t in report.tasks if t.type == "table"]
    assert {t.name for t in tables} >= {"incidents", "statements", "origins", "sources", "groups",
                                        "tallies"}  # fmt: skip
    assert all(t.stats["rows"] > 0 for t in tables)


def test_frictionless_finds_a_planted_fault(data_copy):
    path = data_copy / "statements.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",attributed,", ",blamed,", 1), encoding="utf-8"
    )
    assert not Package(str(data_copy / "datapackage.json")).validate().valid


def test_files_are_utf_8_with_unix_line_ends_and_no_mark(data_folder):
    for path in (path for path in data_folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        data.decode("utf-8")
        assert not data.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in data, path.name
        assert data.endswith(b"\n"), path.name


def test_every_base_lies_in_the_province_that_it_names(atlas):
    bases, provinces = atlas.bases, atlas.provinces
    at, method = joins.province_of(
        bases.geometry.y.to_numpy(), bases.geometry.x.to_numpy(), provinces
    )
    elsewhere = {
        base_id
        for base_id, named, k in zip(bases["base_id"], bases["province"], at, strict=True)
        if atlas.names["province"].find(named) != (provinces["province_code"].iloc[k],)
    }
    assert elsewhere == set(BASE_EXCEPTIONS)
    assert set(method) == {"within"}


def test_every_base_lies_in_its_country(atlas):
    bases, provinces = atlas.bases, atlas.provinces
    at, _ = joins.province_of(bases.geometry.y.to_numpy(), bases.geometry.x.to_numpy(), provinces)
    countries = provinces["country"].to_numpy(dtype=object)[at]
    elsewhere = set(bases.loc[bases["country"].to_numpy(dtype=object) != countries, "base_id"])
    assert elsewhere <= set(BASE_EXCEPTIONS)


def test_every_incident_lies_in_the_country_that_it_declares(atlas):
    rows = atlas.incidents.dropna(subset=["latitude"])
    differs = rows["country"].to_numpy(object) != rows["province_country"].to_numpy(object)
    assert set(rows.loc[differs, "incident_id"]) == set(COUNTRY_EXCEPTIONS)


def test_every_incident_with_a_point_has_a_province(atlas):
    rows = atlas.incidents
    assert (rows["province_code"].notna() == rows["latitude"].notna()).all()


def test_every_incident_has_a_source_and_every_source_a_use(atlas):
    assert all(atlas.source_rows.to_pylist())
    used = set(atlas.incident_sources["source_id"])
    for frame in (
        atlas.statements, atlas.origins, atlas.groups, atlas.group_links, atlas.tallies,
        atlas.bases,
    ):  # fmt: skip
        used |= set(frame["source_id"])
    assert set(atlas.sources["source_id"]) == used


@pytest.mark.parametrize("table", ["statements", "origins"])
def test_the_source_of_a_row_about_an_incident_is_a_source_of_its_incident(table, atlas):
    links = atlas.incident_sources
    linked = set(zip(links["incident_id"], links["source_id"], strict=True))
    rows = getattr(atlas, table)
    missing = set(zip(rows["incident_id"], rows["source_id"], strict=True)) - linked
    assert missing == set()


def stances(atlas):
    by_incident = defaultdict(set)
    for incident, stance in zip(atlas.statements["incident_id"], atlas.statements["stance"],
                                strict=True):  # fmt: skip
        by_incident[incident].add(stance)
    return by_incident


def test_every_counterstrike_is_acknowledged_and_nothing_else_is(atlas):
    rows, by_incident = atlas.incidents, stances(atlas)
    counterstrikes = set(rows.loc[rows["event_type"] == "counterstrike", "incident_id"])
    assert {i for i in by_incident if "acknowledged" in by_incident[i]} == counterstrikes


def test_what_is_known_only_from_a_claim_has_one(atlas):
    rows, by_incident = atlas.incidents, stances(atlas)
    claimed = rows.loc[rows["confirmation"] == "claimed", "incident_id"]
    assert [i for i in claimed if "claimed" not in by_incident[i]] == []


def test_a_site_has_the_point_of_its_base_and_is_no_more_precise(atlas):
    rows = atlas.incidents
    for precision, decimals in codes.PRECISION_DECIMALS.items():
        chosen = rows[rows["geo_precision"] == precision]
        for column in ("latitude", "longitude"):
            assert (chosen[column].round(decimals) == chosen[column])[chosen[column].notna()].all()
    points = atlas.bases.set_index("base_id").geometry
    sites = rows[(rows["geo_precision"] == "site") & rows["base_id"].notna()]
    assert len(sites) > 100
    for row in sites.itertuples():
        point = points[row.base_id]
        km = joins.distance_km(row.latitude, row.longitude, point.y, point.x)
        assert km <= codes.PRECISION_RADIUS_KM["site"], row.incident_id


def test_answers_come_after_what_they_answer(atlas):
    rows = atlas.incidents.set_index("incident_id")
    answers = rows.dropna(subset=["response_to"])
    for key, row in answers.iterrows():
        asked = rows.loc[row["response_to"]]
        assert asked["date"] <= row["date"], key


def test_a_running_count_of_one_counter_never_falls_short_of_its_parts(atlas):
    for row in atlas.tallies.dropna(subset=["total", "iraq", "syria"]).itertuples():
        assert row.iraq + row.syria <= row.total, (row.as_of, row.counted_by)


def test_the_strikes_of_13_april_2024_came_from_four_countries(atlas):
    origins = atlas.origins
    salvo = origins[origins["incident_id"] == "2024-04-13-nevatim"]
    assert set(salvo["country"]) == {"Iran", "Iraq", "Syria", "Yemen"}
    assert salvo["latitude"].isna().all()


def test_an_incident_tells_its_origin_in_both_tables_or_in_none(atlas):
    tells = atlas.incidents.dropna(subset=["origin_place"])
    assert set(tells["incident_id"]) == set(atlas.origins["incident_id"])
    named = dict(zip(tells["incident_id"], tells["origin_place"], strict=True))
    for incident, place in zip(atlas.origins["incident_id"], atlas.origins["place"], strict=True):
        assert place in named[incident]


def test_only_a_reported_point_is_the_point_of_an_origin(atlas):
    points = ["incident_id", "latitude", "longitude"]
    told = atlas.origins[points].dropna().to_numpy().tolist()
    assert told == [["2024-04-21-rumaylan", 36.65, 42.6]]
    rows = atlas.incidents[["incident_id", "origin_latitude", "origin_longitude"]].dropna()
    assert rows.to_numpy().tolist() == told


def test_the_country_of_an_origin_is_a_country_that_the_data_know(atlas):
    known = set(atlas.provinces["country"]) | set(atlas.groups["country"])
    assert set(atlas.origins["country"].dropna()) <= known
    unclear = atlas.origins.loc[atlas.origins["country"].isna(), "incident_id"]
    assert unclear.tolist() == ["2024-04-01-damascus"]  # the Golan, from an account of one side


def test_every_group_has_an_arabic_name_but_those_that_were_seen_in_english_alone(atlas):
    groups = atlas.groups
    without = groups.loc[groups["name_ar"].isna(), "group_id"]
    assert set(without) == {
        "iran_backed_unspecified", "intl_resistance", "ahrar_iraq", "ababil", "waad_allah",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["group", "base"])
def test_every_arabic_name_is_arabic_and_leads_to_its_own_row(kind, atlas):
    frame, key = (atlas.groups, "group_id") if kind == "group" else (atlas.bases, "base_id")
    named = frame.dropna(subset=["name_ar"])
    assert len(named) > 20
    for row_id, name in zip(named[key], named["name_ar"], strict=True):
        assert all("\u0620" <= c <= "\u064a" or c in " ()2" for c in name), name
        assert atlas.names[kind].find(name) == (row_id,)
        assert atlas.names[kind].find(fold(name)) == (row_id,)


@pytest.mark.parametrize("kind", ["group", "base"])
def test_every_id_and_name_leads_to_its_own_row(kind, atlas):
    frame, key = (atlas.groups, "group_id") if kind == "group" else (atlas.bases, "base_id")
    for row_id, name in zip(frame[key], frame["name"], strict=True):
        assert atlas.names[kind].find(row_id) == (row_id,)
        assert atlas.names[kind].find(name) == (row_id,)
        assert atlas.names[kind].find(fold(name)) == (row_id,)
