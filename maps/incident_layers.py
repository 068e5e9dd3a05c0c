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
from geo.cartography.symbology import icon_label
from geo.paths import STATIC
from geo.spatial.joins import NO_ROW
from geo.utils.words import plural
from maps import site_names, static_files
from maps.lettering import outlined
from maps.symbol_layout import SymbolLayout, radius_px

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.cartography.symbology import GroupClass, Sign
    from geo.model.atlas import Atlas
    from maps.palette import BaseMap

# Layers that can be picked. Streamlit fades everything but the picked object while its layer is
# there, the land included; with the number of picks in the id, the layer of the last pick is gone.
SITES_ID: Final = "sites"
INCIDENTS_ID: Final = "incidents"
ICON_PX: Final = 13
_INK_DOT: Final = [60, 56, 50, 200]
_ARC_ALPHA: Final = 150
_DATE_FILTER: Final = {"@@type": "DataFilterExtension", "filterSize": 1}


def _layer(layer_type: str, layer_id: str, **props: Any) -> pdk.Layer:
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
    which the GPU filters by), i (icon), h (its halo), c (RGB), k (killed, 0 also where unknown: it
    only says whether there is a ring), tip_title, tip_body.
    """
    incidents = atlas.incidents
    offset = np.round(layout.incident_px(all_open=all_open), 1)
    of_row, rows = layout.sites.of_row, []
    names = _group_labels(atlas)
    for position in positions[of_row[positions] != NO_ROW]:
        incident, sign, site = incidents.iloc[position], signs[position], of_row[position]
        about = "about " if incident["date_precision"] == "approx" else ""
        rows.append(
            {
                "id": incident["incident_id"],
                "p": _point(layout, site),
                "o": offset[position].tolist(),
                "d": int(atlas.day[position]),
                "i": icon_name(sign),
                "h": f"{sign.icon}_halo",
                "c": list(sign.group.colour),
                "k": int(incident["killed"]) if incident["killed"] is not pd.NA else 0,
                "tip_title": f"{about}{incident['date']:%Y-%m-%d} · {incident['target']}",
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
        "unknown": "nobody named",
    }


def icon_name(sign: Sign) -> str:
    """Return the name of a sign's icon in the icon atlas."""
    return sign.icon if sign.filled else f"{sign.icon}_open"


def _point(layout: SymbolLayout, site: np.intp | int) -> list[float]:
    return [round(float(layout.sites.longitude[site]), 4),
            round(float(layout.sites.latitude[site]), 4)]  # fmt: skip


def incident_icons(
    data: str | list[dict[str, Any]],
    days: tuple[int, int],
    base: BaseMap,
    *,
    picks: int = 0,
    chosen: str | None = None,
    play_ms: int = 0,
) -> list[pdk.Layer]:
    """Return the layers of single incidents: one icon each, fanned out around their site.

    A halo keeps neighbours apart, a ring marks incidents with deaths, and a larger halo in ink the
    chosen one. All read the same rows, and the GPU filters all of them by day.

    Args:
        data: address of the rows of `incident_rows`, or the rows.
        days: first and last day shown, since 1970-01-01, inclusive.
        base: the colours under them.
        picks: how many objects the session has picked so far.
        chosen: the id of the incident that is chosen.
        play_ms: how long the browser takes to move to `days`, for playback.
    """
    shared: dict[str, Any] = {
        "data": data,
        "get_position": "p",
        "get_pixel_offset": "o",
        "extensions": [_DATE_FILTER],
        "get_filter_value": "d",
        "filter_range": list(days),
        "transitions": {"filterRange": play_ms} if play_ms else {},
    }
    is_chosen = f"id == '{chosen}'" if chosen else "false"
    return [
        _icons("incident-chosen", **shared, get_icon="'ring'", get_color=list(base.ink),
               get_size=f"{is_chosen} ? {ICON_PX * 2 + 8} : 0"),
        # An open symbol has a clear middle; there the halo under it is what is picked.
        _icons(f"{INCIDENTS_ID}-halos:{picks}", **shared, get_icon="h", pickable=True,
               get_color=list(base.paper), get_size=ICON_PX + 1),
        _icons("incident-deaths", **shared, get_icon="'ring'", get_color=list(base.ink),
               get_size=f"k ? {ICON_PX + 8} : 0"),
        _icons(f"{INCIDENTS_ID}:{picks}", **shared, get_icon="i", get_color="c", get_size=ICON_PX,
               pickable=True, auto_highlight=True),
    ]  # fmt: skip


def _icons(layer_id: str, **props: Any) -> pdk.Layer:
    """Return a layer of icons of the atlas; file and mapping are read by address."""
    icons = static_files.manifest("icons")
    return _layer(
        "IconLayer", layer_id, icon_atlas=f"{static_files.URL_PREFIX}/icons/{icons['file']}",
        icon_mapping=f"'{static_files.URL_PREFIX}/icons/{icons['mapping']}'", size_units="'pixels'",
        **props,
    )  # fmt: skip


def site_rows(
    layout: SymbolLayout,
    counts: NDArray[np.int64],
    leading: Mapping[int, GroupClass],
    hidden: int | None,
) -> list[dict[str, Any]]:
    """Return one row per site with incidents.

    Keys: key, p (longitude, latitude), o (pixels from there to the symbol), away (whether that is
    any), s (pixels across), n (incidents), c (RGB), m, mo (name and pixels to it), tip_title,
    tip_body.

    Args:
        layout: where the symbols stand.
        counts: incidents shown at each site.
        leading: the group class that most of a site's incidents have.
        hidden: a site that is fanned out and needs no symbol, or None.
    """
    radius = radius_px(counts, layout.largest)
    rows = []
    for i in np.flatnonzero(counts).tolist():
        if i == hidden:
            continue
        n = int(counts[i])
        rows.append(
            {
                "key": layout.sites.key[i],
                "p": _point(layout, i),
                "o": _whole(layout.symbol_px[i]),
                "away": bool(np.any(layout.symbol_px[i])),
                "s": round(float(radius[i]) * 2),
                "n": str(n),
                "c": list(leading[i].colour),
                **_name(layout, i),
                "tip_title": layout.sites.name[i],
                "tip_body": _in_words(n, leading[i].label),
            }
        )
    return rows


def _in_words(n: int, group: str) -> str:
    return f"{plural(n, 'incident')}{':' if n == 1 else ', most often:'} {group}"


def _name(layout: SymbolLayout, site: int) -> dict[str, Any]:
    """Return a site's name and pixels from its point to where the name begins."""
    if site not in layout.named:
        return {"m": "", "mo": [0, 0]}
    at = layout.symbol_px[site] + layout.named[site]
    return {"m": site_names.short_name(layout.sites.name[site]), "mo": _whole(at)}


def _whole(pixels: NDArray[np.float64]) -> list[int]:
    """Return pixels as whole ones: nobody sees the rest, and rows travel with every move."""
    return [round(v) for v in pixels.tolist()]


def site_layers(
    data: str | list[dict[str, Any]], base: BaseMap, *, picks: int = 0, dimmed: bool
) -> list[pdk.Layer]:
    """Return the counted symbols of sites: a disc, its number, and a dot on the true point.

    Args:
        data: address of the rows of `site_rows`, or the rows.
        base: the colours under them.
        picks: how many objects the session has picked so far.
        dimmed: whether one site is open and the others stand back.
    """
    opacity = 0.4 if dimmed else 0.95

    def at(*fields: str, only: str = "") -> dict[str, Any]:
        """Return where symbols stand; rows that travel do so with these fields, if `only` holds."""
        props: dict[str, Any] = {"data": data, "get_position": "p"}
        if not isinstance(data, str):
            props["data"] = [
                {field: row[field] for field in ("p", *fields)}
                for row in data
                if not only or row[only]
            ]
        return props | ({"get_pixel_offset": "o"} if "o" in fields else {})

    return [
        _layer("ScatterplotLayer", "site-points", **at(only="away"), get_radius=2,
               get_fill_color=_INK_DOT, radius_units="'pixels'"),
        _layer("TextLayer", "site-names", **at("m", "mo", only="m"), get_text="m",
               get_size=site_names.NAME_PX, get_pixel_offset="mo", size_units="'pixels'",
               get_color=[*base.ink, 230], get_text_anchor="'start'",
               get_alignment_baseline="'center'", font_weight=600, character_set="'auto'",
               **outlined(base.land, 3)),
        _icons("site-edges", **at("o", "s"), get_icon="'site'", get_size="s + 3",
               get_color=list(base.paper), opacity=opacity),
        _icons(f"{SITES_ID}:{picks}", **at("o", "s", "c", "key", "tip_title", "tip_body"),
               get_icon="'site'", get_size="s", get_color="c", opacity=opacity, pickable=True,
               auto_highlight=True),
        _layer("TextLayer", "site-counts", **at("o", "n"), get_text="n", get_size=12,
               size_units="'pixels'", get_color=[255, 255, 255], font_weight=700,
               **outlined([30, 30, 30, 220], 2, soft=False)),
    ]  # fmt: skip


def precision_rows(
    atlas: Atlas, layout: SymbolLayout, positions: NDArray[np.intp]
) -> list[dict[str, Any]]:
    """Return one row per place that is known to the town or district only.

    Keys: p (longitude, latitude), r (radius in metres within which the place lies).

    Args:
        atlas: the atlas.
        layout: where its sites are.
        positions: the incidents shown, rows of `atlas.incidents`.
    """
    names = list(codes.GEO_PRECISION)
    of_row, rank = layout.sites.of_row[positions], atlas.precision_rank[positions]
    soft = np.isin(rank, [names.index("town"), names.index("district")]) & (of_row != NO_ROW)
    soft_places = np.unique(np.column_stack([of_row[soft], rank[soft]]), axis=0)
    return [
        {"p": _point(layout, site), "r": int(codes.PRECISION_RADIUS_KM[names[rank]] * 1000)}
        for site, rank in soft_places.tolist()
    ]


def precision_discs(data: str | list[dict[str, Any]], base: BaseMap) -> pdk.Layer:
    """Return soft discs of true radius where a place is known to the town or district only.

    Args:
        data: address of the rows of `precision_rows`, or the rows.
        base: the colours under them.
    """
    return _layer(
        "ScatterplotLayer", "precision", data=data, get_position="p", get_radius="r",
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


def province_tint(
    data: str | list[dict[str, Any]], base: BaseMap, shown: Sequence[str] | None = None
) -> pdk.Layer:
    """Return a tint of the provinces in which incidents are known to the province only.

    Args:
        data: address of the features of `province_rows`, or the features.
        base: the colours under them.
        shown: the codes of those to tint, None for all. With the same features in every deck the
            browser has nothing to fetch when others are tinted, and draws once.
    """
    tinted, clear = [*base.ink, 18], [*base.ink, 0]
    return _layer(
        "GeoJsonLayer", "province-tint", data=data, filled=True, stroked=False,
        get_fill_color=tinted if shown is None else f"{is_one_of(shown)} ? {tinted} : {clear}",
    )  # fmt: skip


def is_one_of(codes_of_provinces: Sequence[str]) -> str:
    """Return the expression that is true of the features of these provinces."""
    return " || ".join(f"properties.code == '{c}'" for c in codes_of_provinces) or "false"


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
                    "t": _point(layout, of_row[position]),
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
    return _layer(
        "ArcLayer", "origins", data=data, get_source_position="s", get_target_position="t",
        get_width=1.5, width_units="'pixels'", great_circle=False,
        get_source_color=[*base.ink, _ARC_ALPHA], get_target_color=[*base.ink, _ARC_ALPHA],
        extensions=[_DATE_FILTER], get_filter_value="d", filter_range=list(days),
    )  # fmt: skip
