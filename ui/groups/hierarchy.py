"""The hierarchy of groups on the page: a picture, its signs, and the same as a list of words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import codes
from geo.analysis import groups
from geo.utils import words
from maps import group_graph, palette
from ui import text
from ui.groups import compare
from ui.runtime import browser, fragments
from ui.session import links, page_options
from ui.session.cached import cached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.analysis.groups import Link
    from ui.session.filter_state import Context

ANCHOR: Final = "group"
_STYLE: Final = """
<style>
.st-key-hierarchy { overflow-x: auto; padding-bottom: .4rem; }
.st-key-hierarchy svg:has(> .graph) { width: auto; max-width: max(100%, 1100px); height: auto; }
.st-key-hierarchy a:hover text, .st-key-hierarchy a:focus-visible text {
  text-decoration: underline; }
.atlas-swipe { display: none; font-size: .9rem; margin: 0 0 .3rem; }
@media (max-width: 700px) { .atlas-swipe { display: block; } }
.atlas-keys { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; font-size: .85rem;
  margin: .3rem 0; }
.atlas-key { display: inline-flex; align-items: center; gap: .45rem; }
.atlas-tree, .atlas-tree ul { padding-left: 1.15rem; margin: .1rem 0; }
.atlas-tree li { margin: .3rem 0; font-size: .92rem; overflow-wrap: anywhere; }
.atlas-tree small { font-size: .85rem; }
</style>
"""


def draw_hierarchy(context: Context, chosen: str) -> None:
    """Draw picture, signs and list; `chosen` is the id of the group that is marked."""
    atlas = context.atlas
    members = "members included" if context.filter.members else "members not included"
    base = palette.BASE_MAPS[browser.theme()]
    drawn = cached(context.loaded, "group_graph", group_graph.graph)
    counts = {g: replace(context.filter, group=(g,)).view(atlas).shown for g in drawn.drawn}
    st.html(
        f'{_STYLE}<p class="atlas-swipe">The picture is wider than this screen: swipe it sideways, '
        "or open the list below it.</p>"
    )
    addresses = {group: _address(context, group) for group in drawn.drawn}
    with st.container(key="hierarchy"):
        st.graphviz_chart(
            group_graph.dot(drawn, counts, base, chosen, addresses), width="stretch",
            alt=group_graph.alt(drawn),
        )  # fmt: skip
    st.html(group_graph.legend(drawn, base))
    st.caption(
        "Choose a box to see its group below. Parent bodies on the left, members on the right. The "
        f"number counts incidents under the rule “{context.filter.rule}” and your other filters, "
        f"{members}; the numbers overlap. Members count on the days of their links. Grey: none. "
        "The dot repeats the map's colour."
    )
    fragments.let_paint()  # what follows is closed, or below the screen
    with st.expander(
        "The same as a list, each link with its source", icon=":material/account_tree:"
    ):
        st.html(as_list(context, counts))
    _list_shared(context)


def _list_shared(context: Context) -> None:
    """Say which groups belong to more than one body."""
    names = groups.group_names(context.atlas)
    several = groups.bodies_of_groups(context.atlas)
    if several:
        names_of_bodies = "; ".join(
            f"**{text.plain(names[g])}** ({text.plain(' and '.join(names[p] for p in of))})"
            for g, of in several.items()
        )
        st.markdown(f"Groups that belong to more than one body: {names_of_bodies}.")


def _address(context: Context, group: str) -> str:
    """Return the link that shows a group below the picture; what it is compared with stays."""
    versus = page_options.get(compare.VERSUS)
    kept = {
        compare.VERSUS: versus if versus != group else "",
        compare.THEN: page_options.get(compare.THEN),
    }
    return f"{links.address('groups', context.view, actor=group, **kept)}#{ANCHOR}"


def as_list(context: Context, counts: dict[str, int]) -> str:
    """Return the hierarchy as nested lists: each group in full once, under its largest parent.

    Where a group has several parents the others name it and say that it is listed elsewhere.
    """
    atlas = context.atlas
    below: dict[str, list[Link]] = defaultdict(list)
    linked = groups.list_links(atlas)
    for link in linked:
        below[link.parent].append(link)
    children = {link.child for link in linked}
    size = {g: _size(g, below) for g in counts}
    names, described = groups.group_names(atlas), _descriptions(context, counts)
    written: set[str] = set()

    def item(group: str, link: Link | None) -> str:
        how = f" <small>– {describe_link(link, names)}</small>" if link else ""
        if group in written:
            return f"<li>{described[group]}{how} <small>(listed in full elsewhere)</small></li>"
        written.add(group)
        parts = sorted(below[group], key=lambda x: (-size[x.child], names[x.child]))
        inner = "".join(item(part.child, part) for part in parts)
        return f"<li>{described[group]}{how}{f'<ul>{inner}</ul>' if inner else ''}</li>"

    # As many as the picture draws; the list to choose from below has every group.
    roots = [g for g in counts if g not in children]
    roots.sort(key=lambda g: (-size[g], names[g]))
    return f'<ul class="atlas-tree">{"".join(item(g, None) for g in roots)}</ul>'


def _size(group: str, below: dict[str, list[Link]]) -> int:
    below_it, waiting = {group}, [group]
    while waiting:
        parts = {link.child for link in below.get(waiting.pop(), ())} - below_it
        below_it |= parts
        waiting.extend(parts)
    return len(below_it)


def _descriptions(context: Context, counts: dict[str, int]) -> dict[str, str]:
    """Return for each group its name as a link to itself, Arabic name, form and count, as HTML."""
    atlas = context.atlas
    forms = groups.group_forms(atlas)
    table = atlas.groups
    return {
        group: (
            f'<a href="{text.safe(_address(context, group))}" target="_self">'
            f"<b>{text.safe(name)}</b></a> {text.arabic(arabic)} "
            f"<small>{group_graph.FORM_WORD[forms[group]]}, "
            f"{words.plural(counts[group], 'incident')}</small>"
        )
        for group, name, arabic in zip(
            table["group_id"], table["name"], table["name_ar"], strict=True
        )
        if group in counts
    }


def describe_link(link: Link, names: Mapping[str, str]) -> str:
    """Return how a group belongs to another, since when, and where that was read, as HTML."""
    note = f": {text.safe(link.note)}" if link.note else ""
    period = f", {link.period}" if link.period else ""
    pages = ", ".join(text.source_link(*page) for page in link.sources)
    return (
        f"{codes.RELATION[link.relation]} {text.safe(names[link.parent])}{period}{note} [{pages}]"
    )
