"""Build `static/icons/`: an icon for each weapon code, as a texture atlas and as SVG files.

Usage::

    python scripts/build_icons.py [--out static/icons]

Every icon is a polygon on a grid of 64 by 64 units, x to the right and y down. It fills about 48
of them, so that it is still legible at 12 pixels. Each has three variants:

- `rocket`: solid, for incidents that an official or a command confirmed;
- `rocket_open`: the outline only, for everything else;
- `rocket_halo`: the solid one, enlarged, drawn underneath in the colour of the land so that
  crowded icons stay apart.

The atlas is white with transparency: a mask (`"mask": true`) that deck.gl tints. Its name contains
ten digits of the SHA-256 of its pixels, not of the PNG's bytes, which depend on the encoder. An
IconLayer reads `mapping.<hash>.json`; `manifest.json` names both files and repeats the mapping.
`svg/` holds the solid and open icons in `currentColor` for the legend.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from PIL import Image, ImageDraw
from shapely import affinity
from shapely.geometry import Point, Polygon, box

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

DEFAULT_OUT = Path(__file__).resolve().parents[1] / "static" / "icons"

#: Side of an atlas cell in pixels, and of the grid in units.
CELL = 64
CENTRE = CELL / 2

#: Each atlas pixel is the mean of this many by this many.
SUPERSAMPLE = 8

#: Line width of the open variant, and how far the halo grows, in units.
OUTLINE = 5.0
HALO = 5.0

VARIANTS = ("", "_open", "_halo")


# --- Shapes ---------------------------------------------------------------------------------------


def mirrored(*right: tuple[float, float]) -> Polygon:
    """Return the polygon of `right`, listed downwards, and its mirror image to the left."""
    return Polygon([*right, *((CELL - x, y) for x, y in reversed(right))])


def one_way_attack_drone() -> BaseGeometry:
    """Return a delta wing with a notched trailing edge."""
    return mirrored((32, 7), (58, 51), (32, 42))


def rocket() -> BaseGeometry:
    """Return a slim dart."""
    return mirrored((32, 4), (42, 20), (42, 42), (50, 58), (32, 52))


def ballistic_missile() -> BaseGeometry:
    """Return a tall dart in two stages with fins."""
    nose = mirrored((32, 2), (44, 22))
    body = mirrored((44, 27), (44, 40), (56, 60), (38, 54))
    return shapely.union_all([nose, body])


def cruise_missile() -> BaseGeometry:
    """Return a body with straight wings and a tail."""
    body = mirrored((32, 2), (42, 14), (42, 60))
    return shapely.union_all([body, box(4, 22, 60, 39), box(17, 46, 47, 61)])


def mortar() -> BaseGeometry:
    """Return a falling drop."""
    return shapely.union_all([Point(32, 39).buffer(19), mirrored((32, 4), (49.5, 33))])


def air_strike() -> BaseGeometry:
    """Return a broad chevron that points down."""
    return mirrored((32, 28), (59, 8), (59, 33), (32, 56))


def explosive_device() -> BaseGeometry:
    """Return a burst of eight rays."""
    radii = (28, 17)
    return Polygon(
        [
            (
                CENTRE + radii[i % 2] * math.sin(i * math.pi / 8),
                CENTRE - radii[i % 2] * math.cos(i * math.pi / 8),
            )
            for i in range(16)
        ]
    )


def small_arms() -> BaseGeometry:
    """Return a bold diagonal cross."""
    upright = shapely.union_all([box(23.5, 5, 40.5, 59), box(5, 23.5, 59, 40.5)])
    return affinity.rotate(upright, 45)


def drone_unspecified() -> BaseGeometry:
    """Return four rotors on crossed arms."""
    arms = affinity.rotate(shapely.union_all([box(26, 6, 38, 58), box(6, 26, 58, 38)]), 45)
    rotors = [Point(x, y).buffer(12, quad_segs=4) for x in (16, 48) for y in (16, 48)]
    return shapely.union_all([arms, *rotors])


def shelling() -> BaseGeometry:
    """Return a shell: a pointed body on a broad foot."""
    return shapely.union_all([mirrored((32, 4), (45, 22), (45, 46)), box(12, 44, 52, 60)])


def unknown() -> BaseGeometry:
    """Return a disc."""
    return Point(CENTRE, CENTRE).buffer(20)


def several() -> BaseGeometry:
    """Return a disc in front of another."""
    front, back = Point(39, 39).buffer(17), Point(25, 25).buffer(17)
    return shapely.union_all([front, back.difference(front.buffer(5))])


SHAPES = {
    shape.__name__: shape
    for shape in (
        one_way_attack_drone,
        rocket,
        ballistic_missile,
        cruise_missile,
        mortar,
        air_strike,
        explosive_device,
        small_arms,
        drone_unspecified,
        shelling,
        unknown,
        several,
    )
}


def site() -> BaseGeometry:
    """Return a disc that fills its cell, for the counted symbol of a site."""
    return Point(CENTRE, CENTRE).buffer(31)


def ring() -> BaseGeometry:
    """Return a ring around an icon, for incidents with deaths."""
    return Point(CENTRE, CENTRE).buffer(31).difference(Point(CENTRE, CENTRE).buffer(26))


#: Signs that are not weapons and have no variants.
PLAIN_SHAPES = {shape.__name__: shape for shape in (site, ring)}


def variants(solid: BaseGeometry) -> dict[str, BaseGeometry]:
    """Return the three variants of a shape by the suffix of their name."""
    inner = solid.buffer(-OUTLINE, join_style="mitre")
    return {"": solid, "_open": solid.difference(inner), "_halo": solid.buffer(HALO)}


# --- Drawing --------------------------------------------------------------------------------------


def polygons_of(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons of a geometry, rounded so that all versions of GEOS agree."""
    rounded = shapely.transform(shapely.normalize(geometry), lambda xy: np.round(xy, 2))
    return [part for part in shapely.get_parts(rounded) if part.area > 0]


def alpha(geometry: BaseGeometry) -> Image.Image:
    """Return the geometry as one cell of coverage, 0 to 255."""
    side = CELL * SUPERSAMPLE
    image = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(image)
    for part in polygons_of(geometry):
        for ring, fill in [(part.exterior, 255), *((hole, 0) for hole in part.interiors)]:
            draw.polygon([(x * SUPERSAMPLE, y * SUPERSAMPLE) for x, y in ring.coords], fill=fill)
    return image.resize((CELL, CELL), Image.Resampling.BOX)


def to_svg(geometry: BaseGeometry) -> str:
    """Return the geometry as a small SVG document in the colour of the text."""
    rings = [ring for part in polygons_of(geometry) for ring in (part.exterior, *part.interiors)]
    path = "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in ring.simplify(0.05).coords[:-1]) + "Z"
        for ring in rings
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CELL} {CELL}">'
        f'<path fill="currentColor" fill-rule="evenodd" d="{path}"/></svg>\n'
    )


def atlas() -> tuple[Image.Image, dict[str, dict[str, Any]]]:
    """Return the atlas, one row for each variant, and deck.gl's icon mapping."""
    columns = [{name + suffix: geometry for suffix, geometry in variants(draw()).items()}
               for name, draw in SHAPES.items()]  # fmt: skip
    columns += [{name: draw()} for name, draw in PLAIN_SHAPES.items()]
    image = Image.new("RGBA", (CELL * len(columns), CELL * len(VARIANTS)), (255, 255, 255, 0))
    white = Image.new("L", (CELL, CELL), 255)
    icons: dict[str, dict[str, Any]] = {}
    for x, column in enumerate(columns):
        for y, (name, geometry) in enumerate(column.items()):
            corner = (x * CELL, y * CELL)
            image.paste(Image.merge("RGBA", (white, white, white, alpha(geometry))), corner)
            icons[name] = {
                "x": corner[0],
                "y": corner[1],
                "width": CELL,
                "height": CELL,
                "anchorX": CELL // 2,
                "anchorY": CELL // 2,
                "mask": True,
            }
    return image, icons


# --- Writing --------------------------------------------------------------------------------------


def write(folder: Path) -> Mapping[str, Any]:
    """Write atlas, manifest and SVG files; remove older ones. Return the manifest."""
    image, icons = atlas()
    digest = hashlib.sha256(repr(image.size).encode() + image.tobytes()).hexdigest()[:10]
    mapping = json.dumps(icons, separators=(",", ":")).encode()
    manifest = {
        "file": f"weapons.{digest}.png",
        "mapping": f"mapping.{hashlib.sha256(mapping).hexdigest()[:10]}.json",
        "icon_mapping": icons,
    }
    svg = folder / "svg"
    svg.mkdir(parents=True, exist_ok=True)
    for pattern in ("weapons.*.png", "mapping.*.json", "svg/*.svg"):
        for old in folder.glob(pattern):
            old.unlink()
    (folder / manifest["mapping"]).write_bytes(mapping)
    image.save(folder / manifest["file"], optimize=True)
    text = json.dumps(manifest, indent=1)
    (folder / "manifest.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")
    for name, draw in SHAPES.items():
        for suffix, geometry in variants(draw()).items():
            if suffix != "_halo":
                path = svg / f"{name}{suffix}.svg"
                path.write_text(to_svg(geometry), encoding="utf-8", newline="\n")
    for name, draw in PLAIN_SHAPES.items():
        (svg / f"{name}.svg").write_text(to_svg(draw()), encoding="utf-8", newline="\n")
    return manifest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0."""
    parser = argparse.ArgumentParser(description="Build static/icons/.")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder to write")
    options = parser.parse_args(arguments)
    manifest = write(options.out)
    size = (options.out / manifest["file"]).stat().st_size
    sys.stdout.write(f"{size} {manifest['file']}, {len(manifest['icon_mapping'])} icons\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
