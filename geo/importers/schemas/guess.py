"""Guesses what kind of file it is and what its columns mean, and says why."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from geo.errors import ImportRefusedError
from geo.importers.schemas import (
    acled,
    awsd,
    forms,
    gdelt,
    gtd,
    icews,
    plain,
    polecat,
    ucdp,
)
from geo.importers.schemas.guessing.columns import GuessedMapping, guess_columns
from geo.importers.schemas.guessing.counts import add_counts
from geo.importers.schemas.guessing.tolls import add_sides
from geo.importers.schemas.mapping import ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from geo.importers.read.raw import Raw
    from geo.importers.schemas.schema import Schema

SCHEMAS: Final[ReadOnly[str, Schema]] = MappingProxyType(
    {
        module.SCHEMA.name: module.SCHEMA
        for module in (acled, ucdp, gtd, awsd, gdelt, icews, polecat, forms, plain)
    }
)
_SHOWN: Final = 6


@dataclass(frozen=True)
class Guess:
    """A kind of file and the reason in words."""

    schema: str
    reason: str


def guess_schema(raw: Raw) -> Guess:
    """Return the kind of file whose columns it has most of; `plain` where none is clear."""
    candidates = []
    for schema in SCHEMAS.values():
        signs = schema.signs(raw)
        names = (*schema.columns.get("date", ()), *schema.columns.get("year", ()))
        dated = schema.asks or raw.find(*names) is not None
        if schema.signature and dated and len(signs) >= schema.enough:
            candidates.append((len(signs), schema, signs))
    if not candidates:
        return Guess("plain", "its columns are not those of a dataset that is known")
    _, best, signs = max(candidates, key=lambda f: f[0])
    more = f" and {len(signs) - _SHOWN} more" if len(signs) > _SHOWN else ""
    return Guess(best.name, f"it has the columns {', '.join(signs[:_SHOWN])}{more}")


def guess_mapping(
    raw: Raw, schema: str = "auto", given: ReadOnly[str, str] | None = None
) -> GuessedMapping:
    """Return which column has which role, for a kind of file or for what is guessed.

    Args:
        raw: the file.
        schema: a kind of file, or auto.
        given: role to column, as a person has said; "" where no column has the role.

    Raises:
        ImportRefusedError: there is no such schema.
    """
    name = guess_schema(raw).schema if schema == "auto" else schema
    given = given or {}
    if name not in SCHEMAS:
        message = f"no schema {name!r}; allowed are {', '.join(SCHEMAS)} and auto"
        raise ImportRefusedError(message)
    if name in {"forms", "plain"}:
        guess = (
            forms.guess_mapping(raw, given)
            if name == "forms"
            else guess_columns(raw, plain.CODES, given)
        )
        return add_counts(raw, add_sides(raw, guess, given), given)
    found = {r: c for r, c in SCHEMAS[name].mapping(raw).columns.items() if r not in given}
    # What a file calls otherwise than the dataset does is guessed; nothing that it does not have.
    strange = dict.fromkeys(ROLES.keys() - SCHEMAS[name].columns.keys(), "")
    if found.keys() >= {"year", "month", "day"}:
        strange["date"] = ""  # it is made of its parts
    return guess_columns(raw, plain.CODES, given, {**strange, **found})
