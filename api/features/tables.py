"""The collections beside the incidents: bases, provinces, statements and sources.

A parameter of theirs is a column, and finds the rows with one of its values.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.compute as pc

from api.common.query import read_parameters
from api.features.collection import Collection, Described, Parameter, Selection
from api.features.paging import SHARED
from api.features.properties import table_properties
from geo.errors import FilterError, FilterProblem, closest, listed
from geo.export.writers import any_held_back, held_back
from geo.filter.records import MAX_DECIMALS, as_in_files
from geo.model import schema
from geo.model.atlas import CRS
from geo.model.column import LIST_SEPARATOR
from geo.utils.lists import rows_with
from geo.utils.text_columns import as_arrow, contained

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from starlette.requests import Request

    from geo.filter.extent import Extent
    from geo.model.atlas import Atlas
    from geo.model.column import Table

_MOST_FOR_HINTS: Final = 5_000
_ID_LETTERS: Final = 10


@dataclass(frozen=True)
class _Rows:
    """A table of the atlas as a collection.

    `read` returns its frame, `of_incidents` the rows of the incidents that some of its rows are
    about, `dated` names the column of its days.
    """

    table: Table
    read: Callable[[Atlas], pd.DataFrame]
    filters: Sequence[str]
    of_incidents: Callable[[Atlas, NDArray[np.intp]], NDArray[np.intp]] | None = None
    dated: str | None = None
    key: str = ""

    @property
    def lists(self) -> list[str]:
        return [c.name for c in self.table.columns if c.kind == "texts"]

    @property
    def parameters(self) -> list[Parameter]:
        columns = [self.table.column(name) for name in self.filters]
        return [
            Parameter(
                column.name,
                column.description,
                {"type": "string", **({"enum": list(column.codes)} if column.codes else {})},
                repeatable=True,
            )
            for column in columns
        ]

    def select(self, request: Request, atlas: Atlas, extent: Extent) -> Selection:
        params = read_parameters(request, SHARED, self.filters)
        frame = self.read(atlas)
        is_kept = np.ones(len(frame), dtype=bool)
        problems = []
        for name in self.filters:
            if given := params.get(name):
                problems += self._unknown(name, given, frame)
                is_kept &= contained(frame[name], given)
        if problems:
            raise FilterError(problems)
        if self.table.geometry:
            is_kept &= extent.meets(frame.geometry.to_numpy())
        if self.dated:
            days = frame[self.dated]
            since = days.to_numpy("datetime64[D]").astype(np.int64)
            is_kept &= extent.spans(since) | days.isna().to_numpy()
        return self._selection(np.flatnonzero(is_kept), atlas)

    def _unknown(
        self, name: str, given: Sequence[str], frame: pd.DataFrame
    ) -> list[FilterProblem]:  # fmt: skip
        known = self.table.column(name).codes or pc.unique(as_arrow(frame[name].dropna()))
        is_known = contained(pd.Series(given, dtype="str"), known)
        unknown = [value for value, is_it in zip(given, is_known, strict=True) if not is_it]
        if not unknown or len(known) > _MOST_FOR_HINTS:
            return [FilterProblem(name, value, "is not known here") for value in unknown]
        allowed = sorted(map(str, known))
        message = f"unknown; allowed are {listed(allowed)}"
        return [FilterProblem(name, v, message, closest(v, allowed)) for v in unknown]

    def find(self, row_id: str, atlas: Atlas) -> Selection:
        is_it = contained(self.read(atlas)[self.key], [row_id])
        return self._selection(np.flatnonzero(is_it), atlas)

    def _selection(self, rows: NDArray[np.intp], atlas: Atlas) -> Selection:
        frame = self.read(atlas)
        is_about = self.of_incidents if any_held_back(atlas) else None
        return Selection(
            len(rows),
            lambda start, stop: self.as_in_files(frame.iloc[rows[start:stop]]),
            held_back(is_about(atlas, rows), atlas) if is_about else "",
        )

    def as_in_files(self, rows: pd.DataFrame) -> gpd.GeoDataFrame:
        """Return rows as `View.to_geodataframe` returns incidents."""
        rows = rows.reset_index(drop=True)
        frame: dict[str, Any] = {}
        for name in rows.columns.drop("geometry", errors="ignore"):
            if name in self.lists:
                frame[name] = pd.Series(
                    [v.split(LIST_SEPARATOR) if isinstance(v, str) else [] for v in rows[name]],
                    dtype=object,
                )
            else:
                frame[name] = as_in_files(rows[name])
        if self.table.geometry == ("Point",):
            frame["latitude"] = rows.geometry.y.round(MAX_DECIMALS)
            frame["longitude"] = rows.geometry.x.round(MAX_DECIMALS)
        shapes = rows.geometry.array if self.table.geometry else [None] * len(rows)
        return gpd.GeoDataFrame(frame, geometry=shapes, crs=CRS)

    def describe(self, atlas: Atlas) -> Described:
        frame = self.read(atlas)
        box = days = None
        if self.table.geometry and len(frame):
            box = tuple(frame.total_bounds.tolist())
        if self.dated and frame[self.dated].notna().any():
            dates = frame[self.dated].dropna()
            days = (dates.min().date().isoformat(), dates.max().date().isoformat())
        return Described(box, days, self._selection(np.arange(len(frame)), atlas).held_back)

    def properties(self, _atlas: Atlas) -> Mapping[str, Any]:
        return table_properties(self.table.columns)


class _Statements(_Rows):
    """Statements have no id of their own: it is made of the incident's and of what is said."""

    def find(self, row_id: str, atlas: Atlas) -> Selection:
        frame = self.read(atlas)
        rows = np.flatnonzero(contained(frame["incident_id"], [row_id.rpartition(".")[0]]))
        ids = _statement_ids(frame.iloc[rows])
        return self._selection(rows[[statement_id == row_id for statement_id in ids]], atlas)

    def as_in_files(self, rows: pd.DataFrame) -> gpd.GeoDataFrame:
        frame = super().as_in_files(rows)
        frame.insert(0, self.key, pd.Series(_statement_ids(rows), dtype="str"))
        return frame

    def properties(self, atlas: Atlas) -> Mapping[str, Any]:
        made = {"type": "string", "description": "Key, made of the incident's and what is said"}
        return {self.key: made, **super().properties(atlas)}


def _statement_ids(rows: pd.DataFrame) -> list[str]:
    """Return an id for each statement that stays as long as the statement."""
    keys = rows[list(schema.STATEMENTS.key)].fillna("")
    return [
        f"{key[0]}.{hashlib.sha256(chr(0).join(key).encode()).hexdigest()[:_ID_LETTERS]}"
        for key in keys.itertuples(index=False, name=None)
    ]


def _incidents_of_statements(atlas: Atlas, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.unique(atlas.ledger.incident[rows])


def _incidents_of_sources(atlas: Atlas, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    is_asked = np.zeros(len(atlas.sources), dtype=bool)
    is_asked[rows] = True
    return np.flatnonzero(rows_with(atlas.source_rows, is_asked))


def _collection(rows: _Rows, title: str, description: str, shown: Sequence[str] = ()) -> Collection:
    return Collection(
        name=rows.table.name,
        title=title,
        description=description,
        key=rows.key,
        geometry=rows.table.geometry,
        lists=rows.lists,
        shown=shown,
        parameters=rows.parameters,
        properties=rows.properties,
        select=rows.select,
        find=rows.find,
        describe=rows.describe,
    )


TABLES: Final = (
    _collection(
        _Rows(schema.BASES, lambda atlas: atlas.bases, ("country", "kind"), key="base_id"),
        "Bases",
        "Named bases that incidents refer to, with their points.",
        ("base_id", "name", "country", "province", "kind", "operators", "status_note"),
    ),
    _collection(
        _Rows(schema.PROVINCES, lambda atlas: atlas.provinces, ("country",), key="province_code"),
        "Provinces",
        "First-level administrative areas that incidents are counted in (Natural Earth, "
        "generalised for 1:10 million).",
        ("province_code", "name", "name_ar", "country", "note"),
    ),
    _collection(
        _Statements(
            schema.STATEMENTS,
            lambda atlas: atlas.statements,
            ("incident_id", "group_id", "stance", "source_id"),
            _incidents_of_statements,
            key="statement_id",
        ),
        "Statements",
        "Who says who did it: one speaker's statement about one incident. No geometry.",
    ),
    _collection(
        _Rows(
            schema.SOURCES,
            lambda atlas: atlas.sources,
            ("publisher", "kind", "language"),
            _incidents_of_sources,
            dated="published",
            key="source_id",
        ),
        "Sources",
        "The web pages that report the incidents. No geometry; their time is the day of "
        "publication.",
    ),
)
