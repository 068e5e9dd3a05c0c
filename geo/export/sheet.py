"""A column of text on a picture, set line below line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.lines import Line2D

from geo.export import lettering
from geo.export.lettering import REGULAR, SEMIBOLD
from geo.export.look import PT_PER_INCH
from geo.utils.words import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from geo.export.look import Inks

TEXT_PT: Final = 7.6
LEADING: Final = 1.32  # from line to line, by the size of the letters
_DOT_PT: Final = 7.5
_DOT_ROOM_PT: Final = 13.0


@dataclass
class Sheet:
    """A column of text on the picture; `y` is where the next line begins, in points from below."""

    whole: Figure
    inks: Inks
    y: float
    left: float
    wide: float

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the picture."""
        wide, high = self.whole.get_size_inches()
        return wide * PT_PER_INCH, high * PT_PER_INCH

    def write(
        self, lines: Sequence[str], size_pt: float = TEXT_PT, *, weight: int = REGULAR,
        colour: str | None = None, indent: float = 0.0,
    ) -> None:  # fmt: skip
        """Write lines below what is there."""
        for line in lines:
            self.y -= size_pt * LEADING
            self._text(self.left + indent, line, size_pt, weight=weight, colour=colour)

    def paragraph(self, text: str, size_pt: float = TEXT_PT, *, colour: str | None = None) -> None:
        """Write text in as many lines as it takes, and leave some room after it."""
        self.write(lettering.wrap(text, self.wide, size_pt), size_pt, colour=colour)
        self.y -= size_pt * 0.55

    def heading(self, text: str) -> None:
        """Write a heading below a thin line."""
        self.rule()
        self.write([text], TEXT_PT, weight=SEMIBOLD)
        self.y -= 2.5

    def rule(self) -> None:
        """Draw a thin line across the column."""
        wide, high = self.page
        x = self.left / wide, (self.left + self.wide) / wide
        self.whole.add_artist(
            Line2D(x, (self.y / high,) * 2, color=self.inks.rule, linewidth=0.6)
        )  # fmt: skip
        self.y -= 3

    def entry(
        self, label: str, n: int, colour: tuple[float, float, float] | None = None
    ) -> None:  # fmt: skip
        """Write words with a number at the right, after a dot of a colour where there is one."""
        wide, high = self.page
        indent = _DOT_ROOM_PT if colour else 0.0
        room = self.wide - indent - lettering.width(number(n), TEXT_PT) - 6
        lines = lettering.wrap(label, room, TEXT_PT)
        first = self.y - TEXT_PT * LEADING
        self.write(lines, indent=indent)
        if colour:
            self.whole.add_artist(
                Line2D(
                    [(self.left + _DOT_PT / 2) / wide], [(first + TEXT_PT * 0.33) / high],
                    marker="o", linestyle="", markersize=_DOT_PT, color=colour, markeredgewidth=0,
                )
            )  # fmt: skip
        self._text(self.left + self.wide, number(n), TEXT_PT, y=first, ha="right")
        self.y -= 1.6

    def _text(
        self, x: float, text: str, size_pt: float,
        *, weight: int = REGULAR, colour: str | None = None, y: float | None = None,
        ha: str = "left",
    ) -> None:  # fmt: skip
        wide, high = self.page
        self.whole.text(x / wide, (self.y if y is None else y) / high, text, fontsize=size_pt,
                        fontweight=weight, color=colour or self.inks.ink, ha=ha, va="baseline",
                        parse_math=False)  # fmt: skip
