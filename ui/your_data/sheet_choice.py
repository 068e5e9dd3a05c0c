"""The choice among the sheets of a workbook, the lists of a JSON file, the files of a zip file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from geo.utils import words
from ui import text
from ui.session import keys

if TYPE_CHECKING:
    from geo.importers import Part


@dataclass(frozen=True)
class Choice:
    """What can be chosen of a file.

    `tag` and `name` are those of the file, `within` names that were chosen before (of a workbook in
    a zip file), `noun` is what the parts are.
    """

    tag: str
    name: str
    within: tuple[str, ...]
    parts: tuple[Part, ...]
    noun: str


def draw_choice(choice: Choice) -> tuple[str, ...] | None:
    """Draw the choice.

    Returns:
        All names to read the file with, once another choice is made; else None.
    """
    taken = [part.name for part in choice.parts if part.taken]
    rows = {part.name: part.rows for part in choice.parts}
    key = keys.upload_sheets(choice.tag, (*choice.within, *taken))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            f"{choice.noun.capitalize()}s to read", list(rows), default=taken, key=key,
            format_func=lambda n: f"{n} ({words.plural(rows[n], 'row')})" if rows[n] else n,
            max_selections=1 if choice.noun == "file" else None,
            help=f"{choice.noun.capitalize()}s are read one below the other; a column says which "
            "one a row is from." if choice.noun != "file" else None,
        )  # fmt: skip
        is_new = bool(chosen) and sorted(chosen) != sorted(taken)
        count = words.plural(len(chosen), choice.noun) if chosen else ""
        read = st.button(f"Read {count}".strip(), key=f"{key}_read",
                         icon=":material/description:", disabled=not is_new)  # fmt: skip
    left = [text.plain(part.name) for part in choice.parts if not part.taken]
    if taken and left:
        st.caption(f"Not read: {', '.join(left)}.")
    return (*choice.within, *chosen) if read else None
