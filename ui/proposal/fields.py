"""The fields of the form: one widget for each column of incidents.csv, its codes explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo import codes
from geo.model.column import LIST_SEPARATOR
from geo.model.schema import INCIDENTS, PROVENANCE
from geo.record import wording
from geo.record.patch import KEPT_BY_ITSELF
from ui.session import keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.atlas import Atlas
    from geo.model.column import Column

_LEFT_OUT: Final = {
    *INCIDENTS.key, *KEPT_BY_ITSELF, "review", *(column.name for column in PROVENANCE),
}  # fmt: skip
_LONG: Final = ("summary", "casualty_note")
_BLANK: Final = ""
_UNKNOWN: Final = "not known, or none"
_PLACEHOLDERS: Final = {
    "date": "YYYY-MM-DD", "time": "HH:MM, or morning, afternoon, evening, night",
    "number": "degrees, such as 33.79", "integer": "a whole number; blank where not known",
}  # fmt: skip


def form_columns() -> list[Column]:
    """Return the columns that a reader can fill in or correct."""
    return [column for column in INCIDENTS.columns if column.name not in _LEFT_OUT]


def draw_field(atlas: Atlas, column: Column, form: str, value: str) -> str:
    """Draw the widget of a column and return what it holds as the text of a cell.

    Args:
        atlas: the atlas, for bases and countries.
        column: a column of incidents.csv.
        form: the incident that is corrected, "" for a new one.
        value: what it holds at first.
    """
    label = wording.column_name(column.name) + (" *" if column.required and not form else "")
    shared: dict[str, Any] = {
        "key": keys.proposal_field(form, column.name), "help": column.description,
    }  # fmt: skip
    if column.kind == "codes":
        return _draw_codes(column, label, value, shared)
    if choices := _choices(atlas, column):
        return _draw_choice(choices, label, value, shared, required=column.required)
    shared["placeholder"] = _PLACEHOLDERS.get(column.kind)
    draw = st.text_area if column.name in _LONG else st.text_input
    return str(draw(label, value, **shared)).strip()


def _draw_codes(column: Column, label: str, value: str, shared: dict[str, Any]) -> str:
    chosen = st.multiselect(
        label, _allowed(column), value.split(LIST_SEPARATOR) if value else [],
        format_func=lambda code: wording.codes_of("incidents", column.name).get(code, code),
        **shared,
    )  # fmt: skip
    return LIST_SEPARATOR.join(chosen)


def _draw_choice(
    choices: Mapping[str, str], label: str, value: str, shared: dict[str, Any], *, required: bool
) -> str:
    options = [*choices] if required and value else [_BLANK, *choices]
    chosen = st.selectbox(
        label, options, options.index(value) if value in options else 0,
        format_func=lambda code: choices.get(code, "choose" if required else _UNKNOWN), **shared,
    )  # fmt: skip
    return str(chosen)


def _choices(atlas: Atlas, column: Column) -> dict[str, str]:
    """Return what a column may hold, each with its meaning; none where any text will do."""
    if column.kind == "code":
        meanings = wording.codes_of("incidents", column.name)
        if column.name == "event_type":
            meanings = {c: f"{name}: {codes.EVENT_TYPE[c]}" for c, name in meanings.items()}
        return {code: meanings.get(code, code) for code in _allowed(column)}
    if column.name == "base_id":
        bases = atlas.bases
        names = dict(zip(bases["base_id"], bases["name"], strict=True))
        return dict(sorted(names.items(), key=lambda item: str(item[1])))
    if column.name == "country":
        countries = sorted(set(atlas.provinces["country"].dropna()))
        return dict(zip(countries, countries, strict=True))
    return {}


def _allowed(column: Column) -> list[str]:
    imported = codes.IMPORTED_ONLY.get(column.name, frozenset())
    return [code for code in column.codes if code not in imported]
