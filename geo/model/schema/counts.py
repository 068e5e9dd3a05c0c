"""The tables that stand beside the counts: those of others, what was searched, known events."""

from __future__ import annotations

from geo import codes
from geo.model.column import Column, Table
from geo.model.schema.columns import TO_INCIDENT, TO_SOURCE, code_column, id_column

TALLIES = Table(
    name="tallies",
    file="tallies.csv",
    title="A running count that someone published",
    columns=(
        Column("as_of", "date", "Date of the count", required=True),
        Column("since", "date", "First day counted, in the counter's own calendar"),
        Column(
            "total",
            "integer",
            "Attacks counted; empty where Syria alone was counted",
            minimum=0,
            unit="attacks",
        ),
        Column("iraq", "integer", "of which in Iraq", minimum=0, unit="attacks"),
        Column("syria", "integer", "of which in Syria", minimum=0, unit="attacks"),
        Column("jordan", "integer", "of which in Jordan", minimum=0, unit="attacks"),
        Column("counted_by", "text", "Who counted", required=True),
        Column("approximate", "boolean", "true for about, more than, at least", required=True),
        Column("note", "text", "What the counter counted"),
        id_column("source_id", "Where it was read", required=True),
    ),
    key=("as_of", "counted_by", "source_id"),
    foreign_keys=(TO_SOURCE,),
)

COVERAGE = Table(
    name="coverage",
    file="coverage.csv",
    title="How well a span of time was searched; spans may overlap",
    columns=(
        Column("first_date", "date", "First local day of the span", required=True),
        Column("last_date", "date", "Last local day of the span", required=True),
        code_column("level", codes.COVERAGE, "How well it was searched"),
        Column("country", "text", "Where this holds; empty for everywhere"),
        code_column(
            "event_type",
            codes.EVENT_TYPE,
            "For which kind of incident; empty for every kind",
            required=False,
        ),
        code_column(
            "target_side", codes.TARGET_SIDE, "For which side; empty for every side", required=False
        ),
        code_column(
            "confirmation",
            codes.CONFIRMATION,
            "For which confirmation; empty for every one",
            required=False,
        ),
        Column("note", "text", "What was done, or what is missing", required=True),
    ),
    key=(
        "first_date",
        "last_date",
        "level",
        "country",
        "event_type",
        "target_side",
        "confirmation",
    ),
    optional=True,
)

EVENTS = Table(
    name="events",
    file="events.csv",
    title="A well-known event, to be drawn beside the counts; a selection that counts nothing",
    columns=(
        id_column("event_id", "Key", required=True),
        Column("date_start", "date", "First local day", required=True),
        Column("date_end", "date", "Last local day, where it took several"),
        Column("label", "text", "Its name, a few words that fit on a chart", required=True),
        Column("description", "text", "What happened, in one or two sentences", required=True),
        id_column("incident_id", "The incident, where it is one of the atlas"),
        Column("publisher", "text", "Publisher, with the agency in brackets", required=True),
        Column("source_url", "url", "Where it was read", required=True),
    ),
    key=("event_id",),
    foreign_keys=(TO_INCIDENT,),
    optional=True,
)
