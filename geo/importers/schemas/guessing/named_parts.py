"""Sheets that are named after countries or provinces say where their rows happened."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from geo.importers.clean.country_names import name_countries
from geo.importers.clean.shared_tables import load_shared_tables
from geo.model.column import LIST_SEPARATOR
from geo.utils.names import fold

if TYPE_CHECKING:
    from geo.importers.read.raw import Raw


def role_of_parts(raw: Raw) -> str:
    """Return what the names of the parts that were read together are: "country", "admin" or "".

    Args:
        raw: the file; of one that was read as one table the parts say nothing.
    """
    names = [part.name.strip() for part in raw.parts if part.taken] if raw.part_column else []
    if len(names) < 2:  # noqa: PLR2004
        return ""
    provinces = load_shared_tables().provinces
    atlas = dict(zip(provinces["country_code"], provinces["country"], strict=True))
    named = name_countries(names, atlas)
    if all(named.names) and not any(named.faults):
        return "country"
    aliases = chain.from_iterable(provinces["aliases"].dropna().str.split(LIST_SEPARATOR))
    known = {fold(name) for name in (*provinces["name"], *aliases)}
    return "admin" if all(fold(name) in known for name in names) else ""
