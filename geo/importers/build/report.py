"""What an import did with every row: kept, mended, quarantined, and why."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from geo.errors import visible
from geo.importers.build.glance import counted
from geo.importers.clean.text import MARK
from geo.utils.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.importers.build.glance import Glance
    from geo.importers.clean.row_log import Finding, Kind, Refused
    from geo.importers.schemas.guessing.columns import Question

_TITLES: dict[Kind, str] = {
    "quarantined": "Quarantined, with the first reason of each row",
    "decided": "Decided for a whole column",
    "mended": "Kept and corrected",
    "flagged": "Kept, but worth checking",
    "noted": "Noted",
}
_MOST = 12
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may tell of one event; nothing was merged."""

    line: int
    other_line: int
    km: float
    days: int
    place: str


@dataclass(frozen=True)
class Report:
    """The account of an import; `read` is always `kept` plus `quarantined`.

    `codes` says for each coded column what its values became: value, code, number of rows.
    `likely_duplicates` counts rows that may repeat an earlier one; `pairs` lists the first of
    them. `columns_used` is role to column, or to columns that are added up, with + between them;
    `reasons` says of a role why it has that column, `samples` of a column what stands in it.
    `questions` are roles that a person should decide. `events` is 0 where each row is one; of a
    table of counts it says for how many the `file_rows` stand, and then all numbers are of events,
    and of the rows that stand for none.
    """

    name: str
    schema: str
    schema_reason: str
    dataset: str
    dataset_version: str
    licence: str
    redistributable: bool | None
    read: int
    kept: int
    quarantined: int
    findings: tuple[Finding, ...]
    quarantine: tuple[Refused, ...]
    same_id: int
    likely_duplicates: int
    pairs: tuple[Pair, ...]
    columns_used: Mapping[str, str]
    columns_unused: tuple[str, ...]
    codes: Mapping[str, tuple[tuple[str, str, int], ...]]
    groups_known: int
    groups_new: int
    glance: Glance
    reasons: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    has_lines: bool = True
    notes: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    file_rows: int = 0
    events: int = 0

    @property
    def unit(self) -> str:
        """Return what is counted: rows of the file, or the events for which they stand."""
        return "event" if self.events else "row"

    @property
    def read_in_words(self) -> str:
        """Return how much was read: rows, and for how many events they stand."""
        if not self.events:
            return f"{plural(self.read, 'row')} read"
        without = self.read - self.events
        rest = f" and {plural(without, 'row')} without any" if without else ""
        stood = f"{plural(self.file_rows, 'row')} read, for {plural(self.events, 'event')}"
        return f"{stood}{rest}"

    @property
    def terms(self) -> str:
        """Return licence and what it allows, in words; nothing is said twice."""
        words = {
            None: "", True: "its rows may be passed on", False: "its rows may not be passed on",
        }[self.redistributable]  # fmt: skip
        rest = "" if words.removeprefix("its ") in self.licence else words
        return "; ".join(filter(None, (f"licence: {self.licence}", rest)))

    def finding(self, what: str) -> Finding | None:
        """Return the finding called `what`, or None."""
        return next((f for f in self.findings if f.what == what), None)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; the rows of the quarantine go into a file of their own."""
        plain = asdict(self)
        del plain["quarantine"]
        plain["columns_used"] = dict(self.columns_used)
        plain["constants"] = dict(self.constants)
        plain["reasons"] = dict(self.reasons)
        plain["samples"] = dict(self.samples)
        plain["codes"] = {name: [list(row) for row in rows] for name, rows in self.codes.items()}
        return plain

    def to_text(self) -> str:
        """Return the report for people: first the sums and what became of the columns."""
        dataset = f"{self.dataset} {self.dataset_version}".strip()
        sums = f"{self.kept:,} kept + {self.quarantined:,} quarantined"
        lines = [
            f"{self.name}: {self.read_in_words} = {sums}",
            f"read as {self.schema}: {self.schema_reason}",
            *self._columns(),
            *self._totals(),
            *self._rows(),
            f"dataset: {dataset}; {self.terms}",
            *(f"  {note}" for note in self.notes),
            *self._findings(),
            *self._duplicates(),
            f"groups: {self.groups_known} known to the atlas, {self.groups_new} new",
            *self._codes(),
        ]
        return "\n".join(map(visible, lines)) + "\n"

    def _columns(self) -> Iterator[str]:
        yield "columns:"
        for role, column in self.columns_used.items():
            reason, sample = self.reasons.get(role, ""), self.samples.get(column, "")
            why = f" ({reason})" if reason else ""
            yield f"  {role} = {column}{why}{f': {sample}' if sample else ''}"
        for role, value in self.constants.items():
            yield f"  {role}: {value} for all rows"
        for question in self.questions:
            asked = question.in_words(self.samples)
            yield f"  {asked} Not used; say {question.answer}"
        unused = [f"{c} ({s})" if (s := self.samples.get(c)) else c for c in self.columns_unused]
        yield f"columns not used: {'; '.join(unused) or 'none'}"

    def _totals(self) -> Iterator[str]:
        glance = self.glance
        yield f"by year: {counted(glance.years)}"
        yield f"with a point: {glance.with_point:,} of {self.kept:,}"
        yield f"by country: {counted(glance.countries)}"
        for role, toll in glance.tolls.items():
            known = f"{toll.total:,} in all, known for {plural(toll.known, self.unit)}"
            yield f"{role}: {known if toll.known else f'not known for any {self.unit}'}"

    def _rows(self) -> Iterator[str]:
        yield "first rows, as they were and as they became:"
        for row in self.glance.rows:
            yield f"  {self._line} {row.line}: {row.was}"
            yield f"    became: {row.became}"

    @property
    def _line(self) -> str:
        return "line" if self.has_lines else "record"

    def _findings(self) -> Iterator[str]:
        for kind, title in _TITLES.items():
            of_kind = [f for f in self.findings if f.kind == kind]
            if of_kind:
                yield f"{title}:"
            for f in of_kind:
                count = f"{plural(f.rows, self.unit)}: " if f.rows else ""
                shown = "; ".join(f"{self._line} {n}: {t}" if t else f"{self._line} {n}"
                                  for n, t in f.examples[:3])  # fmt: skip
                yield f"  {count}{f.message}{f' ({shown})' if shown else ''}"

    def _duplicates(self) -> Iterator[str]:
        yield (
            f"duplicates: {plural(self.same_id, 'row')} with the same id as another row "
            f"(quarantined); {plural(self.likely_duplicates, 'row')} that may repeat another one "
            "(kept unless you choose to drop them)"
        )
        for p in self.pairs[:5]:
            yield (
                f"  {self._line} {p.line} and {p.other_line}: {p.km:.1f} km, "
                f"{plural(p.days, 'day')} apart, {p.place}"
            )

    def _codes(self) -> Iterator[str]:
        for name, table in self.codes.items():
            shown = ", ".join(f"{v or '(blank)'} -> {c} ({n:,})" for v, c, n in table[:_MOST])
            more = f" and {len(table) - _MOST} more" if len(table) > _MOST else ""
            yield f"codes of {name}: {shown}{more}"

    def quarantine_csv(self) -> bytes:
        """Return the quarantine as CSV, UTF-8, safe to open in a spreadsheet."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        has_parts = any(row.part for row in self.quarantine)
        sheet = ["sheet"] if has_parts else []
        writer.writerow([*sheet, "line", "column", "reason", "found", "original"])
        for row in self.quarantine:
            part = [guarded(row.part)] if has_parts else []
            texts = (row.column, row.reason, row.value, row.original)
            writer.writerow([*part, row.line, *(guarded(t) for t in texts)])
        return out.getvalue().encode("utf-8", errors="replace")


def guarded(text: str) -> str:
    """Return text that a spreadsheet does not run."""
    return MARK + text if text.startswith(_RUNS) else text
