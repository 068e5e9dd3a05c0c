"""Build `static/wordmark.svg`: the name of the atlas, drawn in the font of its maps.

Usage::

    python scripts/build_wordmark.py

Letters become outlines, because a picture in a page cannot use the page's fonts. The colour follows
the reader's light or dark setting.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.paths import STATIC  # noqa: E402 - the tree is not installed
from maps.palette import BASE_MAPS, css  # noqa: E402 - the tree is not installed

NAME = "Incident Atlas"
OUT = STATIC / "wordmark.svg"


def wordmark(font: TTFont) -> str:
    """Return the name as SVG, as high as a line of the font."""
    glyphs, characters = font.getGlyphSet(), font.getBestCmap()
    ascent, descent = font["hhea"].ascent, font["hhea"].descent
    pen, x = SVGPathPen(glyphs), 0
    for character in NAME:
        glyph = glyphs[characters[ord(character)]]
        glyph.draw(TransformPen(pen, (1, 0, 0, -1, x, ascent)))
        x += glyph.width
    light, dark = (css(BASE_MAPS[theme].ink) for theme in ("light", "dark"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x} {ascent - descent}" role="img">'
        f"<title>{NAME}</title><style>path{{fill:{light}}}@media (prefers-color-scheme:dark)"
        f'{{path{{fill:{dark}}}}}</style><path d="{pen.getCommands()}"/></svg>\n'
    )


if __name__ == "__main__":
    (file,) = (STATIC / "style").glob("semibold.*.woff2")
    OUT.write_text(wordmark(TTFont(file)), encoding="utf-8")
