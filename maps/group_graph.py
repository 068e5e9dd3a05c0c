"""The hierarchy of groups as a Graphviz graph, and its legend.

Shape tells the form of a body, line style the relation between two; each box says its form in
words. Colour repeats the map's and is never the only sign. Graphviz lays the graph out in the
browser (`st.graphviz_chart`) and makes a box with a `URL` a link; the DOT language is at
graphviz.org/doc/info/lang.html. Boxes without incidents are empty, with thin grey letters.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import codes
from geo.analysis import groups
from geo.cartography import symbology
from geo.utils.words import number
from maps import palette

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.analysis.groups import Link
    from geo.model.atlas import Atlas
    from maps.palette import BaseMap

_LETTERS: Final = 23
_LINES: Final = 2
_MOST_UNLINKED: Final = 30
_GREYED: Final = 0.32  # how far the letters of a box without incidents are from ink to land
_FONT: Final = "Source Sans Pro, Helvetica Neue, Arial, sans-serif"

FORM_WORD: Final[Mapping[str, str]] = {
    groups.BRAND: "brand",
    groups.FACTION: "armed group",
    groups.FACADE: "facade",
    groups.STATE: "state body",
    groups.OTHER: "no armed body",
}
# How Graphviz draws each form, and how the legend draws the same in SVG.
_SHAPES: Final[Mapping[str, str]] = {
    groups.BRAND: 'shape=box, style="rounded,filled"',
    groups.FACTION: "shape=box, style=filled",
    groups.FACADE: 'shape=hexagon, style="filled,dashed"',
    groups.STATE: "shape=box, style=filled, peripheries=2",
    groups.OTHER: 'shape=box, style="filled,dotted"',
}
_LEGEND_SHAPES: Final[Mapping[str, str]] = {
    groups.BRAND: '<rect x="2" y="2" width="40" height="18" rx="7" {}/>',
    groups.FACTION: '<rect x="2" y="2" width="40" height="18" {}/>',
    groups.FACADE: '<polygon points="10,2 34,2 42,11 34,20 10,20 2,11" stroke-dasharray="4 3" {}/>',
    groups.STATE: (
        '<rect x="2" y="2" width="40" height="18" {0}/>'
        '<rect x="5" y="5" width="34" height="12" {0}/>'
    ),
    groups.OTHER: '<rect x="2" y="2" width="40" height="18" stroke-dasharray="1.5 3" {}/>',
}
# Graphviz has no dash-dot line: a bold dashed one stands for a nominal relation.
_LINES_OF: Final[Mapping[str, tuple[str, str]]] = {
    "member_of": ("style=solid", 'stroke-width="1.5"'),
    "front_for": ("style=dashed", 'stroke-width="1.5" stroke-dasharray="5 2"'),
    "affiliated": ("style=dotted, penwidth=2", 'stroke-width="2" stroke-dasharray="1 5"'),
    "nominal": ("style=dashed, penwidth=3.4", 'stroke-width="3.4" stroke-dasharray="5 2"'),
}


@dataclass(frozen=True)
class GroupGraph:
    """What of the picture does not change with the filter.

    `linked` and `unlinked` are ids of the groups that are drawn, in the atlas's order; `left_out`
    counts the groups without a link that are not, being named less than others.
    """

    names: Mapping[str, tuple[str, tuple[str, ...]]]
    forms: Mapping[str, str]
    colours: Mapping[str, str]
    links: tuple[Link, ...]
    linked: tuple[str, ...]
    unlinked: tuple[str, ...]
    left_out: int

    @property
    def drawn(self) -> tuple[str, ...]:
        """The ids of all groups that have a box."""
        return self.linked + self.unlinked


def graph(atlas: Atlas) -> GroupGraph:
    """Return which groups of an atlas are drawn, and how."""
    links = groups.list_links(atlas)
    has_link = {link.child for link in links} | {link.parent for link in links}
    without = [group for group in atlas.graph.group_ids if group not in has_link]
    unlinked = _named_most(atlas, without)
    table = atlas.groups
    return GroupGraph(
        names={
            group: (name, tuple(_name_lines(name, aliases)))
            for group, name, aliases in zip(
                table["group_id"], table["name"], table["aliases"], strict=True
            )
        },
        forms=groups.group_forms(atlas),
        colours={g: palette.css(c.colour) for g, c in symbology.class_of_group(atlas).items()},
        links=links,
        linked=tuple(group for group in atlas.graph.group_ids if group in has_link),
        unlinked=tuple(unlinked),
        left_out=len(without) - len(unlinked),
    )


def _named_most(atlas: Atlas, without: list[str]) -> list[str]:
    """Return the groups without a link that statements name most, in their order."""
    if len(without) <= _MOST_UNLINKED:
        return without
    index = {group: i for i, group in enumerate(atlas.graph.group_ids)}
    about = atlas.ledger.group
    n = np.bincount(about[about >= 0], minlength=len(index))
    most = set(sorted(without, key=lambda group: -n[index[group]])[:_MOST_UNLINKED])
    return [group for group in without if group in most]


def _name_lines(name: str, aliases: object) -> list[str]:
    """Return a name in two lines; one that needs more gives way to its first other spelling."""
    lines = wrap(name, _LETTERS)
    if len(lines) > _LINES and isinstance(aliases, str):
        lines = wrap(aliases.split(";")[0], _LETTERS)
    return lines[:_LINES]


def dot(
    drawn: GroupGraph, counts: Mapping[str, int], base: BaseMap, chosen: str = "",
    addresses: Mapping[str, str] = MappingProxyType({}),
) -> str:  # fmt: skip
    """Return the hierarchy in the DOT language, parents on the left, members on the right.

    Args:
        drawn: what is drawn.
        counts: the number in each box, by group id.
        base: the colours of the theme.
        chosen: the id of the group that is marked, with its links.
        addresses: where the box of each group leads, by group id.
    """
    node = {group: f"g{i}" for i, group in enumerate(drawn.drawn)}
    ink, quiet, paper = (palette.css(c) for c in (base.ink, base.country_label, base.land))
    grey = palette.css(palette.mixed(base.ink, base.land, _GREYED))

    def box(group: str) -> str:
        name, lines = drawn.names[group]
        form, n = drawn.forms[group], counts.get(group, 0)
        title = "<br/>".join(escape(line) for line in lines)
        label = (
            f"{f'<b>{title}</b>' if n else title}<br/>"
            f'<font color="{drawn.colours[group] if n else quiet}">●</font> '
            f'<font point-size="10">{FORM_WORD[form]} · {number(n)}</font>'
        )
        look = _SHAPES[form]
        if not n:
            look += f', fillcolor=transparent, fontcolor="{grey}", color="{quiet}"'
        if group == chosen:
            look += f', penwidth=2.6, color="{ink}"'
        if group in addresses:
            look += f", URL={_quoted(addresses[group])}, target=_self"
        return f"{node[group]} [label=<{label}>, tooltip={_quoted(name)}, {look}]"

    def line(link: Link) -> str:
        style, _ = _LINES_OF[link.relation]
        look = f"{style}, tooltip={_quoted(_say(link, drawn.names))}"
        if chosen in {link.child, link.parent}:
            look += f', color="{ink}", penwidth=2.8'
            # Labels on all lines would hide the picture: they stand where the reader looks.
            look += f", label={_quoted(link.period)}" if link.period else ""
        return f"{node[link.parent]} -> {node[link.child]} [{look}]"

    more = f"; {drawn.left_out} more, named less often, are not drawn" if drawn.left_out else ""
    unlinked = [
        "subgraph cluster_unlinked {",
        f'label="No documented affiliation{more}"; labeljust=l; color="{quiet}"',
        *(box(group) for group in drawn.unlinked),
        "}",
    ]
    return "\n".join(
        (
            "digraph {",
            'rankdir=LR; ranksep=0.55; nodesep=0.09; pad=0.05; bgcolor="transparent"',
            f'fontname="{_FONT}"; fontsize=11; fontcolor="{ink}"',
            f'node [fontname="{_FONT}", fontsize=11, fontcolor="{ink}", color="{ink}"]',
            f'node [fillcolor="{paper}", fixedsize=true, width=1.9, height=0.62]',
            f'edge [arrowhead=none, color="{quiet}", penwidth=1.4]',
            f'edge [fontname="{_FONT}", fontsize=9, fontcolor="{ink}"]',
            *(unlinked if drawn.unlinked else ()),
            *(box(group) for group in drawn.linked),
            *(line(link) for link in drawn.links),
            "}",
        )
    )


def _say(link: Link, names: Mapping[str, tuple[str, tuple[str, ...]]]) -> str:
    period = f", {link.period}" if link.period else ""
    child, parent = names[link.child][0], names[link.parent][0]
    return f"{child}: {codes.RELATION[link.relation]} {parent}{period}"


def _quoted(words: str) -> str:
    r"""Return a DOT string: within quotes `"` is escaped, and a backslash begins an escape."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def alt(drawn: GroupGraph) -> str:
    """Return what the picture shows in words."""
    return (
        f"Hierarchy of {len(drawn.drawn)} groups with {len(drawn.links)} links, parents on the "
        "left and members on the right; each box is a link. The list below says the same in words."
    )


def legend(drawn: GroupGraph, base: BaseMap) -> str:
    """Return the shapes and lines of the picture with their meaning, as HTML."""
    used = {drawn.forms[group] for group in drawn.drawn}
    ink = palette.css(base.ink)
    outline = f'fill="none" stroke="{ink}" stroke-width="1.4"'
    forms = (
        (_picture(22, _LEGEND_SHAPES[form].format(outline)), words)
        for form, words in groups.FORMS.items()
        if form in used
    )
    path = f'<path d="M2 6H42" fill="none" stroke="{ink}" {{}}/>'
    relations = (
        (_picture(12, path.format(_LINES_OF[code][1])), words)
        for code, words in codes.RELATION.items()
    )
    return _keys(forms) + _keys(relations)


def _keys(signs: Iterable[tuple[str, str]]) -> str:
    keys = "".join(
        f'<span class="atlas-key"><img alt="" src="{address}">{escape(words)}</span>'
        for address, words in signs
    )
    return f'<div class="atlas-keys">{keys}</div>'


def _picture(height: int, content: str) -> str:
    """Return a small SVG picture as a data address."""
    document = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 {height}" width="44" '
        f'height="{height}">{content}</svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(document.encode()).decode()}"
