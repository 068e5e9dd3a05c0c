"""Builds the tables of a data folder from the rows that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from geo.importers.build.incident_table import incident_columns
from geo.importers.build.linked_tables import linked_tables
from geo.importers.read.raw import lean
from geo.model.schema import INCIDENTS, RECORD

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geo.importers.build.casualties import Casualties
    from geo.importers.build.conversion import Conversion
    from geo.importers.build.days import Days
    from geo.importers.build.provenance import Provenance
    from geo.importers.clean.places import Located


def build_tables(  # noqa: PLR0917 - the columns that the steps before have made
    conversion: Conversion,
    about: Provenance,
    kept: NDArray[np.int64],
    days: Days,
    where: Located,
    casualties: Casualties,
) -> dict[str, pa.Table]:
    """Return the CSV tables of the folder by name; arguments as of `incident_columns`."""
    columns = incident_columns(conversion, about, kept, days, where, casualties)
    ids, event_types = columns["incident_id"], columns["event_type"]
    names = [column.name for column in INCIDENTS.columns if column not in RECORD]
    blank = pa.nulls(len(kept), pa.large_string())
    # Each column is let go of as soon as it is encoded.
    incidents = lean(names, [columns.pop(name, blank) for name in names])
    return {"incidents": incidents} | linked_tables(conversion, kept, ids, event_types, about)
