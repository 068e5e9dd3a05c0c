"""The tables of decisions: cells that were corrected, and incidents that are no duplicates."""

from __future__ import annotations

from geo.model.column import Column, ForeignKey, Table
from geo.model.schema.columns import id_column

CORRECTIONS = Table(
    name="corrections",
    file="corrections.csv",
    title="One cell of an earlier version that was corrected, and why",
    columns=(
        Column("table", "text", "The table, as its file is called without .csv or .geojson",
               required=True),
        Column("id", "text", "The key of the row; of a tally, its source", required=True),
        Column("column", "text", "The column; of a merged row its key, with the row that stays",
               required=True),
        Column("old", "text", "What stood there; empty where nothing did"),
        Column("new", "text", "What stands there now; empty where nothing does"),
        Column("reason", "text", "Why", required=True),
        Column("source_url", "url", "The page that shows it, where the reason is a page"),
        Column("dataset_version", "text", "The first version with the correction", required=True,
               pattern=r"[0-9]+\.[0-9]+\.[0-9]+"),
        Column("date", "date", "When it was made", required=True),
        Column("reviewer", "text", "Who else checked it; empty where nobody did"),
    ),
    key=("table", "id", "column", "old", "new", "date"),
    optional=True,
)  # fmt: skip

NOT_DUPLICATES = Table(
    name="not_duplicates",
    file="not_duplicates.csv",
    title="Two incidents that are alike in kind, place and time, and why both are kept",
    columns=(
        id_column("incident_id_1", "The earlier one", required=True),
        id_column("incident_id_2", "The later one", required=True),
        Column("reason", "text", "What tells them apart, or why it is left open", required=True),
    ),
    key=("incident_id_1", "incident_id_2"),
    foreign_keys=(
        ForeignKey("incident_id_1", "incidents", "incident_id"),
        ForeignKey("incident_id_2", "incidents", "incident_id"),
    ),
    optional=True,
)
