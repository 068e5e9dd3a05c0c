"""The Groups page: who belongs to whom, what is said of each, and what each rule makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import groups
from geo.utils import words
from ui import text
from ui.groups import compare, hierarchy
from ui.runtime import widget_keys
from ui.session import keys, page_options
from ui.widgets import drilldown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

ACTOR: Final = "actor"
_FIRST: Final = "iri"
_STANCE_WORDS: Final = {
    "claimed": "claimed by it",
    "acknowledged": "acknowledged by it",
    "attributed": "attributed to it",
    "suspected": "suspected to be its work",
    "denied": "its part denied",
    "withdrew": "claimed and taken back",
}


def draw_groups_page(context: Context) -> None:
    """Draw the page."""
    st.header("Groups", anchor="groups")
    st.markdown(
        "The atlas doesn't decide who did it; it records who claimed, accused or denied. One "
        "incident can count for several groups, so totals overlap."
    )
    if not context.atlas.graph.group_ids:
        st.info(
            "These data name no groups. To use this page, upload your file again on Your data and "
            "match a column such as “attacker” to *Attributed to* or *Actor 1*."
        )
        return
    figures_of_groups = groups.count_all_stances(
        context.view, context.atlas, members=context.filter.members
    )
    actor = _actor(context)
    hierarchy.draw_hierarchy(context, actor)
    st.subheader("One group", anchor=hierarchy.ANCHOR)
    _choose_actor(context, list(figures_of_groups))
    mine = _one_group(context, actor)
    st.subheader("Two groups, or two periods", anchor="compare")
    compared = compare.draw_comparison(context, actor)
    st.subheader("All groups", anchor="all")
    everybody = _every_group(context, figures_of_groups)
    drilldown.draw_drilldown(context, _unique([*mine, *compared, *everybody]))


def _unique(figures: Iterable[Figure]) -> list[Figure]:
    return list({figure.key: figure for figure in figures}.values())


def _names(context: Context, spoken: list[str]) -> dict[str, str]:
    """Return the groups to choose from, those that are spoken of first."""
    names = groups.group_names(context.atlas)
    rest = sorted(set(names) - set(spoken), key=lambda g: names[g])
    return {g: names[g] for g in [*spoken, *rest]}


def _actor(context: Context) -> str:
    """Return the group that the page is about: chosen, else the filter's first, else the brand."""
    names = groups.group_names(context.atlas)
    given = st.session_state.get(keys.option_widget(ACTOR)) or page_options.get(ACTOR)
    return given if given in names else _default(context, names)


def _default(context: Context, names: Mapping[str, str]) -> str:
    first = context.filter.group[0] if context.filter.group else _FIRST
    return first if first in names else next(iter(names))


def _choose_actor(context: Context, spoken: list[str]) -> None:
    names = _names(context, spoken)
    page_options.choose("Group", ACTOR, names, _default(context, names), listed=True)


def _one_group(context: Context, actor: str) -> list[Figure]:
    """Draw what is known and said of a group; return the numbers."""
    atlas = context.atlas
    st.html(_portrait(context, actor))
    has_members = len(atlas.graph.members(actor)) > 1
    with_members = (True, False) if has_members else (True,)
    stances = [groups.count_stances(context.view, atlas, actor, members=m) for m in with_members]
    ruled = [
        groups.count_under_rules(context.filter, atlas, actor, members=m) for m in with_members
    ]
    ruled.append(groups.count_under_rules(context.filter, atlas))
    claimed, attacks = groups.share_claimed(context.view, atlas, actor)
    whose = " or one of its members" if has_members else ""
    share = compare.link(context, claimed, words.share(claimed.n, attacks.n))
    st.html(
        f"<p>Share claimed: <b>{share}</b> attacks in view are claimed by "
        f"{text.safe(groups.group_names(atlas)[actor])}{whose}.</p>"
    )
    heads = ["members included", "itself"] if has_members else ["incidents"]
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**What is said**, of {words.plural(context.view.shown, 'incident')} in view")
        _grid("said", "Statement", [_STANCE_WORDS[s] for s in groups.STANCES], heads,
              [[column[s] for column in stances] for s in groups.STANCES])  # fmt: skip
    with right:
        st.markdown("**Incidents under each attribution rule** (other filters unchanged)")
        _grid("ruled", "Rule", list(codes.RULE),
              [*heads, "any group"],
              [[column[r] for column in ruled] for r in codes.RULE])  # fmt: skip
        st.caption(
            text.plain("; ".join(f"{r}: {meaning}" for r, meaning in codes.RULE.items()) + ".")
        )
    first, last = context.filter.period(atlas)
    st.caption(
        f"{words.short_day(first)} to {words.short_day(last)}. Choose a number to open its "
        "incidents. A claim that was taken back is not a claim. The rules' table leaves the "
        "filter's own group and rule aside."
    )
    return [claimed, attacks, *(f for column in (*stances, *ruled) for f in column.values())]


def _portrait(context: Context, actor: str) -> str:
    atlas = context.atlas
    row = atlas.groups.set_index("group_id").loc[actor]
    names = groups.group_names(atlas)
    sources = atlas.sources.set_index("source_id")
    source = sources.loc[row["source_id"]]
    note = text.safe(row["note"]) if text.known(row["note"]) else ""
    aliases = row["aliases"].replace(";", ", ") if text.known(row["aliases"]) else ""
    spelled = f"Also: {text.safe(aliases)}." if aliases else ""
    above = [
        f"<li>{hierarchy.describe_link(link, names)}</li>"
        for link in groups.list_links(atlas)
        if link.child == actor
    ]
    belongs = f"<ul>{''.join(above)}</ul>" if above else "<p>No link to a larger body is known.</p>"
    return (
        f'<article class="atlas-card"><h3 class="atlas-card-title">{text.safe(row["name"])} '
        f"{text.arabic(row['name_ar'])}</h3>"
        f'<p class="atlas-kicker">{codes.GROUP_KIND[row["kind"]]}, {text.safe(row["country"])}. '
        f"{spelled}</p><p>{note} [{text.source_link(source['url'], source['publisher'])}]</p>"
        f"{belongs}</article>"
    )


def _grid(
    key: str, corner: str, lines: list[str], heads: list[str], cells: list[list[Figure]]
) -> None:
    """Draw a small table of figures; choosing a number opens its rows."""
    frame = pd.DataFrame(
        {corner: lines} | {h: [row[i].n for row in cells] for i, h in enumerate(heads)}
    )
    opener = _opener(key, heads, lambda row, head: cells[row][heads.index(head)])
    st.dataframe(
        frame, key=drilldown.table_key(f"grid_{key}"), hide_index=True, height="content",
        on_select=opener, selection_mode="single-cell", alt=f"{corner}: {', '.join(heads)}",
    )  # fmt: skip


def _opener(
    key: str, heads: list[str], figure_of: Callable[[int, str], Figure | None]
) -> Callable[[], None]:
    def opened() -> None:
        chosen: list[Any] = st.session_state[widget_keys.key(f"grid_{key}")]["selection"]["cells"]
        for row, head in chosen:
            figure = figure_of(row, head) if head in heads else None
            if figure is not None and figure.n:
                drilldown.open_figure(figure.key)

    return opened


def _every_group(context: Context, figures: dict[str, dict[str, Figure]]) -> list[Figure]:
    """Draw the counts of all groups; return the numbers that are not zero."""
    if not figures:
        if (context.atlas.statements["stance"] == "party").any():
            st.info(
                "Groups are named as parties only, without direction: nobody claims, blames or "
                "denies. Parties count under the rule any; the panel lists the groups."
            )
        else:
            st.info("No statement about any group is known for what the filter finds.")
        return []
    total = groups.most_named_groups(context.view, context.atlas)[1]
    if total > groups.MOST:
        st.info(f"{words.number(total)} groups are named; here are the {groups.MOST} named most.")
    ids = list(figures)
    rows_of = context.atlas.groups.set_index("group_id").loc[ids]
    heads = {stance.capitalize(): stance for stance in groups.STANCES}
    frame = pd.DataFrame(
        {
            "Group": rows_of["name"].tolist(),
            "Arabic": rows_of["name_ar"].tolist(),
            "Kind": rows_of["kind"].map(dict(codes.GROUP_KIND)).tolist(),
        }
        | {head: [figures[g][stance].n for g in ids] for head, stance in heads.items()}
    )
    opener = _opener("all", list(heads), lambda row, head: figures[ids[row]][heads[head]])
    st.dataframe(
        frame, key=drilldown.table_key("grid_all"), hide_index=True, height="content",
        placeholder="–", on_select=opener, selection_mode="single-cell",
        alt=f"Incidents in view by what is said of each of {len(ids)} groups",
    )  # fmt: skip
    whose = "members included" if context.filter.members else "members not included"
    st.caption(
        f"Incidents of the filter, {whose} (“A group includes its members” in the filter changes "
        "that). Groups of which nothing is said here are left out. Numbers overlap."
    )
    return [f for by in figures.values() for f in by.values() if f.n]
