"""Blank cells below filled ones: named, and filled from above as asked."""

from __future__ import annotations

import json

import pytest

from geo.errors import ImportRefusedError

MERGED = (
    "Date,Place,Killed\n"
    "2024-01-13,Mosul,1\n,,2\n,Kirkuk,3\n"
    "2024-01-14,Hama,4\n,,5\n"
)  # fmt: skip


def hints(report):
    return [f.message for f in report.findings if f.what == "merged cells"]


def test_columns_that_look_filled_down_are_named_and_rows_quarantined(convert):
    report = convert(MERGED.encode()).report
    assert (report.kept, report.quarantined) == (2, 3)
    date, place = hints(report)
    assert date.startswith("Date: 3 blank cells stand below filled ones")
    assert "--fill-down 'Date', on the page “Blank cells repeat the cell above in”" in date
    assert place.startswith("Place: 2 blank cells")


def test_they_are_filled_from_above_as_asked(convert, rows):
    imported = convert(MERGED.encode(), fill_down=("Date", "Place"))
    assert [(r["date"], r["place"]) for r in rows(imported)] == [
        ("2024-01-13", "Mosul"), ("2024-01-13", "Mosul"), ("2024-01-13", "Kirkuk"),
        ("2024-01-14", "Hama"), ("2024-01-14", "Hama"),
    ]  # fmt: skip
    filled = [(f.rows, f.kind) for f in imported.report.findings if f.what == "filled down"]
    assert filled == [(3, "mended"), (2, "mended")]
    assert not hints(imported.report)


@pytest.mark.parametrize(
    "dates",
    [
        ("2024-01-13", "2024-01-13", "", "", "2024-01-14"),  # the day is said again
        ("", "2024-01-13", "", "2024-01-14", ""),
        ("2024-01-13", "", "2024-01-14", "2024-01-15", "2024-01-16"),
    ],
)
def test_dates_that_are_missing_do_not_look_so(dates, convert):
    text = "Date,Place\n" + "".join(f"{day},Mosul\n" for day in dates)
    assert hints(convert(text.encode()).report) == []


def test_nothing_is_carried_from_one_sheet_to_the_next(convert, rows):
    sheets = {"a": [("2024-01-13", 1), ("", 2)], "b": [("", 3), ("2024-01-15", 4)]}
    lists = {name: [{"date": d, "n": n} for d, n in rows] for name, rows in sheets.items()}
    data = json.dumps(lists).encode()
    imported = convert(data, "x.json", fill_down=("date",))
    assert [r["date"] for r in rows(imported)] == ["2024-01-13", "2024-01-13", "2024-01-15"]


def test_a_column_that_is_not_there_is_refused(convert):
    with pytest.raises(ImportRefusedError, match="no column 'Day' to fill down; found Date, Place"):
        convert(MERGED.encode(), fill_down=("Day",))
