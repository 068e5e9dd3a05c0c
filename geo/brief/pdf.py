"""The brief as PDF: one or two pages of A4 that print well in colour and in grey.

Text is set in DejaVu Sans, which Matplotlib ships; Arabic names are shaped by HarfBuzz. The file
carries no clock time: its date is the last day of the data.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
from fpdf import FPDF, encryption
from fpdf.enums import TableBordersLayout, WrapMode
from fpdf.fonts import FontFace, TTFFont
from fpdf.util import Padding

from geo.brief import model
from geo.brief.images import BARS_MM, MAP_MM
from geo.export.cite import AUTHOR
from geo.utils.words import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.brief.model import Brief, Row, Split

# Without the package that it encrypts with, fpdf2 keeps the ImportError, and with it the frames of
# whoever asked for the first PDF: the atlas of an upload would outlive its session.
if encryption.import_error is not None:
    encryption.import_error.__traceback__ = None

_SCALES: Final = (1.0, 0.85, 0.7, 0.55)
_FONTS: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"
_FONT: Final = "DejaVu"
_INK, _ACCENT, _GREY, _PALE, _LINE = (
    (31, 35, 40), (156, 61, 0), (90, 95, 101), (246, 243, 237), (205, 200, 191),
)  # fmt: skip
_LINK: Final = (0, 84, 140)
_MARGIN_MM: Final = 15.0
_WIDE_MM: Final = 180.0
_GAP_MM: Final = 5.0
_COLUMNS_OF_SOURCES: Final = 3
_SOURCE_LINE_MM: Final = 2.9
_WIDTHS: Final = (24, 34, 18, 27, 23, 11, 31, 12)  # mm, one per column of the table
_MOST_CHARS_PER_MM: Final = 4


class _Sheet(FPDF):
    """A4 with the foot that every page has."""

    def __init__(self, brief: Brief) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self.brief = brief
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(_FONT, style, _FONTS / file)
        self.set_margins(_MARGIN_MM, 13, _MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=16)
        self.set_title(f"{brief.title} · Incident Atlas")
        self.set_author(AUTHOR)
        self.set_subject(brief.citation)
        self.set_lang("en")
        self.set_creation_date(datetime.combine(brief.data_to, time(), UTC))

    def close(self) -> None:
        """Close the font files: fpdf2 reads them as it needs them, and leaves them open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def footer(self) -> None:
        """Draw what must be on every page: title, version, page."""
        self.set_y(-12)
        _ink(self, 6.5, colour=_GREY)
        left = f"Incident Atlas · dataset version {self.brief.version} · data to "
        self.cell(
            _WIDE_MM - 20,
            4,
            f"{left}{self.brief.data_until} · an empty map does not mean a safe place",
        )
        self.cell(20, 4, f"{self.page_no()} / {{nb}}", align="R")


def render_pdf(brief: Brief) -> bytes:
    """Return the PDF; the table is as long as two pages allow.

    Where a long filter makes the head long, the map is drawn smaller, so that page 1 is one page.
    """
    rows = brief.rows[: _most_rows(brief)]
    for scale in _SCALES:
        with closing(_Sheet(brief)) as sheet:
            _first_page(sheet, scale)
            if sheet.pages_count == 1 or scale == _SCALES[-1]:
                _last_page(sheet, rows)
                return bytes(sheet.output())
    raise AssertionError  # the last scale has returned


def _most_rows(brief: Brief) -> int:
    """Return with how many rows the table and all that follows it fill one page at most."""

    def pages(n: int) -> int:
        with closing(_Sheet(brief)) as sheet:
            return _last_page(sheet, brief.rows[:n])

    return bisect_left(range(1, len(brief.rows) + 1), 2, key=pages)


def _last_page(sheet: _Sheet, rows: Sequence[Row]) -> int:
    """Draw table, sources and foot, and return how many pages they took."""
    before = sheet.pages_count
    sheet.add_page()
    _table(sheet, rows)
    _sources(sheet, rows)
    _foot(sheet)
    return sheet.pages_count - before


def _first_page(sheet: _Sheet, scale: float) -> None:
    sheet.add_page()
    _head(sheet)
    _figures(sheet)
    _map_and_splits(sheet, scale)
    _months(sheet, scale)
    _note(sheet)


def _ink(sheet: _Sheet, size_pt: float, style: str = "", colour: tuple[int, int, int] = _INK
         ) -> None:  # fmt: skip
    sheet.set_font(_FONT, style, size_pt)
    sheet.set_text_color(*colour)


def _head(sheet: _Sheet) -> None:
    brief = sheet.brief
    sheet.set_fill_color(*_ACCENT)
    sheet.rect(0, 0, 210, 2.2, style="F")
    _ink(sheet, 7.5, "B", _ACCENT)
    sheet.cell(_WIDE_MM / 2, 5, "INCIDENT ATLAS  ·  BRIEF")
    _ink(sheet, 7.5, colour=_GREY)
    sheet.cell(_WIDE_MM / 2, 5, f"dataset version {brief.version}, data to {brief.data_until}",
               align="R", new_x="LMARGIN", new_y="NEXT")  # fmt: skip
    sheet.ln(1)
    _ink(sheet, 16, "B")
    sheet.multi_cell(_WIDE_MM, 7.2, brief.title, align="L", new_x="LMARGIN", new_y="NEXT")
    if brief.title_ar:
        sheet.set_text_shaping(use_shaping_engine=True, direction="rtl", script="arab",
                               language="ara")  # fmt: skip
        _ink(sheet, 12, colour=_GREY)
        sheet.cell(_WIDE_MM, 6.5, brief.title_ar, align="L", new_x="LMARGIN", new_y="NEXT")
        sheet.set_text_shaping(use_shaping_engine=False)
    sheet.ln(1)
    _ink(sheet, 8.5, colour=_GREY)
    sheet.multi_cell(_WIDE_MM, 4.4, f"{brief.period}   ·   Filter: {brief.filter_text}", align="L",
                     new_x="LMARGIN", new_y="NEXT")  # fmt: skip
    sheet.ln(1.5)
    _ink(sheet, 9.5)
    sheet.multi_cell(_WIDE_MM, 4.9, " ".join(brief.sentences), align="L", new_x="LMARGIN",
                     new_y="NEXT")  # fmt: skip
    sheet.ln(2.5)


def _figures(sheet: _Sheet) -> None:
    figures, top, high = sheet.brief.figures, sheet.get_y(), 18.5
    wide = (_WIDE_MM - 3.0 * (len(figures) - 1)) / len(figures)
    for i, figure in enumerate(figures):
        x = _MARGIN_MM + i * (wide + 3.0)
        sheet.set_fill_color(*_PALE)
        sheet.rect(x, top, wide, high, style="F")
        sheet.set_fill_color(*_ACCENT)
        sheet.rect(x, top, 0.9, high, style="F")
        sheet.set_xy(x + 2.5, top + 1.3)
        _ink(sheet, 15, "B")
        sheet.cell(wide - 3, 7, figure.value)
        sheet.set_xy(x + 2.5, top + 8.4)
        _ink(sheet, 6.5, colour=_GREY)
        sheet.multi_cell(wide - 3.5, 3, figure.label, align="L")
    sheet.set_xy(_MARGIN_MM, top + high + 4)


def _map_and_splits(sheet: _Sheet, scale: float) -> None:
    brief, top = sheet.brief, sheet.get_y()
    map_mm = MAP_MM[0] * scale, MAP_MM[1] * scale
    sheet.image(io.BytesIO(brief.map_png), x=_MARGIN_MM, y=top, w=map_mm[0], h=map_mm[1],
                alt_text=brief.map_caption)  # fmt: skip
    sheet.set_draw_color(*_LINE)
    sheet.rect(_MARGIN_MM, top, *map_mm)
    left = _MARGIN_MM + map_mm[0] + _GAP_MM
    wide = _WIDE_MM - map_mm[0] - _GAP_MM
    y = top - 0.8
    for split in brief.splits:
        y = _split(sheet, split, left, y, wide) + 2.0
    sheet.set_xy(_MARGIN_MM, top + map_mm[1] + 1)
    _ink(sheet, 6.5, colour=_GREY)
    sheet.multi_cell(map_mm[0], 3.1, f"{brief.map_caption} {model.BASE_MAP}", align="L",
                     new_x="LMARGIN", new_y="NEXT")  # fmt: skip
    sheet.set_y(max(sheet.get_y(), y) + 2)


def _split(sheet: _Sheet, split: Split, x: float, y: float, wide: float) -> float:
    """Draw one split as bars with numbers and return where it ends."""
    sheet.set_xy(x, y)
    _ink(sheet, 7.5, "B")
    sheet.cell(wide, 4, split.title)
    y += 4.4
    label_mm, number_mm = 40.0, 6.0
    for words, n in split.parts:
        sheet.set_xy(x, y)
        _ink(sheet, 6.6)
        sheet.cell(label_mm, 3.3, _fitted(sheet, words, label_mm))
        bar = wide - label_mm - number_mm
        sheet.set_fill_color(*_ACCENT)
        if n:
            sheet.rect(x + label_mm, y + 0.65, max(bar * n / split.largest, 0.3), 2.0, style="F")
        sheet.set_xy(x + wide - number_mm, y)
        sheet.cell(number_mm, 3.3, str(n), align="R")
        y += 3.35
    if split.footnote:
        sheet.set_xy(x, y)
        _ink(sheet, 6, colour=_GREY)
        sheet.cell(wide, 3, _fitted(sheet, split.footnote, wide))
        y += 3
    return y


def _fitted(sheet: _Sheet, words: str, wide_mm: float) -> str:
    """Return words cut with an ellipsis where they would run out of their cell."""
    words = cut(words, int(wide_mm * _MOST_CHARS_PER_MM))
    if sheet.get_string_width(words) <= wide_mm - 2:
        return words
    while words and sheet.get_string_width(f"{words}…") > wide_mm - 2:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _months(sheet: _Sheet, scale: float) -> None:
    brief = sheet.brief
    _ink(sheet, 7.5, "B")
    sheet.cell(_WIDE_MM, 4, brief.months_title, new_x="LMARGIN", new_y="NEXT")
    wide, high = BARS_MM[0] * scale, BARS_MM[1] * scale
    sheet.image(io.BytesIO(brief.months_png), x=_MARGIN_MM, w=wide, h=high,
                alt_text=brief.months_title)  # fmt: skip
    sheet.ln(2)


def _note(sheet: _Sheet) -> None:
    top = sheet.get_y()
    _ink(sheet, 8.5, "B")
    sheet.set_x(_MARGIN_MM + 4)
    sheet.multi_cell(_WIDE_MM - 6, 4.4, model.NOT_SAFE, align="L", new_x="LMARGIN",
                     new_y="NEXT", padding=Padding(top=1.5, bottom=1.5))  # fmt: skip
    sheet.set_draw_color(*_ACCENT)
    sheet.set_line_width(0.5)
    sheet.rect(_MARGIN_MM, top, _WIDE_MM, sheet.get_y() - top)
    sheet.set_line_width(0.2)


def _table(sheet: _Sheet, rows: Sequence[Row]) -> None:
    brief = sheet.brief
    _ink(sheet, 11, "B")
    sheet.cell(_WIDE_MM, 6, brief.rows_title, new_x="LMARGIN", new_y="NEXT")
    _ink(sheet, 7.5, colour=_GREY)
    note = f"{brief.table_note(rows)} Killed / injured: – is unknown. Numbers are sources, below."
    sheet.multi_cell(_WIDE_MM, 3.8, note, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(1)
    if not rows:
        return
    widths = list(_WIDTHS)
    if not brief.with_distance:
        widths[1] += widths.pop(2)
    _ink(sheet, 6.3)
    sheet.set_draw_color(*_LINE)
    sheet.set_fill_color(255, 255, 255)
    with sheet.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES, col_widths=tuple(widths),
        width=_WIDE_MM, line_height=2.9, padding=(0.45, 0.8, 0.45, 0), text_align="LEFT",
        headings_style=FontFace(emphasis="BOLD", color=_GREY), repeat_headings=1,
    ) as table:  # fmt: skip
        for cells in brief.table(rows, "K / I"):
            table.row(cells)


def _sources(sheet: _Sheet, rows: Sequence[Row]) -> None:
    brief = sheet.brief
    sources = brief.sources(rows)
    sheet.ln(3)
    _ink(sheet, 8.5, "B")
    sheet.cell(_WIDE_MM, 4.6, "Sources of these rows", new_x="LMARGIN", new_y="NEXT")
    wide = _WIDE_MM / _COLUMNS_OF_SOURCES
    high = -(-len(sources) // _COLUMNS_OF_SOURCES)
    if sheet.get_y() + high * _SOURCE_LINE_MM > sheet.h - 16:
        sheet.add_page()  # a list that is cut in two would run its columns into each other
    top = sheet.get_y()
    for i, source in enumerate(sources):
        sheet.set_xy(_MARGIN_MM + i // high * wide, top + i % high * _SOURCE_LINE_MM)
        _ink(sheet, 5.8, colour=_GREY)
        sheet.cell(5, _SOURCE_LINE_MM, f"{source.number}")
        _ink(sheet, 5.8, colour=_LINK if source.url else _INK)
        sheet.cell(wide - 6, _SOURCE_LINE_MM, _fitted(sheet, source.label, wide - 5),
                   link=source.url or "")  # fmt: skip
    sheet.set_xy(_MARGIN_MM, top + high * _SOURCE_LINE_MM + 1)
    _ink(sheet, 6.8, colour=_GREY)
    sheet.multi_cell(_WIDE_MM, 3.4, brief.sources_note(), align="L", new_x="LMARGIN",
                     new_y="NEXT")  # fmt: skip


def _foot(sheet: _Sheet) -> None:
    brief = sheet.brief
    sheet.ln(2)
    _ink(sheet, 6.8)
    for words in (model.DISCLAIMER, f"Cite as: {brief.citation}."):
        sheet.multi_cell(_WIDE_MM, 3.4, words, align="L", new_x="LMARGIN", new_y="NEXT")
        sheet.ln(0.8)
    # An address has no blanks to break it at.
    sheet.multi_cell(_WIDE_MM, 3.4, f"{brief.link_label}: {brief.permalink}", align="L",
                     new_x="LMARGIN", new_y="NEXT", wrapmode=WrapMode.CHAR,
                     link=brief.permalink if brief.has_address else "")  # fmt: skip
