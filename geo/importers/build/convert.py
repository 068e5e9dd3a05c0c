"""Turns a file as read into the tables of a data folder, and accounts for every row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.errors import ImportRefusedError
from geo.importers.build import tabling
from geo.importers.build.conversion import Conversion
from geo.importers.build.options import Imported, Options
from geo.importers.build.report import Pair, Report
from geo.importers.clean import dates, duplicates, numbers, places
from geo.importers.clean.text import is_missing
from geo.importers.schemas.guess import SCHEMAS, guess, guess_mapping
from geo.importers.schemas.mapping import ROLES, Mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.importers.build.provenance import Provenance
    from geo.importers.read.raw import Raw
    from geo.importers.schemas.schema import Schema

_MAX_PAIRS: Final = 1000
_EPOCH: Final = np.datetime64("1970-01-01", "D")


def convert(
    raw: Raw,
    schema: str = "auto",
    mapping: Mapping | None = None,
    options: Options | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Imported:
    """Convert a file that was read into the tables of a data folder.

    Args:
        raw: what `geo.importers.read` returned.
        schema: acled, ucdp, plain, or auto to let the columns decide.
        mapping: which column has which role; by default that of the schema, or a guess.
        options: see `Options`.
        progress: called with a word for what is being done and the share that is done, from 0 to
            1; what it raises ends the conversion.

    Returns:
        The tables and the report. Rows read are rows kept plus rows quarantined.

    Raises:
        ImportRefusedError: the schema is unknown, the mapping does not fit, or no row is usable.
    """
    tell = progress or (lambda _what, _share: None)
    options = options or Options()
    reason = "as asked"
    if schema == "auto":
        guessed = guess(raw)
        schema, reason = guessed.schema, guessed.reason
    if schema not in SCHEMAS:
        message = f"no schema {schema!r}; allowed are {', '.join(SCHEMAS)} and auto"
        raise ImportRefusedError(message)
    mapping = mapping or guess_mapping(raw, schema).mapping
    mapping.check(raw)
    return _Steps(raw, SCHEMAS[schema], reason, mapping, options, tell).run()


class _Steps(Conversion):
    """The steps of a conversion, in their order."""

    def __init__(  # noqa: PLR0917 - the arguments of `convert`
        self,
        raw: Raw,
        schema: Schema,
        reason: str,
        mapping: Mapping,
        options: Options,
        tell: Callable[[str, float], None],
    ) -> None:
        super().__init__(raw, schema, mapping, options)
        self.reason, self.tell = reason, tell

    def run(self) -> Imported:
        self.tell("dates", 0.05)
        # Before the points are looked at: of two versions of an event the later one is judged.
        same_id = self._same_ids()
        day, end = self._dates()
        self.tell("places", 0.2)
        self._codes_of_places()
        where = places.locate(
            places.Columns(self.cells("latitude"), self.cells("longitude"), self.cells("country"),
                           dict(self.mapping.columns)),
            self.precision, self.home.provinces, self.book,
        )  # fmt: skip
        self.tell("duplicates", 0.45)
        killed = {role: self._counts(role)
                  for role in ("killed", "killed_low", "killed_high", "injured")}  # fmt: skip
        self._check_range(killed)
        near, n_near = self._likely(day, where)
        self.tell("tables", 0.6)
        kept = np.flatnonzero(~self.book.out)
        if not len(kept):
            first = next((f.message for f in self.book.findings() if f.kind == "quarantined"), "")
            message = (
                f"{self.raw.name}: none of its {self.raw.rows_read:,} rows is usable; "
                f"most often: {first or 'it has no rows'}"
            )
            raise ImportRefusedError(message)
        made = tabling.build(self, kept, day, end, where, killed)
        used = self.codes.keys() | self.mapping.constants.keys()
        for role in sorted(self.mapping.codes.keys() - used):
            self.book.note("noted", f"codes of {role}", f"the mapping says what words of {role} "
                           "mean, but no column has that role")  # fmt: skip
        self.tell("report", 0.95)
        report = self._report(made.provenance, same_id, n_near, near)
        return Imported(made.tables, made.files(report), self.mapping, report)

    def _dates(self) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
        day = self._read_dates("date", required=True)
        end = self._read_dates("date_end", required=False)
        column = self.name("date")
        self.book.quarantine(end < day, self.name("date_end"), "the last day is before the first")
        end[end == day] = dates.NOTHING
        self.book.note("flagged", "1970-01-01", "the day is 1970-01-01, which often stands for "
                       "nothing", day == _EPOCH, column)  # fmt: skip
        future = day > np.datetime64(self.options.today, "D")
        self.book.note("flagged", "future", "the day is in the future", future, column)
        if self.has("year"):
            years = numbers.counts(self.cells("year").texts).found[self.cells("year").codes]
            own = day.astype("datetime64[Y]").astype(np.float64) + 1970
            differs = np.isfinite(years) & ~np.isnat(day) & (years != own)
            self.book.note("flagged", "year differs", "the year column has another year than the "
                           "date", differs, column)  # fmt: skip
        return day, end

    def _read_dates(self, role: str, *, required: bool) -> NDArray[np.datetime64]:
        cells, column = self.cells(role), self.name(role)
        if not self.has(role):
            return np.full(self.rows, dates.NOTHING)
        weights = np.bincount(cells.codes, minlength=len(cells.texts)).tolist()
        read = dates.read(cells.texts, weights, self.options.dates, self.options.today)
        if required:
            self.book.quarantine_by_value(cells, [f and f"the date {f}" for f in read.fault],
                                          column)  # fmt: skip
        else:
            said = ["" if is_missing(v) else f and f"{f}; left out"
                    for v, f in zip(cells.texts, read.fault, strict=True)]  # fmt: skip
            self.book.note_by_value("flagged", f"{role} not read", cells, said, column)
        ambiguous = cells.rows_where(read.ambiguous)
        if read.decision:
            self.book.note("decided" if read.certain else "flagged", f"order of {role}",
                           f"{column}: {read.decision}")  # fmt: skip
        self.book.note("decided", f"{role} ambiguous", f"{column}: could be read day-month or "
                       "month-day", ambiguous, column)  # fmt: skip
        for what, holds, words in (
            ("two-digit year", read.short_year, "year of two digits"),
            ("time left out", read.had_time, "time of day or zone left out of the date"),
            ("date format", read.format_mended, "date written as YYYY-MM-DD"),
        ):
            self.book.note("mended", what, f"{column}: {words}", cells.rows_where(holds), column)
        return read.day[cells.codes]

    def _codes_of_places(self) -> None:
        cells = self.cells("geo_precision")
        default = self.schema.defaults["geo_precision"]
        became = self.code_of("geo_precision", cells.texts, default)
        index = np.array([places.PRECISIONS.index(c) for c in became], dtype=np.int64)
        self.precision = index[cells.codes]
        unknown = cells.rows_where([
            not (v and self.code_of("geo_precision", (v,), "") != [""]) for v in cells.texts
        ])  # fmt: skip
        self.book.note("mended", "precision assumed", "no known precision of the place; taken as "
                       f"{default}", unknown,
                       self.mapping.columns.get("geo_precision"))  # fmt: skip

    def _same_ids(self) -> int:
        """Quarantine rows whose id another row has; the row that was edited last stays."""
        if not self.has("id"):
            return 0
        cells = self.cells("id")
        edited = self.edited
        rows = np.flatnonzero(~self.book.out & ~cells.blank())
        order = rows[np.lexsort((rows, -edited[rows], cells.codes[rows]))]
        ids = cells.codes[order]
        again = np.zeros(len(order), dtype=bool)
        again[1:] = ids[1:] == ids[:-1]
        repeated = np.zeros(self.rows, dtype=bool)
        repeated[order[again]] = True
        first = order[~again][np.cumsum(~again) - 1]
        details = {
            int(row): f"the id stands in {self._where(int(kept))} as well, which was kept"
            for row, kept in zip(order[again], first[again], strict=True)
        }
        column = self.name("id")
        self.book.quarantine(repeated, column, "the id of another row", details)
        self.book.note("mended", "id missing", "no id; one was made from the line", cells.blank(),
                       column)  # fmt: skip
        return int(repeated.sum())

    def _where(self, row: int) -> str:
        return f"{'line' if self.raw.has_lines else 'record'} {self.raw.line[row]}"

    def _counts(self, role: str) -> NDArray[np.float64]:
        if not self.has(role):
            return np.full(self.rows, np.nan)
        cells, column = self.cells(role), self.name(role)
        read = numbers.counts(cells.texts)
        self.book.note_by_value("mended", f"{role} mended", cells, read.mended, column)
        faults = [f and f"{f}; left unknown" for f in read.faults]
        self.book.note_by_value("flagged", f"{role} not read", cells, faults, column)
        return read.found[cells.codes]

    def _check_range(self, killed: dict[str, NDArray[np.float64]]) -> None:
        low, best, high = killed["killed_low"], killed["killed"], killed["killed_high"]
        with np.errstate(invalid="ignore"):
            wrong = (low > best) | (best > high) | (low > high)
        self.book.note("flagged", "range of deaths", "low, best and high estimate are not in this "
                       "order", wrong, self.mapping.columns.get("killed"))  # fmt: skip

    def _likely(
        self, day: NDArray[np.datetime64], where: places.Located
    ) -> tuple[tuple[Pair, ...], int]:
        rows = np.flatnonzero(~self.book.out & np.isfinite(where.latitude) & ~np.isnat(day))
        if not len(rows):
            return (), 0
        kind = np.zeros(len(rows), dtype=np.int64)
        for role in ("event_type", "sub_event_type", "party_1", "party_2", "claimed_by"):
            if self.has(role):
                pair = kind * len(self.cells(role).texts) + self.cells(role).codes[rows]
                kind, _ = pd.factorize(pair)
        days = day[rows].astype(np.int64)
        later, earlier, km, whole = duplicates.likely(
            kind, days, where.latitude[rows], where.longitude[rows],
            within_km=self.options.near_km, within_days=self.options.near_days,
        )  # fmt: skip
        if self.options.drop_likely_duplicates:
            found = np.zeros(self.rows, dtype=bool)
            found[rows[later]] = True
            details = {
                int(rows[a]): f"may repeat {self._where(int(rows[b]))}"
                for a, b in zip(later, earlier, strict=True)
            }
            self.book.quarantine(found, "", "may repeat another row, as asked", details)
        self.book.note("decided", "likely duplicates", "rows may repeat one another where kind and "
                       f"parties are equal, within {self.options.near_km:g} km and "
                       f"{self.options.near_days} day{'' if self.options.near_days == 1 else 's'}"
                       + ("" if whole else "; of many such rows some were not compared")
                       )  # fmt: skip
        shown = np.argsort(self.raw.line[rows[later]], kind="stable")[:_MAX_PAIRS]
        pairs = tuple(
            Pair(int(self.raw.line[rows[later[i]]]), int(self.raw.line[rows[earlier[i]]]),
                 round(float(km[i]), 2), int(days[later[i]] - days[earlier[i]]),
                 self.cells("place").texts[self.cells("place").codes[rows[later[i]]]][:60])
            for i in shown
        )  # fmt: skip
        return pairs, len(later)

    def _report(
        self, about: Provenance, same_id: int, near: int, pairs: tuple[Pair, ...]
    ) -> Report:
        refused = self.book.refused()
        kept = int(np.count_nonzero(~self.book.out))
        used = {r: self.mapping.columns[r] for r in ROLES if r in self.mapping.columns}
        return Report(
            name=self.raw.name,
            schema=self.schema.name,
            schema_reason=self.reason,
            dataset=about.dataset,
            dataset_version=about.version,
            licence=about.licence,
            redistributable=about.redistributable,
            read=self.raw.rows_read,
            kept=kept,
            quarantined=len(refused),
            findings=self.book.findings(),
            quarantine=refused,
            same_id=same_id,
            likely_duplicates=near,
            pairs=pairs,
            columns_used=used,
            columns_unused=tuple(c for c in self.raw.columns if c not in used.values()),
            codes=self.codes,
            groups_known=len(self.groups.known),
            groups_new=len(self.groups.ids) - len(self.groups.known),
            has_lines=self.raw.has_lines,
            notes=self.raw.notes,
            constants=dict(self.mapping.constants),
        )
