"""What a caller may ask of an import, and what comes out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - the dataclass needs it at run time
from typing import TYPE_CHECKING, Literal

from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from geo.importers.build.report import Report
    from geo.importers.clean.dates import Order
    from geo.importers.clean.points.axis_order import AxisOrder
    from geo.importers.schemas.mapping import Mapping as ColumnMapping


# What to do with a table of counts: refuse it, or make an incident of each event that it counts.
Counts = Literal["refuse", "each"]
# The same of a list of persons: refuse it, or make an incident of each row.
Persons = Literal["refuse", "each"]
# Of rows that tell of one incident by several sources: make one incident of them, or one of each.
Sources = Literal["join", "apart"]


@dataclass(frozen=True)
class Options:
    """How to convert.

    `dates` says what 03/04/2024 is where the column should not decide, `points` which number of a
    point in one cell comes first, and `counts` what to do with a table whose rows stand for several
    events each; blank cells of the columns `fill_down` have the value of the cell above. A
    point of precision `site` within `base_within_km` of a base is at that base; 0 for never.
    Rows of one kind and the same parties within `near_km` and `near_days` may be one event:
    they are listed, and the later ones quarantined only with `drop_likely_duplicates`. The
    other values replace what the schema says of the dataset. `today` tells future dates and
    two-digit years. `shared` is the data folder whose provinces, bases and groups the imported
    atlas shares.
    """

    dates: Order = "auto"
    points: AxisOrder = "auto"
    counts: Counts = "refuse"
    persons: Persons = "refuse"
    sources: Sources = "join"
    fill_down: tuple[str, ...] = ()
    base_within_km: float = 2.0
    near_km: float = 1.0
    near_days: int = 1
    drop_likely_duplicates: bool = False
    dataset: str | None = None
    dataset_version: str | None = None
    licence: str | None = None
    redistributable: bool | None = None
    url: str | None = None
    text_chars: int = 5_000
    today: dt.date = field(default_factory=dt.date.today)
    shared: Path = DATA


@dataclass(frozen=True)
class Imported:
    """The tables of a data folder, not written yet, and the report.

    `tables` are the CSV files by table name, `files` the other files by name.
    """

    tables: Mapping[str, pa.Table]
    files: Mapping[str, bytes]
    mapping: ColumnMapping
    report: Report
