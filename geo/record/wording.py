"""Changes of the data in words: for the command line and the page What changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo import codes
from geo.filter.wording import offered_name
from geo.model.column import LIST_SEPARATOR
from geo.model.schema import table
from geo.record.changes import Field
from geo.utils.words import number, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.model.atlas import Atlas
    from geo.record.changes import Changes, Kind
    from geo.record.patch import Patch
    from geo.record.preview import Preview

_COUNTS: Final[Mapping[str, str]] = {
    "shown": "Incidents",
    "total": "Incidents read, with those in quarantine",
    "not_drawn": "Incidents without a point",
    "first": "First day",
    "last": "Last day",
    "killed": "Killed, where known",
    "killed_unknown": "Incidents where the killed are not known",
    "injured": "Injured, where known",
    "injured_unknown": "Incidents where the injured are not known",
    "lulls": "Lulls of 14 days or more",
    "longest_lull/days": "Longest lull, in days",
    "responses": "Response chains",
    "tallies": "Published tallies",
}
_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "date_precision": codes.DATE_PRECISION,
    "event_type": codes.EVENT_NAME,
    "target_side": codes.TARGET_SIDE,
    "weapons": codes.WEAPON,
    "outcome": codes.OUTCOME,
    "confirmation": codes.CONFIRMATION,
    "geo_precision": codes.GEO_PRECISION,
    "review": codes.REVIEW,
    "stance": codes.STANCE,
    "level": codes.COVERAGE,
    "relation": codes.RELATION,
}
_KINDS_OF: Final[Mapping[str, Mapping[str, str]]] = {
    "bases": codes.BASE_KIND, "groups": codes.GROUP_KIND, "sources": codes.SOURCE_KIND,
}  # fmt: skip
_COLUMNS: Final[Mapping[str, str]] = {
    "date_precision": "Date accuracy",
    "time_local": "Local time",
    "event_type": "Kind of incident",
    "base_id": "Base",
    "geo_precision": "Location accuracy",
    "munitions": "Number of weapons",
    "origin_place": "Launch site",
    "origin_latitude": "Launch site, latitude",
    "origin_longitude": "Launch site, longitude",
    "response_to": "Answered incident",
    "casualty_note": "Note on casualties",
}
KINDS: Final[tuple[Kind, ...]] = ("added", "withdrawn", "changed")


def count_name(name: str, atlas: Atlas | None = None) -> str:
    """Return a headline count's name in words; with an atlas, the names of groups and places."""
    if name in _COUNTS:
        return _COUNTS[name]
    counted, _, entry = name.partition("/")
    what = counted.removeprefix("by_").capitalize()
    if counted == "by_stance":
        return f"Statement: {codes.STANCE.get(entry, entry)}"
    return f"{what}: {entry if atlas is None else _entry_name(counted, entry, atlas)}"


def _entry_name(counted: str, entry: str, atlas: Atlas) -> str:
    """Return what an entry of a grouped count is called; an earlier version may have had others."""
    try:
        return offered_name(counted.removeprefix("by_"), entry, atlas)
    except (KeyError, IndexError):
        return entry


def describe_changes(changes: Changes, atlas: Atlas | None = None) -> Iterator[str]:
    """Yield all changes for people, a line each.

    Args:
        changes: what differs.
        atlas: the later version, for the names of groups and places in the counts.
    """
    yield f"{changes.old_version} to {changes.new_version}"
    for table_name, column, kind in changes.columns:
        yield f"{table(table_name).file}: column {column} {kind}"
    for name in changes.tables():
        yield f"{table(name).file}: {tally(changes, name)}"
        for change in changes.rows:
            if change.table == name:
                yield f"  {change.kind} {change.row}"
                yield from (f"    {cell_words(field)}" for field in change.fields)
    if not changes.rows:
        yield "no row was added, withdrawn or changed"
    yield "headline counts that moved:" if changes.counts else "no headline count moved"
    for count in changes.counts:
        yield f"  {count_name(count.name, atlas)}: {count.old or '-'} -> {count.new or '-'}"


def tally(changes: Changes, table_name: str) -> str:
    """Return how many rows of a table were added, withdrawn and changed."""
    counted = ((kind, changes.number(table_name, kind)) for kind in KINDS)
    return ", ".join(f"{number(n)} {kind}" for kind, n in counted if n)


def cell_words(field: Field) -> str:
    """Return one cell before and after."""
    return f"{field.name}: {field.old or '(empty)'} -> {field.new or '(empty)'}"


def column_name(column: str) -> str:
    """Return a column's name as people read it: `Location accuracy`."""
    return _COLUMNS.get(column) or column.replace("_", " ").capitalize()


def codes_of(table_name: str, column: str) -> Mapping[str, str]:
    """Return the codes that a column may hold, each with its meaning; none for other columns."""
    return _KINDS_OF.get(table_name, {}) if column == "kind" else _CODES.get(column, {})


def cell_name(table_name: str, column: str, cell: str) -> str:
    """Return what a cell says to a reader: codes in words, a blank as “empty”."""
    meanings = codes_of(table_name, column)
    if not cell:
        return "empty"
    parts = cell.split(LIST_SEPARATOR) if column == "weapons" else [cell]
    return ", ".join(meanings.get(part, part) for part in parts)


def describe_patch(patch: Patch, preview: Preview, atlas: Atlas | None = None) -> Iterator[str]:
    """Yield for people what a patch changes, what may repeat what, and which counts move."""
    for cell in patch.cells:
        yield f"{table(cell.table).file}, {cell.row}: {cell_words(Field(*cell[2:]))}"
    for row in patch.rows:
        cells = ", ".join(f"{name}={value}" for name, value in row.cells.items())
        yield f"{table(row.table).file}, new row: {cells}"
    for pair in preview.pairs:
        yield (
            f"likely duplicate: {pair.incident_id} and {pair.other_id}, {pair.km:g} km and "
            f"{plural(pair.days, 'day')} apart"
        )
    yield "headline counts that move:" if preview.counts else "no headline count moves"
    for count in preview.counts:
        yield f"  {count_name(count.name, atlas)}: {count.old or '-'} -> {count.new or '-'}"
