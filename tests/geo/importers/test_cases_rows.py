"""Rows of other people's tables that are no incident, or not the only row of one."""

from __future__ import annotations

import pytest

from geo.errors import ImportRefusedError
from tests.geo.importers.files import guessed, incidents_csv, merged_workbook


def test_every_column_that_counts_events_is_named_with_what_each_choice_gives(convert):
    data = incidents_csv("strikes,air raids,killed", "2,3,1", "0,4,0", "1,0,2")
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


def test_a_merged_count_of_events_is_counted_once(convert):
    data = merged_workbook(
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
        incidents_csv("killed,age,sex", "3,30,M", "1,20,F"),
        incidents_csv("Name,killed", "Market bombing,3", "Raid,1"),
        incidents_csv("age,notes", "30,x"),
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
