"""Reads KML and GPX: placemarks and waypoints with their dates as they are written.

GDAL reads both, but makes 1 March of `2024-03` and nothing of `2024`. Nothing outside the file is
opened: links to other files are counted, and a file with definitions of its own is refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element
from xml.parsers import expat

import shapely

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.gis.gis_files import rows_of_shapes
from geo.importers.read.gis.html_text import html_text, table_of
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.raw import RawRows, Remark

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.importers.read.limits import Limits

_PLACEMARK: Final = "Placemark"
_KML_TEXTS: Final = ("name", "address", "phoneNumber", "Snippet")
_GPX_TEXTS: Final = {
    "name": "name", "time": "date", "desc": "description", "cmt": "comment", "type": "type",
    "sym": "symbol", "src": "source", "ele": "elevation",
}  # fmt: skip
_DATE, _DATE_END = "date", "end date"
_FEWEST_IN_RING: Final = 4


def read_kml(data: bytes, name: str, limits: Limits) -> RawRows:
    """Read the placemarks of a KML file.

    Returns:
        The placemarks with the lines on which they begin. `date` is their time stamp, or the
        beginning of their time span, and `end date` its end; `folder` is where they are filed.
        Descriptions are text, and a table in them or extended data are columns.

    Raises:
        ImportRefusedError: it is damaged, has no placemarks, or is beyond a limit.
    """
    reader = _Reader(data, name, limits, {_PLACEMARK}, {"NetworkLink"})
    folders = [" / ".join(f) for f in reader.folders]
    records = [_placemark(p) for p in reader.found]
    if any(folders):
        records = [r | {"folder": f} for r, f in zip(records, folders, strict=True)]
    shapes = [_kml_shape(p) for p in reader.found]
    message = "a link to another file, which is not followed"
    return _rows(reader, records, shapes, "placemarks", "KML", message, name, limits)


def read_gpx(data: bytes, name: str, limits: Limits) -> RawRows:
    """Read the waypoints of a GPX file; tracks and routes are counted and not read.

    Returns:
        The waypoints with the lines on which they begin; `date` is their time.

    Raises:
        ImportRefusedError: it is damaged, has no waypoints, or is beyond a limit.
    """
    reader = _Reader(data, name, limits, {"wpt"}, {"trkpt", "rtept"})
    records, shapes = [], []
    for point in reader.found:
        texts = {column: _text(point, tag) for tag, column in _GPX_TEXTS.items()}
        link = next((e.get("href", "") for e in point.iter("link")), "")
        records.append({k: v for k, v in (texts | {"link": link}).items() if v})
        shapes.append(_point(f"{point.get('lon')},{point.get('lat')}"))
    message = "a point of a track or route, which is not read: only waypoints are"
    return _rows(reader, records, shapes, "waypoints", "GPX", message, name, limits)


def kml_properties(record: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a KML placemark as GDAL writes them into other formats.

    Args:
        record: others come back as they are.
    """
    if not {"timestamp", "begin", "end"} <= record.keys():
        return record
    date = {_DATE: record["timestamp"] or record["begin"], _DATE_END: record["end"]}
    rest = {k: v for k, v in record.items() if k not in {"timestamp", "begin", "end"}}
    if isinstance(text := rest.get("description"), str):
        rest["description"] = html_text(text)
    return date | rest


def _rows(  # noqa: PLR0917 - what two formats differ in
    reader: _Reader,
    records: list[dict[str, str]],
    shapes: list[Any],
    what: str,
    kind: str,
    passed_over: str,
    name: str,
    limits: Limits,
) -> RawRows:
    if not records:
        left = f"; found {reader.passed_over:,} times {passed_over}" if reader.passed_over else ""
        message = f"{shorten(name)}: this {kind} file has no {what}{left}"
        raise ImportRefusedError(message)
    remarks = (
        [Remark("flagged", "passed over", passed_over, None, reader.passed_over)]
        if reader.passed_over
        else []
    )
    # Programs write all on one line, which tells no record from another.
    has_lines = len(set(reader.lines)) == len(reader.lines)
    line = reader.lines if has_lines else range(1, len(reader.lines) + 1)
    rows = rows_of_shapes(records, shapes, None, line, [kind], name, limits)
    return replace(rows, remarks=[*rows.remarks, *remarks], has_lines=has_lines)


class _Reader:
    """The elements of some names in a file, whole, with their lines and the folders they are in.

    Prefixes of names are ignored: files are written that never declare them.
    """

    def __init__(
        self, data: bytes, name: str, limits: Limits, sought: set[str], counted: set[str]
    ) -> None:
        self.found: list[Element] = []
        self.lines: list[int] = []
        self.folders: list[list[str]] = []
        self.passed_over = 0
        self._name, self._limits = name, limits
        self._sought, self._counted = sought, counted
        self._open: list[Element] = []  # from the element that is sought down
        self._above: list[tuple[str, list[str]]] = []  # names of elements above, and their titles
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = self._doctype
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - its signature
        except (expat.ExpatError, ValueError, LookupError) as error:
            message = f"{shorten(name)}: the file is damaged: {error}; save or download it again"
            raise ImportRefusedError(message) from None

    def _doctype(self, *_: object) -> None:
        message = (
            f"{shorten(self._name)}: the file brings definitions of its own (DOCTYPE), which are "
            "not followed; save it again without them"
        )
        raise ImportRefusedError(message)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rsplit(":", maxsplit=1)[-1]
        self.passed_over += tag in self._counted
        if self._open or tag in self._sought:
            element = Element(tag, attributes)
            if self._open:
                self._open[-1].append(element)
            else:
                self.lines.append(self._parser.CurrentLineNumber)
                refuse_beyond(f"{shorten(self._name)}, rows", len(self.lines), self._limits, "rows")
            self._open.append(element)
        else:
            self._above.append((tag, []))

    def _data(self, text: str) -> None:
        if self._open:
            last = self._open[-1]
            last.text = (last.text or "") + text
        elif (
            len(self._above) > 1 and self._above[-1][0] == "name" and self._above[-2][0] == "Folder"
        ):
            self._above[-2][1].append(text)

    def _end(self, _: str) -> None:
        if not self._open:
            self._above.pop()
            return
        element = self._open.pop()
        if not self._open:
            self.found.append(element)
            self.folders.append([" ".join("".join(t).split()) for n, t in self._above if t])


def _text(element: Element, *path: str) -> str:
    """Return the text of a child, or of a child's child; "" where there is none."""
    for tag in path:
        child = next((c for c in element if c.tag == tag), None)
        if child is None:
            return ""
        element = child
    return (element.text or "").strip()


def _placemark(placemark: Element) -> dict[str, str]:
    record = {tag: _text(placemark, tag) for tag in _KML_TEXTS}
    begin = _text(placemark, "TimeStamp", "when") or _text(placemark, "TimeSpan", "begin")
    record |= {_DATE: begin, _DATE_END: _text(placemark, "TimeSpan", "end")}
    described = _text(placemark, "description")
    more = {e.get("name", ""): _text(e, "value") for e in placemark.iter("Data")}
    more |= {e.get("name", ""): (e.text or "").strip() for e in placemark.iter("SimpleData")}
    more = more or table_of(described)
    record["description"] = html_text(described)
    record = {k: v for k, v in record.items() if v}
    for column, value in more.items():
        own = column if record.get(column, value) == value else f"{column} (data)"
        record[own or "column"] = value
    return record


def _kml_shape(placemark: Element) -> Any:
    """Return the shape of a placemark; None where it has none, or one that cannot be read."""
    shapes = []
    for element in placemark.iter():
        if make := _SHAPES.get(element.tag):
            for text in (e.text or "" for e in element.iter("coordinates")):
                shapes.append(make(text))
                if element.tag == "Polygon":
                    break  # its holes follow
    shapes = [s for s in shapes if s is not None]
    if len(shapes) < 2:  # noqa: PLR2004
        return shapes[0] if shapes else None
    kinds = {s.geom_type for s in shapes}
    many = _MANY[kinds.pop()] if len(kinds) == 1 else shapely.GeometryCollection
    return many(shapes)


def _places(text: str) -> list[tuple[float, float]]:
    try:
        pairs = [part.split(",")[:2] for part in text.split()]
        return [(float(x), float(y)) for x, y in pairs]
    except ValueError:
        return []


def _point(text: str) -> Any:
    # People write "43.13, 36.34" too, with a blank that parts two places.
    places = _places(text.replace(", ", ","))
    return shapely.Point(places[0]) if len(places) == 1 else None


def _line(text: str) -> Any:
    places = _places(text)
    return shapely.LineString(places) if len(places) > 1 else None


def _polygon(text: str) -> Any:
    places = _places(text)
    return shapely.Polygon(places) if len(places) >= _FEWEST_IN_RING else None


_SHAPES: Final[dict[str, Callable[[str], Any]]] = {
    "Point": _point, "LineString": _line, "Polygon": _polygon,
}  # fmt: skip
_MANY: Final = {
    "Point": shapely.MultiPoint, "LineString": shapely.MultiLineString,
    "Polygon": shapely.MultiPolygon,
}  # fmt: skip
