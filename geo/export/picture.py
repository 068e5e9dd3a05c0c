"""The exported picture: a map to publish, with everything that must travel with it.

Title, count, period, legend, sources, dataset version and the note on boundaries are part of the
picture, because pictures travel without the page that they came from. It speaks the words of the
pages. The same filter on the same data gives the same picture, without clock time.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from geo.analysis import breakdowns, counts
from geo.cartography import symbology
from geo.cartography.sites import Sites
from geo.export import lettering, print_map, print_names
from geo.export.lettering import REGULAR, SEMIBOLD
from geo.export.look import BACKGROUNDS, LIGHT, PT_PER_INCH, SIZES, Look
from geo.export.month_bars import draw_months
from geo.export.sheet import LEADING, TEXT_PT, Sheet
from geo.filter import wording
from geo.filter.metadata import permalink
from geo.model.statements import UNKNOWN
from geo.utils.words import number, plural, short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.filter.filter import View

_MARGIN_PT: Final = 18.0
_GUTTER_PT: Final = 16.0
_TITLE_SIZES_PT: Final = (17.0, 15.0, 13.0)
_TITLE_LINES: Final = 2
_DECK_PT: Final = 9.5
_FOOT_PT: Final = 6.6
_LINK_PT: Final = 6.0
_BARS_PT: Final = (50.0, 130.0)  # at least, at most
_BARS_WORDS_PT: Final = 38.0
_SCALE_PT: Final = 11.0
_MOST_BARS: Final = 150
_CAVEAT: Final = (
    "Past events as the press reported them; not a complete list. Past events do not predict the "
    "safety of a place. Boundaries and names imply no opinion on the status of any territory; "
    "dashed lines are disputed. Equirectangular projection, WGS84."
)


_SHORT_CAVEAT: Final = (
    "Past events as the press reported them; not a complete list. Boundaries and names imply no "
    "opinion; dashed lines are disputed."
)


def draw_png(view: View, look: Look | None = None) -> bytes:
    """Return the picture of a view as PNG.

    Args:
        view: what it shows.
        look: its size and background; by default for a web page, on white.
    """
    return _drawn(view, "png", {"Software": None}, look)


def draw_svg(view: View, look: Look | None = None) -> bytes:
    """Return the picture as SVG, text as outlines so that it looks alike everywhere.

    Args:
        view: what it shows.
        look: as for `draw_png`; an SVG has the shape of the size.
    """
    return _drawn(view, "svg", {"Date": None, "Creator": "Incident Atlas"}, look)


def _drawn(
    view: View, file_format: str, file_metadata: dict[str, str | None], look: Look | None
) -> bytes:  # fmt: skip
    look, out = look or Look(), io.BytesIO()
    lettering.font_files()
    with mpl.rc_context(lettering.STYLE):
        draw_figure(view, look).savefig(
            out, format=file_format, dpi=SIZES[look.size].dpi, metadata=file_metadata
        )
    return out.getvalue()


def draw_figure(view: View, look: Look | None = None) -> Figure:
    """Return the picture as a Matplotlib figure; it belongs to no window and no global state."""
    look = look or Look()
    size, inks = SIZES[look.size], BACKGROUNDS[look.background]
    wide, high = size.points
    whole = Figure(figsize=(wide / PT_PER_INCH, high / PT_PER_INCH), facecolor=inks.paper)
    sheet = Sheet(whole, inks, high - _MARGIN_PT, _MARGIN_PT, wide - 2 * _MARGIN_PT)
    _write_title(sheet, view, most=1 if size.short else _TITLE_LINES)
    top = sheet.y - 9
    atlas = view.atlas
    sites = Sites.of_atlas(atlas)
    per_site = sites.counts(view.positions)
    dots = print_map.dots_in_words(per_site)
    bottom = _write_foot(sheet, view, dots, short=size.short) + 8
    signs = symbology.signs(atlas)
    half = (sheet.wide - _GUTTER_PT) / 2
    below = bottom + (0.0 if size.column_pt else _height_below(view, signs, half, dots))
    beside = size.column_pt + _GUTTER_PT if size.column_pt else 0.0
    map_wide, map_high = sheet.wide - beside, top - below
    axes = whole.add_axes(
        (_MARGIN_PT / wide, below / high, map_wide / wide, map_high / high)
    )  # fmt: skip
    frame = print_map.fit_frame(
        sites, per_site, (map_wide, map_high), inks=inks, scale=size.discs
    )  # fmt: skip
    print_map.draw_base_map(axes, frame.extent, inks=inks)
    discs = print_map.draw_sites(
        axes, frame, sites, per_site, sites.leading(signs, view.positions), scale=size.discs
    )  # fmt: skip
    print_names.draw_names(axes, frame, sites, discs, coarsest_city=2)
    print_map.draw_scale(axes, frame)
    if size.column_pt:
        column = Sheet(whole, inks, top, sheet.left + map_wide + _GUTTER_PT, size.column_pt)
        _write_legend(column, view, signs)
        _explain_discs(column, view, bottom, dots, short=size.short)
    else:
        left = Sheet(whole, inks, below - 8, sheet.left, half)
        _write_legend(left, view, signs)
        _explain_discs(left, view, bottom, dots)
        column = Sheet(whole, inks, below - 8, sheet.left + half + _GUTTER_PT, half)
    if not size.short:
        _write_left_out(column, view)
    _draw_months(column, view, bottom)
    return whole


def _height_below(view: View, signs: Sequence[symbology.Sign], wide: float, dots: str) -> float:
    """Return how much room the two columns below the map take, in points."""
    scratch, begin = Figure(), 1000.0
    left, right = (Sheet(scratch, LIGHT, begin, 0.0, wide) for _ in range(2))
    _write_legend(left, view, signs)
    _explain_discs(left, view, 0.0, dots)
    _write_left_out(right, view)
    bars = _BARS_PT[0] + _BARS_WORDS_PT + 16 if view.shown else 0.0
    return begin + 14 - min(left.y, right.y - bars)


def _write_title(sheet: Sheet, view: View, most: int) -> None:
    """Write what the data are, what the filter asks for, and how many incidents that is.

    Args:
        sheet: the page.
        view: what is shown.
        most: lines of the title, if it can be set in so many.
    """
    atlas = view.atlas
    name, _, about = str(atlas.package["title"]).partition(": ")
    kicker = f"{name.upper()}  ·  {about[:1].upper()}{about[1:]}" if about else name
    size, lines = lettering.fit(kicker, sheet.wide, (7.5,), 1, SEMIBOLD)
    sheet.write(lines, size, weight=SEMIBOLD, colour=sheet.inks.accent)
    sheet.y -= 2
    title = wording.title(view.filter, atlas)
    size, lines = lettering.fit(title, sheet.wide, _TITLE_SIZES_PT, most, SEMIBOLD)
    if " ".join(lines) != title:
        size, lines = lettering.fit(title, sheet.wide, _TITLE_SIZES_PT, _TITLE_LINES, SEMIBOLD)
    sheet.write(lines, size, weight=SEMIBOLD)
    sheet.y -= 4
    shown = f"{number(view.shown)} of {plural(view.total, 'incident')}"
    if view.shown:
        # The dataset is named after attacks; not all that it holds is one.
        shown += f": {counts.types_in_words(view, atlas)}"
    size, lines = lettering.fit(f"{shown}.", sheet.wide, (_DECK_PT, 8.5), 2, REGULAR)
    sheet.write(lines, size, colour=sheet.inks.grey)


def _write_legend(column: Sheet, view: View, signs: Sequence[symbology.Sign]) -> None:
    """Write what the colours and sizes of the discs mean, with the incidents of each colour."""
    drawn = [signs[i].group.key for i in view.positions if view.atlas.has_point[i]]
    used = [group for group in symbology.group_classes(view.atlas) if group.key in drawn]
    if not used:
        return
    party = counts.are_parties(view.positions, view.atlas)
    said = "First-named actor, not always the attacker" if party else (
        "Who is said to be responsible (incidents)")  # fmt: skip
    column.heading(said if _names_anybody(view) else "No group is named (incidents)")
    for group in used:
        n = drawn.count(group.key)
        column.entry(group.label, n, print_map.mpl_colour(group.colour))
    column.y -= 5


def _names_anybody(view: View) -> bool:
    return any(view.atlas.ledger.leading_group[i] != UNKNOWN for i in view.positions)


def _explain_discs(
    column: Sheet, view: View, bottom: float, dots: str, *, short: bool = False
) -> None:
    """Write what a disc and a dot are, as far as the column has room down to `bottom` in points.

    The foot of a `short` picture tells what the dots are.
    """
    if not view.shown:
        return
    colour = " Colour = the group named most often." if _names_anybody(view) else ""
    text = f"Bigger disc = more incidents; the number says how many.{colour}"
    if dots and not short:
        text = f"{dots} {text}"
    lines = len(lettering.wrap(text, column.wide, TEXT_PT)) + 2
    if column.y - lines * TEXT_PT * LEADING < bottom:
        return
    column.heading("Sites" if dots else "One disc per site")
    column.paragraph(text)
    coarse = int((view.atlas.precision_rank[view.positions] > 0).sum()) - view.not_drawn
    if coarse > 0 and column.y - 2 * TEXT_PT * LEADING > bottom:
        column.paragraph(f"{plural(coarse, 'location')} known only to the town or less precisely.")
    column.y -= 2


def _write_left_out(column: Sheet, view: View) -> None:
    """Write what has no place on the map, and what the filter leaves out."""
    if reasons := _left_out(view):
        column.heading("Not shown (incidents)")
        for n, why in reasons:
            column.entry(f"{why[:1].upper()}{why[1:]}", n)
        column.y -= 5


def _left_out(view: View) -> list[tuple[int, str]]:
    """Return what is not on the map and why, what has no place first."""
    nowhere = [(view.not_drawn, "without a known location")] if view.not_drawn else []
    return [*nowhere, *wording.reasons(view)]


def _draw_months(column: Sheet, view: View, bottom: float) -> None:
    """Draw bars per month where the column has room for them, down to `bottom` in points."""
    months = breakdowns.split_by_month(
        view.positions, view.atlas, view.filter.period(view.atlas), "month"
    )
    bars = min(column.y - bottom - _BARS_WORDS_PT, _BARS_PT[1])
    if not 1 < len(months) <= _MOST_BARS or not view.shown or bars < _BARS_PT[0]:
        return
    column.heading("Incidents per month")
    wide, high = column.page
    column.y -= bars
    left, room = column.left + _SCALE_PT, column.wide - _SCALE_PT
    place = left / wide, column.y / high, room / wide, bars / high
    draw_months(column.whole.add_axes(place), months, inks=column.inks)


def _write_foot(sheet: Sheet, view: View, dots: str, *, short: bool) -> float:
    """Write sources, caveats and the link at the lower edge; return where they begin, in points.

    Args:
        sheet: the page.
        view: what is shown.
        dots: what the dots on the map are, "" without any.
        short: whether there is little room; dots and what is not shown are told here then.
    """
    atlas = view.atlas
    name = str(atlas.package["title"]).split(":", maxsplit=1)[0]
    source = (
        f"Source: {name}, dataset version {atlas.version}, data to {short_day(atlas.last_date)}"
    )
    base_map = "Map: Natural Earth; city positions GeoNames (CC BY 4.0)."
    if short:
        left_out = ", ".join(f"{number(n)} {why}" for n, why in _left_out(view))
        parts = [dots] if dots else []
        parts += [f"Not shown: {left_out}."] if left_out else []
        parts += [f"{source}. {base_map} {_SHORT_CAVEAT}"]
    else:
        pages = len(atlas.source_rows.take(view.positions).flatten().unique())
        listed = f"{plural(pages, 'published page')}, listed per incident"
        parts = [f"{source}; {listed}. {base_map}", _CAVEAT]
    link = permalink(view)
    words = f"Link: {link}" if "://" in link else f"Link, after the address of the atlas: {link}"
    text = [line for part in parts for line in lettering.wrap(part, sheet.wide, _FOOT_PT)]
    _, of_link = lettering.fit(words, sheet.wide, (_LINK_PT,), 3, REGULAR)
    high = (len(text) * _FOOT_PT + len(of_link) * _LINK_PT) * LEADING + 2
    begin = _MARGIN_PT * 0.6 + high
    foot = Sheet(sheet.whole, sheet.inks, begin, sheet.left, sheet.wide)
    foot.write(text, _FOOT_PT, colour=sheet.inks.grey)
    foot.y -= 2
    foot.write(of_link, _LINK_PT, colour=sheet.inks.grey)
    return begin
