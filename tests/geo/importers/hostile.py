"""Small files that ask for more than a server has, or for what a file should not get.

`HOSTILE` makes each of them by name; benchmarks/faults.py hands them to the command line and to the
page, and tests the small ones.
"""

from __future__ import annotations

import gzip
import io
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable

_SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>date</t></is></c></row>'
    '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    "</worksheet>"
)
_WORKBOOK = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/'
    'package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
    'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/'
    'xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-office'
    'document.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
    'package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.'
    'openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"'
    "/></Relationships>",
    "xl/worksheets/sheet1.xml": _SHEET,
}


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CSV = b"date,latitude,longitude\n2024-01-01,33.3,44.4\n"


def _packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def two_cells_far_apart() -> bytes:
    """A workbook of 1,500 bytes whose two cells span 17 billion."""
    return _packed({**_WORKBOOK})


def _two_cells(last: str, row: int) -> bytes:
    sheet = _SHEET.replace("XFD1048576", f"{last}{row}").replace("1048576", str(row))
    return _packed({**_WORKBOOK, "xl/worksheets/sheet1.xml": sheet})


def _shared_text(text: str, cells: int, head: str = "") -> bytes:
    """A workbook in which many cells show one text."""
    relations = _WORKBOOK["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" t="s"><v>{int(i > 1)}</v></c></row>' for i in range(1, cells)
    )
    return _packed(
        {
            **_WORKBOOK,
            "xl/_rels/workbook.xml.rels": relations,
            "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}">'
            f"<sheetData>{rows}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f'<?xml version="1.0"?>{head}<sst xmlns="{_MAIN}"><si><t>date'
            f"</t></si><si><t>{text}</t></si></sst>",
        }
    )


def _entities() -> bytes:
    doubled = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 8))
    head = f'<!DOCTYPE sst [<!ENTITY e0 "x"><!ENTITY f SYSTEM "file:///etc/passwd">{doubled}]>'
    return _shared_text("&e7;&f;", 4, head)


def _repeated(rows: int, columns: int) -> bytes:
    """An OpenDocument sheet of one cell that stands for a block of them."""
    names = {
        n: f"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0" for n in ("office", "table", "text")
    }
    spaces = " ".join(f'xmlns:{name}="{urn}"' for name, urn in names.items())
    cell = '<table:table-cell office:value-type="string"{0}><text:p>{1}</text:p></table:table-cell>'
    head = f"<table:table-row>{cell.format('', 'date')}</table:table-row>"
    body = cell.format(f' table:number-columns-repeated="{columns}"', "2024-01-01")
    return _packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:'
            'oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
            f'<office:spreadsheet><table:table table:name="S">{head}<table:table-row '
            f'table:number-rows-repeated="{rows}">{body}</table:table-row></table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def _parquet(columns: int, rows: int, cell: str) -> bytes:
    """Columns of one value each, which Parquet keeps once."""
    values = pa.array([cell]).dictionary_encode()
    column = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), values.dictionary)
    names = ["date", *(f"c{i}" for i in range(1, columns))]
    out = io.BytesIO()
    pq.write_table(pa.table([column] * columns, names), out, compression="zstd", store_schema=False)
    return out.getvalue()


def _gzip_of(head: bytes, block: bytes, times: int) -> bytes:
    """A gzip file of a block that comes again and again."""
    return gzip.compress(head, 9) + gzip.compress(block, 6) * times


def _nested(times: int) -> bytes:
    data = _CSV
    for i in range(times):
        data = _packed({"a.csv.gz" if i else "a.csv": data})
    return data


def _geopackage(*statements: str) -> bytes:
    """A GeoPackage with a layer `v`, made by SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.gpkg"
        with closing(sqlite3.connect(path)) as database:
            database.executescript(
                "PRAGMA application_id=1196444487; PRAGMA user_version=10300;"
                "CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY "
                "KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, "
                "definition TEXT NOT NULL, description TEXT);"
                "INSERT INTO gpkg_spatial_ref_sys VALUES('u',0,'NONE',0,'undefined',NULL),"
                "('u',-1,'NONE',-1,'undefined',NULL);"
                "CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL, column_name TEXT NOT "
                "NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT "
                "NULL, m TINYINT NOT NULL, PRIMARY KEY(table_name, column_name));"
                "CREATE TABLE gpkg_contents(table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT "
                "NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change "
                "DATETIME NOT NULL DEFAULT '2024-01-01T00:00:00Z', min_x DOUBLE, min_y DOUBLE, "
                "max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);"
                "INSERT INTO gpkg_contents(table_name,data_type,identifier,srs_id) "
                "VALUES('v','attributes','v',0);" + ";".join(statements)
            )
        return path.read_bytes()


_COUNTED = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c{0}) SELECT x AS fid"
_TABLE = "CREATE TABLE v(fid INTEGER PRIMARY KEY, date TEXT{0}); INSERT INTO v(fid, date) VALUES"


def _view(query: str) -> bytes:
    return _geopackage(f"CREATE VIEW v AS {query}, '2024-01-01' AS date FROM c")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "two cells far apart.xlsx": two_cells_far_apart,
    "two cells, 160 million between.xlsx": partial(_two_cells, "XFD", 10_000),
    "a long text, 10,000 times.xlsx": partial(_shared_text, "A" * 200_000, 10_000),
    "entities of entities.xlsx": _entities,
    "a block of 20 million.ods": partial(_repeated, 2_000, 10_000),
    "a block of 17 billion.ods": partial(_repeated, 1_048_575, 16_384),
    "a long text, 10,000 times.parquet": partial(_parquet, 2, 10_000, "A" * 400_000),
    "250 columns of 2 million.parquet": partial(_parquet, 250, 2_000_000, "7"),
    "20 million empty records.json.gz": lambda: gzip.compress(
        b"[" + b"{}," * 20_000_000 + b"{}]", 9
    ),
    "1 GB of rows.csv.gz": partial(
        _gzip_of,
        b"date,lat,lon,note\n",
        (b"2024-01-01,33.3,44.4," + b"A" * 1000 + b"\n") * 10_000,
        100,
    ),
    "2.5 GB of zeros.csv.gz": partial(_gzip_of, b"", b"\0" * 10**8, 25),
    "50,000 open quotes.csv": lambda: b"date,b\n" + b'x"y,"\n' * 50_000,
    "a million columns.csv": lambda: b"\n".join(
        (",".join(f"c{i}" for i in range(10**6)).encode(), b",".join([b"1"] * 10**6))
    ),
    "a way out.zip": lambda: _packed({"../../../../tmp/slipped.csv": _CSV}),
    "an absolute path.zip": lambda: _packed({"/tmp/slipped.csv": _CSV}),  # noqa: S108
    "a zip in a zip, six deep.zip": partial(_nested, 6),
    "500,000 deep.json": lambda: b"[" * 500_000 + b"]" * 500_000,
    "900 deep.geojson": lambda: (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"date":'
        b'"2024-01-01","x":' + b"[" * 900 + b"]" * 900 + b'},"geometry":null}]}'
    ),
    "a number of 4,000 digits.json": lambda: b'[{"date":"2024-01-01","n":' + b"9" * 4000 + b"}]",
    "a view without end.gpkg": lambda: _view(_COUNTED.format("")),
    "a view of 2 GB.gpkg": lambda: _view(
        _COUNTED.format(" LIMIT 40") + ", hex(zeroblob(50000000)) AS big"
    ),
    "a view that reads a file.gpkg": lambda: _geopackage(
        "CREATE VIEW v AS SELECT 1 AS fid, '2024-01-01' AS date, "
        "gdal_get_pixel_value('/etc/passwd',1,'georef',0,0) AS f"
    ),
    "a view that asks a web service.gpkg": lambda: _geopackage(
        "CREATE VIEW v AS SELECT 1 AS fid, '2024-01-01' AS date, ogr_geocode('Baghdad') AS f"
    ),
    "a view that loads a program.gpkg": lambda: _geopackage(
        "CREATE VIEW v AS SELECT 1 AS fid, '2024-01-01' AS date, load_extension('x.so') AS f"
    ),
    "a trigger.gpkg": lambda: _geopackage(
        _TABLE.format("") + "(1, '2024-01-01')",
        "CREATE TRIGGER t AFTER INSERT ON v BEGIN DELETE FROM v; END",
    ),
    "a column of 4 GB that is computed.gpkg": lambda: _geopackage(
        _TABLE.format(", big TEXT AS (hex(zeroblob(100000000)))")
        + ",".join(f"({i}, '2024-01-01')" for i in range(1, 21))
    ),
    "20,000 wrong dates.csv": lambda: (
        b"date,country,latitude,longitude,actor1\n"
        + b"".join(b"junk%d,Iraq%d,33.3,44.4,actor %d\n" % (i, i, i) for i in range(20_000))
    ),
    "20,000 at one place and day.csv": lambda: (
        b"date,country,latitude,longitude,actor1\n" + b"2024-01-01,Iraq,33.3,44.4,men\n" * 20_000
    ),
    "20,000 groups with names alike.csv": lambda: (
        b"date,country,latitude,longitude,actor1\n"
        + "".join(
            f"2024-01-{i % 28 + 1:02d},Iraq,{33 + i / 20_000:.4f},44.40,قاعدة{chr(0x4E00 + i)}\n"
            for i in range(20_000)
        ).encode()
    ),
}
