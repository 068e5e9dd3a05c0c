"""Turns a file as read into the tables of a data folder, and accounts for every row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import ImportRefusedError
from geo.importers.build.casualties import read_casualties
from geo.importers.build.conversion import Conversion
from geo.importers.build.count_tables import spread_counts
from geo.importers.build.data_folder import folder_files
from geo.importers.build.days import read_days
from geo.importers.build.figures_not_incidents import flag_figures
from geo.importers.build.fill_down import fill_down, hint_at_merged_cells
from geo.importers.build.glance import glance_at, samples_of
from geo.importers.build.options import Imported, Options
from geo.importers.build.person_lists import check_person_list
from geo.importers.build.points import locate_rows
from geo.importers.build.provenance import Provenance
from geo.importers.build.repeats import (
    LikelyDuplicates,
    find_likely_duplicates,
    quarantine_same_ids,
)
from geo.importers.build.report import Report
from geo.importers.build.several_sources import join_sources
from geo.importers.build.tables import build_tables
from geo.importers.build.totals import quarantine_totals
from geo.importers.read.gis.shapes import RADIUS_KM
from geo.importers.read.raw import UNCALCULATED
from geo.importers.schemas.guess import SCHEMAS, guess_mapping, guess_schema
from geo.importers.schemas.guessing.columns import GuessedMapping
from geo.importers.schemas.mapping import ROLES, Mapping
from geo.utils.words import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.importers.build.glance import Glance
    from geo.importers.read.raw import Raw


def convert(
    raw: Raw,
    schema: str = "auto",
    mapping: Mapping | GuessedMapping | None = None,
    options: Options | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Imported:
    """Convert a file that was read into the tables of a data folder.

    Args:
        raw: what `geo.importers.read_file` returned.
        schema: a name of `SCHEMAS`, or auto to let the columns decide.
        mapping: which column has which role, with or without the reasons; by default that of the
            schema, or a guess.
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
        guessed = guess_schema(raw)
        schema, reason = guessed.schema, guessed.reason
    if schema not in SCHEMAS:
        message = f"no schema {schema!r}; allowed are {', '.join(SCHEMAS)} and auto"
        raise ImportRefusedError(message)
    guess = _guess(raw, schema, mapping)
    guess.check(raw)
    of_persons = ""
    if SCHEMAS[schema].asks:
        of_persons = check_person_list(raw, guess.mapping, options.persons)
    samples = samples_of(raw)
    file_rows = raw.rows_read
    raw = fill_down(raw, options.fill_down)
    raw, with_kinds, spread = spread_counts(raw, guess.mapping, options.counts)
    conversion = Conversion(raw, SCHEMAS[schema], with_kinds, options, spread)

    _note_the_dataset(conversion)
    if of_persons:
        conversion.row_log.note("flagged", "list of persons", of_persons)
    tell("dates", 0.05)
    # Before the points are looked at: of two versions of an event the later one is judged.
    if spread is not None:
        conversion.drop("id")  # it is that of a row, not of an event
    for remark in guess.remarks:
        conversion.row_log.note("flagged", "no key", remark)
    quarantine_totals(conversion)
    join_sources(conversion)
    same_id = quarantine_same_ids(conversion)
    hint_at_merged_cells(conversion)
    days = read_days(conversion)
    tell("places", 0.2)
    where = locate_rows(conversion)
    tell("duplicates", 0.45)
    casualties = read_casualties(conversion)
    flag_figures(conversion, days.first, casualties)
    likely = find_likely_duplicates(conversion, days.first, where)
    tell("tables", 0.6)
    kept = _kept_rows(conversion)
    provenance = Provenance.of_file(
        raw, conversion.schema, options, float(conversion.edited[kept].max(initial=0.0))
    )
    tables = build_tables(conversion, provenance, kept, days, where, casualties)
    _note_unused_codes(conversion)
    tell("report", 0.95)
    glance = glance_at(raw, tables["incidents"], kept)
    report = _report(conversion, guess, reason, provenance, same_id, likely, glance, samples)
    if spread is not None:
        report = replace(report, file_rows=file_rows, events=spread.events)
    files = folder_files(conversion, guess.mapping, provenance, report)
    return Imported(tables, files, guess.mapping, report)


def _guess(raw: Raw, schema: str, mapping: Mapping | GuessedMapping | None) -> GuessedMapping:
    if mapping is None:
        return guess_mapping(raw, schema)
    if isinstance(mapping, Mapping):
        return GuessedMapping(mapping, dict.fromkeys(mapping.columns, "as stated"))
    return mapping


def _note_the_dataset(conversion: Conversion) -> None:
    """Say what holds for every row of the dataset; quarantine rows that tell of no violence."""
    schema = conversion.schema
    if schema.note:
        conversion.row_log.note("noted", "about the dataset", schema.note)
    if (scope := schema.scope) and conversion.has(scope.role):
        cells = conversion.cells(scope.role)
        other = cells.rows_where([not scope.holds(text) for text in cells.texts])
        conversion.row_log.quarantine(other, conversion.name(scope.role), scope.reason)


def _kept_rows(conversion: Conversion) -> NDArray[np.int64]:
    """Return the positions of the rows that stay, of which there must be one."""
    kept = np.flatnonzero(~conversion.row_log.out)
    if not len(kept):
        findings = conversion.row_log.findings()
        out = (f for f in findings if f.kind == "quarantined")
        most = max(out, key=lambda f: f.rows, default=None)
        line, cell = most.examples[0] if most and most.examples else (0, "")
        line_word = "line" if conversion.raw.has_lines else "record"
        message = (
            f"{conversion.raw.name}: none of its {number(conversion.raw.rows_read)} rows is "
            f"usable; most often: {most.message if most else 'it has no rows'}"
            f"{f' ({line_word} {line}: {cell!r})' if cell else ''}"
        )
        message += "".join(f"; {f.message}" for f in findings if f.what == UNCALCULATED)
        raise ImportRefusedError(message)
    return kept


def _note_unused_codes(conversion: Conversion) -> None:
    mapping = conversion.mapping
    used = conversion.codes.keys() | mapping.constants.keys()
    for role in sorted(mapping.codes.keys() - used):
        conversion.row_log.note(
            "noted",
            f"codes of {role}",
            f"the mapping has codes for {role}, but no column has that role",
        )


def _report(  # noqa: PLR0917 - what the steps before have found
    conversion: Conversion,
    guess: GuessedMapping,
    schema_reason: str,
    about: Provenance,
    same_id: int,
    likely: LikelyDuplicates,
    glance: Glance,
    samples: dict[str, str],
) -> Report:
    raw, mapping, groups = conversion.raw, conversion.mapping, conversion.groups
    refused = conversion.row_log.refused()
    kept = int(np.count_nonzero(~conversion.row_log.out))
    used = {r: " + ".join(mapping.columns_of(r)) for r in ROLES if r in mapping.columns}
    in_use = {column for role in used for column in mapping.columns_of(role)}
    in_use |= {RADIUS_KM, *conversion.used_beside}
    return Report(
        name=raw.name,
        schema=conversion.schema.name,
        schema_reason=schema_reason,
        dataset=about.dataset,
        dataset_version=about.version,
        licence=about.licence,
        redistributable=about.redistributable,
        read=raw.rows_read,
        kept=kept,
        quarantined=len(refused),
        findings=conversion.row_log.findings(),
        quarantine=refused,
        same_id=same_id,
        likely_duplicates=likely.rows,
        pairs=likely.pairs,
        columns_used=used,
        columns_unused=tuple(c for c in raw.columns if c not in in_use),
        codes=conversion.codes,
        groups_known=len(groups.known),
        groups_new=len(groups.ids) - len(groups.known),
        glance=glance,
        reasons=guess.reasons,
        samples=samples,
        questions=guess.questions,
        has_lines=raw.has_lines,
        notes=raw.notes,
        constants=dict(mapping.constants),
    )
