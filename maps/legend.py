"""The legend: every sign that is in use on the map now, and only those."""

from __future__ import annotations

import base64
import html
from collections import Counter
from typing import TYPE_CHECKING, Final

from geo import codes
from geo.cartography import symbology
from geo.paths import STATIC
from geo.utils.words import number
from maps import hexagon_layer, palette

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geo.analysis.hexagons import HexagonCounts
    from geo.cartography.symbology import Sign
    from geo.model.atlas import Atlas
    from maps.hexagon_layer import Scale

_ANY_COLOUR: Final = (128, 132, 138)
_LINE: Final = '<span class="atlas-line"></span>'
_FILLED_WORDS: Final = "official or monitor"
_OPEN_WORDS: Final = "only a claim or the press"


def incident_legend(
    atlas: Atlas,
    of_row: Sequence[Sign],
    positions: NDArray[np.intp],
    fanned: NDArray[np.intp],
) -> str:
    """Return the legend as HTML.

    Args:
        atlas: the atlas.
        of_row: the sign of every incident.
        positions: the incidents shown.
        fanned: those of them that are drawn one by one, where shape and fill mean something.
    """
    names = list(codes.GEO_PRECISION)
    drawn = [i for i in positions if atlas.has_point[i]]
    groups = Counter(of_row[i].group.key for i in drawn)
    rows = [_title("Colour: who did it, as said")]
    rows += [
        _row(_dot(c.colour), c.label, groups[c.key])
        for c in symbology.GROUP_CLASSES
        if groups[c.key]
    ]
    if len(fanned) < len(positions):
        rows.append(_title("Size: incidents at the site"))
        rows.append(_row(_dot(_ANY_COLOUR), "area and number; colour of the most frequent"))
    alone = [i for i in fanned if atlas.has_point[i]]
    rows += _shapes([of_row[i] for i in alone])
    deaths = int((atlas.incidents["killed"].iloc[alone].fillna(0) > 0).sum())
    if deaths:
        rows += [_title("Ring: people were killed"), _row(_icon("ring"), "incidents", deaths)]
    ids = set(atlas.incidents["incident_id"].iloc[alone])
    origins = atlas.origins
    arcs = int((origins["incident_id"].isin(ids) & origins["latitude"].notna()).sum())
    if arcs:
        rows += [_title("Line: fired from a reported point"), _row(_LINE, "origins", arcs)]
    rows += _precision({names[r] for r in atlas.precision_rank[positions]})
    return f'<div class="atlas-legend" role="group" aria-label="Legend">{"".join(rows)}</div>'


def hexagon_legend(counted: HexagonCounts, scale: Scale) -> str:
    """Return the legend of a map of hexagons: the steps in use, with how many hexagons have each.

    Args:
        counted: the hexagons.
        scale: their colours.
    """
    km = hexagon_layer.width_km(counted.resolution)
    rows = [_title(f"Incidents in a hexagon about {km:.0f} km wide")]
    rows += [
        _row(_dot(colour), words, n)
        for colour, words, n in hexagon_layer.legend_steps(counted, scale)
    ]
    return f'<div class="atlas-legend" role="group" aria-label="Legend">{"".join(rows)}</div>'


def _shapes(drawn: Sequence[Sign]) -> list[str]:
    """Return the lines for shape and fill, which only single incidents have."""
    icons = Counter(sign.icon for sign in drawn)
    filled = sum(sign.filled for sign in drawn)
    order = [*codes.WEAPON, symbology.SEVERAL_WEAPONS]
    rows = [_row(_icon(i), symbology.icon_label(i), icons[i]) for i in order if icons[i]]
    fills = [
        _row(_icon(name), words, count)
        for name, words, count in (
            ("unknown", _FILLED_WORDS, filled),
            ("unknown_open", _OPEN_WORDS, len(drawn) - filled),
        )
        if count
    ]
    return [_title("Shape: weapon"), *rows, _title("Fill: confirmation"), *fills] if drawn else []


def _precision(used: set[str]) -> list[str]:
    """Return the lines for places that are known less well than to the site."""
    rows = [
        _row('<span class="atlas-disc"></span>',
             f"{name}: anywhere within {codes.PRECISION_RADIUS_KM[name]:g} km")
        for name in ("town", "district") if name in used
    ]  # fmt: skip
    if "province" in used:
        rows.append(_row('<span class="atlas-tint"></span>', "province: anywhere in it"))
    return [_title("Soft area: known only to the"), *rows] if rows else []


def _title(words: str) -> str:
    return f'<p class="atlas-signs">{html.escape(words)}</p>'


def _row(sign: str, words: str, count: int | None = None) -> str:
    counted = "" if count is None else f'<span class="atlas-n">{number(count)}</span>'
    label = f"<span>{html.escape(words)}</span>"
    return f'<div class="atlas-sign">{sign}{label}{counted}</div>'


def _dot(colour: symbology.RGB) -> str:
    return f'<span class="atlas-dot" style="background:{palette.css(colour)}"></span>'


def _icon(name: str) -> str:
    svg = (STATIC / "icons" / "svg" / f"{name}.svg").read_bytes()
    data = base64.b64encode(svg).decode()
    picture = f"url(data:image/svg+xml;base64,{data})"
    style = f"-webkit-mask-image:{picture};mask-image:{picture}"
    return f'<span class="atlas-icon" style="{style}"></span>'
