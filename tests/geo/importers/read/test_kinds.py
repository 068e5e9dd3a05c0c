"""What a file is by its bytes, and what to save it as where it is not read."""

from __future__ import annotations

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.read.kinds import advice, kind_of
from tests.geo.importers.files import zipped


def compound(*names):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"".join(n.encode("utf-16-le") for n in names)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<?xml version="1.0"?><!-- x -->\n<kml>', "kml"),
        ('\ufeff<?xml version="1.0" encoding="utf-16"?><kml>'.encode("utf-16-le"), "kml"),
        (b"<k:kml xmlns:k='x'>", "kml"), (b"<gpx>", "gpx"), (b"fgb\x03fgb\x00", "flatgeobuf"),
        (b"<!DOCTYPE html><html>", "a web page"), (b"\n<HTML>", "a web page"),
        (b'<?xml version="1.0"?><rss>', "a news feed"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>',
         "an XML spreadsheet of Excel 2003"),
        (b'<?xml version="1.0"?><wfs:FeatureCollection>', "GML"),
        (b'<?xml version="1.0"?><x>', "an XML file"),
        (b"var data = {", "JavaScript"), (b'json_x1 = {"type"', "JavaScript"),
        (b"/**/callback([{", "JavaScript"), (b"a.b({", "JavaScript"),
        (b"export,date\n", "text"), (b"const,x\n", "text"), (b"a (b),c\n", "text"),
        (b"<5 killed,date\n", "text"),
        (b"{\\rtf1", "an RTF document"), (b"!table\n!version 300", "a MapInfo file"),
        (b'Version 300\nCharset "Neutral"', "a MapInfo file"),
        (b"\x03\x7c\x0b\x1d" + bytes(60), "a dBASE table"),
        (b"\x00\x00\x27\x0a" + bytes(60), "the .shp of a shapefile alone"),
        (zipped(**{"[Content_Types].xml": "", "word/document.xml": ""}), "a Word document"),
        (zipped(**{"content.xml": "", "mimetype": "application/vnd.oasis.opendocument.text"}),
         "an OpenDocument text"),
        (zipped(**{"x/a.gdb/a00000001.gdbtable": ""}), "an Esri file geodatabase"),
        (compound("Root Entry", "WordDocument"), "a Word document"),
        (compound("Root Entry", "EncryptedPackage"), "a workbook with a password"),
        (compound("Root Entry", "Workbook", "WordDocument"), "workbook"),
    ],
)  # fmt: skip
def test_kinds(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"var x = {}", "this is JavaScript; take away what stands before the first {"),
        (b"%PDF-1.7", "this is a PDF document; copy its table"),
        (b"<html>", "this is a web page; if it shows a table"),
        (zipped(**{"a.mif": "x"}), r"found 0 \(it holds a\.mif\); expected CSV"),
    ],
)
def test_the_message_says_what_to_do(data, says):
    with pytest.raises(ImportRefusedError, match=says):
        importers.read_file(data, "x.geojson")


def test_all_else_is_told_what_is_accepted():
    assert advice("a PNG picture").startswith("expected CSV or TSV text")
