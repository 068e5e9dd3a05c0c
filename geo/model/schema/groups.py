"""The tables of groups: each one, and how they belong together."""

from __future__ import annotations

from dataclasses import replace

from geo import codes
from geo.model.column import Column, ForeignKey, Table
from geo.model.schema.columns import TO_SOURCE, code_column, id_column

GROUPS = Table(
    name="groups",
    file="groups.csv",
    title="A group, force or state that statements refer to",
    columns=(
        id_column("group_id", "Key", required=True),
        Column("name", "text", "English name", required=True),
        Column("name_ar", "text", "Arabic name, where it is well established"),
        Column("aliases", "texts", "Other names and spellings"),
        code_column("kind", codes.GROUP_KIND, "What kind of body it is"),
        Column("country", "text", "Country that it belongs to", required=True),
        Column("note", "text", "What is known of it"),
        id_column("source_id", "Where the note was read", required=True),
    ),
    key=("group_id",),
    foreign_keys=(TO_SOURCE,),
)

GROUP_LINKS = Table(
    name="group_links",
    file="group_links.csv",
    title="How groups belong together: a child may have several parents",
    columns=(
        id_column("child_id", "The part", required=True),
        id_column("parent_id", "The whole", required=True),
        code_column("relation", codes.RELATION, "How the child belongs to the parent"),
        Column("note", "text", "What the source says"),
        id_column("source_id", "Where it was read", required=True),
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
            id_column("period_source_id", "Where the days were read, where that is another page"),
            optional=True,
        ),
    ),
    key=("child_id", "parent_id", "relation", "valid_from"),
    foreign_keys=(
        ForeignKey("child_id", "groups", "group_id"),
        ForeignKey("parent_id", "groups", "group_id"),
        TO_SOURCE,
        ForeignKey("period_source_id", "sources", "source_id"),
    ),
)
