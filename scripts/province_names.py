"""The provinces' names and codes, and the features of Natural Earth that they belong to.

`province_names.csv` has one row per feature: its code, name and ISO code in the source, and the
province it becomes. `build_provinces.py` builds the file from the pairs.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapely.geometry import shape
from source_packages import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

NAMES_CSV = Path(__file__).resolve().with_name("province_names.csv")

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


@dataclass(frozen=True)
class NameRow:
    """One row of `province_names.csv`: a source feature and what it becomes.

    A row with an empty `name` is dissolved into the province with the same code.
    """

    source_code: str
    source_name: str
    source_iso: str
    country_code: str
    province_code: str
    iso_3166_2: str | None
    ocha_pcode: str | None
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
                ocha_pcode=cells["ocha_pcode"] or None,
                name=cells["name"],
                name_ar=cells["name_ar"] or None,
                aliases=tuple(alias for alias in cells["aliases"].split(";") if alias),
                note=cells["note"] or None,
            )
            for cells in csv.DictReader(lines)
        ]


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


def match_names(sources: Sequence[Source], rows: Sequence[NameRow]) -> list[tuple[NameRow, Source]]:
    """Pair every source feature with its row of the names table.

    Returns:
        Pairs of row and source, in the order of `rows`.

    Raises:
        BuildError: a code occurs twice, a feature has no row, a row has no feature, or a pair
            differs in name, ISO code or country. The message lists every problem.
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
        actual = (source.name, source.iso, source.country_code)
        if expected != actual:
            problems.append(f"row {row.source_code} expects {expected}, the source has {actual}")
    if problems:
        raise BuildError(f"Correct {NAMES_CSV.name} first:\n" + "\n".join(problems))
    return pairs


def check_names(rows: Iterable[NameRow]) -> None:
    """Check that codes and names identify one province each.

    Every province code has one row with a name. Within a country no name or alias stands for two
    provinces (case ignored), since a filter by province must have one answer.

    Raises:
        BuildError: the message lists every problem.
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
        f"{country}: {word!r} stands for {', '.join(sorted(codes_of_name))}"
        for (country, word), codes_of_name in owners.items()
        if len(codes_of_name) > 1
    ]
    if problems:
        raise BuildError(f"Correct {NAMES_CSV.name} first:\n" + "\n".join(problems))
