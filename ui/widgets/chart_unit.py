"""A chart or a table as a unit: what it shows, measure and period, its source, and its files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from geo.export import chart_table, writers
from geo.export.chart_table import Words
from geo.filter import wording
from geo.filter.metadata import with_host
from geo.utils.words import short_day
from ui import text
from ui.runtime import browser
from ui.session import filter_state
from ui.widgets import share, vega

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.filter.filter import Filter
    from ui.session.filter_state import Context
    from ui.widgets.vega import Spec

# What a link has beside filter and options: what is opened over the page, and the map's position.
_NOT_OF_A_CHART: Final = frozenset({"open", "incident", "layers", "view"})
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A chart with what belongs to it.

    `page` is the path of its page, `key` what the chart is called in the session, `title` says what
    is shown and `measure` what is counted. `spec` returns the chart for a dark page or a light one;
    pictures are light. `alt` is the chart in words. `heads` and `rows` are its numbers. Where the
    page draws small multiples instead, `panels` returns the title and the chart of each.
    """

    page: str
    key: str
    title: str
    measure: str
    spec: Callable[[bool], Spec]
    alt: str
    heads: Sequence[str]
    rows: Callable[[], Sequence[Sequence[object]]]
    panels: Callable[[], Sequence[tuple[str, Spec]]] | None = None


def draw_unit(context: Context, unit: Unit, draw: Callable[[], None] | None = None) -> None:
    """Draw a chart with its title, source, downloads and link.

    Args:
        context: the context.
        unit: the chart.
        draw: draws it on the page in another form; by default its own specification is drawn.
    """
    words = _words(context, unit.title, unit.measure)
    st.html(
        f'<div class="atlas-part"><h3>{text.safe(words.title)}</h3>'
        f'<p class="atlas-note">{text.safe(words.subtitle)}</p></div>'
    )
    if draw is not None:
        draw()
    else:
        vega.draw_chart(unit.spec(browser.theme() == "dark"), key=unit.key, alt=unit.alt)
    st.html(f'<p class="atlas-note">{text.safe(words.source)}</p>')
    off = bool(context.problems)
    with st.container(horizontal=True, vertical_alignment="center"):
        files = st.popover("Download chart", icon=":material/download:", key=f"{unit.key}_files",
                           disabled=off, on_change="rerun")  # fmt: skip
        with files:
            if files.open:
                _draw_files(context, unit, words)
        share.draw_copy_link(context, f"{unit.key}_link")


def draw_table_files(
    context: Context, *, page: str, key: str, title: str, measure: str, heads: Sequence[str],
    rows: Callable[[], Sequence[Sequence[object]]], filter_: Filter | None = None,
) -> None:  # fmt: skip
    """Draw the file and the link of a table that stands on the page.

    Args:
        context: the context.
        page: the path of its page.
        key: what the table is called in the session.
        title: what is shown.
        measure: what is counted.
        heads: the heads of its columns.
        rows: returns its cells.
        filter_: what of the filter applies to the rows; by default all of it.
    """
    words = _linked(context, _words(context, title, measure, filter_), page)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download table", data=lambda: chart_table.write_table(words, heads, rows()),
            file_name=_file_name(context, title, "csv"), mime=writers.FORMATS["csv"].media_type,
            icon=":material/download:", key=f"{key}_csv", on_click="ignore",
            disabled=bool(context.problems), help="The rows of this table as CSV",
        )  # fmt: skip
        share.draw_copy_link(context, f"{key}_link")


def _words(context: Context, title: str, measure: str, filter_: Filter | None = None) -> Words:
    view, atlas = context.view, context.atlas
    name = str(atlas.package["title"]).split(":", maxsplit=1)[0]
    return Words(
        title=title,
        subtitle=f"{measure} {wording.title(filter_ or view.filter, atlas)}.",
        source=f"Source: {name}, dataset version {atlas.version}, data to "
               f"{short_day(atlas.last_date)}; the published pages are listed per incident.",
    )  # fmt: skip


def _linked(context: Context, words: Words, page: str) -> Words:
    """Return the words with the link of the page behind their source."""
    params = {
        name: values
        for name, values in filter_state.link_params(context).items()
        if name not in _NOT_OF_A_CHART
    }
    link = with_host(f"/{page}?{urlencode(params, doseq=True)}", browser.site())
    return Words(words.title, words.subtitle, f"{words.source} {link}")


def _draw_files(context: Context, unit: Unit, words: Words) -> None:
    linked = _linked(context, words, unit.page)
    writes: dict[str, Callable[[], bytes]] = {
        "png": partial(_picture, unit, linked, "png"),
        "svg": partial(_picture, unit, linked, "svg"),
        "csv": lambda: chart_table.write_table(linked, unit.heads, unit.rows()),
    }
    for suffix, write in writes.items():
        st.download_button(
            f"Download {suffix.upper()}", data=write,
            file_name=_file_name(context, unit.title, suffix),
            mime=writers.FORMATS[suffix].media_type, icon=":material/download:",
            key=f"{unit.key}_{suffix}", on_click="ignore",
        )  # fmt: skip


def _picture(unit: Unit, words: Words, file_format: str) -> bytes:
    from geo.export import chart_picture  # noqa: PLC0415 - half a second to import

    if unit.panels is not None:
        return chart_picture.draw_panels(unit.panels(), words, file_format)
    return chart_picture.draw_chart(unit.spec(False), words, file_format)  # noqa: FBT003


def _file_name(context: Context, title: str, suffix: str) -> str:
    whole = writers.file_name(context.view, suffix)
    return whole.replace("_", f"_{_NOT_IN_A_NAME.sub('-', title.lower()).strip('-')}_", 1)
