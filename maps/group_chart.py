"""The hierarchy of groups as a picture: SVG, which the page shows as an image with a text.

Shape tells the form of a body, line style the kind of a link, and each box says its form in words;
colour repeats the map's colour classes and is never the only sign.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import codes
from geo.analysis import groups
from geo.cartography import symbology
from maps import group_layout, palette

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.cartography.symbology import RGB
    from geo.model.atlas import Atlas
    from maps.group_layout import Drawing, Edge

WIDTH_PX: Final = 140
_HEIGHT_PX: Final = 46
_GAP_PX: Final = 52
_MARGIN_PX: Final = 6
_LETTERS: Final = 21
_LINES: Final = 2
_CORNER_PX: Final = 9
_SPREAD_PX: Final = 28
_MOST_UNLINKED: Final = 30
_FONT: Final = "Source Sans Pro, Helvetica Neue, Arial, sans-serif"

FORM_WORD: Final[Mapping[str, str]] = {
    groups.BRAND: "brand",
    groups.FACTION: "armed group",
    groups.FACADE: "facade",
    groups.STATE: "state body",
    groups.OTHER: "no armed body",
}
# Dashes of the links; the round dots of `affiliated` are dashes of almost no length.
_DASHES: Final[Mapping[str, str]] = {
    "member_of": "",
    "front_for": "8 4",
    "affiliated": "0.1 4.5",
    "nominal": "12 4 2 4",
}


@dataclass(frozen=True)
class Plan:
    """What of the picture does not change with the filter: where everything stands.

    `left_out` counts the groups without a link that have no box, being named less than others.
    """

    names: Mapping[str, tuple[str, tuple[str, ...]]]
    forms: Mapping[str, str]
    colours: Mapping[str, str]
    relations: Mapping[Edge, str]
    drawing: Drawing
    boxes: Mapping[str, tuple[float, float]]
    unlinked_y: float | None
    left_out: int


def plan(atlas: Atlas) -> Plan:
    """Lay the groups of an atlas out."""
    links = groups.links(atlas)
    edges: list[Edge] = [(link.child, link.parent) for link in links]
    single = group_layout.alone(atlas.graph.group_ids, edges)
    linked = [g for g in atlas.graph.group_ids if g not in set(single)]
    drawing = group_layout.draw(linked, edges)
    boxed = _named_most(atlas, single)
    boxes, below = _boxes(drawing, boxed)
    table = atlas.groups
    return Plan(
        names={
            group: (name, tuple(_name_lines(name, aliases)))
            for group, name, aliases in zip(
                table["group_id"], table["name"], table["aliases"], strict=True
            )
        },
        forms=groups.forms(atlas),
        colours={g: palette.css(c.colour) for g, c in symbology.class_of_group(atlas).items()},
        relations={(link.child, link.parent): link.relation for link in links},
        drawing=drawing,
        boxes=boxes,
        unlinked_y=below if single else None,
        left_out=len(single) - len(boxed),
    )


def _named_most(atlas: Atlas, single: Sequence[str]) -> list[str]:
    """Return the groups without a link that statements name most, in their order."""
    if len(single) <= _MOST_UNLINKED:
        return list(single)
    index = {group: i for i, group in enumerate(atlas.graph.group_ids)}
    about = atlas.ledger.group
    n = np.bincount(about[about >= 0], minlength=len(index))
    chosen = sorted(single, key=lambda group: -n[index[group]])[:_MOST_UNLINKED]
    return [group for group in single if group in set(chosen)]


def svg(at: Plan, counts: Mapping[str, int], ink: RGB, chosen: str = "") -> str:
    """Return the hierarchy as an SVG document on clear ground.

    Args:
        at: where everything stands.
        counts: a number to write into each box, by group id.
        ink: colour of lines and letters.
        chosen: the group that is marked, with its links.
    """
    drawn = _lines(at, chosen)
    drawn += [_box(at, group, counts.get(group, 0), marked=group == chosen) for group in at.boxes]
    width = max((x for x, _ in at.boxes.values()), default=0) + WIDTH_PX + _MARGIN_PX
    height = max((y for _, y in at.boxes.values()), default=0) + _HEIGHT_PX + _MARGIN_PX
    if at.unlinked_y is not None:
        more = f", those named most; {at.left_out} more are not drawn" if at.left_out else ""
        drawn.append(
            f'<text x="{_MARGIN_PX}" y="{at.unlinked_y - 8:g}" font-size="12" '
            f'fill="currentColor">Without a link in the sources{more}:</text>'
        )
    return _document(width, height, ink, "".join(drawn))


def alt(at: Plan) -> str:
    """Return what the picture shows in words."""
    return (
        f"Hierarchy of {len(at.boxes)} groups with {len(at.relations)} links, the whole on the "
        "left and its parts to the right. The list below says the same in words."
    )


def address(document: str) -> str:
    """Return an SVG document as a data address for an image."""
    return f"data:image/svg+xml;base64,{base64.b64encode(document.encode()).decode()}"


def _document(width: float, height: float, ink: RGB, drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" color="{palette.css(ink)}" '
        f'font-family="{_FONT}">{drawn}</svg>'
    )


def legend(at: Plan, ink: RGB) -> str:
    """Return the signs that the picture uses in words, as HTML."""
    used = {at.forms[group] for group in at.boxes}
    forms = "".join(
        _key(_document(44, 22, ink, _shape(form, (2, 2), (40, 18), 1.4)), words)
        for form, words in groups.FORMS.items()
        if form in used
    )
    kinds = "".join(
        _key(
            _document(44, 12, ink, f'<path d="M2 6H42" {_stroke(relation, marked=False)}/>'), words
        )
        for relation, words in codes.RELATION.items()
    )
    return f'<div class="atlas-keys">{forms}</div><div class="atlas-keys">{kinds}</div>'


def _key(document: str, words: str) -> str:
    return f'<span class="atlas-key"><img alt="" src="{address(document)}">{escape(words)}</span>'


def _boxes(drawing: Drawing, single: Sequence[str]) -> tuple[dict[str, tuple[float, float]], float]:
    """Return the upper left corner of each box in pixels, and where the unlinked ones begin."""
    step = WIDTH_PX + _GAP_PX
    boxes: dict[str, tuple[float, float]] = {
        node: (_MARGIN_PX + column * step, _MARGIN_PX + (y - 0.5) * _HEIGHT_PX)
        for node, (column, y) in drawing.at.items()
    }
    below = _MARGIN_PX + drawing.height * _HEIGHT_PX + 46
    per_row = max(drawing.columns, 1)
    for i, node in enumerate(single):
        row, column = divmod(i, per_row)
        boxes[node] = _MARGIN_PX + column * step, below + row * (_HEIGHT_PX + 10)
    return boxes, below


def _lines(at: Plan, chosen: str) -> list[str]:
    """Return the links; those of the chosen group come last, over the others."""
    boxes = at.boxes
    leaves, enters = _ports(at.drawing)
    found = []
    step = WIDTH_PX + _GAP_PX
    for edge, stops in at.drawing.through.items():
        child, parent = edge
        x, y = boxes[parent][0] + WIDTH_PX, boxes[parent][1] + _HEIGHT_PX / 2 + leaves[edge]
        path = [f"M{x:.1f} {y:.1f}"]
        for k, (column, middle) in enumerate(stops[1:], start=1):
            is_end = k == len(stops) - 1
            left = _MARGIN_PX + column * step
            end = (boxes[child][1] + _HEIGHT_PX / 2 + enters[edge] if is_end
                   else _MARGIN_PX + middle * _HEIGHT_PX)  # fmt: skip
            bow = (left - x) / 2
            path.append(f"C{x + bow:.1f} {y:.1f} {left - bow:.1f} {end:.1f} {left:.1f} {end:.1f}")
            if not is_end:
                path.append(f"H{left + WIDTH_PX:.1f}")
            x, y = left + WIDTH_PX, end
        style = _stroke(at.relations[edge], marked=chosen in edge)
        found.append((chosen in edge, f'<path d="{"".join(path)}" {style}/>'))
    return [line for _, line in sorted(found, key=lambda f: f[0])]


def _ports(drawing: Drawing) -> tuple[dict[Edge, float], dict[Edge, float]]:
    """Return how far from the middle of a box each link leaves its parent and enters its child."""
    out: dict[str, list[tuple[float, Edge]]] = defaultdict(list)
    into: dict[str, list[tuple[float, Edge]]] = defaultdict(list)
    for edge, stops in drawing.through.items():
        child, parent = edge
        out[parent].append((stops[1][1], edge))
        into[child].append((stops[-2][1], edge))

    def spread(sides: Mapping[str, list[tuple[float, Edge]]]) -> dict[Edge, float]:
        found = {}
        for ends in sides.values():
            room = min(_SPREAD_PX, 8 * (len(ends) - 1))
            for i, (_, edge) in enumerate(sorted(ends)):
                found[edge] = room * (i / (len(ends) - 1) - 0.5) if len(ends) > 1 else 0.0
        return found

    return spread(out), spread(into)


def _stroke(relation: str, *, marked: bool) -> str:
    dashes = _DASHES[relation]
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    width = (2.4 if relation == "affiliated" else 1.5) + (1.2 if marked else 0)
    opacity = 1 if marked else 0.55
    return (
        f'fill="none" stroke="currentColor" stroke-width="{width:g}" stroke-linecap="round" '
        f'opacity="{opacity:g}"{dash}'
    )


def _shape(form: str, at: tuple[float, float], size: tuple[float, float], line: float) -> str:
    """Return the outline of a form: its upper left corner, width and height in pixels."""
    (x, y), (width, height) = at, size
    style = f'fill="currentColor" fill-opacity="0.05" stroke="currentColor" stroke-width="{line:g}"'
    if form == groups.FACADE:
        cut, right, low, half = min(_CORNER_PX, height / 2), x + width, y + height, y + height / 2
        corners = ((x + cut, y), (right - cut, y), (right, half), (right - cut, low),
                   (x + cut, low), (x, half))  # fmt: skip
        points = " ".join(f"{px:g},{py:g}" for px, py in corners)
        return f'<polygon points="{points}" stroke-dasharray="4 3" {style}/>'
    radius = height / 2 if form == groups.BRAND else 2
    if form == groups.OTHER:
        style += ' stroke-dasharray="1.5 3"'
    box = (f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" '
           f"{style}/>")  # fmt: skip
    if form == groups.STATE:
        box += (f'<rect x="{x + 3:g}" y="{y + 3:g}" width="{width - 6:g}" '
                f'height="{height - 6:g}" fill="none" stroke="currentColor" '
                'stroke-width="0.8"/>')  # fmt: skip
    return box


def _box(at: Plan, group: str, n: int, *, marked: bool) -> str:
    x, y = at.boxes[group]
    name, lines = at.names[group]
    form, middle = at.forms[group], x + WIDTH_PX / 2
    first = y + (15 if len(lines) > 1 else 20)
    said = "".join(
        f'<text x="{middle:g}" y="{first + 12.5 * i:g}" font-size="11.5" '
        f'font-weight="{700 if marked else 600}" text-anchor="middle" '
        f'fill="currentColor">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    below = f"{FORM_WORD[form]} · {n}"
    return (
        f"<g><title>{escape(name)}</title>"
        f"{_shape(form, (x, y), (WIDTH_PX, _HEIGHT_PX), 2.6 if marked else 1.2)}{said}"
        f'<circle cx="{middle - 2.7 * len(below) - 6:g}" cy="{y + 37:g}" r="3.6" '
        f'fill="{at.colours[group]}" stroke="currentColor" stroke-width="0.6"/>'
        f'<text x="{middle:g}" y="{y + 40.5:g}" font-size="10.5" text-anchor="middle" '
        f'fill="currentColor">{below}</text></g>'
    )


def _name_lines(name: str, aliases: object) -> list[str]:
    """Return a name in two lines; one that needs more gives way to its first other spelling."""
    lines = wrap(name, _LETTERS)
    if len(lines) > _LINES and isinstance(aliases, str):
        lines = wrap(aliases.split(";")[0], _LETTERS)
    return lines[:_LINES]
