"""The map of a page that other sites show in a frame, as its browser gets it.

The page itself is no page of Streamlit; see `api.embed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geo.utils.words import plural
from map_component import build_message
from maps import palette
from maps.embedded_map import build_embedded_map
from ui.runtime import map_widget

if TYPE_CHECKING:
    from geo.filter.filter import Filter
    from maps.palette import Theme
    from ui.session.dataset import Loaded

_ANY_HEIGHT: Final = 400  # the page has its own
_WITHOUT_WEBGL: Final = (
    "This browser cannot draw the map: WebGL 2 is missing or turned off. The link below leads to "
    "the same in words and tables."
)


def embedded_message(loaded: Loaded, filter_: Filter, theme: Theme) -> dict[str, Any]:
    """Return what the browser draws, in values of JSON.

    Args:
        loaded: the atlas with its symbols.
        filter_: what is shown of it.
        theme: light or dark.
    """
    view = filter_.view(loaded.atlas)
    deck, sections, bounds = build_embedded_map(view, loaded.layout, loaded.signs, theme)
    located = view.shown - view.not_drawn
    return build_message(
        deck,
        label=f"Map of {plural(located, 'incident')} with a location.",
        height=_ANY_HEIGHT,
        legend=map_widget.legend_of(sections),
        made_for_px=map_widget.DESK_PX,
        opening=bounds,
        fit_to=bounds,
        background=palette.css(palette.BASE_MAPS[theme].land),
        attribution=map_widget.ATTRIBUTION,
        without_webgl=_WITHOUT_WEBGL,
    )
