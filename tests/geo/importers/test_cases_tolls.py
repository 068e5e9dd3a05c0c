"""Tolls of other people's tables, in words, ranges, parts and merged cells."""

from __future__ import annotations

import math

import pytest

from geo import importers
from geo.importers.clean.tolls import read_tolls
from tests.geo.importers.files import guessed, incidents_csv, merged_workbook


@pytest.mark.parametrize(
    ("cell", "number", "low", "high"),
    [
        ("3+", 3, 3, None), ("at least 3", 3, 3, None), ("3 or more", 3, 3, None),
        (">5", 5, 5, None), ("over 1,200", 1200, 1200, None), ("au moins 4", 4, 4, None),
        ("не менее 5", 5, 5, None), ("ما لا يقل عن ٣", 3, 3, None),
        ("2-4", None, 2, 4), ("2–4", None, 2, 4), ("3 to 5 people", None, 3, 5),
        ("between 2 and 4", None, 2, 4), ("~2-4", None, 2, 4), ("entre 2 y 4", None, 2, 4),
        ("от 2 до 4", None, 2, 4), (">= 3", 3, 3, None), ("<= 4", None, None, 4),
        ("more than a dozen", 12, 12, None), ("not more than 2", None, None, 2),
        ("3 or so", 3, None, None),
        ("killed: 3", 3, None, None), ("about 10", 10, None, None),
        ("~4", 4, None, None), ("3?", 3, None, None), ("10 (approx)", 10, None, None),
        ("two dozen", 24, None, None),
        ("حوالي 10", 10, None, None), ("up to 7", None, None, 7), ("<3", None, None, 2),
        ("١٬٢٠٠", 1200, None, None), ("1’200", 1200, None, None), ("twenty-three", 23, None, None),
        ("trois", 3, None, None), ("трое", 3, None, None), ("ثلاثة", 3, None, None),
        ("п’ять", 5, None, None), ("drei", 3, None, None), ("6 killed", 6, None, None),
        ("5 [1]", 5, None, None), ("12*", 12, None, None), ("3 (incl. 1 child)", 3, None, None),
        ("3 killed, 2 wounded", 3, None, None), ("at least 4 dead and 2 hurt", 4, 4, None),
        ("no casualties", 0, None, None), ("nobody killed", 0, None, None),
        ("None (2 wounded)", 0, None, None), ("nil casualties", 0, None, None),
        ("aucune victime", 0, None, None), ("без жертв", 0, None, None), ("zero", 0, None, None),
        # What names no number, or another one, is never 0.
        *((text, None, None, None) for text in (
            "dozens", "several", "many killed", "десятки", "عشرات", "none", "None", "nil", "no",
            "нет", "null", "unknown", "not known", "2 wounded", "no injuries", "2+1", "3/5", "4-2",
            "2-Apr", "2024-04-02", "0+", "3²", "2 soldiers and 1 civilian", "no data", "on",
            "none known", "2-4+", "more than 2-4",
            "3 killed and wounded", "3 + 2 wounded", "10-ish", "(3)", "3:2", "III", "±3",
            "5-", "between 4", "-9", "-88", "½",
        )),
    ],
)  # fmt: skip
def test_a_number_of_killed_in_words(cell, number, low, high):
    read = read_tolls((cell,), "killed")
    numbers = (read.number[0], read.low[0], read.high[0])
    assert [None if math.isnan(n) else n for n in numbers] == [number, low, high]


def test_words_for_a_toll_stay_beside_the_number_and_are_said(convert, rows):
    cells = ("3+,2", "2-4,several", "none,nil", "no casualties,0", "5,2 killed")
    imported = convert(incidents_csv("killed,injured", *cells))
    assert [
        (r["killed"], r["killed_low"], r["killed_high"], r["injured"], r["casualty_note"])
        for r in rows(imported)
    ] == [
        (3, 3, None, 2, "killed: 3+"), (None, 2, 4, None, "killed: 2-4; injured: several"),
        (None, None, None, None, "killed: none; injured: nil"), (0, None, None, 0, None),
        (5, None, None, None, "injured: 2 killed"),
    ]  # fmt: skip
    flagged = {f.message for f in imported.report.findings if f.what == "killed not read"}
    assert flagged == {"killed: may mean none, or not known; left unknown"}
    assert imported.report.finding("killed in doubt").rows == 1
    assert imported.report.glance.tolls["killed"] == importers.Toll(8, 3)


def test_a_column_of_words_is_still_the_toll():
    columns = guessed(
        incidents_csv("dead,hurt", "3+,at least 2", "2-4,~5", "7+,3?")
    ).mapping.columns
    assert (columns["killed"], columns["injured"]) == ("dead", "hurt")


@pytest.mark.parametrize(
    ("cells", "killed", "what"),
    [
        (["3", "999", "12", "9999"], [3, None, 12, None], "killed not read"),
        (["3", "888.0", "5"], [3, None, 5], "killed not read"),
        (["3", "-99", "-9"], [3, None, None], "killed mended"),
        (["300", "999", "120"], [300, 999, 120], "killed in doubt"),
        (["3", "99", "5"], [3, 99, 5], "killed in doubt"),
        (["999"], [999], "killed in doubt"),
    ],
)
def test_999_is_no_toll_where_no_other_number_comes_near_it(cells, killed, what, convert, rows):
    imported = convert(incidents_csv("killed", *cells))
    assert [r["killed"] for r in rows(imported)] == killed
    assert imported.report.finding(what)


@pytest.mark.parametrize(
    ("header", "role", "candidates"),
    [
        ("Civilians killed,Soldiers killed", "killed", ("Civilians killed", "Soldiers killed")),
        ("killed M,killed F", "killed", ("killed M", "killed F")),
        ("men wounded,women wounded,children wounded", "injured",
         ("men wounded", "women wounded", "children wounded")),
        ("civilian deaths,military deaths,total deaths", "killed", ()),
    ],
)  # fmt: skip
def test_of_the_parts_of_a_toll_the_sum_is_an_answer(header, role, candidates):
    guess = guessed(incidents_csv(header, *[",".join("1" * (header.count(",") + 1))] * 2))
    asked = [q for q in guess.questions if q.role == role]
    assert [q.candidates for q in asked] == ([candidates] if candidates else [])
    if candidates:
        assert "the sum of" in asked[0].in_words({})
        assert asked[0].answer == f"--column {role}=NAME, once for each column to add up"


def test_parts_of_a_toll_are_added_up_when_a_person_says_so(convert, rows):
    data = incidents_csv("Civilians killed,Soldiers killed", "3,1", "2-4,2", ",4")
    guess = guessed(data, {"killed": "Civilians killed"}).adding({"killed": ("Soldiers killed",)})
    imported = convert(data, mapping=guess)
    assert [(r["killed"], r["killed_low"], r["killed_high"]) for r in rows(imported)] == [
        (4, None, None), (None, 4, 6), (4, None, None),
    ]  # fmt: skip
    assert imported.report.finding("part of killed").rows == 1


def test_a_merged_toll_is_one_toll_of_all_its_rows(convert, rows):
    data = merged_workbook(
        [("Date", "Place", "Killed", "Wounded"), ("2024-01-03", "Mosul", 6, 2),
         (None, "Hit", None, 3), (None, "Rawa", None, None),
         ("2024-01-04", "Ana", 6, 1), ("no day", "Kut", 4, 1),
         ("2024-01-05", "Amara", None, 1)],
        "A2:A4", "C2:C4", "D3:D4", "C6:C7",
    )  # fmt: skip
    imported = convert(data, "x.xlsx")
    assert [(r["date"], r["killed"], r["injured"]) for r in rows(imported)] == [
        ("2024-01-03", 6, 2), ("2024-01-03", None, 3), ("2024-01-03", None, None),
        # The first row of this merged cell is quarantined: the next one counts.
        ("2024-01-04", 6, 1), ("2024-01-05", 4, 1),
    ]  # fmt: skip
    assert imported.report.finding("killed merged").rows == 2
    assert imported.report.finding("injured merged").examples[0][0] == 4
    assert imported.report.glance.tolls["killed"] == importers.Toll(16, 3)


def test_killed_and_injured_may_stand_in_one_cell(convert, rows):
    data = incidents_csv("casualties", "3 killed and 2 wounded", "at least 5 dead", "no casualties",
                 "2 injured", "3 killed and wounded")  # fmt: skip
    imported = convert(data)
    assert [(r["killed"], r["injured"]) for r in rows(imported)] == [
        (3, 2), (5, None), (0, 0), (None, 2), (None, None),
    ]  # fmt: skip
    assert rows(imported)[0]["casualty_note"] == "casualties: 3 killed and 2 wounded"
    for header, cells in (("casualties", "35"), ("casualty type", ("Killed", "Injured"))):
        assert "killed" not in guessed(incidents_csv(header, *cells)).mapping.columns


def test_an_estimate_in_words_is_an_estimate(convert, rows):
    imported = convert(incidents_csv("killed_low,killed_high", "at least 2,up to 5", "2-3,5-9"))
    assert [(r["killed_low"], r["killed_high"]) for r in rows(imported)] == [(2, 5), (2, 9)]
