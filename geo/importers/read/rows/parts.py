"""Chooses among the sheets of a workbook, the lists of a JSON file, the tables of a zip file.

The part with a column of dates is taken, or all that have the same columns are read together.
Where that leaves a doubt nothing is chosen: the message names the parts, and a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.raw import Part, RawRows, Remark, key
from geo.importers.read.rows.date_like import is_date
from geo.importers.read.rows.layout import unique_names
from geo.utils.words import number, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DATE_WORDS: Final = re.compile(
    r"(?<![^\W\d_])(?:date|day|year|month|when|time|timestamp|fecha|datum|tag|jour|jahr|ann?ee|año|"
    r"дата|год|день|рік|تاريخ|التاريخ|اليوم|السنة)(?![^\W\d_])",
    re.IGNORECASE,
)
_PLACED: Final = re.compile(
    r"latitude|(?:^|[\W\d_]|geo|gps)lat(?:$|[\W\d_])|(?:^|_)y(?:$|_)|coordinates|geopoint|wkt|عرض|широт",
    re.IGNORECASE,
)
_MOSTLY: Final = 0.5
_SAMPLE: Final = 200
# A sheet of sums lacks a column or two of the rows that it sums up.
_ALIKE: Final = 0.9
_MUCH_MORE: Final = 5


class SeveralPartsError(ImportRefusedError):
    """A file has several parts and nobody has chosen; `parts` says which, `noun` what they are."""

    def __init__(self, message: str, parts: Sequence[Part], noun: str) -> None:
        """Keep the parts beside the message."""
        super().__init__(message)
        self.parts, self.noun = tuple(parts), noun


@dataclass(frozen=True)
class Candidate:
    """A part that could be read: its columns, and what they are told by.

    `cells` is how many are filled, about. `dated` is 2 where the cells of a column are dates, 1
    where only its name says so, else 0.
    """

    name: str
    columns: frozenset[str]
    rows: int
    cells: int
    dated: int
    placed: bool
    is_hidden: bool = False

    @classmethod
    def of_cells(
        cls,
        name: str,
        columns: Sequence[tuple[str, Sequence[str]]],
        rows: int,
        *,
        is_hidden: bool = False,
    ) -> Candidate:
        """Tell a part by its columns.

        Args:
            name: of the part.
            columns: names, and some of the cells of each.
            rows: how many it has.
            is_hidden: whether a person who opens the file does not see it.
        """
        named = [(n, cells) for n, cells in columns if not re.fullmatch(r"column \d+", n)]
        dated = 0
        width = 0.0  # columns that are half filled count half
        for column, cells in named:
            filled = [c for c in cells[:_SAMPLE] if c.strip()]
            width += len(filled) / max(1, len(cells[:_SAMPLE]))
            if filled and sum(map(is_date, filled)) >= _MOSTLY * len(filled):
                dated = 2
            elif _DATE_WORDS.search(column):
                dated = max(dated, 1)
        placed = any(_PLACED.search(n) for n, _ in named)
        keys = frozenset(key(n) for n, _ in named)
        return cls(name, keys, rows, round(rows * width), dated, placed, is_hidden)


def choose(
    candidates: Sequence[Candidate], wanted: Sequence[str], name: str, noun: str
) -> list[Candidate]:
    """Return the parts to read, in their order.

    Args:
        candidates: all that have rows, at least one.
        wanted: the names that a person has chosen; none for the part with dates, or all that have
            the columns of that one.
        name: what the file is called.
        noun: what a part is: a sheet, a list.

    Raises:
        SeveralPartsError: a name is unknown, or it is not clear which part is meant.
    """
    if wanted:
        return _named(candidates, wanted, name, noun)
    if len(candidates) == 1:
        return list(candidates)
    seen = [c for c in candidates if not c.is_hidden]
    if not any(c.dated for c in seen):
        seen = list(candidates)
    best = max(c.dated for c in seen)
    groups = _alike([c for c in seen if c.dated == best])
    if best and any(g[0].placed for g in groups):
        groups = [g for g in groups if g[0].placed]
    groups.sort(key=_cells, reverse=True)
    if best and _cells(groups[0]) >= _MUCH_MORE * sum(map(_cells, groups[1:])):
        groups = groups[:1]
    if len(groups) > 1:
        why = f"several {noun}s have dates and differ in their columns" if best else (
            f"no {noun} has a column of dates"
        )  # fmt: skip
        raise SeveralPartsError(_ask(name, why, candidates, noun), _parts(candidates, ()), noun)
    return groups[0]


def _cells(group: Sequence[Candidate]) -> int:
    return sum(c.cells for c in group)


def _named(
    candidates: Sequence[Candidate], wanted: Sequence[str], name: str, noun: str
) -> list[Candidate]:
    by_name = {c.name.casefold().strip(): c for c in reversed(candidates)}
    by_name |= {c.name: c for c in candidates}
    chosen = {w: by_name.get(w) or by_name.get(w.casefold().strip()) for w in wanted}
    if unknown := [w for w, c in chosen.items() if c is None]:
        why = f"it has no {noun} {shorten(unknown[0])!r} with rows"
        raise SeveralPartsError(_ask(name, why, candidates, noun), _parts(candidates, ()), noun)
    return [c for c in candidates if c in chosen.values()]


def _ask(name: str, why: str, candidates: Sequence[Candidate], noun: str) -> str:
    named = ", ".join(f"{shorten(c.name)} ({plural(c.rows, 'row')})" for c in candidates[:20])
    return f"{shorten(name)}: {why}; found the {noun}s {named}; choose one"


def _alike(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Return the candidates in groups of nearly the same columns."""
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        for group in groups:
            either = group[0].columns | candidate.columns
            both = group[0].columns & candidate.columns
            if either and len(both) >= _ALIKE * len(either):
                group.append(candidate)
                break
        else:
            groups.append([candidate])
    return groups


def _parts(candidates: Sequence[Candidate], taken: Iterable[str]) -> tuple[Part, ...]:
    names = set(taken)
    return tuple(Part(c.name, c.rows, c.name in names) for c in candidates)


def joined(
    read: Sequence[tuple[Candidate, RawRows]],
    candidates: Sequence[Candidate],
    wanted: Sequence[str],
    noun: str,
) -> RawRows:
    """Put the parts that were read into one table, and tell what was left.

    Of parts that nobody has asked for one whose rows all stand in another is left: all months on
    one sheet, and each on its own.

    Args:
        read: the chosen parts and their rows.
        candidates: all parts that have rows.
        wanted: the names that a person has chosen.
        noun: what a part is; where several are put together it names the column that says which.
    """
    held = {} if wanted or len(read) == 1 else _held(read)
    read = [(c, rows) for c, rows in read if c.name not in held]
    taken = [c.name for c, _ in read]
    rows = read[0][1] if len(read) == 1 else _concatenated(read, noun)
    named = f"{noun}{'' if len(read) == 1 else 's'} {', '.join(repr(shorten(n)) for n in taken)}"
    remarks = [
        Remark("flagged", f"{noun} not read", f"{noun} {shorten(c.name)!r} is not read: its rows "
               f"all stand in {noun} {shorten(held[c.name])!r} too", None, c.rows)
        for c in candidates if c.name in held
    ]  # fmt: skip
    remarks += [
        Remark("flagged", f"{noun} not read", f"{noun} {shorten(c.name)!r} is not read"
               f"{' (it is hidden)' if c.is_hidden else ''}", None, c.rows)
        for c in candidates if c.name not in {*taken, *held}
    ]  # fmt: skip
    return replace(rows, notes=[named, *rows.notes], remarks=[*remarks, *rows.remarks],
                   parts=_parts(candidates, taken), noun=noun)  # fmt: skip


def _held(read: Sequence[tuple[Candidate, RawRows]]) -> dict[str, str]:
    """Return which parts have no row that another one does not have too, and that other one."""
    rows = {
        c.name: set(map(frozenset, _filled_cells(r.table)))
        for c, r in sorted(read, key=lambda pair: -pair[1].table.num_rows)
    }
    held: dict[str, str] = {}
    for name, own in reversed(rows.items()):
        others = (n for n in rows if n != name and n not in held and len(rows[n]) >= len(own))
        if (holder := next((n for n in others if own <= rows[n]), None)) is not None:
            held[name] = holder
    return held


def _filled_cells(table: pa.Table) -> Iterable[Iterable[tuple[str, str]]]:
    names = [key(n) for n in table.column_names]
    columns = [column.to_pylist() for column in table.columns]
    for cells in zip(*columns, strict=True):
        yield ((n, c) for n, c in zip(names, cells, strict=True) if c)


def _concatenated(read: Sequence[tuple[Candidate, RawRows]], noun: str) -> RawRows:
    """Return several tables as one, with a column that says which part a row is from."""
    names: dict[str, str] = {}
    for _, rows in read:
        for column in rows.table.column_names:
            names.setdefault(key(column), column)
    *own, part = unique_names([*names.values(), noun])
    tables, unfit, notes, remarks, at = [], [], [], [], 0
    for candidate, rows in read:
        by_key = {key(c): rows.table.column(c) for c in rows.table.column_names}
        n = rows.table.num_rows
        blank = pa.chunked_array([pa.repeat(pa.scalar("", pa.large_string()), n)])
        cells = [by_key.get(k, blank) for k in names]
        which = pa.repeat(pa.scalar(candidate.name, pa.large_string()), n)
        tables.append(pa.table([*cells, pa.chunked_array([which])], names=[*own, part]))
        unfit += [u._replace(part=candidate.name) for u in rows.unfit]
        notes += [f"{noun} {shorten(candidate.name)!r}: {note}" for note in rows.notes]
        remarks += [r.moved(np.arange(at, at + n)) for r in rows.remarks]
        at += n
    line = np.concatenate([rows.line for _, rows in read])
    notes.append(f"{number(at)} rows of {len(read)} {noun}s read together; the column {part!r} "
                 "says which")  # fmt: skip
    return RawRows(pa.concat_tables(tables), line, unfit, notes, remarks=_merged(remarks),
                   part_column=part)  # fmt: skip


def _merged(remarks: Iterable[Remark]) -> list[Remark]:
    """Return remarks of one kind as one."""
    merged: dict[str, Remark] = {}
    for remark in remarks:
        earlier = merged.get(remark.message)
        rows = [*(earlier.rows or [] if earlier else []), *(remark.rows or [])]
        merged[remark.message] = remark._replace(
            rows=rows or None, unread=remark.unread + (earlier.unread if earlier else 0)
        )
    return list(merged.values())
