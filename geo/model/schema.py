"""The tables of a data folder, described once.

Validation, `datapackage.json`, the data dictionary on the Method page and the headers of the CSV
files all come from `TABLES`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo import codes
from geo.model.column import (
    EDITION_PATTERN,
    ID_PATTERN,
    PROVINCE_PATTERN,
    Column,
    ForeignKey,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def _id(name: str, description: str, *, required: bool = False) -> Column:
    return Column(name, "id", description, required=required, pattern=ID_PATTERN)


def _code(
    name: str, allowed: Mapping[str, str], description: str, *, required: bool = True
) -> Column:
    return Column(name, "code", description, required=required, codes=tuple(allowed))


def _degrees(name: str, bound: int, description: str, *, required: bool = False) -> Column:
    return Column(name, "number", description, required=required, minimum=-bound, maximum=bound,
                  unit="degrees WGS84")  # fmt: skip


def _count(name: str, description: str) -> Column:
    return Column(name, "integer", description, minimum=0, unit="persons or items")


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

_TO_SOURCE = ForeignKey("source_id", "sources", "source_id")
_TO_INCIDENT = ForeignKey("incident_id", "incidents", "incident_id")

INCIDENTS = Table(
    name="incidents",
    file="incidents.csv",
    title="One row per incident: one target on one day, or at one reported time",
    columns=(
        _id("incident_id", "Stable key: date, base or place, number", required=True),
        Column(
            "date",
            "date",
            "Local date; the best date where date_precision is approx",
            required=True,
        ),
        _code("date_precision", codes.DATE_PRECISION, "How well the date is known"),
        Column("time_local", "time", "HH:MM local time, or morning, afternoon, evening, night"),
        _code("event_type", codes.EVENT_TYPE, "What kind of incident it was"),
        _code("target_side", codes.TARGET_SIDE, "Who was on the receiving end"),
        Column("country", "text", "Country of the target", required=True),
        _id("base_id", "The named base that was the target, set by hand; empty for other targets"),
        Column("target", "text", "What was aimed at, as reported", required=True),
        Column("place", "text", "Where, in words", required=True),
        _degrees("latitude", 90, "Latitude; empty where no place was named"),
        _degrees("longitude", 180, "Longitude; empty where no place was named"),
        _code("geo_precision", codes.GEO_PRECISION, "How well the place is known"),
        Column("weapons", "codes", "Weapons reported", required=True, codes=tuple(codes.WEAPON)),
        _count("munitions", "Number of drones, rockets or missiles reported"),
        Column("origin_place", "text", "Where it was fired from, as reported; see origins.csv"),
        _degrees("origin_latitude", 90, "Latitude of the origin, where a point was reported"),
        _degrees("origin_longitude", 180, "Longitude of the origin, where a point was reported"),
        _code("outcome", codes.OUTCOME, "What became of it"),
        _count("killed", "Killed on the receiving side; empty means unknown, 0 is a reported none"),
        _count("injured", "Injured on the receiving side; empty means unknown"),
        Column("casualty_note", "text", "Who was killed or injured, and by whose count"),
        _code("confirmation", codes.CONFIRMATION, "The best confirmation that it happened"),
        _id("response_to", "The incident that this one answered, where a source says so"),
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
        _id("incident_id", "The incident spoken of", required=True),
        _id(
            "group_id",
            "The group spoken of; empty only for a finding, or a denial that anything happened",
        ),
        _code("stance", codes.STANCE, "What the speaker says of the group's part"),
        Column("speaker", "text", "Who said it", required=True),
        Column("note", "text", "What else was said"),
        _id("source_id", "Where it was read", required=True),
    ),
    key=("incident_id", "group_id", "stance", "speaker", "source_id"),
    foreign_keys=(_TO_INCIDENT, ForeignKey("group_id", "groups", "group_id"), _TO_SOURCE),
)

ORIGINS = Table(
    name="origins",
    file="origins.csv",
    title="One reported origin of an incident: where it was fired from",
    columns=(
        _id("incident_id", "The incident", required=True),
        Column("place", "text", "Where it was fired from, as reported", required=True),
        Column("country", "text", "Country of the origin, where it is clear"),
        _degrees("latitude", 90, "Latitude, where a point was reported"),
        _degrees("longitude", 180, "Longitude, where a point was reported"),
        _code("geo_precision", codes.GEO_PRECISION, "How well the origin is known"),
        _id("source_id", "Where it was read", required=True),
    ),
    key=("incident_id", "place"),
    foreign_keys=(_TO_INCIDENT, _TO_SOURCE),
)

SOURCES = Table(
    name="sources",
    file="sources.csv",
    title="One web page",
    columns=(
        _id("source_id", "Key", required=True),
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
        _id("incident_id", "The incident", required=True),
        _id("source_id", "The page", required=True),
    ),
    key=("incident_id", "source_id"),
    foreign_keys=(_TO_INCIDENT, _TO_SOURCE),
)

GROUPS = Table(
    name="groups",
    file="groups.csv",
    title="A group, force or state that statements refer to",
    columns=(
        _id("group_id", "Key", required=True),
        Column("name", "text", "English name", required=True),
        Column("name_ar", "text", "Arabic name, where it is well established"),
        Column("aliases", "texts", "Other names and spellings"),
        _code("kind", codes.GROUP_KIND, "What kind of body it is"),
        Column("country", "text", "Country that it belongs to", required=True),
        Column("note", "text", "What is known of it"),
        _id("source_id", "Where the note was read", required=True),
    ),
    key=("group_id",),
    foreign_keys=(_TO_SOURCE,),
)

GROUP_LINKS = Table(
    name="group_links",
    file="group_links.csv",
    title="How groups belong together: a child may have several parents",
    columns=(
        _id("child_id", "The part", required=True),
        _id("parent_id", "The whole", required=True),
        _code("relation", codes.RELATION, "How the child belongs to the parent"),
        Column("note", "text", "What the source says"),
        _id("source_id", "Where it was read", required=True),
        Column(
            "valid_from",
            "date",
            "First day of the link; empty where no source gives it. A member counts for the whole "
            "only in incidents dated within the link",
            optional=True,
        ),
        Column(
            "valid_to",
            "date",
            "Last day of the link; empty where it lasts, or no source gives it",
            optional=True,
        ),
        replace(
            _id("period_source_id", "Where the days were read, where that is another page"),
            optional=True,
        ),
    ),
    key=("child_id", "parent_id", "relation", "valid_from"),
    foreign_keys=(
        ForeignKey("child_id", "groups", "group_id"),
        ForeignKey("parent_id", "groups", "group_id"),
        _TO_SOURCE,
        ForeignKey("period_source_id", "sources", "source_id"),
    ),
)

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
        _id("source_id", "Where it was read", required=True),
    ),
    key=("as_of", "counted_by", "source_id"),
    foreign_keys=(_TO_SOURCE,),
)

COVERAGE = Table(
    name="coverage",
    file="coverage.csv",
    title="How well a span of time was searched; spans may overlap",
    columns=(
        Column("first_date", "date", "First local day of the span", required=True),
        Column("last_date", "date", "Last local day of the span", required=True),
        _code("level", codes.COVERAGE, "How well it was searched"),
        Column("country", "text", "Where this holds; empty for everywhere"),
        _code("event_type", codes.EVENT_TYPE, "For which kind of incident; empty for every kind",
              required=False),
        _code("target_side", codes.TARGET_SIDE, "For which side; empty for every side",
              required=False),
        _code("confirmation", codes.CONFIRMATION, "For which confirmation; empty for every one",
              required=False),
        Column("note", "text", "What was done, or what is missing", required=True),
    ),
    key=("first_date", "last_date", "level", "country", "event_type", "target_side",
         "confirmation"),
    optional=True,
)  # fmt: skip

BASES = Table(
    name="bases",
    file="bases.geojson",
    title="A named base that incidents refer to, with its point",
    columns=(
        _id("base_id", "Key", required=True),
        Column("name", "text", "English name", required=True),
        Column("name_ar", "text", "Arabic name, where it is certain"),
        Column("aliases", "texts", "Other names and spellings"),
        Column("country", "text", "Country", required=True),
        Column("province", "text", "Province as the sources name it", required=True),
        _code("kind", codes.BASE_KIND, "What kind of site it is"),
        Column("operators", "texts", "Who operated it"),
        Column("status_note", "text", "Its later history, and where its point comes from"),
        _id("source_id", "Where the point was read", required=True),
    ),
    key=("base_id",),
    foreign_keys=(_TO_SOURCE,),
    geometry=("Point",),
)

PROVINCES = Table(
    name="provinces",
    file="provinces.geojson",
    title="First-level administrative areas (Natural Earth admin-1)",
    columns=(
        Column(
            "province_code",
            "id",
            "Stable key; ISO 3166-2 where that is right",
            required=True,
            pattern=PROVINCE_PATTERN,
        ),
        Column("iso_3166_2", "text", "ISO 3166-2 code, empty where there is none"),
        Column(
            "ocha_pcode",
            "text",
            "P-code of the same unit in OCHA's Common Operational Datasets, where it is known; its "
            "boundary there may differ",
            pattern=r"[A-Z]{2}[A-Z0-9]+",
            optional=True,
        ),
        Column("name", "text", "English name", required=True),
        Column("name_ar", "text", "Arabic name"),
        Column("aliases", "texts", "Other names and spellings"),
        Column("country", "text", "Country", required=True),
        Column("country_code", "text", "ISO 3166-1 alpha-3", required=True, pattern=r"[A-Z]{3}"),
        Column("note", "text", "What is peculiar about this polygon"),
    ),
    key=("province_code",),
    geometry=("Polygon", "MultiPolygon"),
)

CAPITALS = Table(
    name="capitals",
    file="capitals.csv",
    title="The capital of a province, to measure distances from (GeoNames)",
    columns=(
        Column("province_code", "id", "The province", required=True, pattern=PROVINCE_PATTERN),
        Column("name", "text", "English name", required=True),
        _degrees("latitude", 90, "Latitude of the middle of the city", required=True),
        _degrees("longitude", 180, "Longitude of the middle of the city", required=True),
        Column(
            "geonames_id",
            "integer",
            "Where its position was read: key of the city at geonames.org",
            required=True,
            minimum=1,
        ),
    ),
    key=("province_code",),
    foreign_keys=(ForeignKey("province_code", "provinces", "province_code"),),
    optional=True,
)

EVENTS = Table(
    name="events",
    file="events.csv",
    title="A well-known event, to be drawn beside the counts; a selection that counts nothing",
    columns=(
        _id("event_id", "Key", required=True),
        Column("date_start", "date", "First local day", required=True),
        Column("date_end", "date", "Last local day, where it took several"),
        Column("label", "text", "Its name, a few words that fit on a chart", required=True),
        Column("description", "text", "What happened, in one or two sentences", required=True),
        _id("incident_id", "The incident, where it is one of the atlas"),
        Column("publisher", "text", "Publisher, with the agency in brackets", required=True),
        Column("source_url", "url", "Where it was read", required=True),
    ),
    key=("event_id",),
    foreign_keys=(_TO_INCIDENT,),
    optional=True,
)

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
        _id("incident_id_1", "The earlier one", required=True),
        _id("incident_id_2", "The later one", required=True),
        Column("reason", "text", "What tells them apart, or why it is left open", required=True),
    ),
    key=("incident_id_1", "incident_id_2"),
    foreign_keys=(
        ForeignKey("incident_id_1", "incidents", "incident_id"),
        ForeignKey("incident_id_2", "incidents", "incident_id"),
    ),
    optional=True,
)

TABLES: tuple[Table, ...] = (
    INCIDENTS, STATEMENTS, ORIGINS, SOURCES, INCIDENT_SOURCES, GROUPS, GROUP_LINKS, TALLIES,
    COVERAGE, BASES, PROVINCES, CAPITALS, EVENTS, CORRECTIONS, NOT_DUPLICATES,
)  # fmt: skip

PACKAGE_FILE = "datapackage.json"


def table(name: str) -> Table:
    """Return the table called `name`; raises KeyError where there is none."""
    return {t.name: t for t in TABLES}[name]
