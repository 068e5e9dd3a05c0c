"""Makes an atlas of a file that someone else made: a known dataset, or a table of one's own.

    read_apart(file) -> Raw (every cell as text, every row with its line)
    guess_schema(raw), guess_mapping(raw) -> what it seems to be, to be shown and corrected
    convert(raw, schema, mapping, options) -> Imported (tables, report)
    write_folder(imported, out) -> a data folder for geo.io.catalog.load

No row is lost in silence: rows read are rows kept plus rows quarantined, and the report says what
was done to the kept ones.
"""

from geo.errors import ImportRefusedError
from geo.importers.build.convert import convert
from geo.importers.build.data_folder import write_folder
from geo.importers.build.glance import Toll, counted, samples_of
from geo.importers.build.options import Imported, Options
from geo.importers.build.person_lists import person_columns
from geo.importers.build.report import Report
from geo.importers.clean.row_log import Finding, Refused
from geo.importers.read.apart.apart import read_apart
from geo.importers.read.limits import Limits
from geo.importers.read.raw import Part, Raw
from geo.importers.read.reading import read_file
from geo.importers.read.rows.parts import SeveralPartsError
from geo.importers.schemas.guess import SCHEMAS, Guess, guess_mapping, guess_schema
from geo.importers.schemas.guessing.columns import GuessedMapping, Question
from geo.importers.schemas.mapping import ADDED, CODED, DATE_PARTS, ROLES, Mapping

__all__ = [
    "ADDED",
    "CODED",
    "DATE_PARTS",
    "ROLES",
    "SCHEMAS",
    "Finding",
    "Guess",
    "GuessedMapping",
    "ImportRefusedError",
    "Imported",
    "Limits",
    "Mapping",
    "Options",
    "Part",
    "Question",
    "Raw",
    "Refused",
    "Report",
    "SeveralPartsError",
    "Toll",
    "convert",
    "counted",
    "guess_mapping",
    "guess_schema",
    "person_columns",
    "read_apart",
    "read_file",
    "samples_of",
    "write_folder",
]
