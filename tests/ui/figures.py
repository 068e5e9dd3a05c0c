"""The numbers that each page lists, from geo, in the order of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis import bases, breakdowns, groups, near, places, provinces

if TYPE_CHECKING:
    from geo.filter.figure import Figure
    from geo.filter.filter import View
    from geo.model.atlas import Atlas


def of_bases(view: View, atlas: Atlas, profile: str) -> list[Figure]:
    matrix = bases.build_matrix(view, atlas)
    chosen = bases.describe_base(view, atlas, profile).figures if profile else []
    return [*matrix.figures, *chosen]


def of_provinces(view: View, atlas: Atlas) -> list[Figure]:
    return provinces.count_by_province(view, atlas).figures


def of_a_place(view: View, atlas: Atlas, place: str, km: str) -> list[Figure]:
    """Those of the circle around a place; the filter's own circle is set aside there."""
    hood = near.find_neighbourhood(view, atlas, places.find_place(place, atlas), float(km))
    reach, period = hood.within_reach, view.filter.period(atlas)
    listed = [
        *hood.figures,
        *breakdowns.split_by_weapon(reach, atlas, "near_weapon"),
        *breakdowns.split_by_hour(reach, atlas, "near_hour").figures,
        *breakdowns.split_by_month(reach, atlas, period, "near_month"),
    ]
    return [figure for figure in listed if figure.n]


def of_groups(view: View, atlas: Atlas, actor: str) -> list[Figure]:
    with_members = (True, False) if len(atlas.graph.members(actor)) > 1 else (True,)
    stances = [groups.count_stances(view, atlas, actor, members=m) for m in with_members]
    ruled = [groups.count_under_rules(view.filter, atlas, actor, members=m) for m in with_members]
    ruled.append(groups.count_under_rules(view.filter, atlas))
    everybody = groups.count_all_stances(view, atlas, members=view.filter.members)
    listed = [
        *groups.share_claimed(view, atlas, actor),
        *(f for column in (*stances, *ruled) for f in column.values()),
        *(f for by in everybody.values() for f in by.values() if f.n),
    ]
    return list({figure.key: figure for figure in listed}.values())
