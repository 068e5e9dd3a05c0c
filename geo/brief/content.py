"""Gathers the content of a brief: one place or one filter on a sheet to print.

Nothing of it depends on the clock, the machine or the network: the same rows give the same brief.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import numpy as np
import pandas as pd

from geo import codes
from geo.analysis import breakdowns, counts, near, places, titles
from geo.brief import images
from geo.brief.model import Brief, KeyFigure, Row, Split
from geo.cartography.sites import Sites
from geo.export import print_map
from geo.filter import metadata, wording
from geo.filter.filter import Filter
from geo.spatial import joins
from geo.utils.words import cut, plural, short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.analysis.near import Neighbourhood
    from geo.filter.figure import Figure
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

_MOST_GROUPS: Final = 5
_LONG: Final = 300
_SHORT: Final = 110
_A_POINT: Final = ("base:", "at:")
_NO_FILTER: Final = "all incidents"
MOST_ROWS: Final = 40
# More would make a row of the table higher than the page.
_CELL_CHARS: Final = 160


def gather_brief(view: View, around: Neighbourhood | None = None) -> Brief:
    """Return the content of a brief.

    Args:
        view: the incidents. If its filter has a circle, `around` is made from it.
        around: the neighbourhood that the brief is about. Then the incidents inside or perhaps
            inside it count, not those of `view`.
    """
    atlas = view.atlas
    if around is None and view.filter.near is not None:
        at = view.filter.near
        place = places.named_point(at.latitude, at.longitude, atlas)
        whole = replace(view.filter, near=None).view(atlas)
        around = near.find_neighbourhood(whole, atlas, place, at.radius_km)
    shown = around.view if around else view
    counted = around.within_reach if around else shown.positions
    months = breakdowns.split_by_month(counted, atlas, shown.filter.period(atlas), "month")
    sources = atlas.source_rows.take(counted).flatten().unique().to_pylist()
    filter_text = _filter_text(shown)
    return Brief(
        title=_title(around, shown),
        title_ar=_arabic(around, atlas),
        period=_period(shown),
        filter_text=filter_text,
        sentences=tuple(_sentences(shown, around)),
        figures=tuple(_figures(shown, atlas, around, counted)),
        splits=tuple(_splits(shown, atlas, counted)),
        map_png=images.map_png(counted, atlas, around),
        map_caption=_map_caption(atlas, around, counted),
        months_png=images.months_png(months),
        months_title=_months_title(months, around),
        rows=tuple(_rows(counted, atlas, around)),
        counted=len(counted),
        rows_title="Incidents inside or possibly inside the circle" if around else "Incidents",
        with_distance=around is not None,
        pages_of_sources=len(sources),
        publishers=atlas.sources["publisher"].iloc[sorted(sources)].nunique(),
        version=atlas.version,
        data_to=atlas.last_date,
        citation=metadata.citation(shown),
        permalink=_permalink(view, shown, around),
        source_table=atlas.sources,
    )


def _title(around: Neighbourhood | None, shown: View) -> str:
    if around is not None:
        return f"{around.place.label}: within {around.radius_km:g} km"
    title = wording.title(shown.filter, shown.atlas)
    return title if len(title) <= _SHORT else "Incidents of a filter"


def _arabic(around: Neighbourhood | None, atlas: Atlas) -> str | None:
    """Return the Arabic name of a base in the middle, where it is known."""
    if around is None or atlas.bases.empty:
        return None
    here = np.array([around.place.latitude]), np.array([around.place.longitude])
    (at,), (km,) = joins.nearest_base(*here, atlas.bases)
    name = atlas.bases["name_ar"].iloc[at]
    is_there = km <= codes.PRECISION_RADIUS_KM["site"] and around.place.key.startswith(_A_POINT)
    return name if is_there and isinstance(name, str) else None


def _period(shown: View) -> str:
    return wording.days(*shown.filter.period(shown.atlas))


def _in(shown: View) -> str:
    """Return the period as a sentence begins with it."""
    first, last = shown.filter.period(shown.atlas)
    return f"{'On' if first == last else 'From'} {_period(shown)}"


def _filter_text(shown: View) -> str:
    """Return the filter in words, but for period and circle; cut where it would fill the sheet."""
    words = wording.subject(replace(shown.filter, near=None), shown.atlas, 2)
    text = "" if words == wording.noun(Filter(), 2) else words
    if len(text) > _LONG:
        return f"{text[:_LONG]} … (the link below has all of it)"
    return text or _NO_FILTER


def _sentences(shown: View, around: Neighbourhood | None) -> list[str]:
    if around is None:
        n = plural(shown.shown, "incident")
        sentences = [f"{_in(shown)} the atlas holds {n} that match the filter."]
        if shown.not_drawn:
            sentences.append(f"{shown.not_drawn} of them have no point and are not on the map.")
    else:
        circle = f"within {around.radius_km:g} km of {around.place.label}"
        n = plural(around.inside.n, "incident")
        sentences = [f"{_in(shown)} the atlas holds {n} {circle}."]
        if around.maybe.n:
            sentences.append(
                f"{around.maybe.n} more may have happened there: their location is too vague "
                "to tell."
            )
        if around.unplaced.n:
            sentences.append(
                f"{plural(around.unplaced.n, 'incident')} that match the filter have no "
                "location and may be anywhere."
            )
    if shown.left_out:
        sentences.append(wording.not_shown(shown))
    return sentences


def _figures(
    shown: View, atlas: Atlas, around: Neighbourhood | None, counted: NDArray[np.intp]
) -> list[KeyFigure]:
    if around:
        figures = [
            KeyFigure(str(around.inside.n), f"within {around.radius_km:g} km"),
            KeyFigure(str(around.maybe.n), "possibly inside: location too vague"),
        ]
        last = breakdowns.find_latest(around.inside.positions, shown, atlas)
    else:
        figures = [KeyFigure(str(shown.shown), f"of {shown.total} incidents")]
        last = breakdowns.find_latest(counted, shown, atlas)
    if last:
        figures.append(
            KeyFigure(
                str(last.days),
                f"days from the last one to {short_day(last.as_of)}, {last.reference}",
            )
        )
    else:
        figures.append(KeyFigure("–", "days since the last: there is none"))
    for column in ("killed", "injured"):
        total, unknown = counts.sum_toll(_of(shown, counted), atlas, column)
        value = "–" if total is None else str(total)
        figures.append(
            KeyFigure(value, f"{column} where known; unknown in {unknown} of {len(counted)}")
        )
    return figures


def _of(view: View, positions: NDArray[np.intp]) -> View:
    """Return a view of some of its own incidents."""
    return replace(view, positions=positions)


def _splits(shown: View, atlas: Atlas, counted: NDArray[np.intp]) -> list[Split]:
    hours = breakdowns.split_by_hour(counted, atlas, "hour")
    names = dict(zip(atlas.groups["group_id"], atlas.groups["name"], strict=True))
    groups = counts.count_by_group(_of(shown, counted), atlas)
    who = "Who is said to be responsible"
    if counts.are_parties(counted, atlas):
        who = "Parties named, not always the attacker"
    by_group = [(names.get(group, "unattributed"), n) for group, n in groups.items()]
    more = len(by_group) - _MOST_GROUPS
    overlap = "one incident may name several" + (f"; {more} more are named" if more > 0 else "")
    return [
        Split("Weapon", _all(breakdowns.split_by_weapon(counted, atlas, "weapon")),
              "an incident may have several"),
        Split(who, tuple(by_group[:_MOST_GROUPS]), overlap),
        Split(
            "Outcome",
            _all(breakdowns.split_by_code(counted, atlas, "outcome", codes.OUTCOME, "outcome")),
        ),
        Split("Time of day, local", _bands(hours, len(counted)),
              f"{hours.known} of {len(counted)} have an hour"),
    ]  # fmt: skip


def _all(parts: Sequence[Figure]) -> tuple[tuple[str, int], ...]:
    return tuple((part.label, part.n) for part in sorted(parts, key=lambda part: -part.n))


def _bands(hours: breakdowns.Hours, total: int) -> tuple[tuple[str, int], ...]:
    """Return known hours in four bands, then what is known only as a part of the day."""
    bands = [
        (f"{start:02d}:00 to {start + 5:02d}:59", sum(h.n for h in hours.hours[start : start + 6]))
        for start in (0, 6, 12, 18)
    ]
    rough = sum(part.n for part in hours.parts_of_day)
    rows = [*bands, ("only part of the day known", rough), ("unknown", hours.unknown.n)]
    return tuple(rows) if total else ()


def _map_caption(atlas: Atlas, around: Neighbourhood | None, counted: NDArray[np.intp]) -> str:
    drawn = images.drawn_rows(counted, atlas, around)
    dots = print_map.dots_in_words(Sites.of_atlas(atlas).counts(drawn))
    caption = f"{dots} A disc's" if dots else "One disc per site; its"
    caption += " number is the incidents there, its colour the group most named."
    if around is None:
        return caption
    coarse = len(counted) - len(drawn)
    caption += " Grey areas: known to the town (10 km) or district (30 km) only."
    if coarse:
        caption += f" Not drawn: {coarse} known to the province only."
    return caption


def _months_title(months: Sequence[Figure], around: Neighbourhood | None) -> str:
    which = "inside or possibly inside" if around else "of the filter"
    return f"Incidents {which} per month, {sum(month.n for month in months)} in all"


def _rows(counted: NDArray[np.intp], atlas: Atlas, around: Neighbourhood | None) -> list[Row]:
    names = dict(zip(atlas.groups["group_id"], atlas.groups["name"], strict=True))
    names |= {"several": "several", "unknown": ""}
    newest = counted[::-1][:MOST_ROWS].tolist()
    distances = _distances(newest, around) if around else {}
    rows = []
    for position in newest:
        incident = atlas.incidents.iloc[position]
        time = incident["time_local"]
        hour = f" {time}" if isinstance(time, str) else ""
        group = names[atlas.ledger.leading_group[position]]
        said = ", ".join(part for part in (group, incident["confirmation"]) if part)
        rows.append(
            Row(
                date=f"{titles.day_in_words(incident)}{hour}",
                target=cut(titles.short_title(incident), _CELL_CHARS),
                distance=distances.get(position, ""),
                weapon=cut(breakdowns.weapons_in_words(incident["weapons"]), _CELL_CHARS),
                outcome=codes.OUTCOME[incident["outcome"]],
                toll=f"{_cell(incident['killed'])} / {_cell(incident['injured'])}",
                attribution=cut(said, _CELL_CHARS),
                sources=tuple(atlas.source_rows[position].as_py()),
            )
        )
    return rows


def _distances(positions: Sequence[int], around: Neighbourhood) -> dict[int, str]:
    """Return in words how far from the middle each of these incidents is, by its row."""
    entry = {position: i for i, position in enumerate(around.measured.positions.tolist())}
    possible = set(around.maybe.positions.tolist())
    return {
        position: around.measured.short(entry[position])
        + (", possibly" if position in possible else "")
        for position in positions
    }


def _cell(value: Any) -> str:
    return "–" if pd.isna(value) else str(value)


def _permalink(view: View, shown: View, around: Neighbourhood | None) -> str:
    """Return the link to the page that shows the same."""
    if around is None:
        return metadata.permalink(view)
    on_page = metadata.permalink(view if view.filter.near else shown).replace("/?", "/near?")
    if view.filter.near:
        return on_page
    place = {"place": around.place.key, "km": f"{around.radius_km:g}"}
    return f"{on_page}&{urlencode(place, quote_via=quote)}"
