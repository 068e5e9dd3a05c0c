"""A map for Streamlit that answers back: a pydeck Deck, drawn by deck.gl over MapLibre.

`deck_map` draws it; docs/map-component.md has an example and says how data and events flow.
"""

from map_component.checks import DeckError
from map_component.component import deck_map, fit, fly_to
from map_component.message import Bounds, Tool, build_message
from map_component.parts import (
    Counted,
    CountedClass,
    LegendRow,
    LegendSection,
    Points,
    Sign,
    Time,
    Walk,
)

__all__ = [
    "Bounds", "Counted", "CountedClass", "DeckError", "LegendRow", "LegendSection", "Points",
    "Sign", "Time", "Tool", "Walk", "build_message", "deck_map", "fit", "fly_to",
]  # fmt: skip
