"""The collection of incidents: what the filter of all pages finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from api.common.query import read_query
from api.features.collection import Collection, Described, Selection
from api.features.paging import SHARED
from api.features.properties import filter_parameters, incident_properties
from geo.analysis.quotation import build_quotation
from geo.export.writers import held_back
from geo.filter.extent import Extent
from geo.filter.records import LISTS, to_geodataframe
from geo.utils.words import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from starlette.requests import Request

    from geo.filter.filter import View
    from geo.model.atlas import Atlas

_SHOWN: Final = (
    "incident_id", "date", "target", "country", "weapons", "outcome", "killed", "injured",
    "claimed_by", "attributed_to", "confirmation", "summary",
)  # fmt: skip


def _select(request: Request, atlas: Atlas, extent: Extent) -> Selection:
    view = read_query(request, atlas, SHARED).filter.view(atlas)
    positions = extent.positions(view)
    return _selection(positions, atlas, lambda: _sentence(view, extent, len(positions)))


def _selection(
    positions: NDArray[np.intp], atlas: Atlas, sentence: Callable[[], str] = str
) -> Selection:
    return Selection(
        len(positions),
        lambda start, stop: to_geodataframe(positions[start:stop], atlas),
        held_back(positions, atlas),
        sentence,
    )


def _sentence(view: View, extent: Extent, n: int) -> str:
    text = build_quotation(view, view.atlas).text
    if extent == Extent():
        return text
    return f"{text} {number(n)} of them are in the box and the time of this address."


def _find(incident_id: str, atlas: Atlas) -> Selection:
    row = atlas.row_of.get(incident_id)
    return _selection(np.array([] if row is None else [row], dtype=np.intp), atlas)


def _describe(atlas: Atlas) -> Described:
    x, y = atlas.places.longitude, atlas.places.latitude
    box = (float(x.min()), float(y.min()), float(x.max()), float(y.max())) if len(x) else None
    everything = np.arange(atlas.n_incidents)
    days = (atlas.first_date.isoformat(), atlas.last_date.isoformat())
    return Described(box, days, held_back(everything, atlas))


INCIDENTS: Final = Collection(
    name="incidents",
    title="Incidents",
    description="Attacks, strikes and interceptions: one target on one day, each with its sources. "
    "Points are known to geo_precision only; where none is known the geometry is null.",
    key="incident_id",
    geometry=("Point",),
    lists=LISTS,
    shown=_SHOWN,
    parameters=filter_parameters(),
    properties=incident_properties,
    select=_select,
    find=_find,
    describe=_describe,
)
