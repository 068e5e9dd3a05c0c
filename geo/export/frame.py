"""The HTML with which another site shows the map of a filter in a frame."""

from __future__ import annotations

from html import escape
from typing import Final

#: Pixels that hold the map, its sentence and its legend, on a phone too.
WIDTH_PX, HEIGHT_PX = 800, 640
FULL_WIDTH: Final = "100%"


def frame_code(address: str, title: str, width: str = FULL_WIDTH, height: int = HEIGHT_PX) -> str:
    """Return the HTML.

    Args:
        address: of the page that is made for frames.
        title: what it shows, for those who do not see it.
        width: as HTML has it, in pixels or per cent.
        height: in pixels.

    Example:
        >>> frame_code("https://atlas.example/embed?country=Iraq", "Incidents in Iraq", "480", 500)
        '<iframe src="https://atlas.example/embed?country=Iraq" title="Incidents in Iraq" ...
    """
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{escape(width)}" '
        f'height="{height}" style="border:0" loading="lazy"></iframe>'
    )
