"""The legend: every sign that is in use on the map now, and only those."""

from __future__ import annotations

import base64
import html
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from geo import codes
from geo.analysis import counts
from geo.cartography import symbology
from geo.paths import STATIC
from geo.utils.words import number
from maps import hexagon_layer, palette

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.analysis.hexagons import HexagonCounts
    from geo.model.atlas import Atlas
    from maps.hexagon_layer import Scale

_BY_PARTY: Final = "Colour: first-named actor, not always the attacker"
_BY_STATEMENT: Final = "Colour: who is said to be responsible"
_ANY_COLOUR: Final = (128, 132, 138)
_FILLED_WORDS: Final = "confirmed by officials or a monitor"
_SIZE_WORDS: Final = "bigger circle = more incidents; colour = the group named most often"
_OPEN_WORDS: Final = "claim or press report only"


@dataclass(frozen=True)
class Sign:
    """How a line looks on the map: a dot or swatch of a colour (CSS), an icon (SVG), or an area."""

    kind: Literal["dot", "icon", "disc", "tint", "line", "swatch"]
    colour: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the legend: its sign, its words, and the incidents that have the sign.

    `rows` are rows of `atlas.incidents`; None where nothing is counted. `count` is a number that
    has nothing to do with the period. `of` is the number of a group class, where the map can show
    it alone.
    """

    sign: Sign
    label: str
    rows: NDArray[np.intp] | None = None
    count: int | None = None
    of: int | None = None

    @property
    def n(self) -> int | None:
        """The number that stands beside the words."""
        return self.count if self.rows is None else len(self.rows)


@dataclass(frozen=True)
class Section:
    """Lines of the legend that say the same kind of thing, under a title."""

    title: str
    lines: Sequence[Line]


def incident_sections(
    atlas: Atlas,
    signs: Sequence[symbology.Sign],
    positions: NDArray[np.intp],
    fanned: NDArray[np.intp],
    *,
    selectable: bool = False,
) -> list[Section]:
    """Return the legend of the incident map: every sign in use, and only those.

    Args:
        atlas: the atlas.
        signs: the sign of every incident.
        positions: the incidents shown.
        fanned: those of them that are drawn one by one, where shape and fill mean something.
        selectable: whether the map can show one of the colours alone.
    """
    alone = fanned[atlas.has_point[fanned]]
    sections = [colour_section(atlas, positions, selectable=selectable)]
    if len(fanned) < len(positions):
        area = Line(_dot(_ANY_COLOUR), _SIZE_WORDS)
        sections.append(Section("Size: incidents at the site", [area]))
    if len(alone):
        sections += _shapes(signs, alone) + _deaths_and_origins(atlas, alone)
    names = list(codes.GEO_PRECISION)
    return sections + _precision({names[r] for r in atlas.precision_rank[positions]})


def _deaths_and_origins(atlas: Atlas, alone: NDArray[np.intp]) -> list[Section]:
    """Return the lines for the rings and arcs that only single incidents have."""
    sections = []
    taken = atlas.take(alone, "incident_id", "killed")
    deadly = alone[(taken["killed"].fillna(0) > 0).to_numpy(bool)]
    if len(deadly):
        line = Line(_icon("ring"), "incidents", deadly)
        sections.append(Section("Ring: people were killed", [line]))
    row_of = dict(zip(taken["incident_id"], alone.tolist(), strict=True))
    fired = atlas.origins.loc[atlas.origins["latitude"].notna(), "incident_id"]
    shots = [row_of[incident] for incident in fired if incident in row_of]
    if shots:
        line = Line(Sign("line"), "origins", np.array(sorted(shots), dtype=np.intp))
        sections.append(Section("Line: fired from a reported point", [line]))
    return sections


def colour_section(
    atlas: Atlas, positions: NDArray[np.intp], *, selectable: bool = False
) -> Section:
    """Return the colours in use.

    Args:
        atlas: the atlas.
        positions: the incidents shown.
        selectable: whether the map can show one of the colours alone.
    """
    drawn = positions[atlas.has_point[positions]]
    classes = symbology.class_numbers(atlas)[drawn]
    # Named as a party is not said to have done it.
    by_party = counts.are_parties(drawn, atlas)
    title = _BY_PARTY if by_party else _BY_STATEMENT
    return Section(
        title,
        [
            Line(_dot(c.colour), c.label, drawn[classes == n], of=n if selectable else None)
            for n, c in enumerate(symbology.group_classes(atlas))
            if (classes == n).any()
        ],
    )


def _having(rows: NDArray[np.intp], values: Sequence[str]) -> dict[str, NDArray[np.intp]]:
    """Return the rows of each value."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, value in zip(rows.tolist(), values, strict=True):
        rows_of[value].append(row)
    return {value: np.array(here, dtype=np.intp) for value, here in rows_of.items()}


def hexagon_sections(counted: HexagonCounts, scale: Scale) -> list[Section]:
    """Return the legend of a map of hexagons: the steps in use, with how many hexagons have each.

    Args:
        counted: the hexagons.
        scale: their colours.
    """
    km = hexagon_layer.width_km(counted.resolution)
    steps = hexagon_layer.legend_steps(counted, scale)
    lines = [Line(_dot(colour), words, count=n) for colour, words, n in steps]
    return [
        Section(f"Colour: incidents in a hexagon about {km:.0f} km wide; number: hexagons", lines)
    ]


def legend_html(sections: Sequence[Section]) -> str:
    """Return a legend as HTML, for where the map has none of its own."""
    parts = []
    for section in sections:
        parts.append(_title(section.title))
        parts += [_row(line) for line in section.lines]
    return f'<div class="atlas-legend" role="group" aria-label="Legend">{"".join(parts)}</div>'


def _shapes(signs: Sequence[symbology.Sign], alone: NDArray[np.intp]) -> list[Section]:
    """Return the lines for shape and fill, which only single incidents have."""
    icons = _having(alone, [signs[i].icon for i in alone])
    filled = np.array([signs[i].filled for i in alone], dtype=bool)
    order = [*codes.WEAPON, symbology.SEVERAL_WEAPONS]
    shapes = [Line(_icon(i), symbology.icon_label(i), icons[i]) for i in order if i in icons]
    fills = [
        Line(_icon(name), words, rows)
        for name, words, rows in (
            ("unknown", _FILLED_WORDS, alone[filled]),
            ("unknown_open", _OPEN_WORDS, alone[~filled]),
        )
        if len(rows)
    ]
    return [Section("Shape: weapon", shapes), Section("Fill: confirmation", fills)]


def _precision(used: set[str]) -> list[Section]:
    """Return the lines for places that are known less well than to the site."""
    lines = [
        Line(Sign("disc"), f"{name}: within {codes.PRECISION_RADIUS_KM[name]:g} km")
        for name in ("town", "district")
        if name in used
    ]
    if "province" in used:
        lines.append(Line(Sign("tint"), "province: anywhere inside"))
    return [Section("Shaded area: approximate location", lines)] if lines else []


def _dot(colour: symbology.RGB) -> Sign:
    return Sign("dot", palette.css(colour))


@cache
def _icon(name: str) -> Sign:
    svg = (STATIC / "icons" / "svg" / f"{name}.svg").read_bytes()
    return Sign("icon", icon=f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}")


def _title(words: str) -> str:
    return f'<p class="atlas-signs">{html.escape(words)}</p>'


def _row(line: Line) -> str:
    counted = "" if line.n is None else f'<span class="atlas-n">{number(line.n)}</span>'
    style = f"background:{line.sign.colour}" if line.sign.colour else ""
    if line.sign.icon:
        picture = f"url({line.sign.icon})"
        style = f"-webkit-mask-image:{picture};mask-image:{picture}"
    drawn = f'<span class="atlas-{line.sign.kind}" style="{style}"></span>'
    return f'<div class="atlas-sign">{drawn}<span>{html.escape(line.label)}</span>{counted}</div>'
