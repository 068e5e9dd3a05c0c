"""The layers of the incident map, each as a pydeck layer with an id of its own.

Every layer has the tooltip fields `tip_title` and `tip_body`, says whether it can be picked, and
names its data by address where it can: what does not change does not travel.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pydeck as pdk

from geo import codes
from geo.analysis.titles import short_title
from geo.cartography.symbology import GROUP_CLASSES, class_numbers, icon_label
from geo.paths import STATIC
from geo.spatial.joins import NO_ROW
from maps import static_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.cartography.symbology import Sign
    from geo.model.atlas import Atlas
    from maps.palette import BaseMap
    from maps.symbol_layout import SymbolLayout

INCIDENTS_ID: Final = "incidents"
PRECISION_ID: Final = "precision"
TINT_ID: Final = "province-tint"
POINTS_ID: Final = "points"  # as the map component names it
ICON_PX: Final = 13
_ARC_ALPHA: Final = 150
_DATE_FILTER: Final = {"@@type": "DataFilterExtension", "filterSize": 1}
_DATE_AND_GROUP_FILTER: Final = _DATE_FILTER | {"categorySize": 1}


def layer_of(layer_type: str, layer_id: str, **props: Any) -> pdk.Layer:
    """Return a layer that says whether it can be picked; paths to pictures are set afterwards.

    pydeck opens whatever ends in .png as a local file, so the icon atlas must not be an argument.
    """
    icon_atlas = props.pop("icon_atlas", None)
    layer = pdk.Layer(layer_type, id=layer_id, pickable=props.pop("pickable", False), **props)
    if icon_atlas:
        layer.icon_atlas = icon_atlas
    return layer


def incident_rows(
    atlas: Atlas,
    layout: SymbolLayout,
    signs: Sequence[Sign],
    positions: NDArray[np.intp],
    *,
    all_open: bool,
) -> list[dict[str, Any]]:
    """Return the rows of the incident layer for the incidents at `positions` that have a point.

    Keys: id, p (longitude, latitude of the site), o (pixels from it), d (days since 1970-01-01,
    which the GPU filters by), g (number of its group class, likewise), i (icon), h (its halo),
    c (RGB), k (killed, 0 also where unknown: it only says whether there is a ring), tip_title,
    tip_body.
    """
    incidents = atlas.incidents
    offset = np.round(layout.incident_px(all_open=all_open), 1)
    of_row, rows = layout.sites.of_row, []
    names, classes = _group_labels(atlas), class_numbers(atlas)
    for position in positions[of_row[positions] != NO_ROW]:
        incident, sign, site = incidents.iloc[position], signs[position], of_row[position]
        about = "about " if incident["date_precision"] == "approx" else ""
        rows.append(
            {
                "id": incident["incident_id"],
                "p": point_of(layout, site),
                "o": offset[position].tolist(),
                "d": int(atlas.day[position]),
                "g": int(classes[position]),
                "i": icon_name(sign),
                "h": f"{sign.icon}_halo",
                "c": list(sign.group.colour),
                "k": int(incident["killed"]) if incident["killed"] is not pd.NA else 0,
                "tip_title": f"{about}{incident['date']:%Y-%m-%d} · {short_title(incident)}",
                "tip_body": (
                    f"{names[atlas.ledger.leading_group[position]]} · "
                    f"{icon_label(sign.icon)} · {codes.OUTCOME[incident['outcome']]} · "
                    f"{incident['confirmation']}"
                ),
            }
        )
    return rows


def _group_labels(atlas: Atlas) -> Mapping[str, str]:
    groups = atlas.groups
    return dict(zip(groups["group_id"], groups["name"], strict=True)) | {
        "several": "several groups",
        "unknown": "unattributed",
    }


def icon_name(sign: Sign) -> str:
    """Return the name of a sign's icon in the icon atlas."""
    return sign.icon if sign.filled else f"{sign.icon}_open"


def point_of(layout: SymbolLayout, site: np.intp | int) -> list[float]:
    """Return longitude and latitude of a site, degrees WGS84, four decimals."""
    return [round(float(layout.sites.longitude[site]), 4),
            round(float(layout.sites.latitude[site]), 4)]  # fmt: skip


def incident_icons(
    data: str | list[dict[str, Any]],
    days: tuple[int, int],
    base: BaseMap,
    *,
    chosen: str | None = None,
) -> list[pdk.Layer]:
    """Return the layers of single incidents: one icon each, fanned out around their site.

    A halo keeps neighbours apart, a ring marks incidents with deaths, and a larger halo in ink the
    chosen one. All read the same rows, and the GPU filters all of them by day.

    Args:
        data: address of the rows of `incident_rows`, or the rows.
        days: first and last day shown, since 1970-01-01, inclusive.
        base: the colours under them.
        chosen: the id of the incident that is chosen.
    """
    shared: dict[str, Any] = {
        "data": data,
        "get_position": "p",
        "get_pixel_offset": "o",
        "extensions": [_DATE_AND_GROUP_FILTER],
        "get_filter_value": "d",
        "filter_range": list(days),
        "get_filter_category": "g",
        "filter_categories": list(range(len(GROUP_CLASSES))),
    }
    is_chosen = f"id == '{chosen}'" if chosen else "false"
    return [
        icons_of("incident-chosen", **shared, get_icon="'ring'", get_color=list(base.ink),
               get_size=f"{is_chosen} ? {ICON_PX * 2 + 8} : 0"),
        # An open symbol has a clear middle; there the halo under it is what is picked.
        icons_of(f"{INCIDENTS_ID}-halos", **shared, get_icon="h", pickable=True,
               get_color=list(base.paper), get_size=ICON_PX + 1),
        icons_of("incident-deaths", **shared, get_icon="'ring'", get_color=list(base.ink),
               get_size=f"k ? {ICON_PX + 8} : 0"),
        icons_of(INCIDENTS_ID, **shared, get_icon="i", get_color="c", get_size=ICON_PX,
               pickable=True, auto_highlight=True),
    ]  # fmt: skip


def icons_of(layer_id: str, **props: Any) -> pdk.Layer:
    """Return a layer of icons of the atlas; file and mapping are read by address."""
    icons = static_files.manifest("icons")
    return layer_of(
        "IconLayer", layer_id, icon_atlas=f"{static_files.URL_PREFIX}/icons/{icons['file']}",
        icon_mapping=f"'{static_files.URL_PREFIX}/icons/{icons['mapping']}'", size_units="'pixels'",
        **props,
    )  # fmt: skip


def point_cloud(days: tuple[int, int]) -> pdk.Layer:
    """Return the layer of very many incidents, a small dot each; the map brings the points.

    Args:
        days: first and last day shown, since 1970-01-01, inclusive.
    """
    return layer_of(
        "ScatterplotLayer", POINTS_ID, data=[], get_radius=2.5, radius_units="'pixels'",
        opacity=0.55, extensions=[_DATE_FILTER], filter_range=list(days), pickable=True,
    )  # fmt: skip


def precision_rows(
    atlas: Atlas, layout: SymbolLayout, positions: NDArray[np.intp]
) -> list[dict[str, Any]]:
    """Return one row per place that is known to the town or district only.

    Keys: p (longitude, latitude), r (radius in metres within which the place lies), and days, of
    as `counted_rows.count_rows` takes them.

    Args:
        atlas: the atlas.
        layout: where its sites are.
        positions: the incidents that the filter finds at any time, rows of `atlas.incidents`.
    """
    names = list(codes.GEO_PRECISION)
    site, rank = layout.sites.of_row[positions], atlas.precision_rank[positions]
    soft = np.isin(rank, [names.index("town"), names.index("district")]) & (site != NO_ROW)
    places = pd.Series(positions[soft]).groupby([site[soft], rank[soft]])
    return [
        {
            "p": point_of(layout, place), "r": int(codes.PRECISION_RADIUS_KM[names[r]] * 1000),
            **dated(atlas, here.to_numpy()),
        }
        for (place, r), here in places
    ]  # fmt: skip


def precision_discs(data: str | list[dict[str, Any]], base: BaseMap) -> pdk.Layer:
    """Return soft discs of true radius where a place is known to the town or district only.

    Args:
        data: address of the rows of `precision_rows`, or the rows.
        base: the colours under them.
    """
    return layer_of(
        "ScatterplotLayer", PRECISION_ID, data=data, get_position="p", get_radius="r",
        radius_units="'meters'", get_fill_color=[*base.ink, 16], stroked=True,
        get_line_color=[*base.ink, 60], line_width_units="'pixels'", get_line_width=1,
    )  # fmt: skip


@cache
def _province_shapes() -> Mapping[str, dict[str, Any]]:
    """Return the simplified provinces of the base map by code, as GeoJSON features."""
    path = STATIC / "basemap" / static_files.manifest("basemap")["province_shapes"]
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["code"]: feature for feature in features}


def province_rows(codes_of_provinces: Sequence[str]) -> list[dict[str, Any]]:
    """Return the shapes of provinces, by code, as GeoJSON features; unknown codes are left out."""
    shapes = _province_shapes()
    return [shapes[code] for code in codes_of_provinces if code in shapes]


def tint_rows(atlas: Atlas, positions: NDArray[np.intp]) -> list[dict[str, Any]]:
    """Return the shapes of the provinces of incidents that are known to the province only.

    GeoJSON features, each with days and of as `counted_rows.count_rows` takes them. Arguments as
    for `precision_rows`.
    """
    rows = atlas.take(positions, "geo_precision", "province_code")
    coarse = (rows["geo_precision"] == "province") & rows["province_code"].notna()
    here = pd.Series(positions[coarse.to_numpy()]).groupby(rows["province_code"][coarse].to_numpy())
    inside = {code: where.to_numpy() for code, where in here}
    return [
        shape | dated(atlas, inside[shape["properties"]["code"]])
        for shape in province_rows(sorted(inside))
    ]


def province_tint(data: str | list[dict[str, Any]], base: BaseMap) -> pdk.Layer:
    """Return a tint of provinces.

    Args:
        data: address of the features of `tint_rows` or `province_rows`, or the features.
        base: the colours under them.
    """
    return layer_of(
        "GeoJsonLayer", TINT_ID, data=data, filled=True, stroked=False,
        get_fill_color=[*base.ink, 18],
    )  # fmt: skip


def dated(atlas: Atlas, positions: NDArray[np.intp]) -> dict[str, list[int]]:
    """Return the days since 1970-01-01 of incidents, ascending, and the group class of each.

    Keys: days, of (index into `symbology.group_classes`). Within a day they are in the order of the
    classes.
    """
    days, classes = atlas.day[positions], class_numbers(atlas)[positions]
    order = np.lexsort((classes, days))
    return {"days": days[order].tolist(), "of": classes[order].tolist()}


def origin_rows(
    atlas: Atlas, layout: SymbolLayout, positions: NDArray[np.intp]
) -> list[dict[str, Any]]:
    """Return one row per origin that has a point, for the incidents at `positions` that have one.

    Keys: s, t (longitude, latitude of the origin and of the incident's site), d (days since
    1970-01-01, which the GPU filters by). An origin known to the country only has no point.
    """
    of_row, chosen = layout.sites.of_row, set(positions.tolist())
    origins = atlas.origins.dropna(subset=["latitude", "longitude"])
    rows = []
    for incident_id, latitude, longitude in zip(
        origins["incident_id"], origins["latitude"], origins["longitude"], strict=True
    ):
        position = atlas.row_of[incident_id]
        if position in chosen and of_row[position] != NO_ROW:
            rows.append(
                {
                    "s": [round(float(longitude), 4), round(float(latitude), 4)],
                    "t": point_of(layout, of_row[position]),
                    "d": int(atlas.day[position]),
                }
            )
    return rows


def origin_arcs(
    data: str | list[dict[str, Any]], days: tuple[int, int], base: BaseMap
) -> pdk.Layer:
    """Return arcs from reported origins to the sites that were aimed at; the GPU filters by day.

    Args:
        data: address of the rows of `origin_rows`, or the rows.
        days: first and last day shown, since 1970-01-01, inclusive.
        base: the colours under them.
    """
    return layer_of(
        "ArcLayer", "origins", data=data, get_source_position="s", get_target_position="t",
        get_width=1.5, width_units="'pixels'", great_circle=False,
        get_source_color=[*base.ink, _ARC_ALPHA], get_target_color=[*base.ink, _ARC_ALPHA],
        extensions=[_DATE_FILTER], get_filter_value="d", filter_range=list(days),
    )  # fmt: skip
