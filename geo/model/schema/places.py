"""The tables of places: bases, provinces and their capitals."""

from __future__ import annotations

from geo import codes
from geo.model.column import PROVINCE_PATTERN, Column, ForeignKey, Table
from geo.model.schema.columns import TO_SOURCE, code_column, degrees_column, id_column

BASES = Table(
    name="bases",
    file="bases.geojson",
    title="A named base that incidents refer to, with its point",
    columns=(
        id_column("base_id", "Key", required=True),
        Column("name", "text", "English name", required=True),
        Column("name_ar", "text", "Arabic name, where it is certain"),
        Column("aliases", "texts", "Other names and spellings"),
        Column("country", "text", "Country", required=True),
        Column("province", "text", "Province as the sources name it", required=True),
        code_column("kind", codes.BASE_KIND, "What kind of site it is"),
        Column("operators", "texts", "Who operated it"),
        Column("status_note", "text", "Its later history, and where its point comes from"),
        id_column("source_id", "Where the point was read", required=True),
    ),
    key=("base_id",),
    foreign_keys=(TO_SOURCE,),
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
        degrees_column("latitude", 90, "Latitude of the middle of the city", required=True),
        degrees_column("longitude", 180, "Longitude of the middle of the city", required=True),
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
