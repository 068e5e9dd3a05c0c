"""How text on the map is set: one font, with an outline against what is below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_FONT: Final = "'Source Sans, Helvetica Neue, Arial, sans-serif'"
# Letters as distance fields, which stay sharp at any size and can have an outline.
_DISTANCE_FIELD: Final = {"sdf": True, "fontSize": 32, "buffer": 6, "radius": 10}
_SOFT: Final = {"cutoff": 0.25, "smoothing": 0.25}


def outlined(colour: Sequence[int], width: int, *, soft: bool = True) -> dict[str, Any]:
    """Return the properties of a `TextLayer` for text with an outline.

    Args:
        colour: RGB or RGBA of the outline.
        width: width of the outline, in deck.gl's units of a letter.
        soft: whether the outline is a halo that fades out.
    """
    return {
        "font_family": _FONT,
        "outline_width": width,
        "outline_color": list(colour),
        "font_settings": _DISTANCE_FIELD | (_SOFT if soft else {}),
    }
