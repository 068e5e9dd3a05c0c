"""The tables of sources: the pages, and which of them reports which incident."""

from __future__ import annotations

from geo import codes
from geo.model.column import Column, Table
from geo.model.schema.columns import TO_INCIDENT, TO_SOURCE, id_column

SOURCES = Table(
    name="sources",
    file="sources.csv",
    title="One web page",
    columns=(
        id_column("source_id", "Key", required=True),
        Column("publisher", "text", "Publisher, with the agency in brackets", required=True),
        Column("url", "url", "Address of the page", required=True, unless="imported"),
        Column("published", "date", "Date of publication, where seen"),
        Column("accessed", "date", "Day on which it was read, where noted", optional=True),
        Column("archived_url", "url", "A copy of the page in an archive, where known",
               optional=True),
        Column(
            "kind",
            "code",
            "What kind of body reports: of a page that carries the report of another, the kind of "
            "that one; empty where it is not known",
            codes=tuple(codes.SOURCE_KIND),
            optional=True,
        ),
        Column(
            "language",
            "text",
            "Its language (ISO 639-1), where the address or the publisher makes that sure",
            pattern=r"[a-z]{2}",
            optional=True,
        ),
        Column(
            "carries",
            "texts",
            "Whose report the page carries, such as that of an agency; empty where it is its own, "
            "or not known",
            optional=True,
        ),
        Column(
            "imported",
            "boolean",
            "true for a source that an imported file names without a link",
            optional=True,
        ),
    ),
    key=("source_id",),
)  # fmt: skip

INCIDENT_SOURCES = Table(
    name="incident_sources",
    file="incident_sources.csv",
    title="Which page reports which incident",
    columns=(
        id_column("incident_id", "The incident", required=True),
        id_column("source_id", "The page", required=True),
    ),
    key=("incident_id", "source_id"),
    foreign_keys=(TO_INCIDENT, TO_SOURCE),
)
