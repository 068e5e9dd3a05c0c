"""The matrix of bases: how often each was hit by week or month, as a table of links."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.analysis import bases
from geo.utils import words
from maps import choropleth, palette
from ui import text
from ui.runtime import browser
from ui.session import links, page_options

if TYPE_CHECKING:
    from geo.analysis.bases import Cell, Matrix, Step
    from geo.filter.figure import Figure
    from maps.palette import Theme
    from ui.session.filter_state import Context

ORDER: Final = "order"
PROFILE: Final = "profile"
KEEP: Final = (PROFILE, ORDER)  # options of the page that a link to a number keeps
_NO_LETTERS: Final = 80  # more columns than these have no room for digits
_NAMED: Final = 24  # of so many columns each month has a name
_NAME_PX: Final = 38  # how wide the name of a month is
_STYLE: Final = """
<style>
.st-key-matrix_frame { overflow-x: auto; }
.atlas-matrix { --names: 19rem; border-collapse: separate; border-spacing: 1px; width: 100%;
  table-layout: fixed; font-size: .8rem; line-height: 1.35;
  min-width: calc(var(--names) + var(--cells)); }
.atlas-matrix col:first-child { width: var(--names); }
.atlas-matrix th { text-align: left; font-weight: 400; padding: 0; white-space: nowrap; }
.atlas-matrix thead th + th { border-left: 1px solid rgba(128,128,128,.6); padding-left: .2rem;
  overflow: hidden; }
.atlas-matrix th:first-child { position: sticky; left: 0; background: var(--atlas-page);
  z-index: 1; }
.atlas-matrix tbody th > div { display: flex; gap: .5rem; padding-right: .5rem; }
.atlas-matrix tbody th a:first-child { overflow: hidden; text-overflow: ellipsis; }
.atlas-matrix tbody th span { margin-left: auto; opacity: .78; }
.atlas-matrix tbody th a:last-child { min-width: 1.6rem; text-align: right; }
.atlas-matrix th a, .atlas-matrix td a { color: inherit; }
.atlas-matrix th a { text-decoration-color: rgba(128,128,128,.7); text-underline-offset: .15em; }
.atlas-matrix tbody tr > * { border-bottom: 1px solid rgba(128,128,128,.18); }
.atlas-matrix tbody tr:hover > * { border-bottom-color: currentColor; }
.atlas-matrix td { padding: 0; }
.atlas-matrix td a { display: block; min-height: 1.3rem; line-height: 1.3rem; text-align: center;
  font-size: .68rem; font-weight: 600; border-radius: 2px; text-decoration: none; }
.atlas-matrix a:hover, .atlas-matrix a:focus-visible { outline: 2px solid currentColor; }
.atlas-matrix .atlas-chosen { font-weight: 700; }
.atlas-scale { display: flex; align-items: center; gap: .5rem; font-size: .8rem; margin: 0; }
.atlas-scale span { width: 8rem; height: .7rem; }
@media (max-width: 640px) { .atlas-matrix { --names: 11.5rem; } }
</style>
"""
# A period may be wider than the screen: its matrix begins where most happened, not in empty years.
_JS: Final = """
export default function ({ data }) {
  const show = (tries) => {
    const frame = document.querySelector(".st-key-matrix_frame");
    const [names, column] = ["col", "[data-most]"].map((one) => frame?.querySelector(one));
    if (!column) {
      if (tries) setTimeout(show, 100, tries - 1);
      return;
    }
    if (frame.dataset.shown === data) return;
    frame.dataset.shown = data;
    const [box, at] = [frame, column].map((one) => one.getBoundingClientRect());
    const middle = names.getBoundingClientRect().width / 2 + box.width / 2;
    frame.scrollLeft += (at.left + at.right) / 2 - box.left - middle;
  };
  show(50);
}
"""
_scroll = st.components.v2.component("matrix_scroll", js=_JS)


def draw_matrix(context: Context, matrix: Matrix, order: str, chosen: str) -> None:
    """Draw the matrix; a number opens its incidents, a name the profile of the base.

    Args:
        context: the context.
        matrix: what is drawn; it has at least one base.
        order: how its rows are sorted, one of `geo.analysis.bases.ORDERS`.
        chosen: id of the base whose profile is shown; none is "".
    """
    theme = browser.theme()
    most = max(cell.counted.n for cell in matrix.cells)
    of_base = {
        base: list(cells) for base, cells in groupby(matrix.cells, lambda cell: cell.base_id)
    }
    busiest = _busiest(matrix)
    rows = "".join(
        f"<tr>{_name(context, base, detail, chosen)}"
        f"{_cells(context, matrix, of_base[bases.id_of(base)], most, busiest)}</tr>"
        for base, detail in bases.sort_bases(matrix, context.atlas, order)
    )
    column_px = _least_px(matrix, most)
    style = f"--cells:{column_px * len(matrix.steps)}px"
    st.html(_STYLE + _scale(most, theme))
    with st.container(key="matrix_frame"):
        st.html(
            f'<table class="atlas-matrix" style="{style}" aria-label="Incidents by base and '
            f'{matrix.unit}"><colgroup><col><col span="{len(matrix.steps)}"></colgroup>'
            f"<thead><tr>{_heads(matrix, column_px)}</tr></thead><tbody>{rows}</tbody></table>"
        )
    _scroll(key="matrix_scroll", data=busiest.key, height=1)


def _least_px(matrix: Matrix, most: int) -> int:
    """Return how wide a column is at least: it has room for its digits, or for its name."""
    if len(matrix.steps) > _NO_LETTERS:
        return 4
    if matrix.unit == "month" and len(matrix.steps) <= _NAMED:
        return _NAME_PX
    return max(13, 7 * len(str(most)))


def _busiest(matrix: Matrix) -> Step:
    """Return the step with most incidents at bases."""
    counts = dict.fromkeys(matrix.steps, 0)
    for cell in matrix.cells:
        counts[cell.step] += cell.counted.n
    return max(counts, key=lambda step: counts[step])


def _scale(most: int, theme: Theme) -> str:
    low, high = (palette.css(colour) for colour in choropleth.RAMPS[theme])
    return (
        '<p class="atlas-scale">Incidents: 1 '
        f'<span style="background:linear-gradient(to right, {low}, {high})"></span> {most}</p>'
    )


def _heads(matrix: Matrix, column_px: int) -> str:
    """Return the head of the table: years over months, or months over weeks and a few months."""
    by_month = matrix.unit == "week" or len(matrix.steps) <= _NAMED

    def word(step: Step) -> str:
        day = date.fromisoformat(step.key if matrix.unit == "week" else f"{step.key}-01")
        return f"{day:%b %y}" if by_month else f"{day:%Y}"

    spans = [(name, len(list(steps))) for name, steps in groupby(matrix.steps, word)]
    heads = "".join(
        f'<th scope="colgroup" colspan="{n}">{name if n * column_px >= _NAME_PX else ""}</th>'
        for name, n in spans
    )
    return f'<th scope="col">Base</th>{heads}'


def _name(context: Context, base: Figure, detail: str, chosen: str) -> str:
    """Return the head of a row: the name, what the rows are sorted by, and the whole count."""
    base_id = bases.id_of(base)
    profile = links.address(
        "bases", context.view, profile=base_id, order=page_options.get(ORDER)
    )  # fmt: skip
    total = links.figure_link("bases", context.view, base, KEEP)
    mark = ' class="atlas-chosen" aria-current="true"' if base_id == chosen else ""
    return (
        f'<th scope="row"><div{mark}><a href="{text.safe(profile)}#profile" target="_self" '
        f'title="{text.safe(base.label)}">{text.safe(base.label)}</a>'
        f"<span>{text.safe(detail)}</span>{total}</div></th>"
    )


def _cells(
    context: Context, matrix: Matrix, cells: list[Cell], most: int, busiest: Step
) -> str:  # fmt: skip
    """Return the cells of a row; those without incidents are one, up to the next that has some."""
    place = {step: i for i, step in enumerate(matrix.steps)}
    theme, has_letters = browser.theme(), len(matrix.steps) <= _NO_LETTERS
    low, high = choropleth.RAMPS[theme]
    inks = [(255, 255, 255), (0, 0, 0)]
    html, done = "", 0
    for cell in cells:
        n, at = cell.counted.n, place[cell.step]
        fill = palette.mixed(low, high, (n - 1) / max(most - 1, 1))
        ink = max(inks, key=lambda ink: palette.contrast(ink, fill))
        what = f"{cell.counted.label}: {words.plural(n, 'incident')}"
        address = links.figure_address("bases", context.view, cell.counted.key, KEEP)
        html += (
            f"{_empty(at - done)}<td{' data-most' if cell.step == busiest else ''}>"
            f'<a href="{text.safe(address)}" target="_self" title="{text.safe(what)}" '
            f'aria-label="{text.safe(what)}" style="background:{palette.css(fill)};'
            f'color:{palette.css(ink)}">{words.number(n) if has_letters else ""}</a></td>'
        )
        done = at + 1
    return html + _empty(len(matrix.steps) - done)


def _empty(columns: int) -> str:
    return f'<td colspan="{columns}"></td>' if columns else ""
