"""The shared catalogue of hand-drawn shapes, and the small world that is made of them.

Every coordinate can be checked on paper; longitude runs to the right, latitude up, in degrees.
One degree is about 111 km here, close to the equator.

      3 +-------+
        |   D   |
      1 +-------+-------+       +-------+ +-------+
        |   A   |   B   |  sea  |   C   | |   E   |
     -1 +-------+-------+       +-------+ +-------+
        0       2       4       6       8 8.25    10

A, B and D are the provinces of Westland, C and E those of Eastland. The strait between C and E is a
quarter of a degree (28 km) wide: its middle is 14 km from both. The sea between B and C is 222 km.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from shapely.geometry import MultiPolygon, Polygon, box, mapping

from geo.model.schema import PACKAGE_FILE, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

World = list[dict[str, Any]]

A = box(0, -1, 2, 1)
B = box(2, -1, 4, 1)
C = box(6, -1, 8, 1)
D = box(0, 1, 2, 3)
E = box(8.25, -1, 10, 1)

BOW_TIE = Polygon([(0, -1), (2, 1), (2, -1), (0, 1)])
SQUARE_WITH_HOLE = Polygon(A.exterior.coords, [box(0.5, -0.5, 1.5, 0.5).exterior.coords])
ISLANDS = MultiPolygon([box(0, -1, 0.5, 1), box(1.5, -1, 2, 1)])

SQUARES = {"WE-A": A, "WE-B": B, "WE-D": D, "EA-C": C, "EA-E": E}

# Points as (latitude, longitude), as the tables have them.
MIDDLE_OF_A = (0.0, 1.0)
MIDDLE_OF_B = (0.0, 3.0)
MIDDLE_OF_C = (0.0, 7.0)
MIDDLE_OF_D = (2.0, 1.0)
BORDER_OF_A_AND_B = (0.0, 2.0)
CORNER_OF_A_B_D = (1.0, 2.0)
NEAR_COAST_OF_B = (0.0, 4.1)  # 11 km off
OFF_COAST_OF_B = (0.0, 4.2)  # 22 km off, just too far
FAR_AT_SEA = (0.0, 5.0)
MIDDLE_OF_STRAIT = (0.0, 8.125)


def province(code: str, square: BaseGeometry | None = None, **changes: Any) -> dict[str, Any]:
    """Return one row of provinces.geojson."""
    west = code.startswith("WE")
    return {
        "province_code": code,
        "name": f"Province {code[-1]}",
        "aliases": [],
        "country": "Westland" if west else "Eastland",
        "country_code": "WES" if west else "EAS",
        "geometry": mapping(SQUARES[code] if square is None else square),
    } | changes


def base(base_id: str, at: tuple[float, float], **changes: Any) -> dict[str, Any]:
    """Return one row of bases.geojson at (latitude, longitude)."""
    return {
        "base_id": base_id,
        "name": f"Base {base_id}",
        "aliases": [],
        "country": "Westland",
        "province": "Province A",
        "kind": "air_base",
        "operators": [],
        "source_id": "s1",
        "geometry": {"type": "Point", "coordinates": [at[1], at[0]]},
    } | changes


def incident(
    incident_id: str,
    date: str = "2024-01-01",
    at: tuple[float, float] | None = MIDDLE_OF_A,
    **changes: Any,
) -> dict[str, Any]:
    """Return one row of incidents.csv at (latitude, longitude), or without a point."""
    return {
        "incident_id": incident_id,
        "date": date,
        "date_precision": "day",
        "event_type": "attack",
        "target_side": "us_coalition",
        "country": "Westland",
        "target": "a base",
        "place": "a place",
        "latitude": "" if at is None else at[0],
        "longitude": "" if at is None else at[1],
        "geo_precision": "country" if at is None else "town",
        "weapons": "rocket",
        "outcome": "unknown",
        "confirmation": "official",
        "summary": "Something happened.",
    } | changes


def statement(incident_id: str, group_id: str, stance: str, **changes: Any) -> dict[str, Any]:
    """Return one row of statements.csv."""
    return {
        "incident_id": incident_id,
        "group_id": group_id,
        "stance": stance,
        "speaker": "a speaker",
        "source_id": "s1",
    } | changes


def origin(
    incident_id: str, place: str, at: tuple[float, float] | None = None, **changes: Any
) -> dict[str, Any]:
    """Return one row of origins.csv at (latitude, longitude), or without a point.

    Its incident has to name an `origin_place`.
    """
    return {
        "incident_id": incident_id,
        "place": place,
        "country": "",
        "latitude": "" if at is None else at[0],
        "longitude": "" if at is None else at[1],
        "geo_precision": "country" if at is None else "town",
        "source_id": "s1",
    } | changes


def group(group_id: str, **changes: Any) -> dict[str, Any]:
    """Return one row of groups.csv."""
    return {
        "group_id": group_id,
        "name": f"Group {group_id}",
        "kind": "armed_group",
        "country": "Westland",
        "source_id": "s1",
    } | changes


def link(child: str, parent: str, relation: str = "member_of", **changes: Any) -> dict[str, Any]:
    """Return one row of group_links.csv."""
    return {
        "child_id": child,
        "parent_id": parent,
        "relation": relation,
        "source_id": "s1",
    } | changes


def tally(as_of: str, since: str | None, total: int | None, **changes: Any) -> dict[str, Any]:
    """Return one row of tallies.csv."""
    return {
        "as_of": as_of,
        "since": since or "",
        "total": "" if total is None else total,
        "counted_by": "a counter",
        "approximate": "false",
        "source_id": "s1",
    } | changes


def span(first: str, last: str, level: str = "searched", **changes: Any) -> dict[str, Any]:
    """Return one row of coverage.csv."""
    return {"first_date": first, "last_date": last, "level": level, "note": "a note"} | changes


def world(**tables: World) -> dict[str, World]:
    """Return the tables of a small, faultless data folder; name those that you bring yourself.

    Incidents without a row in incident_sources get one, so that they need not be listed twice.
    """
    tables_of_world: dict[str, World] = {
        "incidents": [incident("one")],
        "statements": [],
        "origins": [],
        "sources": [
            {"source_id": "s1", "publisher": "A Paper", "url": "https://example.org/1"},
            {"source_id": "s2", "publisher": "Another", "url": "https://example.org/2"},
        ],
        "groups": [group(g) for g in ("front", "leaf", "branch", "root", "ally", "other")],
        "group_links": [],
        "tallies": [],
        "coverage": [],
        "capitals": [],
        "events": [],
        "corrections": [],
        "not_duplicates": [],
        "bases": [base("base-a", MIDDLE_OF_A), base("base-b", MIDDLE_OF_B)],
        "provinces": [province(code) for code in SQUARES],
    }
    tables_of_world |= tables
    tables_of_world.setdefault(
        "incident_sources",
        [
            {"incident_id": row["incident_id"], "source_id": "s1"}
            for row in tables_of_world["incidents"]
            if row.get("incident_id")
        ],
    )
    return tables_of_world


def write_folder(folder: Path, tables: Mapping[str, World]) -> Path:
    """Write the tables as the files of a data folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        rows = tables[table.name]
        given = {name for row in rows for name in row}
        columns = [c.name for c in table.columns if not c.optional or c.name in given]
        if table.geometry:
            _write_geojson(folder / table.file, columns, rows)
        else:
            _write_csv(folder / table.file, columns, rows)
    package = {"title": "Hand Atlas: a test", "version": "0.1", "licenses": [{"title": "CC0"}]}
    (folder / PACKAGE_FILE).write_text(json.dumps(package), encoding="utf-8")
    return folder


def _write_csv(path: Path, columns: Iterable[str], rows: World) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_geojson(path: Path, columns: Iterable[str], rows: World) -> None:
    features = [
        {
            "type": "Feature",
            "geometry": row["geometry"],
            "properties": {name: row.get(name) for name in columns},
        }
        for row in rows
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    path.write_text(text, encoding="utf-8")
