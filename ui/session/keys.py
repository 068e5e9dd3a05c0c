"""The names of what a visit keeps in `st.session_state`, each with the type of its value.

Keys of widgets that nothing but the widget itself reads stand where the widget is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# The filter: values of its widgets, under `filter_widget`, and what was read from them.
DATES: Final = "w_dates"  # tuple[date, date]: first and last day of the period, both included
SPAN: Final = "span"  # tuple[date, date]: how far the slider of the period reaches
KEPT_PARAMETERS: Final = "kept_params"  # dict[str, list[str]]: the filter as its widgets had it
FILTERED: Final = "found"  # tuple[dict[str, list[str]], Context]: the same, and what it finds
PANEL_HIDDEN: Final = "panel_hidden"  # bool: the widgets behind *More filters* were not drawn
WIDGETS_VERSION: Final = "widgets_of_data"  # str: dataset version the widgets were drawn with

# The link in the browser's address.
LINK: Final = "link"  # dict[str, list[str]]: the link that was read or written last
LINK_PROBLEMS: Final = "link_problems"  # tuple[FilterProblem, ...]
LINK_UNKNOWN: Final = "link_unknown"  # tuple[str, ...]: parameters that the app does not know
LINK_VERSION: Final = "link_version"  # str: the dataset version that it was made with, or ""
LINK_FOLLOWED: Final = "link_followed"  # dict[str, list[str]]: a link of the page that was clicked
ASKED_HERE: Final = "asked_here"  # bool: a widget asks for this run, and no link, old or new

# The options of pages, under `option_widget`.
OPTIONS: Final = "options"  # dict[str, str]: option to value, as in the link
OPTIONS_LINKED: Final = "options_linked"  # dict[str, str]: those of the link, until one is chosen
OPTIONS_DRAWN: Final = "options_drawn"  # dict[str, str]: options the page asks, to the fragment
OPTIONS_FRAGMENT: Final = "options_part"  # str: the fragment that is being drawn, or ""

# The dataset.
UPLOADED: Final = "own_data"  # Loaded: the atlas of the visitor's own file
UPLOADED_REPORT: Final = "own_report"  # Report: what its import did
UPLOAD_DRAFT: Final = "own_draft"  # Draft: a file that was read
UPLOAD_FORM: Final = "own_form"  # Form: which of its columns is what, as drawn last
UPLOAD_DONE: Final = "own_done"  # Done: a file that was converted
UPLOAD_FAULT: Final = "own_fault"  # str: why a file could not be read, or ""
UPLOAD_CHOICE: Final = "own_choice"  # Choice: of the sheets of a file that could not be read
UPLOAD_ARRIVED: Final = "own_arrived"  # Literal["go", "tell"]: go to the map, and tell it there
UPLOAD_SEEN: Final = "own_seen"  # str: id of the upload that was read last
UPLOADS: Final = "own_uploads"  # int: how many uploads were taken over
LICENCE_ALLOWS: Final = "licence_allows"  # bool: the visitor may pass on rows that are held back

# The run.
CONTEXT: Final = "context"  # Context | None: what app.py has prepared for the page
FRAGMENTS_DRAWN: Final = "parts_drawn"  # list[str]: those of the last whole run, in their order
FRAGMENTS_DUE: Final = "parts_due"  # set[str]: asked for and not drawn yet
FRAGMENTS_DATA: Final = (
    "parts_whole"  # Loaded | None: what the last whole run has drawn, at its end
)
FRAGMENTS_CONTEXT: Final = "parts_now"  # Context: what the whole run draws
PAUSE: Final = "parts_pause"  # bool: the browser has still to be given time to paint
TIMES_RENEWED: Final = "times_renewed"  # dict[str, int]: how often a widget was replaced
SECTIONS: Final = "page_sections"  # list[tuple[str, str]]: title and anchor, for the contents

# The proposal of a correction.
PROPOSAL: Final = "proposal"  # Checked: what was checked last

# What is chosen.
INCIDENT: Final = "incident"  # str | None: id of the chosen incident
SITE: Final = "site"  # str | None: key of the site that is opened on the map
ALL_OPEN: Final = "all_open"  # bool: every site of the map is opened
ALL_OPEN_WIDGET: Final = "w_all_open"  # bool
MAP: Final = "map"  # the key of the map page's map
VIEW: Final = "view"  # dict[str, float]: where the visitor looks: latitude, longitude, zoom
VIEW_BOUNDS: Final = "view_bounds"  # tuple[float, ...]: west, south, east, north of that
FOLLOWED: Final = "followed"  # dict[str, tuple | None]: what each map was to open on
GRAPHICS_CARD: Final = "graphics_card"  # bool: one draws in the visitor's browser
FIGURE_OPENED: Final = "opened_last"  # str: key of the figure whose incidents were drawn last
SEARCH_RESULTS: Final = "search_results"  # tuple[str, str, Results]: what was typed, the version
INCIDENT_SEARCHED: Final = "search_incident"  # str
PROVINCE: Final = "province"  # str: code of the province that was chosen last
NEAR_POINT: Final = "near_point"  # str: the point that was typed
NEAR_WRONG: Final = "near_wrong"  # str: the same if it is no point, else ""
PRESET_YEAR: Final = "preset_year"  # str | None: the year just picked from the list of years
THEN_DATES: Final = "then_dates"  # tuple[date, ...]: days of the period to compare with
THEN_LINKED: Final = "then_seen"  # str: the option that they were set from


def filter_widget(parameter: str) -> str:
    """Return the key of the widget of a filter parameter."""
    return f"w_{parameter}"


def option_widget(option: str) -> str:
    """Return the key of the widget of a page's option."""
    return f"o_{option}"


def option_words(option: str) -> str:
    """Return the key of the words that the browser shows for an option; str | None."""
    return f"{option_widget(option)}_words"


def table_page(table: str) -> str:
    """Return the key of the page that a table of incidents is at; int, the first is 1."""
    return f"{table}_page"


def table_asked(table: str) -> str:
    """Return the key of the sort and the search of a table that its page is of; tuple[str, str]."""
    return f"{table}_asked"


def table_ids(table: str) -> str:
    """Return the key of the ids that a table of incidents has shown last; list[str]."""
    return f"{table}_ids"


def chosen_row(table: str) -> str:
    """Return the key of the id of the incident that is chosen in a table; str | None."""
    return f"{table}_chosen"


def upload_option(part: str, file: str) -> str:
    """Return the key of an option of the import; `file` tells it from another file's."""
    return f"own_{part}_{file}"


def upload_mapping(part: str, form: str, role: str = "") -> str:
    """Return the key of a piece of the form of columns; `form` tells it from another form's."""
    return f"own_{part}_{form}_{role}"


def upload_sheets(file: str, taken: Sequence[str]) -> str:
    """Return the key of the choice of sheets, of a file that was read with some of them."""
    return "_".join(("own_sheets", file, *taken))


def proposal_field(form: str, column: str) -> str:
    """Return the key of a field of the proposal; `form` is the incident, "" for a new one."""
    return f"proposal_{form}_{column}"
