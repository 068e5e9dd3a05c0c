"""A patch: a correction or a new incident as one small JSON file, and its strict reader."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from geo.errors import AtlasError, closest, listed, shorten
from geo.io.values import FAULTS, expectation
from geo.model.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.column import Table

FORMAT: Final = 1
_DIGITS: Final = 8
_TEXTS: Final = ("version", "proposer", "why", "source")
_MEMBERS: Final = ("patch", *_TEXTS, "cells", "rows")
#: Tables that a patch can change: the files whose rows can be edited one by one.
EDITABLE: Final[Mapping[str, Table]] = {
    t.name: t for t in TABLES if not t.geometry and t.name != "corrections"
}

#: Columns that `apply` fills in.
KEPT_BY_ITSELF: Final = ("added", "changed")


class ProposalError(AtlasError, ValueError):
    """A proposal or a patch is refused; the message says what is wrong with it."""


class Cell(NamedTuple):
    """One cell to be changed: where it is, what stands there, and what should."""

    table: str
    row: str
    column: str
    old: str
    new: str


class NewRow(NamedTuple):
    """One row to be added: its cells by column, those that are not blank."""

    table: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Patch:
    """What somebody proposes.

    `version` is the dataset version that it was made with, `source` the address of a page that
    others can open. `cells` are changed and `rows` are added.
    """

    version: str
    proposer: str
    why: str
    source: str
    cells: tuple[Cell, ...]
    rows: tuple[NewRow, ...]

    def to_json(self) -> str:
        """Return the text of the patch file; the same patch gives the same bytes."""
        content = {
            "patch": FORMAT,
            **{name: getattr(self, name) for name in _TEXTS},
            "cells": [cell._asdict() for cell in self.cells],
            "rows": [row._asdict() for row in self.rows],
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    @property
    def file_name(self) -> str:
        """The name of its file: what it is about, and digits that tell it from others."""
        about = next((row.cells.get("incident_id", row.table) for row in self.rows), "")
        about = self.cells[0].row if self.cells else about
        word = "".join(c if c.isalnum() or c in "-_" else "-" for c in about.split("|")[0])[:60]
        digest = hashlib.sha256(self.to_json().encode()).hexdigest()[:_DIGITS]
        return f"{word or 'patch'}-{digest}.json"

    def incidents(self) -> list[str]:
        """Return the incidents that the patch changes, adds or says something about, each once."""
        ids = [cell.row.split("|")[0] for cell in self.cells if _is_about_incident(cell.table)]
        ids += [row.cells["incident_id"] for row in self.rows if "incident_id" in row.cells]
        return list(dict.fromkeys(ids))


def _is_about_incident(table: str) -> bool:
    return EDITABLE[table].key[0] == "incident_id"


def read_patch(text: str) -> Patch:
    """Return the patch of a file's text.

    Raises:
        ProposalError: it is no patch, names a table or column that there is not, or lacks what a
            patch needs; holds the first fault.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"not readable as JSON: {error}"
        raise ProposalError(message) from None
    if not isinstance(content, dict) or set(content) != set(_MEMBERS):
        message = f"expected a patch with {', '.join(_MEMBERS)}"
        raise ProposalError(message)
    if content["patch"] != FORMAT:
        message = f"patch {shorten(str(content['patch']))}: expected a patch of format {FORMAT}"
        raise ProposalError(message)
    cells = tuple(_read_cell(cell) for cell in _list(content, "cells"))
    rows = tuple(_read_row(row) for row in _list(content, "rows"))
    patch = Patch(**{name: _text(content, name) for name in _TEXTS}, cells=cells, rows=rows)
    check_words(patch)
    return patch


def check_words(patch: Patch) -> None:
    """Refuse a patch without a reason, a source, a proposer or a change.

    Raises:
        ProposalError: one of them is missing, or the source is no address.
    """
    if not patch.source.strip():
        message = "source is empty; expected the address of a page that others can open"
        raise ProposalError(message)
    check_cell("sources", "url", patch.source)
    if not patch.why.strip():
        message = "why is empty; expected the reason in a sentence"
        raise ProposalError(message)
    if not patch.proposer.strip():
        message = "proposer is empty; expected a name, which may be a pseudonym"
        raise ProposalError(message)
    if not patch.cells and not patch.rows:
        message = "nothing is changed and nothing added"
        raise ProposalError(message)


def check_cell(table: str, column: str, value: str) -> None:
    """Refuse a value that a column cannot hold.

    Args:
        table: one of `EDITABLE`.
        column: the column's name.
        value: the text of the cell; "" for unknown.

    Raises:
        ProposalError: table or column is not known, or the value is not what the column holds.
    """
    if table not in EDITABLE:
        raise ProposalError(_unknown("table", table, tuple(EDITABLE)))
    columns = {column.name: column for column in EDITABLE[table].columns}
    if column not in columns:
        raise ProposalError(_unknown(f"column of {table}", column, tuple(columns)))
    of = columns[column]
    if not value.strip():
        if of.required:
            message = f"{column} is empty; expected {expectation(of)}"
            raise ProposalError(message)
        return
    (fault,) = FAULTS[of.kind](of, pd.Series([value], dtype="str"))
    if fault:
        message = f"{column}: expected {expectation(of)}, found {shorten(value)!r}{fault}".rstrip()
        raise ProposalError(message)


def _unknown(what: str, given: str, known: tuple[str, ...]) -> str:
    near = closest(given, known)
    hint = f"; is it {' or '.join(near)}?" if near else f"; known are {listed(known)}"
    return f"{shorten(given)!r} is no {what}{hint}"


def _list(content: dict[str, Any], name: str) -> list[Any]:
    value = content[name]
    if not isinstance(value, list):
        message = f"{name}: expected a list, found {shorten(str(value))!r}"
        raise ProposalError(message)
    return value


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        message = f"{name}: expected text, found {shorten(str(value))!r}"
        raise ProposalError(message)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        message = f"{name}: half of a character; expected text as UTF-8"
        raise ProposalError(message) from None
    return value


def _read_cell(content: Any) -> Cell:
    if not isinstance(content, dict) or set(content) != set(Cell._fields):
        message = f"a cell: expected {', '.join(Cell._fields)}, found {shorten(str(content))}"
        raise ProposalError(message)
    cell = Cell(**{name: _text(content, name) for name in Cell._fields})
    check_cell(cell.table, cell.column, cell.new)
    if cell.old == cell.new:
        message = f"{cell.column} of {shorten(cell.row)} is {shorten(cell.old)!r} already"
        raise ProposalError(message)
    if cell.column in KEPT_BY_ITSELF:
        message = f"{cell.column} is filled in by itself when a patch is applied"
        raise ProposalError(message)
    if cell.column in EDITABLE[cell.table].key:
        message = f"{cell.column} is the key of {cell.table}, which others refer to; it stays"
        raise ProposalError(message)
    return cell


def _read_row(content: Any) -> NewRow:
    if (
        not isinstance(content, dict)
        or set(content) != set(NewRow._fields)
        or not isinstance(content["cells"], dict)
    ):
        message = f"a row: expected a table and its cells, found {shorten(str(content))}"
        raise ProposalError(message)
    row = NewRow(_text(content, "table"), {n: _text(content["cells"], n) for n in content["cells"]})
    if row.table not in EDITABLE:
        raise ProposalError(_unknown("table", row.table, tuple(EDITABLE)))
    for name, value in row.cells.items():
        check_cell(row.table, name, value)
    return row
