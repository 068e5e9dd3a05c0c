"""The page Your data: a file becomes an atlas, step by step, and nothing of it leaves the session.

    1 Upload: a file is read -> 2 Check: what it is, which column is what, options, convert
    -> 3 Use: the report, and all pages show it

A fault at any step is a message; the data that all pages show stay as they are until the user
takes over what was made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import importers
from geo.errors import AtlasError, ImportRefusedError
from geo.importers import SCHEMAS, Guess, Limits, Options, SeveralPartsError
from geo.utils import words
from ui import text
from ui.runtime import uploads
from ui.session import dataset, keys, uploaded_dataset
from ui.your_data import (
    import_options,
    import_report,
    kept_uploads,
    mapping_form,
    preview,
    sheet_choice,
)
from ui.your_data.sheet_choice import Choice

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from geo.importers import GuessedMapping, Raw, Report

_TITLES: Final = {name: schema.title for name, schema in SCHEMAS.items()}
_MEBIBYTE: Final = 2**20
# Converting and building the atlas take about equally long.
_CONVERTED: Final = 0.5
_MAP: Final = "pages/map.py"
_STEPS: Final = ("Upload", "Check", "Use")
# Invented places and groups, to be copied and changed freely (CC0).
_SAMPLE: Final = Path(__file__).with_name("example-not-real.csv")
_STYLE: Final = """
<style>
.atlas-steps { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.6rem;
  margin: 0 !important; padding: 0 !important; }
.atlas-steps li { margin: 0 !important; opacity: .65; }
.atlas-steps b { display: inline-block; min-width: 1.6em; border: 1px solid currentColor;
  border-radius: 1em; text-align: center; margin-right: .3rem; }
.atlas-steps li[aria-current] { opacity: 1; font-weight: 700; text-decoration: underline;
  text-underline-offset: .3em; text-decoration-thickness: 2px; }
</style>
"""


@dataclass(frozen=True)
class Draft:
    """A file that was read and is not converted yet; `source` tells it from another one.

    `choice` are its sheets, `mappings` the guesses by schema, each made once.
    """

    source: str
    raw: Raw
    guess: Guess
    samples: dict[str, str]
    choice: Choice
    mappings: dict[str, GuessedMapping] = field(default_factory=dict)

    def guessed(self, schema: str) -> GuessedMapping:
        """Return which column is what, for this schema."""
        if schema not in self.mappings:
            self.mappings[schema] = importers.guess_mapping(self.raw, schema)
        return self.mappings[schema]


@dataclass(frozen=True)
class Done:
    """What was made of a draft with which settings."""

    settings: tuple[str, GuessedMapping, Options]
    loaded: dataset.Loaded
    report: Report


def draw_your_data_page() -> None:
    """Draw the page."""
    if st.session_state.get(keys.UPLOAD_ARRIVED) == "go":
        st.session_state[keys.UPLOAD_ARRIVED] = "tell"
        st.switch_page(_MAP)  # a callback cannot
    _introduction()
    progress = st.empty()
    st.header("1. Upload", anchor="upload")
    draft = _draft()
    if fault := st.session_state.get(keys.UPLOAD_FAULT):
        st.error(f"{text.plain(fault)}\n\nNothing has changed: you see the same data as before.",
                 icon=":material/error:")  # fmt: skip
        _draw_sheets(st.session_state.get(keys.UPLOAD_CHOICE))
    done = _check(draft) if draft is not None else None
    report = uploaded_dataset.report()
    if done is not None:
        _done(done)
    elif draft is None and report is not None:
        st.header("Import report of the data you see", anchor="report")
        import_report.draw_import_report(report, "used")
    progress.html(_progress(0 if draft is None else 1 if done is None else 2))


def _progress(at: int) -> str:
    """Return the three steps, with the one that the visitor is at, as HTML."""
    current = ' aria-current="step"'
    items = "".join(
        f"<li{current if i == at else ''}><b>{i + 1}</b>{name}</li>"
        for i, name in enumerate(_STEPS)
    )
    return f'{_STYLE}<ol class="atlas-steps" aria-label="Steps">{items}</ol>'


def upload_limit() -> int:
    """Return how many bytes an upload may have: the smaller of what server and reader take."""
    server = int(st.get_option("server.maxUploadSize")) * _MEBIBYTE
    return min(server, Limits.from_environment().file_bytes)


def _introduction() -> None:
    st.title("Your data")
    st.markdown(
        "Upload your own data and use it on every page. Accepted: ACLED, UCDP GED, GTD, AWSD, "
        "GDELT, ICEWS, POLECAT, form exports, or any table with a date column (CSV, Excel, JSON, "
        "GeoJSON, KML, shapefile, GeoPackage, Parquet and more; zipped is fine)."
    )
    st.markdown(
        ":material/lock: **What you upload stays in this session**: nobody else sees it, it is in "
        "no public file, and the server deletes it within a minute after you close or reload the "
        "page."
    )
    try:
        limits, allowed = Limits.from_environment(), upload_limit()
    except ImportRefusedError as error:
        st.error(text.plain(str(error)), icon=":material/error:")
        st.stop()
    st.caption(f"Up to {_size(allowed)} or {_rows(limits.rows)} rows. Larger files are refused.")


def _size(count: int) -> str:
    for power, unit in ((9, "GB"), (6, "MB"), (3, "kB")):
        if count >= 10**power:
            return f"{count / 10**power:.0f} {unit}"
    return f"{words.number(count)} bytes"


def _rows(count: int) -> str:
    million = 10**6
    return f"{count // million} million" if count and not count % million else words.number(count)


# --- reading --------------------------------------------------------------------------------------


def _draft() -> Draft | None:
    """Draw where a file comes from, read a new one, and return the one at hand."""
    session = st.session_state
    draft: Draft | None = session.get(keys.UPLOAD_DRAFT)
    # Once a file is read the next step begins on the first screen, of a phone too.
    with st.expander("A file, or the sample", expanded=draft is None):
        _choose_file()
    return draft


def _choose_file() -> None:
    session = st.session_state
    try:
        kept_uploads.refuse_if_full()
    except ImportRefusedError as error:
        st.warning(text.plain(str(error)), icon=":material/hourglass_disabled:")
        return
    given = st.file_uploader(
        "A file of your own", key=f"own_upload_{session.get(keys.UPLOADS, 0)}",
        max_upload_size=max(1, upload_limit() // _MEBIBYTE),
    )  # fmt: skip
    st.markdown(
        "**Required:** a column of dates. For the map also latitude and longitude, in degrees."
    )
    _sample()
    path = dataset.file()
    if path is not None and st.button(
        f"Read {text.plain(path.name)}, the file named when the app was started",
        key="own_path", icon=":material/description:",
    ):  # fmt: skip
        _read(path, path.name, str(path))
    if given is not None and given.file_id != session.get(keys.UPLOAD_SEEN):
        session[keys.UPLOAD_SEEN] = given.file_id
        _read(uploads.take(given), given.name, given.file_id)


def _sample() -> None:
    """Offer a small invented file, to try the page with or to fill with rows of one's own."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Try the sample", key="own_sample", icon=":material/science:"):
            _read(_SAMPLE, _SAMPLE.name, str(_SAMPLE))
        st.download_button(
            "Download the sample (CSV)", data=_SAMPLE.read_bytes, file_name=_SAMPLE.name,
            mime="text/csv", icon=":material/download:", key="sample_file", on_click="ignore",
        )  # fmt: skip
        st.caption("20 rows in Mali. Example, not real: incidents, groups and source are invented. "
                   "Free to use (CC0).")  # fmt: skip


def _read(source: bytes | Path, name: str, tag: str, sheets: tuple[str, ...] = ()) -> None:
    """Read a file into the draft; one that cannot be read leaves everything as it was."""
    session = st.session_state
    session[keys.UPLOAD_FAULT] = ""
    session.pop(keys.UPLOAD_CHOICE, None)
    try:
        with st.status(f"Reading {text.plain(name)}", expanded=True) as status:
            line = st.empty()
            st.button("Cancel", key="own_read_cancel", icon=":material/cancel:")
            # Each call lets a click end the run, and with it the process that reads.
            raw = importers.read_apart(source, name, tell=line.caption, sheets=sheets)
            own = {part.name for part in raw.parts}
            within = tuple(n for n in sheets if n not in own)
            draft = Draft(
                "_".join((tag, *sheets)), raw, importers.guess_schema(raw),
                importers.samples_of(raw), Choice(tag, name, within, raw.parts, raw.noun),
            )  # fmt: skip
            kept_uploads.keep(draft, raw.table.nbytes)
            status.update(state="complete", expanded=False)
    except SeveralPartsError as error:
        session[keys.UPLOAD_FAULT] = str(error)
        within = () if error.noun == "file" else sheets
        session[keys.UPLOAD_CHOICE] = Choice(tag, name, within, error.parts, error.noun)
        return
    except AtlasError as error:
        session[keys.UPLOAD_FAULT] = str(error)
        return
    session[keys.UPLOAD_DRAFT] = draft
    session.pop(keys.UPLOAD_DONE, None)
    st.rerun()


def _draw_sheets(choice: Choice | None) -> None:
    """Draw the choice among the sheets of a file that is still at hand, and read another one."""
    if choice is None or len(choice.parts) < 2:  # noqa: PLR2004
        return
    given = st.session_state.get(f"own_upload_{st.session_state.get(keys.UPLOADS, 0)}")
    path = dataset.file()
    source: bytes | Path | None = None
    if given is not None and given.file_id == choice.tag:
        source = given.getvalue()
    elif path is not None and str(path) == choice.tag:
        source = path
    if source is not None and (sheets := sheet_choice.draw_choice(choice)):
        _read(source, choice.name, choice.tag, sheets)
        st.rerun()  # what was wrong stands above


# --- the steps ------------------------------------------------------------------------------------


def _check(draft: Draft) -> Done | None:
    """Draw what the file is and how it is read, import it, and return what was made, if it was."""
    raw = draft.raw
    st.header("2. Check", anchor="file")
    size = f"{words.plural(raw.rows_read, 'row')} in {words.plural(len(raw.columns), 'column')}"
    notes = "; ".join([size, *(text.plain(note) for note in raw.notes)])
    st.markdown(f"**{text.plain(raw.name)}**: {notes}.")
    _draw_sheets(draft.choice)
    schema = _schema(draft)
    first_rows = st.container()
    guessed = draft.guessed(schema)
    form = mapping_form.Form(
        raw, guessed, draft.samples, f"{draft.source}_{schema}", SCHEMAS[schema].needs
    )
    unclear = SCHEMAS[schema].asks or not guessed.mapping.columns.keys() & {"date", "year"}
    with st.expander("Match your columns", icon=":material/view_column:", expanded=unclear):
        mapping = mapping_form.draw_mapping_form(form)
    roles = mapping.mapping.columns
    options = import_options.draw_import_options(
        SCHEMAS[schema], f"{draft.source}_{schema}", raw.columns, has_counts="events" in roles,
        has_persons=SCHEMAS[schema].asks and bool(importers.person_columns(raw, mapping.mapping)),
        has_points="point" in roles,
    )  # fmt: skip
    # As on the command line, a guess that is not changed is reported with its reason.
    asked = "auto" if schema == draft.guess.schema else schema
    with first_rows:
        preview.draw_preview(raw, asked, mapping, options)
    settings = (asked, mapping, options)
    if st.button("Import", type="primary", key="own_convert",
                 icon=":material/play_arrow:"):  # fmt: skip
        _convert(draft, settings)
    done: Done | None = st.session_state.get(keys.UPLOAD_DONE)
    if done is not None and done.settings != settings:
        st.info("The settings have changed since the last report; import again.",
                icon=":material/refresh:")  # fmt: skip
        return None
    return done


def _schema(draft: Draft) -> str:
    guess = draft.guess
    chosen: str = st.selectbox(
        "Read it as", list(SCHEMAS), index=list(SCHEMAS).index(guess.schema),
        format_func=_TITLES.__getitem__, key=f"own_schema_{draft.source}",
        persist_state="session",
    )  # fmt: skip
    recognised = f"It looks like **{_TITLES[guess.schema]}**: {text.plain(guess.reason)}."
    yours = f"{recognised} You chose **{_TITLES[chosen]}**."
    st.caption(recognised if chosen == guess.schema else yours)
    return chosen


def _convert(draft: Draft, settings: tuple[str, GuessedMapping, Options]) -> None:
    """Convert, and build the atlas; any click ends it, and then nothing of it is left."""
    session = st.session_state
    session[keys.UPLOAD_FAULT] = ""
    session.pop(keys.UPLOAD_DONE, None)
    schema, mapping, options = settings
    with st.status("Importing", expanded=True) as status:
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
            kept_uploads.keep(loaded, sum(t.nbytes for t in imported.tables.values()))
        except AtlasError as error:
            status.update(label="The file could not be imported", state="error")
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
    st.header("3. Use", anchor="report")
    left = done.report.kept - len(done.loaded.atlas.incidents)
    if left:
        st.warning(f"{words.plural(left, 'row')} of those kept failed the atlas's own checks; the "
                   "page Method lists them as quarantined.", icon=":material/warning:")  # fmt: skip
    st.button("Show on all pages", type="primary", key="own_use", icon=":material/public:",
              on_click=_use)  # fmt: skip
    import_report.draw_import_report(done.report, "made")


def _use() -> None:
    """Show it everywhere, and let go of the file."""
    session = st.session_state
    done: Done = session[keys.UPLOAD_DONE]
    uploaded_dataset.use(done.loaded, done.report)
    for name in (keys.UPLOAD_DRAFT, keys.UPLOAD_FORM, keys.UPLOAD_DONE, keys.UPLOAD_FAULT):
        session.pop(name, None)
    # Another uploader: this one still names the file.
    session[keys.UPLOADS] = session.get(keys.UPLOADS, 0) + 1
