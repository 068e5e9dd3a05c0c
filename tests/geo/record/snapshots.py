"""Makes snapshots of data that never were in a folder."""

from __future__ import annotations

from pathlib import Path

from geo.model.schema import TABLES
from geo.record.snapshot import Snapshot

COLUMNS = ("incident_id", "outcome", "killed")


def snapshot(version, rows, columns=COLUMNS, **counts):
    """Return a version with these incidents: id to the cells after the first column."""
    incidents = {
        key: dict(zip(columns, (key, *cells), strict=False)) for key, cells in rows.items()
    }
    return Snapshot(
        Path(),
        version,
        {t.name: incidents if t.name == "incidents" else {} for t in TABLES},
        {t.name: tuple(columns) if t.name == "incidents" else () for t in TABLES},
        {name: str(n) for name, n in counts.items()},
    )
