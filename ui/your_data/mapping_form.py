"""Which column of a file means what: guessed, shown, corrected, saved and read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo import codes
from geo.errors import ImportRefusedError
from geo.importers import CODED, DATE_PARTS, ROLES, GuessedMapping, Mapping
from geo.model.schema import INCIDENTS
from ui import text
from ui.session import keys

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly
    from collections.abc import Sequence

    from geo.importers import Question, Raw

_ACROSS: Final = 3
_BLOCKS: Final = {
    "When": ("date", "date_end", "date_precision", "year", "month", "day", "time_local"),
    "What": ("event_type", "sub_event_type", "target", "target_side", "weapons", "outcome"),
    "Where": ("country", "admin", "place", "latitude", "longitude", "point", "geo_precision"),
    "How many": ("killed", "killed_low", "killed_high", "injured", "events"),
    "Who": (
        "party_1", "party_2", "allies_1", "allies_2", "kind_1", "kind_2", "claimed_by",
        "attributed_to", "denied_by",
    ),
    "Who says so": ("confirmation", "summary", "source", "url", "id", "edited"),
}  # fmt: skip
_NONE: Final = ""
_ABSENT: Final = "—"
_LABELS: Final = {
    "date_end": "Last day",
    "date_precision": "Date accuracy",
    "day": "Day of the month",
    "time_local": "Local time",
    "sub_event_type": "Event subtype",
    "admin": "Region",
    "point": "Latitude and longitude in one cell",
    "geo_precision": "Location accuracy",
    "events": "Events that a row counts",
    "killed_low": "Killed, lowest estimate",
    "killed_high": "Killed, highest estimate",
    "party_1": "Actor 1",
    "party_2": "Actor 2",
    "allies_1": "Allies of actor 1",
    "allies_2": "Allies of actor 2",
    "kind_1": "Kind of actor 1",
    "kind_2": "Kind of actor 2",
    "url": "Link",
    "id": "Row ID",
    "edited": "Last edited",
}
_WORDS_OF_CODES: Final[dict[str, ReadOnly[str, str]]] = {
    "event_type": codes.EVENT_NAME,
    "target_side": codes.TARGET_SIDE,
    "weapons": codes.WEAPON,
    "outcome": codes.OUTCOME,
    "confirmation": codes.CONFIRMATION,
    "geo_precision": codes.GEO_PRECISION,
    "date_precision": codes.DATE_PRECISION,
}


def label(role: str) -> str:
    """Return what a role is called on the page."""
    return _LABELS.get(role, role.replace("_", " ").capitalize())


@dataclass(frozen=True)
class Form:
    """The form for one file read as one schema; `name` tells its widgets from another form's.

    `needed` are the roles that must have a column, a date in parts aside.
    """

    raw: Raw
    guessed: GuessedMapping
    samples: dict[str, str]
    name: str
    needed: tuple[str, ...]

    def key(self, part: str, role: str = "") -> str:
        """Return the session key of a widget, or of a value that is kept beside them."""
        return keys.upload_mapping(part, self.name, role)

    def needs(self, role: str) -> bool:
        """Return whether a role must have a column: year, month and day do for the date."""
        in_parts = role == "date" and set(DATE_PARTS) <= self.guessed.mapping.columns.keys()
        return role in self.needed and not in_parts


def draw_mapping_form(form: Form) -> GuessedMapping:
    """Draw the form, and return the mapping that it says, with the reasons and what is still open.

    In sight are what the file needs and what has a column; all else is behind *More fields*.
    """
    # Streamlit keeps what a callback is given for as long as the session.
    st.session_state[keys.UPLOAD_FORM] = form
    _fill(form, form.guessed.mapping, again=False)
    questions = st.container()
    in_sight = _roles_in_sight(form)
    chosen = _columns(form, in_sight)
    with st.expander("More fields", icon=":material/add:"):
        for block, roles in _BLOCKS.items():
            if more := [role for role in roles if role not in in_sight]:
                st.markdown(f"**{block}**")
                chosen |= _columns(form, more)
        columns = {role: chosen[role] for role in ROLES if role in chosen}
        mapping = Mapping(columns, _constants(form, columns), st.session_state[form.key("codes")],
                          _sums(form, columns))  # fmt: skip
        _draw_codes(mapping.codes)
        _files(form, mapping)
    in_use = {column for role in columns for column in mapping.columns_of(role)}
    if unused := [c for c in form.raw.columns if c not in in_use]:
        st.caption(f"Not used: {text.plain(', '.join(unused))}.")
    answered = {*columns, *mapping.constants}
    open_questions = tuple(q for q in form.guessed.questions if q.role not in answered)
    with questions:
        _tell_sums(mapping)
        _ask(form, open_questions)
    guessed = form.guessed.mapping.columns
    reasons = {
        role: form.guessed.reasons[role] if guessed.get(role) == column else "chosen on the page"
        for role, column in columns.items()
    }
    return replace(form.guessed, mapping=mapping, reasons=reasons, questions=open_questions)


def _roles_in_sight(form: Form) -> list[str]:
    session = st.session_state
    return [
        role for roles in _BLOCKS.values() for role in roles
        if form.needs(role) or role in form.guessed.mapping.columns
        or session.get(form.key("column", role))
    ]  # fmt: skip


def _sums(form: Form, columns: ReadOnly[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the columns that are added to a role's own, as long as that is not changed."""
    return {role: tuple(rest) for role, (first, *rest) in st.session_state[form.key("sums")].items()
            if columns.get(role) == first}  # fmt: skip


def _tell_sums(mapping: Mapping) -> None:
    for role in mapping.added:
        names = ", ".join(mapping.columns_of(role))
        st.caption(f"{label(role)} is the sum of {text.plain(names)}. Choose another column for "
                   f"{label(role)} to take that one alone.")  # fmt: skip


def _draw_codes(words: ReadOnly[str, ReadOnly[str, str]]) -> None:
    if words:
        words_of_codes = "; ".join(f"{role}: {', '.join(f'{a} = {b}' for a, b in table.items())}"
                         for role, table in words.items())  # fmt: skip
        st.caption(f"Words of the file by the mapping file: {text.plain(words_of_codes)}")


def _ask(form: Form, questions: Sequence[Question]) -> None:
    """Ask which column has a role, where two fit about as well or one fits only half."""
    for question in questions:
        several = len(question.candidates) > 1
        which = "which of these is it" if several else "is it this"
        total = ", or are they parts of it" if question.may_be_sum else ""
        st.markdown(
            f"**{label(question.role)}: {which}{total}?** {ROLES[question.role].capitalize()}."
        )
        with st.container(horizontal=True):
            for column in question.candidates:
                st.button(
                    text.plain(_named(form, column)),
                    key=form.key("answer", f"{question.role}_{column}"),
                    icon=":material/add_link:", on_click=_match, args=(question.role, column),
                )  # fmt: skip

            if question.may_be_sum:
                st.button(
                    "Add them up", key=form.key("answer", f"{question.role}_sum"),
                    icon=":material/add:", on_click=_add_up,
                    args=(question.role, question.candidates),
                )  # fmt: skip


def _match(role: str, column: str) -> None:
    form: Form = st.session_state[keys.UPLOAD_FORM]
    st.session_state[form.key("column", role)] = column
    st.session_state[form.key("sums")].pop(role, None)


def _add_up(role: str, columns: tuple[str, ...]) -> None:
    form: Form = st.session_state[keys.UPLOAD_FORM]
    _match(role, columns[0])
    st.session_state[form.key("sums")][role] = columns


def _fill(form: Form, mapping: Mapping, *, again: bool) -> None:
    """Put a mapping into the widgets; the guess only on the first sight of the file."""
    session = st.session_state
    if form.key("codes") in session and not again:
        return
    for role in ROLES:
        session[form.key("column", role)] = mapping.columns.get(role, _NONE)
        session[form.key("constant", role)] = mapping.constants.get(role, _NONE)
    session[form.key("codes")] = {role: dict(table) for role, table in mapping.codes.items()}
    session[form.key("sums")] = {role: mapping.columns_of(role) for role in mapping.added}


def _columns(form: Form, roles: Sequence[str]) -> dict[str, str]:
    """Draw a field per role, and return the columns that are chosen."""
    chosen: dict[str, str] = {}

    def named(column: str) -> str:
        return _ABSENT if column == _NONE else _named(form, column)

    for i, role in enumerate(roles):
        if i % _ACROSS == 0:  # a row at a time, so that a phone keeps the order
            across = st.columns(_ACROSS, gap="small")
        reason = form.guessed.reasons.get(role)
        why = f" Guessed: {text.plain(reason)}." if reason else ""
        with across[i % _ACROSS]:
            choice = st.selectbox(
                f"{label(role)} (required)" if form.needs(role) else label(role),
                [_NONE, *form.raw.columns],
                key=form.key("column", role), format_func=named, persist_state="session",
                help=f"{ROLES[role].capitalize()}.{why}",
            )  # fmt: skip
        if choice:
            chosen[role] = choice
    return chosen


def _named(form: Form, column: str) -> str:
    """Return a column's name, and some of what stands in it."""
    sample = form.samples.get(column, "")
    return f"{column} · {sample}" if sample else column


def _constants(form: Form, columns: dict[str, str]) -> dict[str, str]:
    """Draw what may be said once for all rows, for what no column says."""
    asked = [role for role in ("country", *CODED) if role not in columns]
    constants = {
        role: value
        for role in ROLES
        if role not in columns and role not in asked
        and (value := st.session_state.get(form.key("constant", role)))
    }  # fmt: skip
    if not asked:
        return constants
    st.markdown("**The same for all rows**, where no column says it")
    across = st.columns(_ACROSS, gap="small")
    for i, role in enumerate(asked):
        title, key = f"{label(role)} of all rows", form.key("constant", role)
        shared: dict[str, Any] = {"key": key, "persist_state": "session"}
        with across[i % _ACROSS]:
            if role in CODED:
                allowed = [_NONE, *INCIDENTS.column(role).codes]
                if st.session_state.get(key) not in allowed:
                    allowed.append(st.session_state[key])  # a mapping file may say several
                value = st.selectbox(title, allowed, format_func=partial(_words, role), **shared)
            else:
                value = st.text_input(title, placeholder=_ABSENT, **shared)
        if value:
            constants[role] = value.strip()
    return {role: constants[role] for role in ROLES if constants.get(role)}


def _words(role: str, code: str) -> str:
    """Return what a code of a role means; of several that a mapping file names, the codes."""
    return _WORDS_OF_CODES[role].get(code, code) if code else _ABSENT


def _files(form: Form, mapping: Mapping) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            "Download this mapping", data=lambda: mapping.to_json().encode(),
            file_name="mapping.json", mime="application/json", icon=":material/download:",
            on_click="ignore", key=form.key("save"), help="For --mapping of the command line.",
        )  # fmt: skip
        with st.popover("Use a mapping file", icon=":material/upload:"):
            st.file_uploader("A mapping file (JSON)", key=form.key("load"), max_upload_size=1,
                             on_change=_take)  # fmt: skip
    if fault := st.session_state.get(form.key("fault")):
        st.error(f"{text.plain(fault)}. The mapping stays as it was.", icon=":material/error:")


def _take() -> None:
    """Take over a mapping file, or say why it cannot be used and change nothing."""
    session = st.session_state
    form: Form = session[keys.UPLOAD_FORM]
    session[form.key("fault")] = ""
    given = session[form.key("load")]
    if given is None:
        return
    try:
        mapping = Mapping.from_json(given.getvalue().decode("utf-8-sig", errors="replace"))
        mapping.check(form.raw)
    except ImportRefusedError as error:
        session[form.key("fault")] = str(error)
    else:
        _fill(form, mapping, again=True)
