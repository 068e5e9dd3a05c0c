"""Exports of KoboToolbox, ODK and SurveyCTO: a user's own questions among bookkeeping.

The columns that the form tools add are set aside, the names of groups are taken off the questions
(`incident/date`, `incident-date`, `incident:date`), and what is left is guessed like any table.
When a form was begun, ended or sent in is never the date of the incident.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final

from geo.importers.read.rows.layout import unique_names
from geo.importers.schemas import plain
from geo.importers.schemas.guessing.columns import GuessedMapping, Question, guess_columns
from geo.importers.schemas.mapping import Mapping

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from geo.importers.read.raw import Raw

_KEYS: Final = ("_uuid", "KEY", "meta-instanceID", "meta/instanceID", "instanceID", "_id")
# Names that nobody gives a question.
_SIGNS: Final = (
    "_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "__version__",
    "_version_", "_xform_id_string", "_attachments", "_geolocation", "formhub/uuid",
    "meta/instanceID", "meta-instanceID", "meta:instanceID", "SubmissionDate", "KEY",
    "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "ReviewState",
    "FormVersion", "formdef_version", "instanceID",
)  # fmt: skip
# Names that a question or a column of another table may have: set aside in a form's export only.
_META: Final = frozenset(
    {
        "start", "end", "starttime", "endtime", "today", "username", "deviceid", "phonenumber",
        "simserial", "subscriberid", "audit", "duration", "edits", "isvalidated", "instancename",
        "meta/instancename", "meta-instancename", "meta:instancename", "review_status", "_index",
        "_status", "_tags", "_notes", "_parent_index", "_parent_table_name", "_submission__id",
    }
)  # fmt: skip
_PART_OF_GPS: Final = re.compile(
    r"_.*_(?:altitude|precision)|.*[-:](?:altitude|accuracy)", re.IGNORECASE
)
_COORDINATE: Final = re.compile(r".*[_/:-](latitude|longitude)", re.IGNORECASE)

SCHEMA: Final = dataclasses.replace(
    plain.SCHEMA,
    name="forms",
    title="a form (KoboToolbox, ODK)",
    signature=_SIGNS,
    enough=2,
    exact=True,
    note="a form's own point is where it was filled in, which need not be where it happened",
)


def guess_mapping(raw: Raw, given: ReadOnly[str, str]) -> GuessedMapping:
    """Guess which question is what, as `guess_columns` does, without the bookkeeping.

    Args:
        raw: the file.
        given: role to column, as a person has said; "" for no column.
    """
    is_odk = any(name in raw.columns for name in ("SubmissionDate", "KEY"))
    questions = [name for name in raw.columns if not _is_bookkeeping(name)]
    short = unique_names(_question(name, is_odk=is_odk) for name in questions)
    table = raw.table.select(questions).rename_columns(short)
    key = next((name for name in _KEYS if name in raw.columns), "")
    stated = {"id": key} | dict(given)
    # What a person has stated may be bookkeeping too; no question is asked for these roles.
    guess = guess_columns(
        dataclasses.replace(raw, table=table), plain.CODES, dict.fromkeys(stated, "")
    )
    name_of = dict(zip(short, questions, strict=True))
    columns = {role: name_of[column] for role, column in guess.mapping.columns.items()}
    columns |= {role: column for role, column in stated.items() if column}
    reasons = dict(guess.reasons) | dict.fromkeys(given, "as stated")
    if columns.get("id") == key:
        reasons["id"] = "the key of a form that was sent in"
    asked = tuple(
        Question(q.role, tuple(name_of[c] for c in q.candidates)) for q in guess.questions
    )
    return dataclasses.replace(guess, mapping=Mapping(columns), reasons=reasons, questions=asked)


def _is_bookkeeping(name: str) -> bool:
    return name in _SIGNS or name.lower() in _META or bool(_PART_OF_GPS.fullmatch(name))


def _question(name: str, *, is_odk: bool) -> str:
    """Return a question without the names of its groups; of a point's parts, what they are."""
    if match := _COORDINATE.fullmatch(name):
        return match[1].lower()
    last = re.split(r"[/:-]" if is_odk else "/", name)[-1]
    return last.strip("_ ") or name
