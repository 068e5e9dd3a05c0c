"""The columns of the incidents table, from the columns of the file by role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo import codes
from geo.importers.build.casualties import note_casualties
from geo.importers.build.times import local_times
from geo.importers.clean import places
from geo.importers.clean.points.cells import place_of
from geo.importers.clean.text import is_missing, safe_texts
from geo.importers.read.encoded_column import EncodedColumn
from geo.model.column import LIST_SEPARATOR
from geo.spatial import joins
from geo.utils.names import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.casualties import Casualties
    from geo.importers.build.conversion import Conversion
    from geo.importers.build.days import Days
    from geo.importers.build.provenance import Provenance

_TEXT: Final = pa.large_string()
_ID_CHARS: Final = 80
_ITEMS: Final = re.compile(r"[;,/+|]| and ")
_WEAPON_UNKNOWN: Final = frozenset({"unknown", "weapon unknown", "not known", "unspecified"})
_REDISTRIBUTABLE: Final = {True: "true", False: "false", None: None}


def incident_columns(  # noqa: PLR0917 - the columns that the steps before have made
    conversion: Conversion,
    about: Provenance,
    kept: NDArray[np.int64],
    days: Days,
    where: places.Located,
    casualties: Casualties,
) -> dict[str, pa.Array]:
    """Return the columns of the incidents that stay, in the order of the file.

    Args:
        conversion: the file, its mapping and its codes.
        about: where the rows come from.
        kept: positions of the rows that stay.
        days: when every row of the file happened.
        where: its place.
        casualties: numbers of persons, as `read_casualties` returns them.
    """
    columns = _Columns(conversion, kept)
    ids = _ids(conversion, kept)
    event_types = columns.event_type()
    texts = columns.texts(where)
    n = len(kept)
    precision = pa.array(places.PRECISIONS, _TEXT).take(pa.array(where.precision[kept]))
    return {
        "incident_id": ids,
        "date": _days(days.first[kept]),
        "date_precision": columns.date_precision(days.approximate),
        "time_local": local_times(conversion, days.clocks, days.clock_of_row).take(pa.array(kept)),
        "event_type": event_types,
        "target_side": columns.coded("target_side", "other"),
        "country": pa.array(where.countries, _TEXT).take(pa.array(where.country[kept])),
        "base_id": _base_ids(conversion, where, kept),
        "target": texts["target"],
        "place": texts["place"],
        "latitude": _numbers(where.latitude[kept]),
        "longitude": _numbers(where.longitude[kept]),
        "geo_precision": precision,
        "weapons": columns.weapons(),
        "outcome": columns.coded("outcome", "unknown"),
        "killed": _whole(casualties["killed"][kept]),
        "injured": _whole(casualties["injured"][kept]),
        "casualty_note": note_casualties(conversion, kept, casualties),
        "confirmation": columns.coded("confirmation", "media"),
        "summary": texts["summary"],
        "date_end": _days(days.last[kept]),
        "killed_low": _whole(casualties["killed_low"][kept]),
        "killed_high": _whole(casualties["killed_high"][kept]),
        "source_event_id": columns.original("id"),
        "source_event_type": columns.original("event_type"),
        "source_sub_event_type": columns.original("sub_event_type"),
        "source_weapons": columns.original("weapons"),
        "source_geo_precision": columns.original("geo_precision"),
        "source_time_precision": columns.original("date_precision"),
        "dataset": _same(about.dataset, n),
        "dataset_version": _same(about.version or None, n),
        "dataset_licence": _same(about.licence or None, n),
        "redistributable": _same(_REDISTRIBUTABLE[about.redistributable], n),
    }


def _ids(conversion: Conversion, kept: NDArray[np.int64]) -> pa.Array:
    """Return a key for each row: the file's own where it has one, else made from the line."""
    cells = conversion.cells("id")
    prefix = f"{conversion.schema.name}-"
    plain = pc.replace_substring_regex(pc.utf8_lower(cells.values), "[^a-z0-9]+", "-")
    plain = pc.utf8_slice_codeunits(pc.utf8_trim(plain, "-"), 0, _ID_CHARS).to_pylist()
    values = np.array([prefix + p if p else "" for p in plain], dtype=object)[cells.codes[kept]]
    ids = pd.Series(values, dtype=object)
    blank = (ids == "").to_numpy()
    ids[blank] = [f"{prefix}row-{n}" for n in _lines(conversion, kept[blank])]
    if (again := ids.duplicated(keep=False).to_numpy()).any():
        numbered = zip(ids[again], _lines(conversion, kept[again]), strict=True)
        ids[again] = [f"{i}-{n}" for i, n in numbered]
        while (again := ids.duplicated(keep=False).to_numpy()).any():
            # No two rows share their position, so that it ends.
            ids[again] = [f"{i}-{n}" for i, n in zip(ids[again], kept[again], strict=True)]
    return pa.array(ids.to_numpy(), _TEXT)


def _lines(conversion: Conversion, rows: NDArray[np.int64]) -> list[str]:
    """Return where some rows stand in the file; of several events of one row the number too."""
    lines = conversion.raw.row_keys(rows)
    if conversion.spread is None:
        return lines
    nth = conversion.spread.nth[rows].tolist()
    return [f"{line}-{n}" for line, n in zip(lines, nth, strict=True)]


class _Columns:
    """Columns of the kept rows, from the columns of the file by role."""

    def __init__(self, conversion: Conversion, kept: NDArray[np.int64]) -> None:
        self.conversion, self.kept, self.n = conversion, kept, len(kept)

    def _take(self, role: str) -> EncodedColumn:
        return self.conversion.cells(role).take(self.kept)

    def text(self, role: str, *, last: bool = False) -> pa.Array:
        """Return a text made safe; missing where the file has none.

        Args:
            role: what it is the text of.
            last: whether nobody asks for the column again: notes are the largest of all.
        """
        cells = self.conversion.cells(role)
        if last:
            self.conversion.forget(role)
        return self._safe(role, cells)

    def _place_beside_point(self) -> pa.Array:
        """Return the names of places that stand in the column of points."""
        cells = self.conversion.cells("point")
        beside = EncodedColumn.of_texts([*map(place_of, cells.texts)], cells.codes)
        return self._safe("point", beside)

    def _safe(self, role: str, cells: EncodedColumn) -> pa.Array:
        safe, changed, short = safe_texts(cells.values, self.conversion.options.text_chars)
        column = self.conversion.mapping.columns.get(role)
        self.conversion.row_log.note(
            "mended",
            "text made safe",
            f"{self.conversion.name(role)}: control "
            "characters removed, or an apostrophe put before text that a "
            "spreadsheet or the map would run",
            cells.rows_where(changed),
            column,
        )
        self.conversion.row_log.note(
            "mended",
            "text shortened",
            f"{self.conversion.name(role)}: longer than "
            f"{self.conversion.options.text_chars:,} characters; shortened",
            cells.rows_where(short),
            column,
        )
        return safe.take(pa.array(cells.codes[self.kept]))

    def original(self, role: str) -> pa.Array:
        """Return what the file says, with the words for its codes where they are known."""
        if role not in self.conversion.mapping.columns:
            return pa.nulls(self.n, _TEXT)
        cells = self._take(role)
        words = self.conversion.schema.labels.get(role, {})
        if words:
            named = [f"{v}: {words[v]}" if v in words else v for v in cells.texts]
            cells = EncodedColumn.of_texts(named, cells.codes)
        safe, _, _ = safe_texts(cells.values, self.conversion.options.text_chars)
        return safe.take(pa.array(cells.codes))

    def coded(self, role: str, default: str) -> pa.Array:
        cells = self.conversion.cells(role)
        became = self.conversion.code_of(role, cells.texts, default)
        self.conversion.tell_codes(role, cells, became)
        return pa.array(became, _TEXT).take(pa.array(cells.codes[self.kept]))

    def event_type(self) -> pa.Array:
        rule = self.conversion.schema.event_type
        if rule is None or self.conversion.mapping.codes.get("event_type"):
            return self.coded("event_type", "other")
        parts = [self.conversion.cells(r) for r in ("sub_event_type", "kind_1", "kind_2")]
        inverse = np.zeros(self.conversion.rows, dtype=np.int64)
        for part in parts:
            inverse, _ = pd.factorize(inverse * len(part.texts) + part.codes)
        first = np.flatnonzero(~pd.Series(inverse).duplicated().to_numpy())
        became = [rule(*(p.texts[p.codes[row]] for p in parts)) for row in first]
        self._tell(became, inverse)
        return pa.array(became, _TEXT).take(pa.array(inverse[self.kept]))

    def _tell(self, became: list[str], inverse: NDArray[np.int64]) -> None:
        """Note what the second-level types became, whatever the parties were."""
        cells = self.conversion.cells("sub_event_type")
        kinds = sorted(set(became))
        code = np.array([kinds.index(b) for b in became])[inverse][self.kept]
        pair = cells.codes[self.kept] * len(kinds) + code
        unique, count = np.unique(pair, return_counts=True)
        rows = [
            (cells.texts[p // len(kinds)], kinds[p % len(kinds)], int(n))
            for p, n in zip(unique, count, strict=True)
        ]
        self.conversion.codes["event_type"] = tuple(sorted(rows, key=lambda r: (-r[2], r)))

    def weapons(self) -> pa.Array:
        """Return the weapons: of their own column, else of the second-level event type."""
        role = "weapons" if self.conversion.has("weapons") else "sub_event_type"
        cells = self.conversion.cells(role)

        def coded(value: str) -> str:
            whole = self.conversion.code_of("weapons", (value,), "")[0]
            if whole or role != "weapons":
                return whole or "unknown"
            items = [i.strip() for i in _ITEMS.split(value) if i.strip()]
            each = self.conversion.code_of("weapons", tuple(items), "unknown")
            return LIST_SEPARATOR.join(dict.fromkeys(each)) or "unknown"

        became = [coded(v) for v in cells.texts]
        self.conversion.tell_codes("weapons", cells, became, self.conversion.name(role))
        if role == "weapons":
            lost = [
                "unknown" in code.split(LIST_SEPARATOR)
                and not is_missing(value)
                and fold(value) not in _WEAPON_UNKNOWN
                for value, code in zip(cells.texts, became, strict=True)
            ]
            self.conversion.row_log.note(
                "flagged",
                "weapon not recognised",
                f"{self.conversion.name(role)}: a word for a weapon that the atlas does not know; "
                "it says “weapon unknown”",
                cells.rows_where(lost),
                self.conversion.mapping.columns.get(role),
            )
        coded_rows = pa.array(became, _TEXT).take(pa.array(cells.codes[self.kept]))
        if role == "weapons" and "weapon_detail" in self.conversion.schema.codes:
            return pc.coalesce(self._weapon_detail(), coded_rows)
        return coded_rows

    def _weapon_detail(self) -> pa.Array:
        """Return the weapon that the second-level event type tells, missing where it tells none."""
        cells = self.conversion.cells("sub_event_type")
        became = self.conversion.code_of("weapon_detail", cells.texts, "")
        return pa.array([b or None for b in became], _TEXT).take(pa.array(cells.codes[self.kept]))

    def date_precision(self, approximate: NDArray[np.bool_]) -> pa.Array:
        role = "date_precision"
        default = self.conversion.schema.defaults[role] if self.conversion.has(role) else "day"
        cells = self.conversion.cells(role)
        became = self.conversion.code_of(role, cells.texts, default)
        self.conversion.tell_codes(role, cells, became)
        coded = pa.array(became, _TEXT).take(pa.array(cells.codes[self.kept]))
        return pc.if_else(pa.array(approximate[self.kept]), pa.scalar("approx", _TEXT), coded)

    def texts(self, where: places.Located) -> dict[str, pa.Array]:
        """Return target, place and summary, each filled from what else is known."""
        sub, kind = self.original("sub_event_type"), self.original("event_type")
        kind = pc.coalesce(sub, kind)
        unstated = pc.binary_join_element_wise(
            kind, pa.scalar(codes.TARGET_NOT_STATED, _TEXT), pa.scalar(" ", _TEXT)
        )
        target = pc.coalesce(self.text("target"), unstated, pa.scalar(codes.NOT_STATED, _TEXT))
        country = pa.array(where.countries, _TEXT).take(pa.array(where.country[self.kept]))
        place = pc.coalesce(
            self.text("place"), self._place_beside_point(), self.text("admin"), country
        )
        made_up = pc.binary_join_element_wise(
            pc.coalesce(kind, pa.scalar("Event", _TEXT)), place, pa.scalar(", ", _TEXT)
        )
        return {
            "target": target,
            "place": place,
            "summary": pc.coalesce(self.text("summary", last=True), made_up),
        }


def _days(day: NDArray[np.datetime64]) -> pa.Array:
    number, unique = pd.factorize(day.astype("datetime64[D]").astype(np.int64))
    days = unique.astype("datetime64[D]")
    words = pa.array([None if np.isnat(d) else str(d) for d in days], _TEXT)
    return words.take(pa.array(number))


def _numbers(values: NDArray[np.float64]) -> pa.Array:
    number, unique = pd.factorize(values, use_na_sentinel=False)
    words = [None if np.isnan(v) else f"{v:.3f}".rstrip("0").rstrip(".") for v in unique]
    words = ["0" if w == "-0" else w for w in words]
    return pa.array(words, _TEXT).take(pa.array(number))


def _whole(values: NDArray[np.float64]) -> pa.Array:
    known = np.isfinite(values)
    return pa.array(np.where(known, values, 0).astype(np.int64), mask=~known)


def _same(value: str | None, n: int) -> pa.Array:
    return pa.nulls(n, _TEXT) if value is None else pa.repeat(pa.scalar(value, _TEXT), n)


def _base_ids(conversion: Conversion, where: places.Located, kept: NDArray[np.int64]) -> pa.Array:
    """Return the base at each site point: the nearest, within the distance, in the same country."""
    n, within_km = len(kept), conversion.options.base_within_km
    site = where.precision[kept] == places.PRECISIONS.index("site")
    rows = np.flatnonzero(site & np.isfinite(where.latitude[kept]))
    base_ids = np.full(n, None, dtype=object)
    if len(rows) and within_km > 0:
        at = joins.distinct_places(where.latitude[kept][rows], where.longitude[kept][rows])
        base, km = joins.nearest_base(at.latitude, at.longitude, conversion.shared.bases)
        ids = np.array([*conversion.shared.bases["base_id"], None], dtype=object)[base]
        base_country = np.array([*conversion.shared.bases["country"], None], dtype=object)[base]
        country = np.array(where.countries, dtype=object)[where.country[kept][rows]]
        near = (km <= within_km)[at.of_row] & (base_country[at.of_row] == country)
        base_ids[rows[near]] = ids[at.of_row][near]
    given = np.zeros(conversion.rows, dtype=bool)
    given[kept] = base_ids != None  # noqa: E711 - elementwise
    conversion.row_log.note(
        "decided",
        "base by distance",
        "placed at the nearest base: the point has precision site and lies within "
        f"{within_km:g} km of it",
        given,
    )
    if not given.any():
        conversion.row_log.note(
            "noted",
            "no base",
            "no row was placed at a base: that needs precision site and a base within "
            f"{within_km:g} km",
        )
    return pa.array(base_ids, _TEXT)
