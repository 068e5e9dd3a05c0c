"""What an export holds: the matching incidents as plain values, and what to know of them."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import numpy as np
import pandas as pd

from geo.model.schema import INCIDENTS, LIST_SEPARATOR

if TYPE_CHECKING:
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

MAX_DECIMALS: Final = 5
BASE_URL_VARIABLE: Final = "ATLAS_BASE_URL"
# Keys of a record that hold lists; files without lists join them by the separator.
LISTS: Final = (
    "weapons", "claimed_by", "acknowledged_by", "attributed_to", "denied_by", "parties", "sources",
)  # fmt: skip


def records(view: View, atlas: Atlas) -> list[dict[str, Any]]:
    """Return the matching incidents as plain values, in the order of date and id.

    Keys: the columns of incidents.csv, with `weapons` as a list, and province, province_code,
    province_method, base_name, nearest_base_id, nearest_base_km, claimed_by, acknowledged_by,
    attributed_to (attributed or suspected), denied_by (lists of group ids, claims that were taken
    back left out; `denied_by` lists the groups whose part someone denies) and `sources` (list of
    addresses). Imported data also have `parties` (groups named without direction) and the
    optional columns of incidents.csv. Unknown is None.
    """
    rows = atlas.incidents.iloc[view.positions]
    named_in = partial(atlas.ledger.groups_by_stance, positions=view.positions)
    named = {
        "claimed_by": named_in(["claimed"]),
        "acknowledged_by": named_in(["acknowledged"]),
        "attributed_to": named_in(["attributed", "suspected"]),
        "denied_by": named_in(["denied"]),
    }
    if "parties" in (keys := columns(atlas)):
        named["parties"] = named_in(["party"])
    base_name = atlas.bases.set_index("base_id")["name"].to_dict()
    urls = atlas.sources["url"].tolist()
    plain = plain_columns(rows)
    own = [name for name in INCIDENTS.column_names if name in keys]
    found = []
    for at, position in enumerate(view.positions):
        record: dict[str, Any] = {}
        for name in own:
            record[name] = plain[name][at]
            if name == "base_id":
                record["base_name"] = base_name.get(record["base_id"])
            if name == "country":
                record["province"] = plain["province"][at]
                record["province_code"] = plain["province_code"][at]
                record["province_method"] = plain["province_method"][at]
        record["weapons"] = record["weapons"].split(LIST_SEPARATOR)
        record["nearest_base_id"] = plain["nearest_base_id"][at]
        record["nearest_base_km"] = plain["nearest_base_km"][at]
        record |= {key: list(groups[at]) for key, groups in named.items()}
        record["sources"] = [u for u in (urls[s] for s in atlas.source_rows[position])
                             if isinstance(u, str)]  # fmt: skip
        found.append(record)
    return found


def plain_columns(rows: pd.DataFrame) -> dict[str, list[Any]]:
    """Return each column as a list of str, int, float or None."""
    columns: dict[str, list[Any]] = {}
    for name in rows.columns:
        column = rows[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        values = column.astype(object).to_numpy()
        columns[str(name)] = [None if pd.isna(v) else _number(v) for v in values]
    return columns


def _number(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return round(float(value), MAX_DECIMALS)
    return int(value) if isinstance(value, np.integer) else value


def metadata(view: View, atlas: Atlas) -> dict[str, Any]:
    """Return what a reader of the file needs to know of it, without any clock time."""
    wanted = view.filter.absolute(atlas)
    return {
        "title": atlas.package["title"],
        "filter": wanted.to_query(),
        "dataset_version": atlas.version,
        "count": view.shown,
        "total": view.total,
        "left_out": dict(view.left_out),
        "not_drawn": view.not_drawn,
        "licence": atlas.package["licenses"][0]["title"],
        "citation": citation(view, atlas),
        "permalink": permalink(view, atlas),
        "disclaimer": (
            "Past events as the press reported them; not a complete list. Points are known to "
            "geo_precision only. Boundaries and names imply no opinion on the status of any "
            "territory. Past events do not predict the safety of a place."
        ),
    }


def citation(view: View, atlas: Atlas) -> str:
    """Return how to cite the rows: title, dataset version, period."""
    first, last = view.filter.period(atlas)
    name = str(atlas.package["title"]).split(":", maxsplit=1)[0]
    return f"{name}, dataset version {atlas.version}, incidents of {first} to {last}"


def permalink(view: View, atlas: Atlas) -> str:
    """Return the link to the map with this filter, relative unless ATLAS_BASE_URL is set."""
    return f"{_host()}/?{view.filter.absolute(atlas).to_query()}&version={atlas.version}"


def incident_permalink(atlas: Atlas, incident_id: str) -> str:
    """Return the link to an incident's own page, relative unless ATLAS_BASE_URL is set."""
    return f"{_host()}/incident?incident={quote(incident_id)}&version={atlas.version}"


def _host() -> str:
    return os.environ.get(BASE_URL_VARIABLE, "").rstrip("/")


def columns(atlas: Atlas) -> tuple[str, ...]:
    """Return the keys of a record, in order; those of imported data only where there are any."""
    names: list[str] = []
    here = set(atlas.incidents.columns)
    for name in INCIDENTS.column_names:
        if name in here:
            names.append(name)
        if name == "country":
            names += ["province", "province_code", "province_method"]
        if name == "base_id":
            names.append("base_name")
    parties = ["parties"] if here & set(INCIDENTS.optional_names) else []
    return (*names, "nearest_base_id", "nearest_base_km", "claimed_by", "acknowledged_by",
            "attributed_to", "denied_by", *parties, "sources")  # fmt: skip
