"""The tables of incidents: each one, who says who did it, and where it was fired from."""

from __future__ import annotations

from geo import codes
from geo.model.column import EDITION_PATTERN, Column, ForeignKey, Table
from geo.model.schema.columns import (
    TO_INCIDENT,
    TO_SOURCE,
    code_column,
    count_column,
    degrees_column,
    id_column,
)


def _origin(name: str, description: str) -> Column:
    return Column(name, "text", description, optional=True)


def _deaths(name: str, description: str) -> Column:
    return Column(name, "integer", description, minimum=0, unit="persons or items", optional=True)


def _edition(name: str, description: str) -> Column:
    return Column(name, "text", description, pattern=EDITION_PATTERN, optional=True)


# The record of a curated row: in which version it came, changed, and how far it is supported.
RECORD = (
    _edition("added", "Dataset version that added the row, and its date: 1.1.0 2026-11-30"),
    _edition("changed", "Dataset version that last changed the row, and its date; empty if none"),
    Column("review", "code", "How far the row is supported; none was read by a second person",
           codes=tuple(codes.REVIEW), optional=True),
)  # fmt: skip

# What an imported row keeps of where it came from.
PROVENANCE = (
    Column("date_end", "date", "Last day, where the incident spans several", optional=True),
    _deaths("killed_low", "Lowest estimate of the killed"),
    _deaths("killed_high", "Highest estimate of the killed"),
    _origin("source_event_id", "Key of the event in the imported dataset"),
    _origin("source_event_type", "Event type in the imported dataset"),
    _origin("source_sub_event_type", "Second-level event type in the imported dataset"),
    _origin("source_weapons", "Weapons in the imported dataset"),
    _origin("source_geo_precision", "Precision of the place in the imported dataset"),
    _origin("source_time_precision", "Precision of the date in the imported dataset"),
    _origin("dataset", "Name of the imported dataset"),
    _origin("dataset_version", "Version or release of the imported dataset"),
    _origin("dataset_licence", "Licence or terms of the imported dataset"),
    Column(
        "redistributable",
        "boolean",
        "Whether the licence allows passing the row on",
        optional=True,
    ),
)

INCIDENTS = Table(
    name="incidents",
    file="incidents.csv",
    title="One row per incident: one target on one day, or at one reported time",
    columns=(
        id_column("incident_id", "Stable key: date, base or place, number", required=True),
        Column(
            "date",
            "date",
            "Local date; the best date where date_precision is approx",
            required=True,
        ),
        code_column("date_precision", codes.DATE_PRECISION, "How well the date is known"),
        Column("time_local", "time", "HH:MM local time, or morning, afternoon, evening, night"),
        code_column("event_type", codes.EVENT_TYPE, "What kind of incident it was"),
        code_column("target_side", codes.TARGET_SIDE, "Who was on the receiving end"),
        Column("country", "text", "Country of the target", required=True),
        id_column(
            "base_id", "The named base that was the target, set by hand; empty for other targets"
        ),
        Column("target", "text", "What was aimed at, as reported", required=True),
        Column("place", "text", "Where, in words", required=True),
        degrees_column("latitude", 90, "Latitude; empty where no place was named"),
        degrees_column("longitude", 180, "Longitude; empty where no place was named"),
        code_column("geo_precision", codes.GEO_PRECISION, "How well the place is known"),
        Column("weapons", "codes", "Weapons reported", required=True, codes=tuple(codes.WEAPON)),
        count_column("munitions", "Number of drones, rockets or missiles reported"),
        Column("origin_place", "text", "Where it was fired from, as reported; see origins.csv"),
        degrees_column("origin_latitude", 90, "Latitude of the origin, where a point was reported"),
        degrees_column(
            "origin_longitude", 180, "Longitude of the origin, where a point was reported"
        ),
        code_column("outcome", codes.OUTCOME, "What became of it"),
        count_column(
            "killed", "Killed on the receiving side; empty means unknown, 0 is a reported none"
        ),
        count_column("injured", "Injured on the receiving side; empty means unknown"),
        Column("casualty_note", "text", "Who was killed or injured, and by whose count"),
        code_column("confirmation", codes.CONFIRMATION, "The best confirmation that it happened"),
        id_column("response_to", "The incident that this one answered, where a source says so"),
        Column("summary", "text", "What is known, in one or two sentences", required=True),
        *RECORD,
        *PROVENANCE,
    ),
    key=("incident_id",),
    foreign_keys=(
        ForeignKey("base_id", "bases", "base_id"),
        ForeignKey("response_to", "incidents", "incident_id"),
    ),
)

STATEMENTS = Table(
    name="statements",
    file="statements.csv",
    title="Who says who did it: one speaker's statement about one incident",
    columns=(
        id_column("incident_id", "The incident spoken of", required=True),
        id_column(
            "group_id",
            "The group spoken of; empty only for a finding, or a denial that anything happened",
        ),
        code_column("stance", codes.STANCE, "What the speaker says of the group's part"),
        Column("speaker", "text", "Who said it", required=True),
        Column("note", "text", "What else was said"),
        id_column("source_id", "Where it was read", required=True),
    ),
    key=("incident_id", "group_id", "stance", "speaker", "source_id"),
    foreign_keys=(TO_INCIDENT, ForeignKey("group_id", "groups", "group_id"), TO_SOURCE),
)

ORIGINS = Table(
    name="origins",
    file="origins.csv",
    title="One reported origin of an incident: where it was fired from",
    columns=(
        id_column("incident_id", "The incident", required=True),
        Column("place", "text", "Where it was fired from, as reported", required=True),
        Column("country", "text", "Country of the origin, where it is clear"),
        degrees_column("latitude", 90, "Latitude, where a point was reported"),
        degrees_column("longitude", 180, "Longitude, where a point was reported"),
        code_column("geo_precision", codes.GEO_PRECISION, "How well the origin is known"),
        id_column("source_id", "Where it was read", required=True),
    ),
    key=("incident_id", "place"),
    foreign_keys=(TO_INCIDENT, TO_SOURCE),
)
