"""Small files of each kind, written by hand: what every importer test starts from."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd

from geo import importers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
UCDP_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip


def acled(event_id: str = "IRQ1", **changes: Any) -> dict[str, Any]:
    """Return one ACLED row: an armed clash in Ramadi."""
    return {
        "event_id_cnty": event_id,
        "event_date": "2024-01-05",
        "year": "2024",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Military Forces of Iraq (2022-)",
        "inter1": "State forces",
        "actor2": "Unidentified Armed Group (Iraq)",
        "inter2": "Political militia",
        "interaction": "State forces-Political militia",
        "iso": "368",
        "region": "Middle East",
        "country": "Iraq",
        "admin1": "Anbar",
        "location": "Ramadi",
        "latitude": "33.4233",
        "longitude": "43.2995",
        "geo_precision": "1",
        "source": "Al Sumaria; Reuters",
        "source_scale": "National",
        "notes": f"Something happened, {event_id}.",
        "fatalities": "2",
        "timestamp": "1704800000",
    } | changes


def ucdp(event_id: str = "1001", **changes: Any) -> dict[str, Any]:
    """Return one UCDP row: fighting near Homs over three days."""
    return {
        "id": event_id,
        "relid": f"SYR-2024-1-{event_id}",
        "year": "2024",
        "type_of_violence": "1",
        "conflict_name": "Syria: Government",
        "dyad_name": "Government of Syria - Syrian insurgents",
        "side_a": "Government of Syria",
        "side_b": "Syrian insurgents",
        "number_of_sources": "1",
        "source_article": "Reuters, 2024-02-02, Fighting near Homs",
        "source_office": "Reuters",
        "source_headline": f"Fighting near Homs {event_id}",
        "where_prec": "2",
        "where_coordinates": "Homs town",
        "adm_1": "Homs governorate",
        "latitude": "34.7324",
        "longitude": "36.7137",
        "country": "Syria",
        "region": "Middle East",
        "event_clarity": "1",
        "date_prec": "2",
        "date_start": "2024-02-01",
        "date_end": "2024-02-03",
        "deaths_a": "1",
        "deaths_b": "3",
        "best": "4",
        "high": "9",
        "low": "3",
    } | changes


def plain(**changes: Any) -> dict[str, Any]:
    """Return one row of a newsroom's own table: a drone at a base in Anbar."""
    return {
        "Date": "2024-04-22",
        "Place": "Al-Asad",
        "Country": "Iraq",
        "Lat": "33.786",
        "Lon": "42.441",
        "Weapon": "rocket",
        "Group": "Kataib Hezbollah",
        "Killed": "0",
        "Description": "Two rockets were fired at the base.",
        "Link": "https://example.org/report",
    } | changes


def written(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[str] = (), *, delimiter: str = ","
) -> str:
    """Return rows as delimited text with a header."""
    rows = list(rows)
    names = list(columns) or list(rows[0])
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", delimiter=delimiter, lineterminator="\n",
                            extrasaction="ignore")  # fmt: skip
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def zipped(**files: str | bytes) -> bytes:
    """Return a zip file of texts or bytes by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def typed_frame() -> pd.DataFrame:
    """Return a frame with a column of each type that files have; `TYPED_TEXTS` are its texts."""
    return pd.DataFrame(
        {
            "when": pd.to_datetime(["2024-01-02 00:00", "2024-01-03 10:30"]),
            "n": [1, np.nan],
            "t": ["x", None],
            "ok": [True, False],
        }
    )


TYPED_TEXTS = {"when": ["2024-01-02", "2024-01-03 10:30:00"], "n": ["1", ""], "t": ["x", ""],
               "ok": ["true", "false"]}  # fmt: skip


def point_layer(crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    """Return two named points at 44.5, 33.5 and 43.25, 34.25 degrees, in another system."""
    points = gpd.points_from_xy([44.5, 43.25], [33.5, 34.25], crs="EPSG:4326")
    return gpd.GeoDataFrame({"n": ["p", "q"]}, geometry=points).to_crs(crs)


def acled_csv(*rows: Mapping[str, Any]) -> bytes:
    """Return an ACLED export of today."""
    return written(rows, ACLED_COLUMNS).encode()


def ucdp_csv(*rows: Mapping[str, Any]) -> bytes:
    """Return a UCDP GED file with its 49 columns."""
    return written(rows, UCDP_COLUMNS).encode()


def plain_csv(*rows: Mapping[str, Any]) -> bytes:
    """Return a table of one's own."""
    return written(rows).encode()


def incidents_csv(columns: str, *cells: str) -> bytes:
    """Return a CSV with a day and a place for each row, and the columns that matter."""
    rows = [f"2024-01-{day:02d},Mosul,Iraq,{row}" for day, row in enumerate(cells, 1)]
    return "\n".join([f"date,place,country,{columns}", *rows]).encode()


def merged_workbook(rows: Iterable[Iterable[Any]], *merged: str) -> bytes:
    """Return a workbook with some of its cells merged."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def guessed(data: bytes, given: Mapping[str, str] | None = None) -> importers.GuessedMapping:
    """Return which column of a file is guessed to be what."""
    return importers.guess_mapping(importers.read_file(data, "x.csv"), "auto", given)
