"""Who did it, as an imported file says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.codes import STANCE
from geo.importers.build.arrow_columns import coded
from geo.importers.clean.actors import group_pairs, is_nobody
from geo.importers.clean.hedges import NONE
from geo.importers.clean.text import safe_cell
from geo.model.schema import STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.build.provenance import Provenance
    from geo.importers.clean.hedges import Hedge

# Role, stance, the role that tells the kind of body, what parts several names, the note.
_PARTIES: Final = (
    ("party_1", "party", "kind_1", "", ""),
    ("party_2", "party", "kind_2", "", ""),
    ("allies_1", "party", None, ";", "with the first party"),
    ("allies_2", "party", None, ";", "with the second party"),
    ("claimed_by", "claimed", None, ";", ""),
    ("attributed_to", "attributed", None, ";", ""),
    ("denied_by", "denied", None, ";", ""),
)
_STANCES: Final = tuple(STANCE)
_STANCE_OF_ROLE: Final = np.array([_STANCES.index(p[1]) for p in _PARTIES])
# What a stance becomes by what stands beside the name.
_HEDGED: Final = {
    ("claimed", "doubted"): "suspected", ("claimed", "suspected"): "suspected",
    ("attributed", "doubted"): "suspected", ("attributed", "suspected"): "suspected",
    ("party", "suspected"): "suspected",
    ("party", "claimed"): "claimed", ("attributed", "claimed"): "claimed",
}  # fmt: skip
_NOTE_CHARS: Final = 200


def statement_table(
    conversion: Conversion,
    kept: NDArray[np.int64],
    ids: pa.Array,
    event_types: pa.Array,
    about: Provenance,
) -> pa.Table:
    """Return what the rows say of groups.

    Args:
        conversion: the file, its mapping and its groups.
        kept: positions of the rows that stay.
        ids: the incident of each of them.
        event_types: its event type.
        about: where the rows come from.
    """
    telling, incident = conversion.telling(kept)
    hedges: dict[Hedge, int] = {NONE: 0}
    parts = [np.zeros((4, 0), dtype=np.int64)]
    for number, (by, *_) in enumerate(_PARTIES):
        if conversion.has(by):
            row, group, hedge = _named(conversion, telling, number, hedges)
            parts.append(np.array([incident[row], group, np.full(len(row), number), hedge]))
    row, group, role, hedge = np.concatenate(parts, axis=1)
    stance = _hedged(_STANCE_OF_ROLE[role], hedge, hedges)
    # A group is named once for a stance, in the first column that names it.
    key = (row * max(1, len(conversion.groups.ids)) + group) * len(_STANCES) + stance
    first = np.flatnonzero(~pd.Series(key).duplicated().to_numpy())
    order = first[np.argsort(row[first], kind="stable")]
    row, group, role, hedge, stance = (a[order] for a in (row, group, role, hedge, stance))
    of_row = pa.array(row)
    if conversion.has("claimed_by"):
        # What a force says of its own counterstrike is no claim.
        own = pc.equal(event_types.take(of_row), "counterstrike").to_numpy(zero_copy_only=False)
        claimed = stance == _STANCES.index("claimed")
        stance = np.where(own & claimed, _STANCES.index("acknowledged"), stance)
    n = len(row)
    return pa.table(
        {
            "incident_id": coded(ids, row),
            "group_id": coded(conversion.groups.ids, group),
            "stance": coded(_STANCES, stance),
            "speaker": coded([about.dataset], np.zeros(n, dtype=np.int64)),
            "note": coded(_notes(hedges), role * len(hedges) + hedge),
            "source_id": coded([about.source_id], np.zeros(n, dtype=np.int64)),
        }
    ).select(STATEMENTS.column_names)


def _named(
    conversion: Conversion, rows: NDArray[np.int64], role: int, hedges: dict[Hedge, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return row, group and hedge of each name in a column; log what is no name, and doubts."""
    by, _, kind_role, separators, _ = _PARTIES[role]
    cells = conversion.cells(by).take(rows)
    column, name = conversion.mapping.columns.get(by), conversion.name(by)
    every = np.zeros(conversion.rows, dtype=bool)
    every[rows] = cells.rows_where([is_nobody(text) for text in cells.texts])
    message = f"{name}: words such as unknown or nobody name no group and make no statement"
    conversion.row_log.note("mended", "no group", message, every, column)
    has_kind = kind_role and conversion.has(kind_role)
    kinds = conversion.cells(kind_role).take(rows) if kind_role and has_kind else None
    own = separators or conversion.schema.separators
    row, group, hedge = group_pairs(
        cells, kinds, conversion.groups, own, conversion.schema.group_kind, hedges=hedges
    )
    doubted = np.zeros(conversion.rows, dtype=bool)
    doubted[rows[row[hedge > 0]]] = True
    message = (
        f"{name}: a doubt, or a claim, beside a group's name; who was claimed or blamed is then "
        "suspected, and the statement quotes the file"
    )
    conversion.row_log.note("flagged", "group in doubt", message, doubted, column)
    return row, group, hedge


def _hedged(
    stance: NDArray[np.int64], hedge: NDArray[np.int64], hedges: Iterable[Hedge]
) -> NDArray[np.int64]:
    """Return the stances as what stands beside the names makes them."""
    became = [
        [_STANCES.index(_HEDGED.get((name, h.kind), name)) for h in hedges] for name in _STANCES
    ]
    return np.array(became, dtype=np.int64)[stance, hedge]


def _notes(hedges: Iterable[Hedge]) -> list[str | None]:
    """Return the note of each role with each hedge, in this order."""
    return [
        safe_cell("; ".join(filter(None, (note, h.text and f"in the file: {h.text}"))), _NOTE_CHARS)
        or None
        for *_, note in _PARTIES
        for h in hedges
    ]
