"""What a workbook says besides its values: hidden rows and columns, formulas without results."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import zipped


def workbook(rows, hide=lambda _sheet: None):
    book = openpyxl.Workbook()
    for at, row in enumerate(rows, 3):
        for column, value in enumerate(row, 2):
            book.active.cell(at, column, value)
    hide(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_other_xml(data, change):
    """Return a workbook whose first sheet is written otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            xml = old.read(name).decode()
            new.writestr(name, change(xml) if name.endswith("sheet1.xml") else xml)
    return out.getvalue()


def zero_results(xml):
    return re.sub("<v ?/>|<v></v>", "<v>0</v>", xml)


def prefixed(xml):
    xml = re.sub(r"<(/?)(?=\w)", r"<\1x:", xml)
    return xml.replace("xmlns=", "xmlns:x=")


FORMULAS = workbook([("Date", "Killed"), ("2024-01-02", "=1+1"), ("2024-01-03", 4),
                     ("2024-01-04", "=SUM(C4:C5)")])  # fmt: skip


@pytest.mark.parametrize("change", [str, zero_results, prefixed])
def test_formulas_without_results_are_blank_and_told(change):
    raw = importers.read_file(with_other_xml(FORMULAS, change), "x.xlsx")
    assert raw.table.column("Killed").to_pylist() == ["", "4", ""]
    (remark,) = raw.remarks
    assert (remark.kind, remark.unread) == ("flagged", 2)
    assert remark.message == (
        "formulas whose results are not in the file, read as blank: Killed (2); open the file in a "
        "spreadsheet program, save it, and import that"
    )


def test_results_of_formulas_are_read():
    def results(xml):
        return zero_results(xml).replace("<v>0</v>", "<v>6</v>", 1)

    raw = importers.read_file(with_other_xml(FORMULAS, results), "x.xlsx")
    assert raw.table.column("Killed").to_pylist() == ["6", "4", "0"]
    assert not raw.remarks


def test_a_file_of_which_nothing_can_be_read_says_why(convert):
    data = workbook([("Date", "Town"), ("=DATE(2024,1,2)", "Mosul")])
    with pytest.raises(ImportRefusedError, match=r"the date is empty; formulas .*: Date \(1\)"):
        convert(data, "x.xlsx")


def test_hidden_rows_and_columns_are_read_and_told():
    def hide(sheet):
        sheet.row_dimensions[5].hidden = True
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["C"].hidden = True

    raw = importers.read_file(
        workbook([("Date", "Killed"), ("2024-01-02", 1), ("2024-01-03", 4)], hide), "x.xlsx"
    )
    assert raw.table.column("Killed").to_pylist() == ["1", "4"]
    columns, rows = sorted(raw.remarks, key=lambda r: r.what)
    assert columns.message.endswith("are read too: Killed")
    assert (rows.kind, rows.rows) == ("flagged", [1])


def test_errors_struck_rows_and_comments_are_told():
    def change(sheet):
        sheet["C4"], sheet["C4"].data_type = "#REF!", "e"
        sheet["C5"], sheet["C5"].data_type = "#N/A", "e"
        for cell in sheet[5]:
            cell.font = Font(strike=True)
        sheet["C6"].comment = Comment("should be 11", "me")

    rows = [("Date", "Killed"), ("2024-01-02", 1), ("2024-01-03", 2), ("2024-01-04", 3)]
    raw = importers.read_file(workbook(rows, change), "x.xlsx")
    assert raw.table.column("Killed").to_pylist() == ["", "", "3"]
    told = {remark.what: (remark.rows, remark.unread) for remark in raw.remarks}
    assert told == {"errors": (None, 1), "struck rows": ([1], 0), "comments": (None, 1)}


def test_hidden_rows_of_an_open_document_are_told():
    def row(*texts, hidden=""):
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>'
            for t in texts
        )
        return f"<table:table-row {hidden}>{cells}</table:table-row>"

    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="A"><table:table-column/>'
        '<table:table-column table:visibility="collapse"/>'
        + row("Date", "Place") + row("2024-01-02", "x", hidden='table:visibility="filter"')
        + row("2024-01-03", "y")
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )  # fmt: skip
    data = zipped(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                     "content.xml": content, "META-INF/manifest.xml": "<x/>"})  # fmt: skip
    rows, columns = importers.read_file(data, "x.ods").remarks
    assert (rows.rows, columns.message[-6:]) == ([0], " Place")
