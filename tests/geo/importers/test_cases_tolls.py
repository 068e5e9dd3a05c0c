"""Tolls, counts, and rows that are no incidents, in other people's tables."""

from __future__ import annotations

import io
import math

import openpyxl
import pytest

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.clean.hedges import take_hedge
from geo.importers.clean.tolls import read_tolls


def table(columns, *cells):
    """Return a CSV with a day and a place for each row, and the columns that matter."""
    rows = [f"2024-01-{day:02d},Mosul,Iraq,{row}" for day, row in enumerate(cells, 1)]
    return "\n".join([f"date,place,country,{columns}", *rows]).encode()


def workbook(rows, *merged):
    """Return a workbook with some of its cells merged."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def guessed(data, given=None):
    return importers.guess_mapping(importers.read_file(data, "x.csv"), "auto", given)


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
    imported = convert(table("killed,injured", "3+,2", "2-4,several", "none,nil", "no casualties,0",
                             "5,2 killed"))  # fmt: skip
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
    columns = guessed(table("dead,hurt", "3+,at least 2", "2-4,~5", "7+,3?")).mapping.columns
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
    imported = convert(table("killed", *cells))
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
    guess = guessed(table(header, *[",".join("1" * (header.count(",") + 1))] * 2))
    asked = [q for q in guess.questions if q.role == role]
    assert [q.candidates for q in asked] == ([candidates] if candidates else [])
    if candidates:
        assert "the sum of" in asked[0].in_words({})
        assert asked[0].answer == f"--column {role}=NAME, once for each column to add up"


def test_parts_of_a_toll_are_added_up_when_a_person_says_so(convert, rows):
    data = table("Civilians killed,Soldiers killed", "3,1", "2-4,2", ",4")
    guess = guessed(data, {"killed": "Civilians killed"}).adding({"killed": ("Soldiers killed",)})
    imported = convert(data, mapping=guess)
    assert [(r["killed"], r["killed_low"], r["killed_high"]) for r in rows(imported)] == [
        (4, None, None), (None, 4, 6), (4, None, None),
    ]  # fmt: skip
    assert imported.report.finding("part of killed").rows == 1


def test_every_column_that_counts_events_is_named_with_what_each_choice_gives(convert):
    data = table("strikes,air raids,killed", "2,3,1", "0,4,0", "1,0,2")
    with pytest.raises(ImportRefusedError) as refused:
        convert(data)
    for words in (
        "the columns 'strikes' and 'air raids' count events: 3 rows that stand for 10 events",
        "(--counts each): 10;",
        "leave the others out (--column events=NAME): 3 of strikes, 7 of air raids;",
        "(--column events=): 3 incidents, one a row",
    ):  # fmt: skip
        assert words in str(refused.value)


def test_events_of_several_columns_are_told_apart_and_none_is_lost(convert, rows, load):
    month = b"month,province,Airstrike,IED,SAF\n2024-01,Anbar,4,2+,7\n2024-02,Anbar,some,1,3\n"
    imported = convert(month + b"2024-02,Total,4,3,10\n2024-03,Anbar,0,,\n", counts="each")
    report = imported.report
    assert (report.file_rows, report.events, report.kept, report.quarantined) == (4, 7, 7, 2)
    assert "4 rows read, for 7 events and 2 rows without any = 7 kept" in report.to_text()
    assert [r["weapons"] for r in rows(imported)] == ["air_strike"] * 4 + ["explosive_device"] * 3
    in_doubt = {f.message for f in report.findings if f.what == "events in doubt"}
    assert in_doubt == {
        "IED: at least so many; the number that it names is counted",
        "Airstrike: names no number; no incident is made of it",
    }
    assert "not counted: SAF" in report.to_text()
    assert "counted in" not in imported.mapping.columns.values(), "the mapping fits the file"
    load(imported)


@pytest.mark.parametrize(
    ("columns", "events", "asked"),
    [
        ("week,strikes,raids", ("strikes", "raids"), ()),
        ("week,air strikes,shelling", ("air strikes", "shelling"), ()),
        # What was fired in an attack, or attacks: a person is asked.
        ("date,drones,rockets", (), ("drones", "rockets")),
        ("date,attacks,drones,rockets", ("attacks",), ()),
    ],
)
def test_columns_that_count_events(columns, events, asked):
    header = columns.split(",")
    data = "\n".join([columns, *(
        ",".join([f"2024-01-0{i}", *("135"[(i + k) % 3] for k in range(len(header) - 1))])
        for i in range(1, 7)
    )]).encode()  # fmt: skip
    guess = guessed(data)
    assert guess.mapping.columns_of("events") == events
    assert [q.candidates for q in guess.questions if q.role == "events"] == [asked][: len(asked)]


def test_a_column_of_events_that_sums_others_is_taken_alone():
    data = b"date,events,battle,air strike\n2024-01-01,6,2,4\n2024-01-08,4,1,3\n"
    assert guessed(data).mapping.columns_of("events") == ("events",)


@pytest.mark.parametrize(
    ("name", "bare", "kind"),
    [
        ("ISIS (not confirmed)", "ISIS", "doubted"), ("probably Hezbollah", "Hezbollah", "doubted"),
        ("ISIS?", "ISIS", "doubted"), ("ISIS (?)", "ISIS", "doubted"),
        ("ISIS - unconfirmed", "ISIS", "doubted"), ("Unknown (likely ISIS)", "ISIS", "doubted"),
        ("unknown, suspected PKK", "PKK", "suspected"), ("Suspected ISIS", "ISIS", "suspected"),
        ("ISIS [alleged]", "ISIS", "suspected"), ("probably ISIS?", "ISIS", "doubted"),
        ("believed to be HTS", "HTS", "suspected"), ("HTS (claimed)", "HTS", "claimed"),
        ("вероятно ИГ", "ИГ", "doubted"), ("presunto ELN", "ELN", "suspected"),
        ("ربما داعش", "داعش", "doubted"),
        # Names that only look like it.
        ("Islamic State (Iraq)", "Islamic State (Iraq)", ""), ("unknown (ISIS)",) * 2 + ("",),
        ("Unidentified Armed Group (Mali)",) * 2 + ("",), ("Likely",) * 2 + ("",),
        ("The Possibles", "The Possibles", ""), ("?", "?", ""),
    ],
)  # fmt: skip
def test_a_doubt_beside_a_name(name, bare, kind):
    assert (take_hedge(name)[0], take_hedge(name)[1].kind) == (bare, kind)


def test_a_doubtful_group_is_found_and_its_doubt_is_kept(convert, rows, load):
    imported = convert(table(
        "claimed_by,attributed_to,actor", "ISIS (not confirmed),,probably PKK",
        "ISIS,ISIS?,Suspected HTS", "probably unknown,HTS (claimed),",
    ))  # fmt: skip
    stated = [(r["group_id"], r["stance"], r["note"]) for r in rows(imported, "statements")]
    assert stated == [
        ("pkk", "party", "in the file: probably PKK"),
        ("isis", "suspected", "in the file: ISIS (not confirmed)"),
        ("hts", "suspected", "in the file: Suspected HTS"),
        ("isis", "claimed", None), ("isis", "suspected", "in the file: ISIS?"),
        ("hts", "claimed", "in the file: HTS (claimed)"),
    ]  # fmt: skip
    doubts = [f.rows for f in imported.report.findings if f.what == "group in doubt"]
    assert doubts == [2, 1, 2]
    load(imported)


def test_a_merged_toll_is_one_toll_of_all_its_rows(convert, rows):
    data = workbook(
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


def test_a_merged_count_of_events_is_counted_once(convert):
    data = workbook(
        [("week", "province", "raids"), ("2024-01-06", "Idlib", 5), ("2024-01-06", "Homs", None),
         ("2024-01-13", "Hama", 2)], "C2:C3",
    )  # fmt: skip
    report = convert(data, "x.xlsx", counts="each").report
    assert (report.events, report.kept, report.quarantined) == (7, 7, 1)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("date,place,Name,Age,Sex", "2024-01-03,Mosul,{i},{i},M"),
        ("Date of death,Name,Rank,Unit,Cause", "2004-04-04,{i},Sgt,1st,IED"),
        ("date,lieu,nom,prénom,âge", "2024-01-03,Gao,{i},{i},{i}"),
        ("التاريخ,المكان,الاسم,العمر,الجنس", "2024-01-03,الموصل,{i},{i},ذكر"),
        ("date,place,killed,injured,age,gender", "2024-01-03,Mosul,1,0,{i},F"),
        ("дата,место,ФИО,дата рождения,звание", "2024-01-03,Суджа,{i},1990-01-01,рядовой"),
    ],
)
def test_a_list_of_persons_is_no_list_of_incidents(header, row, convert):
    data = "\n".join([header, *(row.format(i=i) for i in range(20, 24))]).encode()
    with pytest.raises(ImportRefusedError, match="a list of persons, one a row"):
        convert(data)
    report = convert(data, persons="each").report
    assert report.kept == 4
    assert report.finding("list of persons").kind == "flagged"


@pytest.mark.parametrize(
    "data",
    [
        table("killed,age,sex", "3,30,M", "1,20,F"),
        table("Name,killed", "Market bombing,3", "Raid,1"),
        table("age,notes", "30,x"),
    ],
)
def test_incidents_with_a_column_of_persons_are_incidents(data, convert):
    assert convert(data).report.kept


PER_SOURCE = b"""incident_id,date,place,killed,injured,source,claimed by,notes
A1,2024-01-03,Mosul,3,,Reuters,ISIS,first
A1,2024-01-03,Mosul,5,2,AFP,HTS,second
A1,2024-01-03,Mosul,3,2,AFP,,third
A2,2024-01-04,Hit,1,1,AP,,
A2,2024-01-05,Hit,1,1,AFP,,
"""


def test_one_incident_of_several_sources_is_counted_once_with_all_of_them(convert, rows, load):
    imported = convert(PER_SOURCE)
    report = imported.report
    assert (report.read, report.kept, report.quarantined) == (5, 4, 1)
    # A second row by one source, and another day, are told apart.
    tolls = ("killed", "killed_low", "killed_high", "injured")
    assert [tuple(r[toll] for toll in tolls) for r in rows(imported)] == [
        (None, 3, 5, 2), (3, None, None, 2), (1, None, None, 1), (1, None, None, 1),
    ]  # fmt: skip
    assert rows(imported)[0]["casualty_note"] == "killed: 3 to 5 by its sources"
    ids = [r["incident_id"] for r in rows(imported)]
    publishers = {s["source_id"]: s["publisher"] for s in rows(imported, "sources")}
    told = [(ids.index(r["incident_id"]), publishers[r["source_id"]])
            for r in rows(imported, "incident_sources")]  # fmt: skip
    assert sorted(told) == [(0, "AFP"), (0, "Reuters"), (1, "AFP"), (2, "AP"), (3, "AFP")]
    stated = [(ids.index(r["incident_id"]), r["group_id"]) for r in rows(imported, "statements")]
    assert stated == [(0, "isis"), (0, "hts")]
    assert report.finding("several sources").examples[0][0] == 2
    assert report.finding("perhaps one incident").examples[0][0] == 4
    assert report.quarantine[0].reason.startswith("tells of the incident of line 2")
    load(imported)
    apart = convert(PER_SOURCE, sources="apart").report
    assert (apart.kept, apart.finding("several sources").rows) == (5, 1)


@pytest.mark.parametrize(
    ("data", "kept", "finding"),
    [
        (("date,place,notes,killed,url,published\n2024-01-03,Mosul,Bomb,3,https://a.org,2024-01-04\n"
         "2024-01-03,Mosul,Bomb,3,https://b.org,2024-01-05"), 1, "several sources"),
        (("row id,date,place,notes,source\n1,2024-01-03,Mosul,Bomb,Reuters\n"
         "2,2024-01-03,Mosul,Bomb,AFP"), 1, "several sources"),
        (("date,place,notes,killed,source\n2024-01-03,Mosul,Bomb,3,Reuters\n"
         "2024-01-03,Mosul,Raid,3,AFP"), 2, "perhaps one incident"),
        ("date,place,killed,source\n2024-01-03,Mosul,3,Reuters\n2024-01-03,Mosul,3,AFP", 2,
         "perhaps one incident"),
        # An id that may be of a place.
        ("id,date,place,killed,source\n7,2024-01-03,Mosul,3,Reuters\n7,2024-01-03,Mosul,1,AFP",
         2, "no key"),
        ("date,place,notes,source\n2024-01-03,Mosul,Bomb,Reuters\n2024-01-03,Hit,Bomb,AFP", 2,
         None),
        ("date,place,notes,source\n2024-01-03,Mosul,Bomb,Reuters\n2024-01-03,Mosul,Bomb,", 2,
         None),
        ("date,place,notes,source\n2024-01-03,Mosul,Bomb,AFP\n2024-01-03,Mosul,Bomb,AFP", 2,
         None),
    ],
)  # fmt: skip
def test_what_another_source_tells_again(data, kept, finding, convert):
    report = convert(data.encode()).report
    assert report.kept == kept
    said = {"several sources", "perhaps one incident", "no key"}
    assert {f.what for f in report.findings} & said == ({finding} if finding else set())


def test_killed_and_injured_may_stand_in_one_cell(convert, rows):
    data = table("casualties", "3 killed and 2 wounded", "at least 5 dead", "no casualties",
                 "2 injured", "3 killed and wounded")  # fmt: skip
    imported = convert(data)
    assert [(r["killed"], r["injured"]) for r in rows(imported)] == [
        (3, 2), (5, None), (0, 0), (None, 2), (None, None),
    ]  # fmt: skip
    assert rows(imported)[0]["casualty_note"] == "casualties: 3 killed and 2 wounded"
    for header, cells in (("casualties", "35"), ("casualty type", ("Killed", "Injured"))):
        assert "killed" not in guessed(table(header, *cells)).mapping.columns


@pytest.mark.parametrize(
    ("header", "rows", "what"),
    [
        ("month,country,killed", ["2024-01,Iraq,210", "2024-02,Iraq,180"], "rows of periods"),
        ("date,Anbar,Erbil", ["2024-01-01,3,1", "2024-01-02,0,2"], "only dates"),
        ("date,place,indicator,value", ["2024-01-03,Hit,killed,3", "2024-01-03,Hit,injured,5"],
         "one figure a row"),
        ("date,country,killed", [f"2023-10-{d:02d},Palestine,{d * 99}" for d in range(9, 17)],
         "running totals"),
        ("date,place,count", ["2024-01-03,Hit,3", "2024-01-04,Ana,2"], "perhaps counts"),
        ("date,place,killed", [f"2024-01-{d:02d},Hit,{d % 3}" for d in range(1, 9)], None),
        ("date,place,killed", [f"2024-01-{d:02d},Hit,0" for d in range(1, 9)], None),
    ],
)  # fmt: skip
def test_rows_that_are_figures_and_no_incidents_are_flagged(header, rows, what, convert):
    report = convert("\n".join([header, *rows]).encode()).report
    flags = {"rows of periods", "only dates", "one figure a row", "running totals",
             "perhaps counts"}  # fmt: skip
    assert {f.what for f in report.findings} & flags == ({what} if what else set())


def test_rows_equal_in_all_columns_are_flagged_and_kept(convert):
    row = "2024-01-03,Mosul,3,Bomb"
    report = convert(f"date,place,killed,notes\n{row}\n{row}\n2024-01-04,Hit,1,Gun".encode()).report
    assert (report.kept, report.finding("equal rows").rows) == (3, 1)


def test_an_estimate_in_words_is_an_estimate(convert, rows):
    imported = convert(table("killed_low,killed_high", "at least 2,up to 5", "2-3,5-9"))
    assert [(r["killed_low"], r["killed_high"]) for r in rows(imported)] == [(2, 5), (2, 9)]


def test_several_known_groups_in_one_name_are_each_found(convert, rows):
    cells = ("ISIS or Kataib Hezbollah", "ISIS / Kataib Hezbollah", "Boys and Girls",
             "ISIS or Boys")  # fmt: skip
    imported = convert(table("attributed_to", *cells))
    stated = [(r["group_id"], r["stance"]) for r in rows(imported, "statements")]
    assert stated == [
        ("isis", "suspected"), ("kh", "suspected"), ("isis", "attributed"), ("kh", "attributed"),
        ("boys_and_girls", "attributed"), ("isis_or_boys", "attributed"),
    ]  # fmt: skip
