"""The Excel workbook, read back by openpyxl."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from geo.errors import ExportError
from geo.export import workbook, writers
from geo.filter.metadata import metadata
from geo.filter.records import LISTS, plain_rows, records
from tests.geo.export.exports import view_of
from tests.geometry import incident, statement


def book_of(view):
    return openpyxl.load_workbook(io.BytesIO(workbook.write_workbook(view)))


def rows_of(sheet):
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def as_read(value):
    return value.date().isoformat() if isinstance(value, datetime) else value


def test_the_sheets_hold_incidents_statements_and_sources_and_what_the_file_is(query, atlas):
    view = view_of(query, atlas)
    book = book_of(view)
    assert book.sheetnames == ["incidents", "statements", "sources", "about"]
    expected = [
        {k: ";".join(v) or None if k in LISTS else v for k, v in record.items()}
        for record in records(view.positions, atlas)
    ]
    incidents = rows_of(book["incidents"])
    assert [{k: as_read(v) for k, v in row.items()} for row in incidents] == expected
    ids = {record["incident_id"] for record in expected}
    of_these = atlas.statements["incident_id"].isin(ids)
    statements = plain_rows(atlas.statements[of_these])
    assert rows_of(book["statements"]) == statements
    links = atlas.incident_sources
    named = set(links.loc[links["incident_id"].isin(ids), "source_id"])
    assert [row["source_id"] for row in rows_of(book["sources"])] == [
        key for key in atlas.sources["source_id"] if key in named
    ]
    about = {row["what"]: row["value"] for row in rows_of(book["about"])}
    for name in ("title", "filter", "dataset_version", "count", "citation", "permalink"):
        assert about[name] == (str(metadata(view)[name]) or None)
    for reason, n in view.left_out.items():
        assert about[f"left out by {reason}"] == str(n)


def test_dates_are_dates_and_numbers_are_numbers(atlas):
    book = book_of(view_of("base=tower22", atlas))
    (row,) = rows_of(book["incidents"])
    assert row["date"] == datetime(2024, 1, 28)  # noqa: DTZ001 - a workbook knows no zone
    assert row["killed"] == 3
    assert isinstance(row["latitude"], float)
    assert row["base_id"] == "tower22"
    assert next(book["incidents"].iter_cols())[1].data_type == "s"


@pytest.mark.parametrize("text", [
    "=1+1", '=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)", "{=1}",
    "https://example.org/", "007", "_x0041_", "a\x02b", "1\n2",
])  # fmt: skip
def test_text_stays_text_as_it_was(text, hand_drawn, monkeypatch):
    view = view_of("", hand_drawn(incidents=[incident("x")]))
    frame = workbook.to_frame(view.positions, view.atlas).assign(summary=text)
    monkeypatch.setattr(workbook, "to_frame", lambda *_: frame)
    sheet = book_of(view)["incidents"]
    (cell,) = [c for c in sheet[2] if sheet.cell(1, c.column).value == "summary"]
    assert openpyxl.utils.escape.unescape(cell.value) == text
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.hyperlink is None


def test_rows_beyond_a_sheet_go_on_in_another(hand_drawn, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    monkeypatch.setattr(workbook, "_ROWS_AT_A_TIME", 3)
    monkeypatch.setattr(workbook, "_about", lambda *_: pd.DataFrame({"what": ["x"]}))
    ids = [f"i{n}" for n in range(5)]
    atlas = hand_drawn(incidents=[incident(key) for key in ids],
                       statements=[statement(key, "leaf", "claimed") for key in ids])  # fmt: skip
    book = book_of(view_of("", atlas))
    assert book.sheetnames == ["incidents", "incidents 2", "incidents 3", "statements",
                               "statements 2", "statements 3", "sources", "about"]  # fmt: skip
    rows = [row for name in book.sheetnames[:3] for row in rows_of(book[name])]
    assert sorted(row["incident_id"] for row in rows) == ids
    assert len(rows_of(book["incidents"])) == 2


def test_a_text_longer_than_a_cell_is_cut_and_counted(hand_drawn, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CHARACTERS", 80)
    long = "word " * 20
    book = book_of(view_of("", hand_drawn(incidents=[incident("x", summary=long.strip())])))
    (row,) = rows_of(book["incidents"])
    assert row["summary"] == long[:74] + " [cut]"
    about = {row["what"]: row["value"] for row in rows_of(book["about"])}
    assert about["texts cut"].startswith("1, longer than the 80 chara")


def test_more_incidents_than_a_server_should_write_are_refused(atlas, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_INCIDENTS", 11)
    with pytest.raises(ExportError, match=r"at most 11 incidents.* finds 12; narrow the filter"):
        writers.export_bytes(view_of("group=kh", atlas), "xlsx")


def test_no_clock_time_is_in_its_properties(atlas):
    properties = book_of(view_of("base=tower22", atlas)).properties
    assert properties.created.date() == properties.modified.date() == date(1980, 1, 1)
    assert properties.creator in {None, ""}
