"""The Atlas: one data folder, joined and indexed, that cannot be changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from geopandas.array import GeometryArray

from geo import codes
from geo.model import enrich
from geo.model.column import LIST_SEPARATOR
from geo.model.statements import GroupGraph, Ledger
from geo.spatial import joins
from geo.utils.lists import lists_of_rows
from geo.utils.names import Names, Words
from geo.utils.text_columns import as_arrow, positions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from geo.spatial.h3_index import CellIndex
    from geo.utils.progress import Progress

_T = TypeVar("_T", bound=np.generic)

CRS: Final = "EPSG:4326"
JOINED_COLUMNS = enrich.COLUMNS


@dataclass(frozen=True)
class Coded:
    """A column as integers: `codes[i]` is an index into `values`, -1 where it is unknown."""

    values: tuple[str, ...]
    codes: NDArray[np.int32]

    @classmethod
    def encode(cls, column: pd.Series[Any]) -> Coded:
        """Encode a text column; its values are sorted."""
        codes_, values = pd.factorize(column, sort=True)
        return cls(tuple(str(v) for v in values), _frozen(codes_.astype(np.int32)))

    def isin(self, values: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return one boolean per row: whether its value is one of `values`."""
        table = np.isin(np.array([*self.values, ""]), values)
        table[-1] = False  # index -1: unknown matches nothing
        return np.asarray(table[self.codes])


@dataclass(frozen=True)
class Atlas:
    """All sound rows of a data folder, with the answers of the joins.

    The frames that the properties return are lazy copies: changing one changes nothing here, so
    one atlas is shared by all sessions.

    `version` is the folder's own version and a digest of its bytes. `rows_read` counts the rows of
    each table, quarantined ones included. `quarantine` has one line per fault: file, row, key,
    column, message.
    """

    version: str
    package: Mapping[str, Any]
    rows_read: Mapping[str, int]
    graph: GroupGraph
    ledger: Ledger
    places: joins.Places
    cells: CellIndex
    _frames: Mapping[str, pd.DataFrame]
    _layers: Mapping[str, gpd.GeoDataFrame]
    _quarantine: pd.DataFrame

    @classmethod
    def build(
        cls,
        *,
        version: str,
        package: Mapping[str, Any],
        frames: Mapping[str, pd.DataFrame],
        layers: Mapping[str, gpd.GeoDataFrame],
        rows_read: Mapping[str, int],
        quarantine: pd.DataFrame,
        progress: Progress | None = None,
    ) -> Atlas:
        """Join and index checked tables; `geo.io.catalog.load` is the way to get an atlas.

        Args:
            version: dataset version.
            package: the content of datapackage.json.
            frames: the plain tables by name, sound rows only.
            layers: bases (points) and provinces (polygons), EPSG:4326.
            rows_read: rows read per table.
            quarantine: the rows that are not in the tables, with the reason.
            progress: told how far the joins are; may stop them.

        Raises:
            CancelledError: `progress` returned False.
        """
        incidents = _in_order(frames["incidents"])
        provinces = layers["provinces"].sort_values("province_code", ignore_index=True)
        places = joins.distinct_places(
            incidents["latitude"].to_numpy(np.float64), incidents["longitude"].to_numpy(np.float64)
        )
        enrichment = enrich.enrich(places, provinces, layers["bases"], progress)
        incidents = incidents.assign(
            **enrich.joined_columns(enrichment, places, provinces, layers["bases"])
        )
        graph = GroupGraph(frames["groups"]["group_id"].tolist(), frames["group_links"])
        return cls(
            version=version,
            package=package,
            rows_read=rows_read,
            graph=graph,
            ledger=Ledger.build(
                frames["statements"], incidents["incident_id"], _days(incidents), graph
            ),
            places=places,
            cells=enrichment.cells,
            _frames={
                **frames,
                "incidents": incidents,
                "events": frames["events"].sort_values(
                    ["date_start", "event_id"], ignore_index=True
                ),
            },
            _layers={"bases": layers["bases"], "provinces": provinces},
            _quarantine=quarantine,
        )

    def __repr__(self) -> str:
        """Return its version and size; its frames would fill a screen."""
        return f"<Atlas {self.version}: {self.n_incidents} incidents>"

    @property
    def incidents(self) -> gpd.GeoDataFrame:
        """The incidents by date and id: the columns of the schema and `JOINED_COLUMNS`.

        `geometry` is a point in EPSG:4326, missing where the place is known to the country only.
        """
        return self._located.copy(deep=False)

    def take(self, positions: NDArray[np.intp], *names: str) -> pd.DataFrame:
        """Return some columns of some incidents, a tenth of the work of a copy of `incidents`.

        Args:
            positions: rows of `incidents`, in the order that is wanted.
            names: columns, none of them `geometry`.
        """
        return pd.DataFrame({name: self._columns[name].take(positions) for name in names})

    @cached_property
    def _columns(self) -> Mapping[str, Any]:
        """The columns of the incidents as arrays.

        A frame notes every copy of it that is made, up to 500 a column, and Python's search for
        garbage goes through all these notes.
        """
        return {str(name): column.array for name, column in self._incidents.items()}

    @cached_property
    def _located(self) -> gpd.GeoDataFrame:
        """The incidents with their points: one object per place, shared by its incidents."""
        points = shapely.points(self.places.longitude, self.places.latitude)
        geometry = GeometryArray(self.places.spread(points, missing=None), crs=CRS)
        frame = gpd.GeoDataFrame(self._incidents, geometry=geometry, copy=False)
        _frozen(frame.geometry.to_numpy())  # what lazy copies of the frame share
        return frame

    @property
    def _incidents(self) -> pd.DataFrame:
        """The incidents without geometry, as they are kept: for the indexes, never handed out."""
        return self._frames["incidents"]

    @property
    def statements(self) -> pd.DataFrame:
        """Who says who did it."""
        return self._frames["statements"].copy(deep=False)

    @property
    def origins(self) -> pd.DataFrame:
        """Where incidents were fired from, one row per reported origin."""
        return self._frames["origins"].copy(deep=False)

    @property
    def sources(self) -> pd.DataFrame:
        """The web pages."""
        return self._frames["sources"].copy(deep=False)

    @property
    def incident_sources(self) -> pd.DataFrame:
        """Which page reports which incident."""
        return self._frames["incident_sources"].copy(deep=False)

    @property
    def groups(self) -> pd.DataFrame:
        """The groups."""
        return self._frames["groups"].copy(deep=False)

    @property
    def group_links(self) -> pd.DataFrame:
        """How groups belong together."""
        return self._frames["group_links"].copy(deep=False)

    @property
    def tallies(self) -> pd.DataFrame:
        """The published counts."""
        return self._frames["tallies"].copy(deep=False)

    @property
    def coverage(self) -> pd.DataFrame:
        """How well which span of time was searched; empty where the folder does not say."""
        return self._frames["coverage"].copy(deep=False)

    @property
    def capitals(self) -> pd.DataFrame:
        """The capitals of provinces, degrees WGS84; empty where the folder does not name them."""
        return self._frames["capitals"].copy(deep=False)

    @property
    def events(self) -> pd.DataFrame:
        """Well-known events beside the counts, by date; empty where the folder names none."""
        return self._frames["events"].copy(deep=False)

    @property
    def corrections(self) -> pd.DataFrame:
        """The cells that were corrected since an earlier version, and why; may be empty."""
        return self._frames["corrections"].copy(deep=False)

    @property
    def not_duplicates(self) -> pd.DataFrame:
        """Pairs of incidents that are alike and not the same, with the reason; may be empty."""
        return self._frames["not_duplicates"].copy(deep=False)

    @property
    def bases(self) -> gpd.GeoDataFrame:
        """The bases: points, EPSG:4326."""
        return self._layers["bases"].copy()

    @property
    def provinces(self) -> gpd.GeoDataFrame:
        """The provinces by code: polygons, EPSG:4326."""
        return self._layers["provinces"].copy()

    @property
    def quarantine(self) -> pd.DataFrame:
        """One line per fault of a row that was left out: file, row, key, column, message."""
        return self._quarantine.copy(deep=False)

    @property
    def total(self) -> int:
        """Incidents read, quarantined ones included."""
        return self.rows_read["incidents"]

    @property
    def quarantined(self) -> int:
        """Incidents read that are not in the atlas because of a fault."""
        return self.total - self.n_incidents

    @property
    def n_incidents(self) -> int:
        """Incidents in the atlas, quarantined ones not among them."""
        return len(self._incidents)

    @cached_property
    def derived(self) -> dict[Any, Any]:
        """What `geo.model.cached` keeps here, by what made it."""
        return {}

    @cached_property
    def first_date(self) -> date:
        """Date of the earliest incident."""
        day: date = self._incidents["date"].iloc[0].date()
        return day

    @cached_property
    def last_date(self) -> date:
        """Date of the latest incident."""
        day: date = self._incidents["date"].iloc[-1].date()
        return day

    @cached_property
    def has_point(self) -> NDArray[np.bool_]:
        """One boolean per incident: whether it has a point to draw."""
        return _frozen(self.places.of_row != joins.NO_ROW)

    @cached_property
    def day(self) -> NDArray[np.int64]:
        """Days since 1970-01-01 of each incident's local date."""
        return _frozen(_days(self._incidents))

    @cached_property
    def approximate(self) -> NDArray[np.bool_]:
        """One boolean per incident: whether its date is approximate."""
        return _frozen((self._incidents["date_precision"] == "approx").to_numpy(dtype=bool))

    @cached_property
    def coded(self) -> Mapping[str, Coded]:
        """The columns that filters ask for by value, as integers."""
        names = (
            "country", "province_code", "base_id", "event_type", "target_side", "outcome",
            "confirmation", "review",
        )  # fmt: skip
        # Imported incidents have no review.
        columns = self._incidents.reindex(columns=names)
        return MappingProxyType({name: Coded.encode(columns[name]) for name in names})

    @cached_property
    def weapon_bits(self) -> NDArray[np.int64]:
        """One bit per weapon code, in the order of `geo.codes.WEAPON`."""
        bit = {code: 1 << i for i, code in enumerate(codes.WEAPON)}
        of_row, cells = pd.factorize(self._incidents["weapons"])
        of_cell = [sum(bit[c] for c in cell.split(LIST_SEPARATOR)) for cell in cells]
        return _frozen(np.array(of_cell, dtype=np.int64)[of_row])

    @cached_property
    def precision_rank(self) -> NDArray[np.int64]:
        """How coarse the place is known: 0 site, 1 town, 2 district, 3 province, 4 country."""
        return _frozen(positions(self._incidents["geo_precision"], tuple(codes.GEO_PRECISION)))

    @cached_property
    def words(self) -> Words:
        """The words of target, place, summary and publishers of each incident."""
        incidents = self._incidents
        return Words(
            [incidents["target"], incidents["place"], incidents["summary"]],
            self.sources["publisher"],
            self.source_rows,
        )

    @cached_property
    def names(self) -> Mapping[str, Names]:
        """The names that a filter may use: of groups, countries, provinces and bases."""
        countries = sorted(
            set(self.provinces["country"]) | set(self._incidents["country"].unique())
        )
        names = {"country": Names(countries, [[] for _ in countries])}
        for kind, frame, key in (
            ("group", self.groups, "group_id"),
            ("province", self.provinces, "province_code"),
            ("base", self.bases, "base_id"),
        ):
            others = [frame[name] for name in ("name_ar", "ocha_pcode") if name in frame]
            names[kind] = Names(
                frame[key].tolist(),
                [
                    [name, *_items(aliases), *(text for text in texts if isinstance(text, str))]
                    for name, aliases, *texts in zip(
                        frame["name"], frame["aliases"], *others, strict=True
                    )
                ],
            )
        return MappingProxyType(names)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row position of each incident id."""
        return MappingProxyType(
            {k: i for i, k in enumerate(self._incidents["incident_id"].tolist())}
        )

    @cached_property
    def source_rows(self) -> pa.ListArray:
        """For each incident the rows of its sources in `sources`, in `incident_sources`' order."""
        links = self.incident_sources
        return lists_of_rows(
            positions(links["incident_id"], self._incidents["incident_id"]),
            positions(links["source_id"], self.sources["source_id"]),
            self.n_incidents,
        )


def _frozen(array: NDArray[_T]) -> NDArray[_T]:
    array.setflags(write=False)
    return array


def _days(incidents: pd.DataFrame) -> NDArray[np.int64]:
    """Return the date of each incident, the first of several, in days since 1970-01-01."""
    days: NDArray[np.int64] = incidents["date"].to_numpy("datetime64[D]").astype(np.int64)
    return days


def _in_order(incidents: pd.DataFrame) -> pd.DataFrame:
    """Return the incidents by date and id, without a copy where they are so already."""
    later = np.diff(incidents["date"].to_numpy("datetime64[D]").astype(np.int64))
    ids = as_arrow(incidents["incident_id"])
    larger = pc.greater_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)
    if ((later > 0) | ((later == 0) & larger)).all():
        return incidents.reset_index(drop=True)
    return incidents.sort_values(["date", "incident_id"], kind="stable", ignore_index=True)


def _items(cell: object) -> list[str]:
    """Return the items of a cell, none where it is empty."""
    return cell.split(LIST_SEPARATOR) if isinstance(cell, str) else []


def deep_frozen(value: Any) -> Any:
    """Return plain values, as JSON has them, with mappings and lists that cannot be changed."""
    if isinstance(value, dict):
        return MappingProxyType({k: deep_frozen(v) for k, v in value.items()})
    return tuple(deep_frozen(v) for v in value) if isinstance(value, list) else value
