"""KML, KMZ and GPX: dates as they are written, text of descriptions, nothing outside the file."""

from __future__ import annotations

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import zipped

POINT = "<Point><coordinates>43.13,36.34,0</coordinates></Point>"


def kml(*placemarks, head="", tail=""):
    marks = "\n".join(f"<Placemark>{p}</Placemark>" for p in placemarks)
    return (
        f'<?xml version="1.0"?>\n{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n'
        f"{marks}{tail}</Document></kml>"
    ).encode()


def read(data, **limits):
    return importers.read_file(data, "x.kml", importers.Limits(**limits))


@pytest.mark.parametrize(
    ("time", "date", "end"),
    [
        ("<TimeStamp><when>2024</when></TimeStamp>", "2024", ""),
        ("<TimeStamp><when>2024-03</when></TimeStamp>", "2024-03", ""),
        ("<TimeStamp><when>2024-01-03T21:30:00Z</when></TimeStamp>", "2024-01-03T21:30:00Z", ""),
        ("<TimeSpan><begin>2024-01-03</begin><end>2024-01-05</end></TimeSpan>", "2024-01-03",
         "2024-01-05"),
    ],
)  # fmt: skip
def test_dates_stay_as_they_are_written(time, date, end):
    raw = read(kml(f"<name>x</name>{time}{POINT}"))
    cells = {name: column[0] for name, column in raw.table.to_pydict().items()}
    assert cells["date"] == date
    assert cells.get("end date", "") == end
    assert (cells["latitude"], cells["longitude"]) == ("36.34", "43.13")


def test_texts_data_folders_and_lines():
    data = kml(
        f"<name>A</name><description><![CDATA[<b>Two</b> rockets<br>no&nbsp;harm]]></description>"
        f'<ExtendedData><Data name="killed"><value>2</value></Data><SchemaData>'
        f'<SimpleData name="name">other</SimpleData></SchemaData></ExtendedData>{POINT}',
        tail=f"\n<Folder><name>May</name><Placemark><name>B</name>{POINT}</Placemark></Folder>",
    )
    raw = read(data)
    assert raw.table.to_pylist() == [
        {"name": "A", "description": "Two rockets\nno harm", "killed": "2", "folder": "",
         "name (data)": "other", "latitude": "36.34", "longitude": "43.13"},
        {"name": "B", "description": "", "killed": "", "folder": "May", "name (data)": "",
         "latitude": "36.34", "longitude": "43.13"},
    ]  # fmt: skip
    assert (raw.line.tolist(), raw.has_lines) == ([3, 4], True)


def test_a_table_in_a_description_is_columns():
    cells = "".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in (("Date", 1), ("Dead", 2)))
    raw = read(kml(f"<description><![CDATA[<table>{cells}</table>]]></description>{POINT}"))
    assert (raw.sample("Date"), raw.sample("Dead")) == (["1"], ["2"])


@pytest.mark.parametrize(
    ("shape", "point"),
    [
        ("<Point><coordinates> 43.13, 36.34 </coordinates></Point>", "36.34"),
        (f"<MultiGeometry>{POINT}</MultiGeometry>", "36.34"),
        ("<Point><coordinates>east,north</coordinates></Point>", ""),
        ("", ""),
    ],
)
def test_shapes(shape, point):
    raw = read(kml(f"<name>x</name>{shape}", f"<name>y</name>{POINT}"))
    assert raw.table.column("latitude").to_pylist() == [point, "36.34"]


def test_undeclared_prefixes_and_other_encodings_are_read():
    data = kml(f"<name>Мосул</name><gx:x>1</gx:x>{POINT}").decode()
    declared = data.replace('"1.0"', '"1.0" encoding="windows-1251"').encode("cp1251")
    assert read(declared).sample("name") == ["Мосул"]


def test_links_to_other_files_are_counted_and_not_followed(convert):
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    when = "<TimeStamp><when>2024-01-03</when></TimeStamp>"
    report = convert(kml(f"<name>x</name>{when}{POINT}", tail=link), "x.kml").report
    assert report.finding("passed over").rows == 1
    with pytest.raises(ImportRefusedError, match="no placemarks; found 1 times a link"):
        read(kml(tail=link))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (kml(f"<name>&x;</name>{POINT}", head='<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
         "definitions of its own"),
        (kml("<name>&a;</name>", head='<!DOCTYPE kml [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'),
         "definitions of its own"),
        (kml(f"<name>x</name>{POINT}")[:-20], "the file is damaged"),
        (b'<?xml version="1.0" encoding="none"?><kml/>', "the file is damaged"),
        (kml(), "this KML file has no placemarks"),
    ],
)  # fmt: skip
def test_what_is_refused(data, says):
    with pytest.raises(ImportRefusedError, match=says):
        read(data)


def test_more_placemarks_than_the_limit_are_refused():
    with pytest.raises(ImportRefusedError, match="rows: found 2, the limit is 1"):
        read(kml(POINT, POINT), rows=1)


def test_of_a_kmz_the_main_file_is_read():
    main, other = kml(f"<name>main</name>{POINT}"), kml(f"<name>other</name>{POINT}")
    packed = zipped(**{"files/a.kml": other, "doc.kml": main, "icon.png": "x", "../b.vrt": "<x/>"})
    assert importers.read_file(packed, "x.kmz").sample("name") == ["main"]
    with pytest.raises(ImportRefusedError, match="ATLAS_IMPORT_UNPACKED_BYTES"):
        importers.read_file(zipped(**{"doc.kml": b" " * 10**6}), "x.kmz",
                            importers.Limits(unpacked_bytes=10**5))  # fmt: skip


def test_gpx():
    data = b"""<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="36.34" lon="43.13"><time>2024-01-03T10:00:00Z</time><name>A</name><desc>two</desc>
<link href="https://example.org"/></wpt>
<trk><trkseg><trkpt lat="1" lon="2"/><trkpt lat="1" lon="3"/></trkseg></trk></gpx>"""
    raw = importers.read_file(data, "x")
    assert raw.table.to_pylist() == [
        {"name": "A", "date": "2024-01-03T10:00:00Z", "description": "two",
         "link": "https://example.org", "latitude": "36.34", "longitude": "43.13"},
    ]  # fmt: skip
    assert (raw.line.tolist(), raw.remarks[0].unread) == ([2], 2)
    with pytest.raises(ImportRefusedError, match="has no waypoints; found 2 times a point"):
        importers.read_file(data.replace(b"wpt", b"other"), "x")


def test_a_file_that_is_one_line_has_numbered_records_each_with_a_key(convert, rows):
    time = "<TimeStamp><when>2024-01-03</when></TimeStamp>"
    data = kml(f"{time}{POINT}", f"{time}{POINT}").replace(b"\n", b" ")
    raw = read(data)
    assert (raw.line.tolist(), raw.has_lines) == ([1, 2], False)
    imported = convert(data, "x.kml")
    assert [r["incident_id"] for r in rows(imported)] == ["plain-row-1", "plain-row-2"]
