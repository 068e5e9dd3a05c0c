"""The layers of the incident map, each as a pydeck layer with an id of its own.

Every layer has the tooltip fields `tip_title` and `tip_body`, says whether it can be picked, and
names its data by address where it can: what does not change does not travel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pydeck as pdk

from geo import codes
from geo.joins import NO_ROW
from maps import sites, static
from maps.palette import CLASS_OF_KEY, GROUP_CLASSES
from maps.signs import SEVERAL_WEAPONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.atlas import Atlas
    from maps.palette import RGB, BaseMap, GroupClass
    from maps.signs import Sign
    from maps.sites import Layout

SITES_ID: Final = "sites"
INCIDENTS_ID: Final = "incidents"
ICON_PX: Final = 14
_DATE_FILTER: Final = {"@@type": "DataFilterExtension", "filterSize": 1}


def _layer(kind: str, layer_id: str, **props: Any) -> pdk.Layer:
    """Return a layer that says whether it can be picked; paths to pictures are set afterwards.

    pydeck opens whatever ends in .png as a local file, so the icon atlas must not be an argument.
    """
    icon_atlas = props.pop("icon_atlas", None)
    layer = pdk.Layer(kind, id=layer_id, pickable=props.pop("pickable", False), **props)
    if icon_atlas:
        layer.icon_atlas = icon_atlas
    return layer


def incident_rows(
    atlas: Atlas,
    layout: Layout,
    signs: Sequence[Sign],
    positions: NDArray[np.intp],
    *,
    all_open: bool,
) -> list[dict[str, Any]]:
    """Return the rows of the incident layer for the incidents at `positions` that have a point.

    Keys: id, p (longitude, latitude of the site), o (pixels from it), d (days since 1970-01-01,
    which the GPU filters by), i (icon), c (RGB), tip_title, tip_body.
    """
    incidents = atlas.incidents
    offset = np.round(layout.incident_px(all_open=all_open), 1)
    of_row, found = layout.sites.of_row, []
    names = _group_labels(atlas)
    for position in positions[of_row[positions] != NO_ROW]:
        row, sign, site = incidents.iloc[position], signs[position], of_row[position]
        about = "about " if row["date_precision"] == "approx" else ""
        found.append(
            {
                "id": row["incident_id"],
                "p": _point(layout, site),
                "o": offset[position].tolist(),
                "d": int(atlas.day[position]),
                "i": icon_name(sign),
                "c": list(sign.group.colour),
                "tip_title": f"{about}{row['date']:%Y-%m-%d} · {row['target']}",
                "tip_body": (
                    f"{names[atlas.ledger.leading_group[position]]} · "
                    f"{_icon_words(sign)} · {codes.OUTCOME[row['outcome']]} · "
                    f"{row['confirmation']}"
                ),
            }
        )
    return found


def _group_labels(atlas: Atlas) -> Mapping[str, str]:
    groups = atlas.groups
    return dict(zip(groups["group_id"], groups["name"], strict=True)) | {
        "several": "several groups",
        "unknown": "nobody named",
    }


def _icon_words(sign: Sign) -> str:
    return "several weapons" if sign.icon == SEVERAL_WEAPONS else codes.WEAPON[sign.icon]


def icon_name(sign: Sign) -> str:
    """Return the name of a sign's icon in the icon atlas."""
    return sign.icon if sign.filled else f"{sign.icon}_open"


def _point(layout: Layout, site: np.intp | int) -> list[float]:
    return [round(float(layout.sites.longitude[site]), 4),
            round(float(layout.sites.latitude[site]), 4)]  # fmt: skip


def incidents(
    data: str | list[dict[str, Any]],
    days: tuple[int, int],
    *,
    chosen: str | None = None,
    play_ms: int = 0,
) -> pdk.Layer:
    """Return the layer of single incidents: one icon each, fanned out around their site.

    Args:
        data: address of the rows, or the rows.
        days: first and last day shown, since 1970-01-01, inclusive; the GPU filters by it.
        chosen: the incident that is chosen; its icon is larger.
        play_ms: how long the browser takes to move to `days`, for playback.
    """
    icons = static.manifest("icons")
    size = ICON_PX if chosen is None else f"id == '{chosen}' ? {ICON_PX * 2} : {ICON_PX}"
    return _layer(
        "IconLayer",
        INCIDENTS_ID,
        data=data,
        pickable=True,
        auto_highlight=True,
        icon_atlas=f"{static.URL_PREFIX}/icons/{icons['file']}",
        icon_mapping=icons["icon_mapping"],
        get_icon="i",
        get_position="p",
        get_pixel_offset="o",
        get_color="c",
        get_size=size,
        size_units="'pixels'",
        extensions=[_DATE_FILTER],
        get_filter_value="d",
        filter_range=list(days),
        transitions={"filterRange": play_ms} if play_ms else {},
    )


def site_rows(
    layout: Layout,
    counts: NDArray[np.int64],
    leading: Mapping[int, GroupClass],
    hidden: int | None,
) -> list[dict[str, Any]]:
    """Return one row per site with incidents: key, position, pixels moved, radius, count, colour.

    Args:
        layout: where the symbols stand.
        counts: incidents shown at each site.
        leading: the group class that most of a site's incidents have.
        hidden: a site that is fanned out and needs no symbol, or None.
    """
    radius = sites.radius_px(counts, layout.largest)
    rows = []
    for i in np.flatnonzero(counts).tolist():
        if i == hidden:
            continue
        n = int(counts[i])
        rows.append(
            {
                "key": layout.sites.key[i],
                "p": _point(layout, i),
                "o": np.round(layout.symbol_px[i], 1).tolist(),
                "s": round(float(radius[i]) * 2, 1),
                "n": str(n),
                "c": list(leading[i].colour),
                "tip_title": layout.sites.name[i],
                "tip_body": f"{n} incident{'' if n == 1 else 's'}, most often: {leading[i].label}",
            }
        )
    return rows


def site_layers(rows: list[dict[str, Any]], base: BaseMap, *, dimmed: bool) -> list[pdk.Layer]:
    """Return the counted symbols of sites: a disc, its number, and a dot on the true point."""
    icons = static.manifest("icons")
    opacity = 0.45 if dimmed else 0.92
    shared = {"get_position": "p", "get_pixel_offset": "o", "size_units": "'pixels'"}
    atlas = f"{static.URL_PREFIX}/icons/{icons['file']}"
    disc = {"icon_atlas": atlas, "icon_mapping": icons["icon_mapping"], "get_icon": "'disc'"}
    return [
        _layer("ScatterplotLayer", "site-points", data=rows, get_position="p", get_radius=2.5,
               radius_units="'pixels'", get_fill_color=[*base.ink, 160]),
        _layer("IconLayer", "site-edges", data=rows, **shared, **disc, get_size="s + 3",
               get_color=list(base.paper), opacity=opacity),
        _layer("IconLayer", SITES_ID, data=rows, **shared, **disc, get_size="s", get_color="c",
               opacity=opacity, pickable=True, auto_highlight=True),
        _layer("TextLayer", "site-counts", data=rows, **shared, get_text="n",
               get_size="n.length > 2 ? 11 : 12", get_color=[255, 255, 255],
               font_weight=700, font_family="'system-ui, sans-serif'",
               outline_width=2, outline_color=[30, 30, 30, 200],
               font_settings={"sdf": True, "fontSize": 48, "buffer": 6}),
    ]  # fmt: skip


def precision_discs(
    atlas: Atlas, layout: Layout, positions: NDArray[np.intp], base: BaseMap
) -> pdk.Layer:
    """Return soft discs of true radius where a place is known to the town or district only."""
    rank = atlas.precision_rank[positions]
    wanted: set[tuple[int, int]] = set()
    for position, r in zip(positions, rank, strict=True):
        site = int(layout.sites.of_row[position])
        if site != NO_ROW and list(codes.GEO_PRECISION)[r] in {"town", "district"}:
            wanted.add((site, int(r)))
    names = list(codes.GEO_PRECISION)
    rows = [
        {
            "p": _point(layout, site),
            "r": int(codes.PRECISION_RADIUS_KM[names[r]] * 1000),
            "tip_title": layout.sites.name[site],
            "tip_body": f"known to the {names[r]}: anywhere within "
            f"{codes.PRECISION_RADIUS_KM[names[r]]:g} km",
        }
        for site, r in sorted(wanted)
    ]
    return _layer(
        "ScatterplotLayer", "precision", data=rows, get_position="p", get_radius="r",
        radius_units="'meters'", get_fill_color=[*base.ink, 22], stroked=True,
        get_line_color=[*base.ink, 70], line_width_units="'pixels'", get_line_width=1,
    )  # fmt: skip


def leading_classes(
    layout: Layout, signs: Sequence[Sign], positions: NDArray[np.intp]
) -> dict[int, GroupClass]:
    """Return for each site the group class that most of its incidents have.

    Of equal ones the one that stands first in the legend.
    """
    tally: dict[int, dict[str, int]] = {}
    for position in positions:
        site = int(layout.sites.of_row[position])
        if site != NO_ROW:
            of_site = tally.setdefault(site, {})
            key = signs[position].group.key
            of_site[key] = of_site.get(key, 0) + 1
    rank = {c.key: i for i, c in enumerate(GROUP_CLASSES)}
    return {
        site: CLASS_OF_KEY[min(of_site, key=lambda k: (-of_site[k], rank[k]))]
        for site, of_site in tally.items()
    }


def rgba(colour: RGB, alpha: int = 255) -> list[int]:
    """Return a colour as deck.gl wants it."""
    return [*colour, alpha]
