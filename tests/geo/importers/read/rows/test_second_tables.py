"""Tables below a table: read by their own header, or taken out."""

from __future__ import annotations

import pytest

from geo import importers

HEADER = "Date,Place,Country,Lat,Lon,Killed,Injured\n"
FIRST = (
    "2024-01-13,Mosul,Iraq,36.34,43.13,1,2\n"
    "2024-01-14,Raqqa,Syria,35.95,39.01,3,4\n"
)  # fmt: skip
BELOW = "2024-01-15,Hama,Syria,35.13,36.75,5,0\n"
TOLLS = [("1", "2"), ("3", "4")]


def read(text):
    return importers.read_file(text.encode(), "x.csv", importers.Limits())


def tolls(raw):
    return [(row["Killed"], row["Injured"]) for row in raw.table.to_pylist()]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date,Place,Country,Lat,Lon,Injured,Killed\n", BELOW),
        ("Killed,Injured,Lat,Lon,Place,Country,Date\n",
         "0,5,35.13,36.75,Hama,Syria,2024-01-15\n"),
        ("INJURED, date,killed,Place,,,\n", "5,2024-01-15,0,Hama,,,\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("gap", ["", "\n\n"])
def test_the_same_columns_in_another_order_are_read_by_their_own_header(header, row, gap):
    raw = read(HEADER + FIRST + gap + header + row + HEADER + BELOW)
    assert tolls(raw) == [*TOLLS, ("0", "5"), ("5", "0")]
    assert raw.table.column("Place").to_pylist() == ["Mosul", "Raqqa", "Hama", "Hama"]
    (remark,) = raw.remarks
    assert (remark.what, remark.rows) == ("second table", [2])
    assert [u.reason for u in raw.unfit] == ["the header of a second table", "a repeated header"]


@pytest.mark.parametrize(
    "below",
    [
        "Date,Place,Country,Lat,Lon,Wounded,Missing\n" + BELOW,
        "\nDatum,Ort,Land,Breite,Länge,Verletzte,Tote\n" + BELOW,
        "Date,Type,Place,Country,Lat,Lon,Injured,Killed\n2024-01-15,x,Hama,Syria,35.13,36.75,5,\n",
        "Date,Place,Killed,Killed,,,\n2024-01-15,Hama,5,0,,,\n",
        "Date,Place,Killed,,,,\n2024-01-15,Hama,5,0,,,\n",
    ],
)
def test_rows_below_other_columns_are_taken_out_until_the_first_header_returns(below):
    raw = read(HEADER + FIRST + below + HEADER + BELOW)
    assert tolls(raw) == [*TOLLS, ("5", "0")]
    assert len(raw.unfit) == 3
    (reason,) = [u.reason for u in raw.unfit if "below a second header" in u.reason]
    assert reason.endswith("; give that table a file of its own")


@pytest.mark.parametrize(
    "row",
    [
        "early January,Mosul,Iraq,unknown,unknown,none,\n",
        "\nearly January,Mosul,Iraq,,,,\n",
        "2024-01-15,Place,Country,36.34,43.13,1,2\n",
        "Date,,,,,,\n",
    ],
)
def test_a_row_of_words_is_no_header(row):
    assert tolls(read(HEADER + FIRST + row + BELOW))[-1] == ("5", "0")


def test_a_table_beside_the_first_is_told():
    raw = read("Date,Place,,Date,Place\n2024-01-13,Mosul,,2024-02-13,Hama\n2024-01-14,Raqqa,,,\n")
    (remark,) = raw.remarks
    assert (remark.what, remark.unread) == ("table beside", 1)
    assert "the columns Date (2), Place (2) look like a second table" in remark.message


def test_columns_of_equal_names_are_told_where_they_differ():
    (remark,) = read("Date,Place,Place,Killed,Killed\n2024-01-13,Mosul,Mosul,1,2\n").remarks
    assert (remark.what, remark.message[:12]) == ("equal names", "Killed (2): ")
    assert not read("Date,Place,Place,Killed,Killed\n2024-01-13,Mosul,Mosul,1,1\n").remarks
