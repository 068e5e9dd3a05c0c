"""Events on the Timeline's chart: where their labels stand, and the list of them below it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.filter.filter import days_since_epoch
from geo.utils.words import short_day
from ui import text
from ui.session import links
from ui.widgets import vega

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.analysis.events import Event
    from ui.session.filter_state import Context

ROWS: Final = 5
ROW_PX: Final = 14
# Labels are placed as on the narrowest plot that has room for words; a wider one moves them apart.
_WORDS_FROM_PX: Final = 900
_PLOT_PX: Final = 715
_LETTER_PX: Final = 6.2
_GAP_PX: Final = 10


def place_labels(events: Sequence[Event], edges: tuple[int, int], bottom: float) -> list[vega.Spec]:
    """Return a row of the data set "events" for each event; no two labels collide.

    Args:
        events: events by date, in the order of the list below the chart.
        edges: first day of the chart, and the day after its last, in days since 1970.
        bottom: where the lanes end, in pixels from the top.
    """
    per_day = _PLOT_PX / (edges[1] - edges[0])
    taken: list[list[tuple[float, float]]] = [[] for _ in range(ROWS)]
    rows = []
    for n, event in enumerate(events, 1):
        start = max(edges[0], days_since_epoch(event.start))
        # The words of the first half stand left of their rules: a cluster needs half the rows.
        sides = ("right", "left") if n <= len(events) / 2 else ("left", "right")
        row, side, words = _place((event.label, str(n)), (start - edges[0]) * per_day, sides, taken)
        rows.append(
            {
                "x": start,
                "x2": min(edges[1], days_since_epoch(event.end) + 1),
                "y": (row + 0.5) * ROW_PX,
                "y2": bottom,
                "number": str(n),
                "words": words,
                "side": side,
                "shade": 0.0 if event.start == event.end else 0.09,
                "when": when(event),
                "what": event.label,
            }
        )
    return rows


def _place(
    labels: Sequence[str], x: float, sides: Sequence[str], taken: list[list[tuple[float, float]]]
) -> tuple[int, str, str]:
    """Return the first row with room beside `x`, how words are aligned there, and which fit.

    Words that are aligned left begin at `x`; those that are aligned right end there.
    """
    for words, side in product(labels, sides):
        width = _GAP_PX + _LETTER_PX * len(words)
        left, right = (x, x + width) if side == "left" else (x - width, x)
        if left < 0 or right > _PLOT_PX:
            continue
        for row, others in enumerate(taken):
            if all(right <= low or left >= high for low, high in others):
                others.append((left, right))
                return row, side, words
    return ROWS - 1, sides[0], ""


def layers(at: vega.Spec, box: vega.Spec, ink: str) -> list[vega.Spec]:
    """Return the layers of the data set "events"; `at` and `box` are channels of the chart."""
    shade = vega.quantitative("shade", scale=None)
    words = f"containerSize()[0] < {_WORDS_FROM_PX} ? datum.number : datum.words"
    label = {
        "type": "text", "color": ink, "fontSize": 11, "baseline": "middle",
        "text": {"expr": words}, "align": {"expr": "datum.side"},
        "dx": {"expr": "datum.side === 'left' ? 4 : -4"},
    }  # fmt: skip
    return [
        vega.layer("events", {"type": "rect", "fill": ink}, {**box, "fillOpacity": shade}),
        vega.layer("events", {"type": "rule", "color": ink, "strokeDash": [2, 3], "opacity": 0.7},
                   {**at, "y2": {"field": "y2"}}),
        vega.layer("events", label, at),
    ]  # fmt: skip


def when(event: Event) -> str:
    """Return the days of an event in words."""
    first, last = short_day(event.start), short_day(event.end)
    return first if first == last else f"{first} to {last}"


def draw_list(context: Context, events: Sequence[Event]) -> None:
    """Draw the events of the chart with their sources, numbered as on a narrow chart."""
    if not events:
        return
    lines = "".join(f"<li>{_line(context, event)}</li>" for event in events)
    st.html(
        '<p class="atlas-note">Events marked on the chart: a selection, drawn whatever the filter '
        "asks. They are no incidents by themselves and are not counted.</p>"
        f'<ol class="atlas-note">{lines}</ol>'
    )


def _line(context: Context, event: Event) -> str:
    source = (
        f'<a href="{text.safe(event.url)}" target="_blank" rel="noopener">'
        f"{text.safe(event.publisher)}</a>"
    )
    incident = ""
    if event.incident_id:
        address = links.incident_address(event.incident_id, context.view)
        incident = f" {links.link(address, 'Incident')} ·"
    return (
        f"<strong>{text.safe(event.label)}</strong>, {when(event)}. "
        f"{text.safe(event.description)}{incident} {source}"
    )
