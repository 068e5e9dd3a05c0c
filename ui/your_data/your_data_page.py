"""The page Your data: a file becomes an atlas, step by step, and nothing of it leaves the session.

    upload -> read -> what it is -> which column is what -> options -> convert -> report -> use

A fault at any step is a message; the data that all pages show stay as they are until the user
takes over what was made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import importers
from geo.errors import AtlasError, ImportRefusedError
from geo.importers import SCHEMAS, Guess, Limits, Options
from geo.utils import words
from ui import text
from ui.session import dataset, keys, uploaded_dataset
from ui.your_data import import_options, import_report, mapping_form

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.delta_generator import DeltaGenerator

    from geo.importers import GuessedMapping, Mapping, Raw, Report

_TITLES: Final = {name: schema.title for name, schema in SCHEMAS.items()}
_MEBIBYTE: Final = 2**20
# Converting and building the atlas take about equally long.
_CONVERTED: Final = 0.5


@dataclass(frozen=True)
class Draft:
    """A file that was read and is not converted yet; `source` tells it from another one.

    `mappings` are the guesses by schema, each made once.
    """

    source: str
    raw: Raw
    guess: Guess
    samples: dict[str, str]
    mappings: dict[str, GuessedMapping] = field(default_factory=dict)

    def guessed(self, schema: str) -> GuessedMapping:
        """Return which column is what, for this schema."""
        if schema not in self.mappings:
            self.mappings[schema] = importers.guess_mapping(self.raw, schema)
        return self.mappings[schema]


@dataclass(frozen=True)
class Done:
    """What was made of a draft with which settings."""

    settings: tuple[str, Mapping, Options]
    loaded: dataset.Loaded
    report: Report


def draw_your_data_page() -> None:
    """Draw the page."""
    _introduction()
    draft = _draft()
    if fault := st.session_state.get(keys.UPLOAD_FAULT):
        st.error(f"{text.plain(fault)}\n\nNothing has changed: you see the same data as before.",
                 icon=":material/error:")  # fmt: skip
    if draft is not None:
        _steps(draft)
    elif (report := uploaded_dataset.report()) is not None:
        st.header("The report of the data that you see", anchor="report")
        import_report.draw_import_report(report, "used")


def upload_limit() -> int:
    """Return how many bytes an upload may have: the smaller of what server and reader take."""
    server = int(st.get_option("server.maxUploadSize")) * _MEBIBYTE
    return min(server, Limits.from_environment().file_bytes)


def _introduction() -> None:
    st.title("Your data")
    st.markdown(
        "Make an atlas of a file of your own: an ACLED export, a UCDP GED release, or any table "
        "with a date. Read are CSV and TSV, Excel and OpenDocument workbooks, JSON, GeoJSON, "
        "GeoPackage and (Geo)Parquet, each also zipped or gzipped; the content decides, not the "
        "name. Afterwards every page, count and export works on it."
    )
    st.markdown(
        ":material/lock: **What you upload stays in this session**: nobody else sees it, it is in "
        "no public file, and it is gone when the session ends or the page is reloaded."
    )
    try:
        limits, allowed = Limits.from_environment(), upload_limit()
    except ImportRefusedError as error:
        st.error(text.plain(str(error)), icon=":material/error:")
        st.stop()
    variable = limits.variable("file_bytes")
    st.caption(
        text.plain(
            f"Limits: {_megabytes(allowed)} for an upload (settings server.maxUploadSize and "
            f"{variable}), {_megabytes(limits.unpacked_bytes)} unpacked, "
            f"{words.number(limits.rows)} rows, {words.number(limits.columns)} columns. A file "
            "beyond a limit is refused, never cut."
        )
    )


def _megabytes(count: int) -> str:
    return f"{words.number(round(count / 1e6))} MB" if count >= 1e6 else f"{words.number(count)} B"  # noqa: PLR2004


# --- reading --------------------------------------------------------------------------------------


def _draft() -> Draft | None:
    """Draw where a file comes from, read a new one, and return the one at hand."""
    session = st.session_state
    given = st.file_uploader(
        "A file of your own", key=f"own_upload_{session.get(keys.UPLOADS, 0)}",
        max_upload_size=max(1, upload_limit() // _MEBIBYTE),
    )  # fmt: skip
    path = dataset.file()
    if path is not None and st.button(
        f"Read {text.plain(path.name)}, the file named when the app was started",
        key="own_path", icon=":material/description:",
    ):  # fmt: skip
        _read(path, path.name, str(path))
    if given is not None and given.file_id != session.get(keys.UPLOAD_SEEN):
        session[keys.UPLOAD_SEEN] = given.file_id
        _read(given.getvalue(), given.name, given.file_id)
    draft: Draft | None = session.get(keys.UPLOAD_DRAFT)
    return draft


def _read(source: bytes | Path, name: str, tag: str) -> None:
    """Read a file into the draft; one that cannot be read leaves everything as it was."""
    session = st.session_state
    session[keys.UPLOAD_FAULT] = ""
    try:
        with st.spinner(f"Reading {text.plain(name)}"):
            raw = importers.read_file(source, name)
            draft = Draft(tag, raw, importers.guess_schema(raw), mapping_form.samples(raw))
    except AtlasError as error:
        session[keys.UPLOAD_FAULT] = str(error)
        return
    session[keys.UPLOAD_DRAFT] = draft
    session.pop(keys.UPLOAD_DONE, None)


# --- the steps ------------------------------------------------------------------------------------


def _steps(draft: Draft) -> None:
    raw = draft.raw
    st.header(text.plain(raw.name), anchor="file")
    size = f"{words.plural(raw.rows_read, 'row')} in {words.plural(len(raw.columns), 'column')}"
    st.markdown("; ".join([size, *(text.plain(note) for note in raw.notes)]) + ".")
    schema = _schema(draft)
    guessed = draft.guessed(schema)
    form = mapping_form.Form(raw, guessed, draft.samples, f"{draft.source}_{schema}")
    unclear = schema == "plain" or not guessed.mapping.columns.get("date")
    with st.expander("Which column is what", icon=":material/view_column:", expanded=unclear):
        mapping = mapping_form.draw_mapping_form(form)
    options = import_options.draw_import_options(SCHEMAS[schema], f"{draft.source}_{schema}")
    # As on the command line, a guess that is not changed is reported with its reason.
    asked = "auto" if schema == draft.guess.schema else schema
    settings = (asked, mapping, options)
    if st.button("Make an atlas of it", type="primary", key="own_convert",
                 icon=":material/play_arrow:"):  # fmt: skip
        _convert(draft, settings)
    done: Done | None = st.session_state.get(keys.UPLOAD_DONE)
    if done is not None and done.settings == settings:
        _done(done)
    elif done is not None:
        st.info("The settings have changed since the last report; make the atlas again.",
                icon=":material/refresh:")  # fmt: skip


def _schema(draft: Draft) -> str:
    guess = draft.guess
    chosen: str = st.selectbox(
        "Read it as", list(SCHEMAS), index=list(SCHEMAS).index(guess.schema),
        format_func=lambda s: f"{s}: {_TITLES[s]}", key=f"own_schema_{draft.source}",
        persist_state="session",
    )  # fmt: skip
    recognised = f"It looks like **{guess.schema}**: {text.plain(guess.reason)}."
    st.caption(recognised if chosen == guess.schema else f"{recognised} You chose **{chosen}**.")
    return chosen


def _convert(draft: Draft, settings: tuple[str, Mapping, Options]) -> None:
    """Convert, and build the atlas; any click ends it, and then nothing of it is left."""
    session = st.session_state
    session[keys.UPLOAD_FAULT] = ""
    session.pop(keys.UPLOAD_DONE, None)
    schema, mapping, options = settings
    with st.status("Making an atlas", expanded=True) as status:
        bar = st.progress(0.0, "begun")
        st.button("Cancel", key="own_cancel", icon=":material/cancel:")
        try:
            imported = importers.convert(
                draft.raw, schema, mapping, options,
                lambda what, share: _tell(bar, what, share * _CONVERTED),
            )  # fmt: skip
            loaded = uploaded_dataset.load(
                imported,
                lambda what, done, total: _tell(
                    bar, what, _CONVERTED + (1 - _CONVERTED) * done / max(total, 1)
                ),
            )
        except AtlasError as error:
            status.update(label="No atlas could be made", state="error")
            st.error(f"{text.plain(str(error))}\n\nNothing has changed: you see the same data as "
                     "before.", icon=":material/error:")  # fmt: skip
            return
        bar.progress(1.0, "done")
        status.update(label=import_report.balance(imported.report), state="complete",
                      expanded=False)  # fmt: skip
    session[keys.UPLOAD_DONE] = Done(settings, loaded, imported.report)


def _tell(bar: DeltaGenerator, what: str, share: float) -> None:
    # A click asks for another run: then this call raises, and the work ends here.
    bar.progress(min(max(share, 0.0), 1.0), text.plain(what))


def _done(done: Done) -> None:
    st.header("The report", anchor="report")
    left = done.report.kept - len(done.loaded.atlas.incidents)
    if left:
        st.warning(f"{words.plural(left, 'row')} of those kept failed the atlas's own checks; the "
                   "page Method lists them as quarantined.", icon=":material/warning:")  # fmt: skip
    st.button("Use it in all pages", type="primary", key="own_use", icon=":material/public:",
              on_click=_use, args=(done,))  # fmt: skip
    import_report.draw_import_report(done.report, "made")


def _use(done: Done) -> None:
    """Show it everywhere, and let go of the file."""
    session = st.session_state
    uploaded_dataset.use(done.loaded, done.report)
    for name in (keys.UPLOAD_DRAFT, keys.UPLOAD_DONE, keys.UPLOAD_FAULT):
        session.pop(name, None)
    # Another uploader, so that the server drops the bytes of the upload.
    session[keys.UPLOADS] = session.get(keys.UPLOADS, 0) + 1
