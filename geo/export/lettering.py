"""How a picture for print is lettered: the app's font, measured before it is set.

The font is a part of Source Sans 3 (`static/style`, see scripts/build_style.py), the same as on the
pages. Letters that it lacks, such as Arabic ones, come from DejaVu Sans, which Matplotlib ships.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.textpath import TextToPath

from geo.paths import STATIC

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FOLDER: Final = STATIC / "style"
FAMILY: Final = "Atlas Sans"
REGULAR: Final = 400
# Matplotlib's name for the weight of the semibold, so that both fonts have one of this weight.
SEMIBOLD: Final = 700
_ELLIPSIS: Final = "…"

STYLE: Final[dict[Any, Any]] = {
    "font.family": [FAMILY, "DejaVu Sans"],
    "svg.hashsalt": "incident-atlas",  # ids in the SVG are random otherwise
    "svg.fonttype": "path",
    "axes.unicode_minus": False,
    "text.hinting": "no_hinting",  # so that text is as wide as it was measured
}


@cache
def font_files() -> Mapping[int, Path]:
    """Return the files of the font by weight, and let Matplotlib know them."""
    manifest = json.loads((_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    files = {REGULAR: _FOLDER / manifest["print_regular"],
             SEMIBOLD: _FOLDER / manifest["print_semibold"]}  # fmt: skip
    for weight, file in files.items():
        fontManager.ttflist.append(FontEntry(fname=str(file), name=FAMILY, weight=weight,
                                           size="scalable"))  # fmt: skip
    return files


@cache
def _properties(size_pt: float, weight: int) -> FontProperties:
    font_files()
    return FontProperties(family=STYLE["font.family"], size=size_pt, weight=weight)


def width(text: str, size_pt: float, weight: int = REGULAR) -> float:
    """Return how wide a line of text is, in points."""
    size: tuple[float, float, float] = TextToPath().get_text_width_height_descent(
        text, _properties(size_pt, weight), ismath=False
    )
    return size[0]


def wrap(text: str, wide_pt: float, size_pt: float, weight: int = REGULAR) -> list[str]:
    """Return text in lines of at most a width; a longer word, such as an address, is broken.

    Args:
        text: what to set.
        wide_pt: the width, in points.
        size_pt: the size of the letters.
        weight: `REGULAR` or `SEMIBOLD`.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if width(longer, size_pt, weight) <= wide_pt:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width(lines[-1] + letter, size_pt, weight) > wide_pt:
                lines.append("")
            lines[-1] += letter
    return lines


def fit(text: str, wide_pt: float, sizes_pt: tuple[float, ...], most: int, weight: int
        ) -> tuple[float, list[str]]:  # fmt: skip
    """Return the largest size in which text takes at most some lines, and the lines.

    Text that is too long even in the smallest size is cut with an ellipsis.

    Args:
        text: what to set.
        wide_pt: the width, in points.
        sizes_pt: the sizes to choose from, largest first.
        most: number of lines.
        weight: `REGULAR` or `SEMIBOLD`.
    """
    for size in sizes_pt:
        lines = wrap(text, wide_pt, size, weight)
        if len(lines) <= most:
            return size, lines
    last = lines[most - 1]
    while last and width(last + _ELLIPSIS, sizes_pt[-1], weight) > wide_pt:
        last = last[:-1]
    return sizes_pt[-1], [*lines[: most - 1], last.rstrip(" ,") + _ELLIPSIS]
