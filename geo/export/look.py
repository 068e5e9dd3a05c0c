"""How an exported picture looks: its size, for where it is published, and its background."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from geo.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Mapping

PT_PER_INCH: Final = 72


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a picture in pixels, and how it is laid out.

    `dpi` says how large the letters are. `column_pt` is the width of the legend beside the map; 0
    sets it below. A `short` picture has room for little text: what is not shown stands in its foot.
    `discs` is the size of the discs by that of the usual picture.
    """

    label: str
    width_px: int
    height_px: int
    dpi: int
    column_pt: float
    discs: float = 1.0
    short: bool = False

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        scale = PT_PER_INCH / self.dpi
        return self.width_px * scale, self.height_px * scale

    @property
    def words(self) -> str:
        """What it is for, and its pixels: `Print, A4: 3508 × 2480`."""
        return f"{self.label}: {self.width_px} × {self.height_px}"


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a picture; `paper` is "none" where nothing is drawn below it."""

    paper: str = "white"
    ink: str = "#1f2328"
    grey: str = "#5b6066"
    accent: str = "#9c3d00"
    rule: str = "#d5d0c7"
    axis: str = "#b9b5ad"
    grid: str = "#e3e1dc"
    sea: str = "#dfe7ec"
    land: str = "#f6f4ef"
    edge: str = "#aab6be"
    province: str = "#e2dcd2"
    border: str = "#8f887d"
    water: str = "#b9cfdb"
    country: str = "#8a8478"
    city: str = "#6b665d"
    rim: str = "white"


LIGHT: Final = Inks()
_DARK: Final = Inks(
    paper="#15191d", ink="#eceae5", grey="#a9afb5", accent="#f0935a", rule="#3d444b",
    axis="#5a626a", grid="#2f363c", sea="#17222b", land="#262b30", edge="#4d5b66",
    province="#343b41", border="#868b90", water="#2d4757", country="#969ca2", city="#b4b9be",
    rim="#15191d",
)  # fmt: skip

#: By the name on the command line, the usual one first.
SIZES: Final[Mapping[str, Size]] = MappingProxyType(
    {
        "web": Size("Web page", 2000, 1440, 200, 172.0),
        "wide": Size("Social media, wide", 1200, 630, 150, 150.0, discs=0.6, short=True),
        "upright": Size("Social media, upright", 1080, 1350, 180, 0.0, discs=0.8),
        "a4": Size("Print, A4 at 300 dpi", 3508, 2480, 300, 190.0, discs=1.1),
    }
)
BACKGROUNDS: Final[Mapping[str, Inks]] = MappingProxyType(
    {"light": LIGHT, "dark": _DARK, "transparent": Inks(paper="none")}
)


@dataclass(frozen=True, slots=True)
class Look:
    """The size and the ground of a picture: keys of `SIZES` and `GROUNDS`.

    Raises:
        ExportError: there is no such size or background.
    """

    size: str = "web"
    background: str = "light"

    def __post_init__(self) -> None:
        """See that both are known."""
        for what, given, allowed in (
            ("size", self.size, SIZES),
            ("background", self.background, BACKGROUNDS),
        ):
            if given not in allowed:
                message = f"no {what} {given!r} of a picture; allowed are {', '.join(allowed)}"
                raise ExportError(message)

    @property
    def suffix(self) -> str:
        """What the name of the file says of it: "" for the usual look, else `_wide_dark`."""
        usual = Look()
        parts = ((self.size, usual.size), (self.background, usual.background))
        return "".join(f"_{given}" for given, default in parts if given != default)
