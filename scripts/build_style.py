"""Build `static/style/`: the names on the base map, and the letters that they are drawn with.

Usage::

    python scripts/build_style.py [--out static/style]

Run it after `build_basemap.py`. `maps.basemap.style` says how the names are drawn.

File names contain ten digits of the content's SHA-256; `manifest.json` maps the logical name to the
file. The same tables and the same font give the same bytes.

- `labels`: a GeoJSON point per name of a city of the region or of a country of the world, with
  `name`, `kind` (`city` or `country`), `rank` (1 is the most important), `order` (where two collide
  the lower one stays) and for cities `side`, the side of the dot on which the name stands.
- `regular`, `semibold`: the app's font, `Source Sans`, from the installed Streamlit: one weight
  each, only the letters of these names, as WOFF2. `more`: regular with all Latin letters, for the
  names of a region file. `print_regular`, `print_semibold`: the same letters as TrueType, with
  which `geo.export.picture` draws. Its licence (SIL Open Font License 1.1, `OFL.txt`) keeps the
  font's name for the whole of it, so these parts have another one.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely
import streamlit
from basemap_tables import COUNTRY_LABELS
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from maps import static_files  # noqa: E402 - the tree is not installed

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_OUT = ROOT / "static" / "style"
COUNTRIES = ROOT / "geo" / "spatial" / "countries.geojson"
#: The least area of a country of each rank, in square kilometres; smaller ones have rank 5.
RANK_FROM_KM2 = {2: 1_000_000, 3: 200_000, 4: 20_000}
FONT_GLOB = "SourceSansVF-Upright*.woff2"
FONT_NAME = "Atlas Sans"
CHARACTERS = {
    # As `maps.basemap` says in the style.
    "basic": [*range(0x20, 0x7F), 0x2009, 0x2022],
    # With its marks, as in transliterated names, and punctuation.
    "latin": [
        *range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2B0, 0x370), *range(0x1E00, 0x1F00),
        *range(0x2000, 0x2070),
    ],
}  # fmt: skip
FONTS = {
    "regular.woff2": ("basic", 400), "semibold.woff2": ("basic", 600), "more.woff2": ("latin", 400),
    # Matplotlib reads no WOFF2.
    "print_regular.ttf": ("latin", 400), "print_semibold.ttf": ("latin", 600),
}  # fmt: skip
#: Copyright, name, version, maker and licence; what else the font's table of names holds is long.
FONT_RECORDS = [0, 1, 2, 3, 4, 5, 6, 8, 9, 13, 14]
NAME_RECORDS = {1: FONT_NAME, 3: FONT_NAME, 4: FONT_NAME, 6: FONT_NAME.replace(" ", "")}
#: Cities whose name stands west of the dot: in the sea, or away from a neighbour's.
WEST = frozenset(
    {
        "Beirut", "Eilat", "Gaza", "Haifa", "Hodeidah", "Jeddah", "Jerusalem", "Latakia", "Najaf",
        "Tel Aviv", "Tripoli",
    }
)  # fmt: skip


def labels() -> dict[str, Any]:
    """Return a point for each name; see above for its properties."""
    cities = static_files.read_built("basemap", "cities")
    return {
        "type": "FeatureCollection",
        "features": [
            *(
                label(city["lon"], city["lat"], name=city["name"], kind="city", rank=city["rank"],
                      order=-city["priority"], side="west" if city["name"] in WEST else "east")
                for city in cities
            ),
            *(
                label(lon, lat, name=name, kind="country", rank=rank,
                      order=round(100 * rank + place - 440.5, 3))  # no city has the same
                for place, (name, lon, lat, rank) in [
                    *enumerate(COUNTRY_LABELS),
                    # Behind all of the region of the same rank.
                    *((len(COUNTRY_LABELS) + i / 1000, row)
                      for i, row in enumerate(other_countries())),
                ]
            ),
        ],
    }  # fmt: skip


def other_countries() -> list[tuple[str, float, float, int]]:
    """Return name, longitude, latitude (degrees) and rank of the countries without a chosen place.

    The name stands in the middle of the largest circle inside the country; the rank goes by area.
    """
    chosen = {name for name, *_ in COUNTRY_LABELS}
    shapes = gpd.read_file(COUNTRIES)
    rows = []
    for name, shape in zip(shapes["name"], shapes.to_crs("EPSG:6933").geometry, strict=True):
        if name in chosen:
            continue
        largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
        middle = gpd.GeoSeries([shapely.maximum_inscribed_circle(largest)], crs="EPSG:6933")
        at = middle.to_crs("EPSG:4326").iloc[0].coords[0]
        rank = next((r for r, least in RANK_FROM_KM2.items() if shape.area / 1e6 >= least), 5)
        rows.append((name, round(at[0], 1), round(at[1], 1), rank))
    return rows


def label(lon: float, lat: float, **properties: object) -> dict[str, Any]:
    """Return a name's place, in degrees, as a GeoJSON feature."""
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def some_letters(characters: Sequence[int]) -> TTFont:
    """Return some characters of the app's font, in all its weights."""
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    (whole,) = media.glob(FONT_GLOB)
    variable = TTFont(whole, recalcTimestamp=False)
    options = Options(
        hinting=False, layout_features=["ccmp", "kern", "mark", "mkmk"], name_IDs=FONT_RECORDS
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(variable)
    return variable


def font(variable: TTFont, weight: int, suffix: str) -> bytes:
    """Return a font in one weight, and under a name of its own."""
    one = instantiateVariableFont(variable, {"wght": weight})
    for number, text in NAME_RECORDS.items():
        one["name"].setName(text, number, 3, 1, 0x409)
    one.flavor = "woff2" if suffix == "woff2" else None
    packed = io.BytesIO()
    one.save(packed)
    return packed.getvalue()


def build() -> dict[str, bytes]:
    """Return the contents by logical name with suffix."""
    text = json.dumps(labels(), ensure_ascii=False, separators=(",", ":"))
    # The letters first: to give all glyphs their weight would take a minute.
    letters = {name: some_letters(characters) for name, characters in CHARACTERS.items()}
    fonts = {
        name: font(letters[which], weight, name.split(".")[1])
        for name, (which, weight) in FONTS.items()
    }
    return {"labels.json": f"{text}\n".encode(), **fonts}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Build static/style/.")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder to write")
    out = parser.parse_args(arguments).out
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        if re.search(r"\.[0-9a-f]{10}\.", old.name):
            old.unlink()
    manifest = {}
    for name, content in build().items():
        stem, suffix = name.split(".")
        manifest[stem] = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
        (out / manifest[stem]).write_bytes(content)
        print(f"{len(content):>8} {manifest[stem]}")
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
