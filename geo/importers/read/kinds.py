"""Tells what a file is by its first bytes, and what to save it as where it is not read."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

ACCEPTED: Final = (
    "CSV or TSV text, Excel (.xlsx, .xls, .ods), JSON records, GeoJSON, Esri JSON, GeoPackage, "
    "FlatGeobuf, (Geo)Parquet, KML or KMZ, GPX, a zipped shapefile; each also zipped or gzipped"
)
READABLE: Final = frozenset({"parquet", "gpkg", "workbook", "text", "kml", "gpx", "flatgeobuf"})
_TAR_AT: Final = 257
_HEAD: Final = 4096
_MAGIC: Final = (
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "gpkg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\x1f\x8b", "gzip"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"\x00\x00\x27\x0a", "the .shp of a shapefile alone"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"$FL", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"RIFF", "a RIFF media file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x89HDF", "an HDF5 file"),
    (b"!table", "a MapInfo file"),
    (b"BEGIN:VCALENDAR", "a calendar"),
    (b"--\n-- PostgreSQL database dump", "a database dump"),
)
# The mark of dBASE, then a year since 1900, a month and a day.
_DBASE: Final = re.compile(rb"[\x02\x03\x83\x8b\xf5][\x00-\xff][\x00-\x0c][\x00-\x1f]", re.DOTALL)
_MAPINFO: Final = re.compile(rb"version\s+\d+\s+charset", re.IGNORECASE)
_XML: Final = re.compile(
    r"\s*<(?:\?xml|!doctype|!--|(?:\w+:)?(?:kml|gpx|html|rss|feed|osm)\b)", re.IGNORECASE
)
_BEFORE_ROOT: Final = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_ROOT: Final = re.compile(r"\s*<(?:!doctype\s+)?(?:[\w.-]+:)?([\w.-]+)", re.IGNORECASE)
_JAVASCRIPT: Final = re.compile(
    r"\s*(?:(?:var|let|const)\s+[\w$.]+\s*=|export\s+(?:default|const)\b|[A-Za-z_$][\w$.]*\s*=\s*[{\[]"
    r"|(?:/\*\*/)?\s*[A-Za-z_$][\w$.]*\s*\(\s*[{\[])"
)
_ROOTS: Final = {
    "kml": "kml",
    "gpx": "gpx",
    "html": "a web page",
    "rss": "a news feed",
    "feed": "a news feed",
    "osm": "OpenStreetMap data",
    "Workbook": "an XML spreadsheet of Excel 2003",
    "FeatureCollection": "GML",
}
_IN_ZIP: Final = (
    (re.compile(r"word/"), "a Word document"),
    (re.compile(r"ppt/"), "a PowerPoint document"),
    (re.compile(r"Index/.*\.iwa"), "an Apple Numbers document"),
    (re.compile(r"(?:.*/)?[^/]+\.gdb/"), "an Esri file geodatabase"),
)
_IN_COMPOUND: Final = (
    ("EncryptedPackage", "a workbook with a password"),
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a PowerPoint document"),
)
_AS_TABLE: Final = "copy its table into a spreadsheet and save that as .xlsx or CSV"
_AS_LAYER: Final = "open it in a GIS and save the layer as GeoPackage or GeoJSON"
_ADVICE: Final = {
    "a PDF document": _AS_TABLE,
    "a Word document": _AS_TABLE,
    "an RTF document": _AS_TABLE,
    "a PowerPoint document": _AS_TABLE,
    "an OpenDocument text": _AS_TABLE,
    "an Apple Numbers document": "export it as .xlsx or CSV",
    "an XML spreadsheet of Excel 2003": "open it in a spreadsheet and save it as .xlsx",
    "a workbook with a password": "open it in Excel, take the password off and save it",
    "a web page": "if it shows a table, open it in a spreadsheet and save that as .xlsx; if you "
    "meant to download data, a page came in their place",
    "a news feed": "save its entries as CSV or JSON, with a date each",
    "an Access database": "export the table as .xlsx or CSV",
    "a database dump": "export the table as CSV",
    "an SPSS file": "save it as CSV",
    "a Stata file": "save it as CSV",
    "a calendar": "save its entries as CSV",
    "a dBASE table": "zip it together with its .shp, .shx and .prj if it is part of a shapefile, "
    "else save it as CSV",
    "the .shp of a shapefile alone": "zip it together with its .dbf, .shx and .prj",
    "a MapInfo file": _AS_LAYER,
    "an Esri file geodatabase": _AS_LAYER,
    "GML": _AS_LAYER,
    "OpenStreetMap data": _AS_LAYER,
    "an XML file": "save its rows as CSV or JSON",
    "JavaScript": "take away what stands before the first { or [ and behind the last } or ], and "
    "save it as .json",
}


def kind_of(data: bytes) -> str:
    """Return what the bytes are: one of `READABLE`, `zip`, `gzip`, or words for what they are."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            if kind == "zip":
                return _kind_of_zip(data)
            return _kind_of_compound(data) if kind == "compound" else kind
    if data[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return "a tar archive"
    return _kind_of_text(data)


def advice(kind: str) -> str:
    """Return what to do with a file of a kind that is not read."""
    return _ADVICE.get(kind, f"expected {ACCEPTED}")


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            is_document = "content.xml" in names and "mimetype" in names
            mimetype = archive.open("mimetype").read(100) if is_document else b""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return "a broken zip file"
    if "[Content_Types].xml" in names and any(n.startswith("xl/") for n in names):
        return "workbook"
    if is_document:
        return "an OpenDocument text" if b"opendocument.text" in mimetype else "workbook"
    return next((kind for sign, kind in _IN_ZIP if any(map(sign.match, names))), "zip")


def _kind_of_compound(data: bytes) -> str:
    """Return which of the files of old Office it is, by the names of its streams."""
    if "Workbook".encode("utf-16-le") in data:
        return "workbook"
    return next((kind for n, kind in _IN_COMPOUND if n.encode("utf-16-le") in data), "workbook")


def _kind_of_text(data: bytes) -> str:
    if _DBASE.match(data) and b"\x00" in data[:32]:
        return "a dBASE table"
    if _MAPINFO.match(data):
        return "a MapInfo file"
    is_utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    head = data[:_HEAD].decode("utf-16" if is_utf16 else "utf-8-sig", errors="replace")
    if _XML.match(head):
        while before := _BEFORE_ROOT.match(head):
            head = head[before.end() :]
        root = match[1] if (match := _ROOT.match(head)) else ""
        return _ROOTS.get(root, _ROOTS.get(root.lower(), "an XML file"))
    return "JavaScript" if _JAVASCRIPT.match(head) else "text"
