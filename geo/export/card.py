"""The picture beside a link where it is shared: few words, large enough for a small preview.

Title, count and map, drawn as the exported picture; the same view on the same data gives the same
bytes.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from geo.analysis.near import circle_ring
from geo.cartography import symbology
from geo.cartography.sites import Sites
from geo.export import lettering, print_map, print_names
from geo.export.lettering import REGULAR, SEMIBOLD
from geo.export.look import LIGHT, PT_PER_INCH, Size
from geo.export.sheet import LEADING, Sheet
from geo.utils.words import short_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

SIZE: Final = Size("Preview of a link", 1200, 630, 150, 222.0)
_WIDEST_DEG: Final = 40.0  # a circle that is wider, or lies across the date line, is not drawn
_MARGIN_PT: Final = 20.0
_KICKER_PT: Final = 10.0
_TITLE_SIZES_PT: Final = (21.0, 18.0, 15.5, 13.5)
_TITLE_LINES: Final = 5
_ACCOUNT_SIZES_PT: Final = (13.5, 12.0, 11.0)
_ACCOUNT_LINES: Final = 5
_LEGEND_PT: Final = 9.5
_LEGEND_LINES: Final = 4
_FOOT_PT: Final = 8.0
_DOT_PT: Final = 8.0
_DOT_ROOM_PT: Final = 14.0


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows.

    `positions` are the incidents on its map, rows of `atlas.incidents`. `circle` is a place in
    degrees WGS84 and a radius in kilometres, drawn around it unless it is as wide as a continent;
    None for none.
    """

    title: str
    account: str
    positions: NDArray[np.intp]
    circle: tuple[float, float, float] | None = None


def draw_card(card: Card, atlas: Atlas) -> bytes:
    """Return a card as PNG of 1200 by 630 pixels.

    Args:
        card: what it shows.
        atlas: the atlas.
    """
    out = io.BytesIO()
    lettering.font_files()
    with mpl.rc_context(lettering.STYLE):
        _figure(card, atlas).savefig(out, format="png", dpi=SIZE.dpi, metadata={"Software": None})
    return out.getvalue()


def _figure(card: Card, atlas: Atlas) -> Figure:
    wide, high = SIZE.points
    whole = Figure(figsize=(wide / PT_PER_INCH, high / PT_PER_INCH), facecolor=LIGHT.paper)
    begin = SIZE.column_pt + 1.6 * _MARGIN_PT
    axes = whole.add_axes((begin / wide, 0, 1 - begin / wide, 1))
    classes = _draw_map(axes, card, atlas, (wide - begin, high))
    column = Sheet(whole, LIGHT, high - 0.8 * _MARGIN_PT, _MARGIN_PT, SIZE.column_pt)
    _write_words(column, card, atlas)
    bottom = _write_foot(column, atlas)
    _write_legend(column, classes, atlas, bottom)
    return whole


def _draw_map(axes: Axes, card: Card, atlas: Atlas, size_pt: tuple[float, float]) -> dict[str, int]:
    """Draw the map to the card's edges; return how many incidents each colour class has there."""
    sites, signs = Sites.of_atlas(atlas), symbology.signs(atlas)
    per_site = sites.counts(card.positions)
    frame = print_map.fit_frame(sites, per_site, size_pt)
    ring = _ring(card)
    if ring is not None:
        frame = _with_ring(frame, ring, has_discs=bool(per_site.any()))
    print_map.draw_base_map(axes, frame.extent)
    for side in axes.spines.values():
        side.set_visible(False)
    if ring is not None:
        axes.fill(ring[:, 0], ring[:, 1], facecolor=f"{LIGHT.accent}22", edgecolor=LIGHT.accent,
                  linewidth=1.4, zorder=2.5)  # fmt: skip
    discs = print_map.draw_sites(
        axes, frame, sites, per_site, sites.leading(signs, card.positions)
    )  # fmt: skip
    print_names.draw_names(axes, frame, sites, discs, coarsest_city=2)
    print_map.draw_scale(axes, frame)
    return Counter(signs[i].group.key for i in card.positions if atlas.has_point[i])


def _ring(card: Card) -> NDArray[np.float64] | None:
    """Return the circle of a card in degrees, (n, 2); None for none or one too wide for a map."""
    if card.circle is None:
        return None
    ring = np.array(circle_ring(*card.circle))
    return ring if np.ptp(ring, axis=0).max() < _WIDEST_DEG else None


def _with_ring(
    frame: print_map.Frame, ring: NDArray[np.float64], *, has_discs: bool
) -> print_map.Frame:
    """Return a map that holds a circle too, or the circle alone where nothing else is on it."""
    west, south, east, north = frame.extent
    low, high = ring.min(axis=0), ring.max(axis=0)
    if has_discs:
        low, high = np.minimum(low, (west, south)), np.maximum(high, (east, north))
    extent = print_map.extent_around(
        (low[0], low[1], high[0], high[1]), frame.width_pt / frame.height_pt
    )
    return print_map.Frame(extent, frame.width_pt, frame.height_pt, frame.inks)


def _write_words(column: Sheet, card: Card, atlas: Atlas) -> None:
    kicker = str(atlas.package["title"]).partition(":")[0].upper()
    size, lines = lettering.fit(kicker, column.wide, (_KICKER_PT,), 1, SEMIBOLD)
    column.write(lines, size, weight=SEMIBOLD, colour=LIGHT.accent)
    column.y -= 6
    size, lines = lettering.fit(card.title, column.wide, _TITLE_SIZES_PT, _TITLE_LINES, SEMIBOLD)
    column.write(lines, size, weight=SEMIBOLD)
    column.y -= 7
    size, lines = lettering.fit(
        card.account, column.wide, _ACCOUNT_SIZES_PT, _ACCOUNT_LINES, REGULAR
    )  # fmt: skip
    column.write(lines, size, colour=LIGHT.grey)


def _write_foot(column: Sheet, atlas: Atlas) -> float:
    """Write where the data end and what they are; return where that begins, in points."""
    lines = [
        f"Data to {short_day(atlas.last_date)}, version {atlas.version}",
        "From press reports; not a complete list.",
        "Base map: Natural Earth, GeoNames",
    ]
    begin = 0.7 * _MARGIN_PT + len(lines) * _FOOT_PT * LEADING
    foot = Sheet(column.whole, column.inks, begin, column.left, column.wide)
    for line in lines:
        size, fitted = lettering.fit(line, column.wide, (_FOOT_PT, 7.0), 1, REGULAR)
        foot.write(fitted, size, colour=LIGHT.grey)
    return begin


def _write_legend(column: Sheet, classes: dict[str, int], atlas: Atlas, bottom: float) -> None:
    """Write what the colours mean that most incidents have, as far as there is room."""
    line = _LEGEND_PT * LEADING * 1.15
    begin = bottom + 8 + _LEGEND_LINES * line
    used = [group for group in symbology.group_classes(atlas) if classes.get(group.key)]
    used = sorted(used, key=lambda group: -classes[group.key])[:_LEGEND_LINES]
    column.y = min(column.y - 8, begin - (_LEGEND_LINES - len(used)) * line)
    wide, high = column.page
    for group in used:
        if column.y - line < bottom + 4:
            return
        column.y -= line
        column.whole.add_artist(
            Line2D([(column.left + _DOT_PT / 2) / wide], [(column.y + _LEGEND_PT * 0.33) / high],
                   marker="o", linestyle="", markersize=_DOT_PT, markeredgewidth=0,
                   color=print_map.mpl_colour(group.colour))
        )  # fmt: skip
        room = column.wide - _DOT_ROOM_PT
        _, text = lettering.fit(group.label, room, (_LEGEND_PT,), 1, REGULAR)
        column.whole.text((column.left + _DOT_ROOM_PT) / wide, column.y / high, text[0],
                          fontsize=_LEGEND_PT, color=LIGHT.ink, va="baseline",
                          parse_math=False)  # fmt: skip
