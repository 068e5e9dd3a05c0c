"""Names in other people's files: countries, and the columns and codes of the field's datasets."""

from __future__ import annotations

import pytest

from geo import importers
from tests.geo.importers.conftest import CASES


def columns_of(name):
    raw = importers.read_file(CASES / name)
    return importers.guess_schema(raw).schema, importers.guess_mapping(raw).mapping.columns


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        ("gtd_mapped.csv", "gtd", {"killed": [3, 1], "injured": [4, None],
                                   "weapons": ["explosive_device", "small_arms"],
                                   "target": ["Military", "Police"]}),
        ("country_code_and_name.csv", "gtd", {"country": ["Iraq", "Syria"], "killed": [3, 1]}),
        ("gdelt_icews.tab", "icews", {"date": ["2019-01-03", "2019-01-04"],
                                      "place": ["Mosul", "Hama"],
                                      "weapons": ["unknown", "shelling"]}),
        ("polecat.txt", "polecat", {"country": ["Iraq", "Syria"],
                                    "weapons": ["unknown", "small_arms"]}),
        ("kobo.csv", "forms", {"date": ["2024-02-11", "2024-02-19", "2024-01-30"],
                               "latitude": ["36.34", "36.35", "35.47"], "killed": [1, 0, 2]}),
        ("acled0025.csv", "acled", {"date": ["2025-09-13"], "killed": [0]}),
        ("acled_api.json", "acled", {"date": ["2024-01-03", "2024-01-04"], "killed": [2, 0]}),
        ("ucdp_api.json", "ucdp", {"date": ["2017-07-31", "2017-08-01"], "killed": [6, 1]}),
        ("two_actors.csv", "plain", {"killed": [3, 1], "target": ["Police", "Military"],
                                     "source_event_type": ["Bombing/Explosion",
                                                           "Armed Assault"]}),
        ("total_wounded.csv", "plain", {"killed": [1, 0], "injured": [3, 2],
                                        "weapons": ["explosive_device", "small_arms"],
                                        "summary": ["a", "b"]}),
    ],
)  # fmt: skip
def test_tolls_actors_weapons_and_texts_have_their_names(name, schema, expected, case, rows):
    imported = case(name)
    assert imported.report.schema == schema
    assert {k: [r[k] for r in rows(imported)] for k in expected} == expected


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("gtd_mapped.csv", {"isis"}),
        ("two_actors.csv", {"isis", "hts"}),
        ("total_wounded.csv", {"group_a", "group_b"}),
        ("gdelt_icews.tab", {"police_iraq", "armed_gang_iraq", "military_syria", "rebel_syria"}),
        ("polecat.txt", {"militia_a", "police", "army", "rebels"}),
    ],
)
def test_actors_are_groups(name, groups, case, rows):
    assert {r["group_id"] for r in rows(case(name), "statements")} == groups


def test_gtd_in_parts_is_gtd(case, rows):
    assert columns_of("ymd_iyear.csv")[0] == "gtd"
    assert [(r["date"], r["killed"], r["injured"]) for r in rows(case("ymd_iyear.csv"))] == [
        ("2019-02-24", 3, None), ("2019-03-01", 1, 2), ("2019-04-11", 0, 0),
    ]  # fmt: skip


def test_dead_and_hurt_of_every_side_are_added_up(case, rows):
    imported = case("sigact_dtg.csv")
    assert imported.mapping.columns_of("killed") == ("FriendlyKIA", "EnemyKIA", "CivilianKIA")
    assert [(r["date"], r["killed"], r["injured"]) for r in rows(imported)] == [
        ("2007-01-03", 2, 4), ("2007-01-04", 1, 0),
    ]  # fmt: skip


def test_a_weekly_table_is_not_acled():
    assert columns_of("acled_weekly.csv")[0] == "plain"


def test_country_names_of_standards_and_newsrooms(case, rows, load):
    imported = case("country_names.csv")
    assert [r["country"] for r in rows(imported)] == [
        *["Palestine"] * 7, *["Iran"] * 2, "Syria", "Yemen", "Jordan", "Lebanon", "Iraq", "Iraq",
    ]  # fmt: skip
    spelling = imported.report.finding("country spelling")
    assert "Occupied Palestinian Territories to Palestine" in spelling.message
    assert spelling.rows == 15
    load(imported)


def test_country_codes_of_iso(case, rows):
    countries = [r["country"] for r in rows(case("iso_countries.csv"))]
    assert countries == [*["Iraq"] * 4, *["Syria"] * 3, "Turkey"]


def test_a_number_of_an_unknown_list_is_no_country(case, rows):
    mapping = importers.Mapping(
        {"date": "date", "country": "country", "latitude": "latitude", "longitude": "longitude"}
    )
    imported = case("country_code_and_name.csv", mapping=mapping)
    # GTD's 95 and 200: the country is that of the point, and the report says so.
    assert [r["country"] for r in rows(imported)] == ["Iraq", "Syria"]
    assert imported.report.finding("country not known").rows == 2
    assert imported.report.finding("country filled").rows == 2
