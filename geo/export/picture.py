"""The exported picture: a light map for print, with everything that must travel with it.

Title, count, period, legend, sources, dataset version and the note on boundaries are part of the
picture, because pictures travel without the page that they came from. It speaks the words of the
pages. The same filter on the same data gives the same picture, without clock time.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from geo.analysis import breakdowns, counts
from geo.cartography import symbology
from geo.cartography.sites import Sites
from geo.export import lettering, print_map
from geo.export.lettering import REGULAR, SEMIBOLD
from geo.export.print_map import INK
from geo.filter import wording
from geo.filter.metadata import permalink
from geo.utils.words import number, plural, short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from geo.filter.figure import Figure as NamedFigure
    from geo.filter.filter import View

_PT_PER_INCH: Final = 72
_SIZE_PT: Final = (720.0, 518.4)
_DPI: Final = 200
_MARGIN_PT: Final = 18.0
_COLUMN_PT: Final = 172.0
_GUTTER_PT: Final = 16.0
_ACCENT, _GREY, _RULE = "#9c3d00", "#5b6066", "#d5d0c7"
_TITLE_SIZES_PT: Final = (17.0, 15.0, 13.0)
_TITLE_LINES: Final = 2
_HALF: Final = 0.5
_DECK_PT: Final = 9.5
_FOOT_PT: Final = 6.6
_LINK_PT: Final = 6.0
_TEXT_PT: Final = 7.6
_LEADING: Final = 1.32  # from line to line, by the size of the letters
_DOT_PT: Final = 7.5
_DOT_ROOM_PT: Final = 13.0
_BARS_PT: Final = (50.0, 130.0)  # at least, at most
_BARS_WORDS_PT: Final = 38.0
_SCALE_PT: Final = 11.0
_MOST_BARS: Final = 150
_MOST_MONTHS: Final = 24  # beyond them only years are named
_NAMED_MONTHS: Final = 6
_CAVEAT: Final = (
    "Past events as the press reported them; not a complete list. Past events do not predict the "
    "safety of a place. Boundaries and names imply no opinion on the status of any territory; "
    "dashed lines are disputed. Equirectangular projection, WGS84."
)


def draw_png(view: View) -> bytes:
    """Return the picture of a view as PNG, 2000 by 1440 pixels."""
    return _drawn(view, "png", {"Software": None})


def draw_svg(view: View) -> bytes:
    """Return the picture of a view as SVG, text as outlines so that it looks alike everywhere."""
    return _drawn(view, "svg", {"Date": None, "Creator": "Incident Atlas"})


def _drawn(view: View, file_format: str, file_metadata: dict[str, str | None]) -> bytes:
    out = io.BytesIO()
    lettering.font_files()
    with mpl.rc_context(lettering.STYLE):
        draw_figure(view).savefig(out, format=file_format, dpi=_DPI, metadata=file_metadata)
    return out.getvalue()


def draw_figure(view: View) -> Figure:
    """Return the picture as a Matplotlib figure; it belongs to no window and no global state."""
    wide, high = _SIZE_PT
    whole = Figure(figsize=(wide / _PT_PER_INCH, high / _PT_PER_INCH), facecolor="white")
    sheet = _Sheet(whole, high - _MARGIN_PT)
    _write_title(sheet, view)
    top = sheet.y - 9
    bottom = _write_foot(whole, view) + 8
    atlas = view.atlas
    sites = Sites.of_atlas(atlas)
    per_site = sites.counts(view.positions)
    map_wide, map_high = wide - 2 * _MARGIN_PT - _GUTTER_PT - _COLUMN_PT, top - bottom
    axes = whole.add_axes(
        (_MARGIN_PT / wide, bottom / high, map_wide / wide, map_high / high)
    )  # fmt: skip
    extent = print_map.site_extent(sites, per_site, map_wide / map_high)
    frame = print_map.Frame(extent, map_wide, map_high)
    signs = symbology.signs(atlas)
    print_map.draw_base_map(axes, extent)
    discs = print_map.draw_sites(
        axes, frame, sites, per_site, sites.leading(signs, view.positions)
    )  # fmt: skip
    print_map.draw_names(axes, frame, sites, discs, coarsest_city=2)
    print_map.draw_scale(axes, frame)
    column = _Sheet(whole, top, _MARGIN_PT + map_wide + _GUTTER_PT, _COLUMN_PT)
    _write_legend(column, view, signs)
    _write_left_out(column, view)
    _draw_months(column, view, bottom)
    return whole


@dataclass
class _Sheet:
    """A column of text on the picture; `y` is where the next line begins, in points from below."""

    whole: Figure
    y: float
    left: float = _MARGIN_PT
    wide: float = _SIZE_PT[0] - 2 * _MARGIN_PT

    def write(
        self, lines: Sequence[str], size_pt: float = _TEXT_PT, *, weight: int = REGULAR,
        colour: str = INK, indent: float = 0.0,
    ) -> None:  # fmt: skip
        """Write lines below what is there."""
        for line in lines:
            self.y -= size_pt * _LEADING
            self._text(self.left + indent, line, size_pt, weight=weight, colour=colour)

    def paragraph(self, text: str, size_pt: float = _TEXT_PT, *, colour: str = INK) -> None:
        """Write text in as many lines as it takes, and leave some room after it."""
        self.write(lettering.wrap(text, self.wide, size_pt), size_pt, colour=colour)
        self.y -= size_pt * 0.55

    def heading(self, text: str) -> None:
        """Write a heading below a thin line."""
        self.rule()
        self.write([text], _TEXT_PT, weight=SEMIBOLD)
        self.y -= 2.5

    def rule(self) -> None:
        """Draw a thin line across the column."""
        wide, high = _SIZE_PT
        x = self.left / wide, (self.left + self.wide) / wide
        self.whole.add_artist(
            Line2D(x, (self.y / high,) * 2, color=_RULE, linewidth=0.6)
        )  # fmt: skip
        self.y -= 3

    def entry(
        self, label: str, n: int, colour: tuple[float, float, float] | None = None
    ) -> None:  # fmt: skip
        """Write words with a number at the right, after a dot of a colour where there is one."""
        wide, high = _SIZE_PT
        indent = _DOT_ROOM_PT if colour else 0.0
        room = self.wide - indent - lettering.width(number(n), _TEXT_PT) - 6
        lines = lettering.wrap(label, room, _TEXT_PT)
        first = self.y - _TEXT_PT * _LEADING
        self.write(lines, indent=indent)
        if colour:
            self.whole.add_artist(
                Line2D(
                    [(self.left + _DOT_PT / 2) / wide], [(first + _TEXT_PT * 0.33) / high],
                    marker="o", linestyle="", markersize=_DOT_PT, color=colour, markeredgewidth=0,
                )
            )  # fmt: skip
        self._text(self.left + self.wide, number(n), _TEXT_PT, y=first, ha="right")
        self.y -= 1.6

    def _text(
        self, x: float, text: str, size_pt: float,
        *, weight: int = REGULAR, colour: str = INK, y: float | None = None, ha: str = "left",
    ) -> None:  # fmt: skip
        wide, high = _SIZE_PT
        self.whole.text(x / wide, (self.y if y is None else y) / high, text, fontsize=size_pt,
                        fontweight=weight, color=colour, ha=ha, va="baseline",
                        parse_math=False)  # fmt: skip


def _write_title(sheet: _Sheet, view: View) -> None:
    """Write what the data are, what the filter asks for, and how many incidents that is."""
    atlas = view.atlas
    name, _, about = str(atlas.package["title"]).partition(": ")
    kicker = f"{name.upper()}  ·  {about[:1].upper()}{about[1:]}" if about else name
    size, lines = lettering.fit(kicker, sheet.wide, (7.5,), 1, SEMIBOLD)
    sheet.write(lines, size, weight=SEMIBOLD, colour=_ACCENT)
    sheet.y -= 2
    size, lines = lettering.fit(
        wording.title(view.filter, atlas), sheet.wide, _TITLE_SIZES_PT, _TITLE_LINES, SEMIBOLD
    )
    sheet.write(lines, size, weight=SEMIBOLD)
    sheet.y -= 4
    shown = f"{number(view.shown)} of {plural(view.total, 'incident')}"
    if view.shown:
        # The dataset is named after attacks; not all that it holds is one.
        shown += f": {counts.types_in_words(view, atlas)}"
    size, lines = lettering.fit(f"{shown}.", sheet.wide, (_DECK_PT, 8.5), 2, REGULAR)
    sheet.write(lines, size, colour=_GREY)


def _write_legend(column: _Sheet, view: View, signs: Sequence[symbology.Sign]) -> None:
    """Write what the colours and sizes of the discs mean, with the incidents of each colour."""
    drawn = [signs[i].group.key for i in view.positions if view.atlas.has_point[i]]
    used = [group for group in symbology.group_classes(view.atlas) if group.key in drawn]
    if not used:
        return
    # Named as a party is not said to have done it.
    party = view.atlas.ledger.led_by_party[view.positions].mean() > _HALF
    column.heading(
        "First-named actor, not always the attacker" if party
        else "Who is said to be responsible (incidents)"
    )  # fmt: skip
    for group in used:
        n = drawn.count(group.key)
        column.entry(group.label, n, print_map.mpl_colour(group.colour))
    column.y -= 5
    column.heading("One disc per site")
    column.paragraph(
        "Bigger disc = more incidents; the number says how many. Colour = the group named most "
        "often."
    )
    coarse = int((view.atlas.precision_rank[view.positions] > 0).sum()) - view.not_drawn
    if coarse > 0:
        column.paragraph(f"{plural(coarse, 'location')} known only to the town or less precisely.")
    column.y -= 2


def _write_left_out(column: _Sheet, view: View) -> None:
    """Write what has no place on the map, and what the filter leaves out."""
    reasons = wording.reasons(view)
    if view.not_drawn:
        reasons = [(view.not_drawn, "without a known location"), *reasons]
    if reasons:
        column.heading("Not shown (incidents)")
        for n, why in reasons:
            column.entry(f"{why[:1].upper()}{why[1:]}", n)
        column.y -= 5


def _draw_months(column: _Sheet, view: View, bottom: float) -> None:
    """Draw bars per month where the column has room for them, down to `bottom` in points."""
    months = breakdowns.split_by_month(
        view.positions, view.atlas, view.filter.period(view.atlas), "month"
    )
    bars = min(column.y - bottom - _BARS_WORDS_PT, _BARS_PT[1])
    if not 1 < len(months) <= _MOST_BARS or not view.shown or bars < _BARS_PT[0]:
        return
    column.heading("Incidents per month")
    wide, high = _SIZE_PT
    column.y -= bars
    left, room = column.left + _SCALE_PT, column.wide - _SCALE_PT
    place = left / wide, column.y / high, room / wide, bars / high
    draw_months(column.whole.add_axes(place), months)


def draw_months(axes: Axes, months: Sequence[NamedFigure], *, size_pt: float = 6.3) -> None:
    """Draw a bar per month, with a scale and the months or years below.

    Args:
        axes: what to draw on.
        months: from `breakdowns.split_by_month`.
        size_pt: the size of the letters.
    """
    starts = [date.fromisoformat(f"{m.key.rsplit(':', 1)[1]}-01") for m in months]
    axes.bar(range(len(months)), [m.n for m in months], width=0.8, color=_ACCENT)
    ticks = _month_ticks(starts)
    axes.set_xticks([i for i, _ in ticks], [words for _, words in ticks])
    axes.set_xlim(-0.7, max(len(months) - 0.3, 0.7))
    axes.set_ylim(0, max(*(m.n for m in months), 1) * 1.08 if months else 1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
    axes.tick_params(labelsize=size_pt, colors=_GREY, length=2, width=0.5)
    axes.tick_params(axis="y", length=0, pad=1)
    axes.grid(axis="y", color="#e3e1dc", linewidth=0.5)
    axes.set_axisbelow(True)
    for name, side in axes.spines.items():
        side.set(visible=name == "bottom", color="#b9b5ad", linewidth=0.6)


def _month_ticks(starts: Sequence[date]) -> list[tuple[int, str]]:
    """Return which months are named, and how: `Oct 2023`, then `Nov`; or the years alone."""
    if len(starts) > _MOST_MONTHS:
        return [(i, str(day.year)) for i, day in enumerate(starts) if day.month == 1]
    step = max(1, -(-len(starts) // _NAMED_MONTHS))
    ticks: list[tuple[int, str]] = []
    for i, day in enumerate(starts):
        if i % step == 0:
            is_new = not ticks or starts[ticks[-1][0]].year != day.year
            ticks.append((i, f"{day:%b}\n{day.year}" if is_new else f"{day:%b}"))
    return ticks


def _write_foot(whole: Figure, view: View) -> float:
    """Write sources, caveats and the link at the lower edge; return where they begin, in points."""
    atlas = view.atlas
    pages = len(atlas.source_rows.take(view.positions).flatten().unique())
    name = str(atlas.package["title"]).split(":", maxsplit=1)[0]
    source = (
        f"Source: {name}, dataset version {atlas.version}, data to {short_day(atlas.last_date)}; "
        f"{plural(pages, 'published page')}, listed per incident. Map: Natural Earth; city "
        "positions GeoNames (CC BY 4.0)."
    )
    link = permalink(view)
    words = f"Link: {link}" if "://" in link else f"Link, after the address of the atlas: {link}"
    wide = _SIZE_PT[0] - 2 * _MARGIN_PT
    text = [line for part in (source, _CAVEAT) for line in lettering.wrap(part, wide, _FOOT_PT)]
    _, of_link = lettering.fit(words, wide, (_LINK_PT,), 3, REGULAR)
    high = (len(text) * _FOOT_PT + len(of_link) * _LINK_PT) * _LEADING + 2
    foot = _Sheet(whole, _MARGIN_PT * 0.6 + high)
    foot.write(text, _FOOT_PT, colour=_GREY)
    foot.y -= 2
    foot.write(of_link, _LINK_PT, colour=_GREY)
    return _MARGIN_PT * 0.6 + high
