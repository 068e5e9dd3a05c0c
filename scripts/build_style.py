"""Build `static/style/`: the names on the base map, as pictures, light and dark.

Usage::

    python scripts/build_style.py [--out static/style]

Run it after `build_basemap.py`, and after a change to `maps/palette.py`. `maps.basemap.style` says
how the names are drawn. Text in a map style would need a glyph server, so each name is a picture.
The font is `Source Sans`, as in the app, taken from the installed Streamlit (SIL Open Font License
1.1).

File names contain ten digits of the content's SHA-256; `manifest.json` maps the logical name to the
file. The same palette, pieces and font give the same bytes.

- `labels`: a GeoJSON point per name, with `icon` (the name of the picture), `kind` and `order`.
- `sprite-light`, `sprite-dark`: sheets of the pictures, each with an index, also at `@2x`.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import streamlit
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.paths import STATIC  # noqa: E402 - the tree is not installed
from maps import palette, static_files  # noqa: E402 - the tree is not installed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from maps.palette import Theme

DEFAULT_OUT = ROOT / "static" / "style"
FONT_GLOB = "SourceSansVF-Upright*.woff2"
SHEET_PX = 1024
#: Room around a letter for its halo, in pixels of the sheet at its scale.
HALO_PX = 1.5
WEIGHTS = {"city": 420, "country": 600}


def font_file() -> io.BytesIO:
    """Return the app's variable font as TrueType, which Pillow reads."""
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    (packed,) = media.glob(FONT_GLOB)
    font = TTFont(packed)
    font.flavor = None
    unpacked = io.BytesIO()
    font.save(unpacked, reorderTables=False)
    return unpacked


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a built piece of the base map."""
    path = STATIC / "basemap" / static_files.manifest("basemap")[name]
    table: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return table


def names() -> list[dict[str, Any]]:
    """Return every name: text, kind, size in pixels, priority, position."""
    sizes = {"city": lambda rank: 15 - 0.75 * rank, "country": lambda rank: 15 - rank}
    return [
        {"text": row["label"], "kind": kind, "size_px": sizes[kind](row["rank"]),
         "priority": row["priority"], "at": [row["lon"], row["lat"]]}
        for kind, table in (("city", "cities"), ("country", "countries"))
        for row in rows(table)
    ]  # fmt: skip


def label_points(labels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the position of each name; where two collide the lower `order` stays."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": label["at"]},
                "properties": {"icon": str(i), "kind": label["kind"], "order": -label["priority"]},
            }
            for i, label in enumerate(labels)
        ],
    }


def sprite(
    labels: Sequence[Mapping[str, Any]], theme: Theme, scale: int, font: io.BytesIO
) -> tuple[bytes, bytes]:
    """Return a sheet of all names as PNG, and its index as JSON."""
    base = palette.BASE_MAPS[theme]
    ink = {"city": base.city_label, "country": base.country_label}
    halo = round(HALO_PX * scale)
    pieces = []
    for label in labels:
        font.seek(0)
        face = ImageFont.truetype(font, label["size_px"] * scale)
        face.set_variation_by_axes([WEIGHTS[label["kind"]]])
        left, top, right, bottom = face.getbbox(label["text"], stroke_width=halo)
        picture = Image.new("RGBA", (round(right - left) + 2, round(bottom - top) + 2),
                            (*base.land, 0))  # fmt: skip
        ImageDraw.Draw(picture).text(
            (1 - left, 1 - top), label["text"], font=face, fill=(*ink[label["kind"]], 255),
            stroke_width=halo, stroke_fill=(*base.land, 215),
        )  # fmt: skip
        pieces.append(picture)
    return _sheet(pieces, scale)


def _sheet(pieces: Sequence[Image.Image], scale: int) -> tuple[bytes, bytes]:
    """Pack pictures in rows on one sheet; return it as PNG, and its index as JSON."""
    index, x, y, row_px = {}, 0, 0, 0
    for i, piece in enumerate(pieces):
        if x + piece.width > SHEET_PX:
            x, y, row_px = 0, y + row_px, 0
        index[str(i)] = {"x": x, "y": y, "width": piece.width, "height": piece.height,
                         "pixelRatio": scale}  # fmt: skip
        x, row_px = x + piece.width, max(row_px, piece.height)
    sheet = Image.new("RGBA", (SHEET_PX, y + row_px), (0, 0, 0, 0))
    for piece, at in zip(pieces, index.values(), strict=True):
        sheet.paste(piece, (at["x"], at["y"]))
    packed = io.BytesIO()
    # A name has two colours and shades between them: 48 are enough, at a third of the size.
    sheet.quantize(48, method=Image.Quantize.FASTOCTREE).save(packed, "PNG", optimize=True)
    return packed.getvalue(), to_json(index)


def to_json(value: object) -> bytes:
    """Return compact JSON with a line end."""
    return f"{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def digest(*contents: bytes) -> str:
    """Return ten digits that change with the contents."""
    return hashlib.sha256(b"".join(contents)).hexdigest()[:10]


def build() -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the content by file name, and the manifest; a sprite has no suffix there."""
    labels, font = names(), font_file()
    points = to_json(label_points(labels))
    manifest = {"labels": f"labels.{digest(points)}.json"}
    files = {manifest["labels"]: points}
    for theme in get_args(palette.Theme):
        pictures = {scale: sprite(labels, theme, scale, font) for scale in (1, 2)}
        name = f"sprite-{theme}.{digest(*(part for both in pictures.values() for part in both))}"
        for scale, (png, index) in pictures.items():
            suffix = "" if scale == 1 else f"@{scale}x"
            files |= {f"{name}{suffix}.png": png, f"{name}{suffix}.json": index}
        manifest[f"sprite-{theme}"] = name
    return files, manifest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Build static/style/.")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder to write")
    out = parser.parse_args(arguments).out
    files, manifest = build()
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    for name, content in files.items():
        (out / name).write_bytes(content)
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", newline="\n")
    print("\n".join(f"{len(content):>8} {name}" for name, content in files.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
