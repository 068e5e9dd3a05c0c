"""Excel workbooks: which sheets are read, every cell as the text of a CSV file."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.read.rows.parts import SeveralPartsError
from tests.geo.importers.files import TYPED_TEXTS, typed_frame, zipped


def workbook(**sheets):
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        for name, frame in sheets.items():
            frame.to_excel(book, sheet_name=name, index=False)
    return out.getvalue()


def sheet(*days, **more):
    return pd.DataFrame({"Date": days, "Lat": range(len(days))} | more)


def test_cells_are_the_texts_of_a_csv_file():
    raw = importers.read_file(workbook(empty=pd.DataFrame(), data=typed_frame()), "x.csv")
    assert raw.table.to_pydict() == TYPED_TEXTS
    assert raw.notes == ("sheet 'data'",)


def test_a_sheet_whose_rows_all_stand_in_another_is_not_read_twice():
    data = workbook(all=sheet("2024-01-02", "2024-02-02"), jan=sheet("2024-01-02"))
    raw = importers.read_file(data, "x.xlsx")
    assert (raw.notes, raw.table.num_rows) == (("sheet 'all'",), 2)
    (left,) = raw.remarks
    assert (left.message, left.unread) == (
        "sheet 'jan' is not read: its rows all stand in sheet 'all' too", 1,
    )  # fmt: skip


def test_sheets_of_nearly_the_same_columns_are_read_together():
    others = {f"c{i}": "1" for i in range(7)}
    data = workbook(a=sheet("2024-01-02", place="x", **others),
                    b=sheet("2024-02-02", place="y", **others, more="z"))  # fmt: skip
    raw = importers.read_file(data, "x.xlsx")
    assert {n: c for n, c in raw.table.to_pydict().items() if n not in others} == {
        "Date": ["2024-01-02", "2024-02-02"], "Lat": ["0", "0"], "place": ["x", "y"],
        "more": ["", "z"], "sheet": ["a", "b"],
    }  # fmt: skip
    assert raw.line.tolist() == [2, 2]
    assert [raw.where(i) for i in (0, 1)] == ["line 2 of sheet 'a'", "line 2 of sheet 'b'"]


def test_sheets_that_differ_are_for_a_person_to_choose_from():
    log = pd.DataFrame({"Date": ["2024-01-02"], "Latitude": [1], "Killed": [2]})
    data = workbook(a=sheet("2024-01-02", "2024-01-03"), b=log, notes=pd.DataFrame({"x": ["y"]}))
    with pytest.raises(SeveralPartsError, match=r"found the sheets a \(2 rows\), b") as refused:
        importers.read_file(data, "x.xlsx")
    assert [tuple(p) for p in refused.value.parts] == [
        ("a", 2, False), ("b", 1, False), ("notes", 1, False),
    ]  # fmt: skip
    raw = importers.read_file(data, "x.xlsx", sheets=["B"])
    assert (raw.columns, sum(r.unread for r in raw.remarks)) == (("Date", "Latitude", "Killed"), 3)
    with pytest.raises(SeveralPartsError, match="it has no sheet 'c' with rows"):
        importers.read_file(data, "x.xlsx", sheets=["c"])


def test_a_sheet_with_much_more_in_it_is_meant():
    log = pd.DataFrame({f"c{n}": ["x"] * 4 for n in range(6)}).assign(Day="2024-01-02")
    weeks = pd.DataFrame({"Week of": ["2024-01-01", "2024-01-08"], "Incidents": [3, 4]})
    raw = importers.read_file(workbook(weeks=weeks, log=log), "x.xlsx")
    assert (raw.notes, raw.remarks[0].unread) == (("sheet 'log'",), 2)


def test_without_dates_the_sheets_are_named():
    data = workbook(a=pd.DataFrame({"x": [1]}), b=pd.DataFrame({"y": [1, 2], "z": [3, 4]}))
    with pytest.raises(SeveralPartsError, match="no sheet has a column of dates; found the sheets"):
        importers.read_file(data, "x.xlsx")


def test_the_quarantine_says_sheet_and_line(convert):
    data = workbook(a=sheet("2024-01-02"), b=sheet("2024-02-02", "soon"))
    report = convert(data, "x.xlsx").report
    assert report.quarantine_csv().decode().splitlines()[:2] == [
        "sheet,line,column,reason,found,original",
        'b,3,Date,the date is not a date that is recognised,soon,"soon,1,b"',
    ]


def test_keys_are_those_of_sheet_and_line(convert, rows):
    imported = convert(workbook(a=sheet("2024-01-02"), b=sheet("2024-02-02")), "x.xlsx")
    assert [r["incident_id"] for r in rows(imported)] == ["plain-row-1-2", "plain-row-2-2"]


def test_merged_cells_hold_for_all_their_rows_and_no_blank_one():
    book = openpyxl.Workbook()
    cells = [("Log",), ("When", "Who", ""), ("", "Place", "Note"), ("2024-01-02", "x", "y"),
             ("", "", ""), ("", "z", "w"), ("2024-01-03", "q", "r")]  # fmt: skip
    for at, row in enumerate(cells, 3):
        for column, value in enumerate(row, 2):
            book.active.cell(at, column, value or None)
    for merged in ("B4:B5", "C4:D4", "B6:B8", "C9:D9"):
        book.active.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    raw = importers.read_file(out.getvalue(), "x.xlsx")
    assert raw.table.to_pydict() == {
        "When": ["2024-01-02", "2024-01-02", "2024-01-03"], "Place": ["x", "z", "q"],
        "Note": ["y", "w", ""],
    }  # fmt: skip
    assert raw.line.tolist() == [6, 8, 9]
    (remark,) = raw.remarks
    assert (remark.kind, remark.rows) == ("mended", [1])


OPEN_DOCUMENT = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="A">{}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def test_merged_cells_of_an_open_document_hold_too():
    def row(*cells):
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(text, span=""):
        return (f'<table:table-cell office:value-type="string" {span}><text:p>{text}</text:p>'
                "</table:table-cell>")  # fmt: skip

    covered = "<table:covered-table-cell/>"
    span = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    content = OPEN_DOCUMENT.format(
        empty + row(cell("Place"), cell("Date")) + row(cell("x"), cell("2024-01-02", span))
        + row(cell("y"), covered) + row(cell("z"), cell("2024-01-03"))
    )  # fmt: skip
    sheets = "application/vnd.oasis.opendocument.spreadsheet"
    raw = importers.read_file(zipped(**{"mimetype": sheets, "content.xml": content,
                                        "META-INF/manifest.xml": "<x/>"}), "x.ods")  # fmt: skip
    assert raw.table.to_pydict() == {
        "Place": ["x", "y", "z"], "Date": ["2024-01-02", "2024-01-02", "2024-01-03"],
    }  # fmt: skip
    assert (raw.line.tolist(), raw.remarks[0].rows) == ([4, 5, 6], [1])


def test_a_heading_over_several_columns_tells_equal_names_apart():
    book = openpyxl.Workbook()
    book.active.append(["When", "Killed", "", "Hurt", "", "Where", ""])
    book.active.append(["Date", "men", "women", "men", "women", "Place", ""])
    book.active.append(["2024-01-02", 1, 2, 3, 4, 5, 6])
    for merged in ("B1:C1", "D1:E1", "F1:G1"):
        book.active.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    assert importers.read_file(out.getvalue(), "x.xlsx").columns == (
        "Date", "Killed men", "Killed women", "Hurt men", "Hurt women", "Place", "column 7",
    )  # fmt: skip


def test_a_hidden_sheet_is_read_where_no_other_has_dates_or_as_asked():
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        sheet("2024-01-02").to_excel(book, sheet_name="old", index=False)
        sheet("2024-02-02").to_excel(book, sheet_name="log", index=False)
        book.book["old"].sheet_state = "hidden"
    raw = importers.read_file(out.getvalue(), "x.xlsx")
    assert (raw.notes, raw.remarks[0].message) == (
        ("sheet 'log'",), "sheet 'old' is not read (it is hidden)",
    )  # fmt: skip
    both = importers.read_file(out.getvalue(), "x.xlsx", sheets=["old", "log"])
    assert both.sample("sheet") == ["old", "log"]


def test_rows_above_the_header_are_skipped_and_lines_are_those_of_the_sheet():
    rows = pd.DataFrame([["a", "b", "c"], ["1", "2", "3"]], columns=["Our events", "", " "])
    raw = importers.read_file(workbook(one=rows), "x.xlsx")
    assert (raw.table.to_pydict(), raw.line.tolist()) == ({"a": ["1"], "b": ["2"], "c": ["3"]}, [3])
    assert raw.notes == ("sheet 'one'", "1 row above the header skipped")


def test_a_workbook_without_rows_is_refused():
    with pytest.raises(ImportRefusedError, match="no sheet of the workbook has a header and rows"):
        importers.read_file(workbook(empty=pd.DataFrame()), "x.xlsx")
