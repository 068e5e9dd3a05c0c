"""Lists of persons, one a row: their names, ages and ranks, and no incident that is one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.errors import ImportRefusedError, shorten
from geo.importers.clean import numbers
from geo.importers.schemas.guessing.header import words_of
from geo.importers.schemas.guessing.synonyms import PERSON_COLUMNS

if TYPE_CHECKING:
    from geo.importers.build.options import Persons
    from geo.importers.read.raw import Raw
    from geo.importers.schemas.mapping import Mapping

_TOLLS: Final = ("killed", "injured")
_KIND_OF: Final = {
    "".join(words_of(name)): kind for kind, names in PERSON_COLUMNS.items() for name in names
}
_SIGNS: Final = 2


def person_columns(raw: Raw, mapping: Mapping) -> tuple[str, ...]:
    """Return the columns that show that each row is a person, none where it is not so.

    Args:
        raw: the file.
        mapping: its roles. Where columns count events, or more or fewer than one killed or injured
            in some row, its rows are incidents.
    """
    kinds = {c: _KIND_OF[name] for c in raw.columns if (name := "".join(words_of(c))) in _KIND_OF}
    if len(set(kinds.values())) < _SIGNS or "events" in mapping.columns:
        return ()
    columns = [column for role in _TOLLS for column in mapping.columns_of(role)]
    if columns and not _is_one_each(raw, columns):
        return ()
    return tuple(kinds)


def check_person_list(raw: Raw, mapping: Mapping, persons: Persons) -> str:
    """Return what is to be said of a list of persons, "" where the file is none.

    Args:
        raw: the file.
        mapping: its roles.
        persons: whether such a list is to be refused.

    Raises:
        ImportRefusedError: it is a list of persons, and `persons` is refuse.
    """
    columns = person_columns(raw, mapping)
    if not columns:
        return ""
    of = f"the columns {', '.join(map(shorten, columns))} are of persons"
    if persons == "each":
        return f"{of}; each row is an incident of its own, as asked"
    message = (
        f"{shorten(raw.name)}: {of}: it seems to be a list of persons, one a row, not of "
        "incidents. Several persons of one incident would be counted as several incidents. Import "
        "a table with one row for each incident and its number of persons (in a spreadsheet a "
        "pivot table by date and place makes it), or, if each row is an incident of its own, say "
        "so (--persons each, or “Each row is a person” on the page)"
    )
    raise ImportRefusedError(message)


def _is_one_each(raw: Raw, columns: list[str]) -> bool:
    """Return whether each row has exactly one person in these columns of tolls."""
    persons = np.zeros(raw.table.num_rows)
    for column in columns:
        cells = raw.column(column)
        persons += np.nan_to_num(numbers.read_counts(cells.texts).number)[cells.codes]
    return bool(np.all(persons == 1))
