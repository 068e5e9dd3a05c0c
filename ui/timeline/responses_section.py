"""Response chains: which counterstrike answered which attack, and what followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.analysis import responses
from geo.utils.words import short_day
from ui import text
from ui.timeline.quotation_section import PAGE, figure_link
from ui.widgets import chart_unit

if TYPE_CHECKING:
    from geo.analysis.responses import Chain, Compared, Responses, Window
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

_OF_A_WINDOW: Final = ("days", "attacks", "95 % from", "95 % to", "attacks with approximate date")


def draw_responses(context: Context) -> list[Figure]:
    """Draw the response chains of the filter, and return their figures."""
    chains = responses.find_responses(context.view, context.atlas)
    st.subheader("Attack, counterstrike, and what followed", anchor="responses")
    unlinked = "".join(
        f"<div><p>{text.safe(figure.label)}: "
        f"{figure_link(context, figure, str(figure.n))}.</p></div>"
        for figure in (chains.unlinked, chains.unread)
        if figure.n
    )
    if not chains.chains:
        nothing = "<p>No response chain: no attack or counterstrike of the filter has one.</p>"
        st.html(text.stacked(nothing, unlinked))
        return _figures(chains)
    st.warning(responses.WARNING, icon=":material/warning:")
    body = "".join(_chain(context, chain) for chain in chains.chains)
    st.html(
        text.stacked(
            "<p>Attacks on the same side as the original attack, before and after the "
            "counterstrike. Your filters apply, except period, type and target. The day of the "
            "counterstrikes is in neither window. In brackets the exact 95 % interval of the "
            "expected number; the ratio compares the rates per day, after to before.</p>",
            '<div class="atlas-frame" tabindex="0" role="region" aria-label="Response chains">'
            '<table class="atlas-table atlas-wide"><thead><tr><th>Attack answered</th>'
            "<th>Counterstrikes</th><th>Days between</th><th>Window</th><th>Before</th>"
            "<th>After</th><th>Ratio of rates</th></tr></thead>"
            f"<tbody>{body}</tbody></table></div>",
            unlinked,
        )
    )
    chart_unit.draw_table_files(
        context, page=PAGE, key="responses", title="Strikes and responses",
        measure="Attacks on the same side in equal windows before and after each counterstrike, "
        "whatever the filter says of period, type and target.",
        heads=("attack", "attack date", "target", "counterstrikes", "strike date", "days between",
               "approximate", "attacks that day", "window in days",
               *(f"{what} {side}" for side in ("before", "after") for what in _OF_A_WINDOW),
               "ratio of rates"),
        rows=lambda: _rows(context, chains),
        filter_=replace(context.filter, date_from=None, date_to=None, type=(), target=()),
    )  # fmt: skip
    return _figures(chains)


def _rows(context: Context, chains: Responses) -> list[tuple[object, ...]]:
    """Return the numbers of the table, a row for each window."""
    ids, targets = (context.atlas.incidents[name] for name in ("incident_id", "target"))
    return [
        (ids.iloc[at], chain.attack_date, targets.iloc[at], chain.strikes.n, chain.strike_date,
         chain.days_between, "yes" if chain.approximate else "no", chain.same_day.n,
         compared.length_days, *_numbers(compared.before), *_numbers(compared.after),
         ratio_in_words(compared))
        for chain in chains.chains
        for at in chain.attack.positions[:1]
        for compared in chain.compared
    ]  # fmt: skip


def _numbers(window: Window) -> tuple[object, ...]:
    """Return what `_OF_A_WINDOW` names."""
    low, high = window.interval.low, window.interval.high or 0.0
    return window.days, window.counted.n, f"{low:.1f}", f"{high:.1f}", window.approximate


def _figures(chains: Responses) -> list[Figure]:
    figures = []
    for chain in chains.chains:
        figures += [chain.attack, chain.strikes, chain.same_day]
        for compared in chain.compared:
            figures += [compared.before.counted, compared.after.counted]
    return [*figures, *(f for f in (chains.unlinked, chains.unread) if f.n)]


def _chain(context: Context, chain: Chain) -> str:
    target = context.atlas.incidents["target"].iloc[chain.attack.positions[0]]
    between = (
        f"{'about ' if chain.approximate else ''}{chain.days_between}"
        if chain.days_between
        else f"{'About the same' if chain.approximate else 'Same'} day (the source links the two)"
    )
    same_day = (
        f"<br>on that day itself: {figure_link(context, chain.same_day, str(chain.same_day.n))}"
        if chain.same_day.n
        else ""
    )
    lines = len(chain.compared)
    head = (
        f'<td rowspan="{lines}">{figure_link(context, chain.attack, target)}, '
        f"{short_day(chain.attack_date)}</td>"
        f'<td rowspan="{lines}">{figure_link(context, chain.strikes, str(chain.strikes.n))} on '
        f'{short_day(chain.strike_date)}</td><td rowspan="{lines}">{between}{same_day}</td>'
    )
    cells = [_compared(context, compared) for compared in chain.compared]
    return "".join(
        f"<tr>{head if i == 0 else ''}{cells_}</tr>" for i, cells_ in enumerate(cells)
    )  # fmt: skip


def _compared(context: Context, compared: Compared) -> str:
    before = _window(context, compared.before, compared)
    after = _window(context, compared.after, compared)
    return (
        f"<td>{compared.length_days} days</td><td>{before}</td><td>{after}</td>"
        f"<td>{text.safe(ratio_in_words(compared))}</td>"
    )


def _window(context: Context, window: Window, compared: Compared) -> str:
    low, high = window.interval.low, window.interval.high or 0.0
    notes = []
    if window.days < compared.length_days:
        notes.append(f"{window.days} of the days lie in the data")
    if window.approximate:
        notes.append(f"{window.approximate} with an approximate date")
    remarks = f"; {', '.join(notes)}" if notes else ""
    n = figure_link(context, window.counted, str(window.counted.n))
    return f"{n} ({low:.1f} to {high:.1f}{remarks})"


def ratio_in_words(compared: Compared) -> str:
    """Return the ratio of rates, after to before, with its 95 % interval, or why there is none."""
    ratio = compared.ratio
    if ratio is None:
        return compared.reason
    low, high = ratio.interval.low, ratio.interval.high
    if ratio.value is None:
        return f"no number: none before; at least {low:.2f} (95 %)"
    return f"{ratio.value:.2f} (95 %: {low:.2f} to {high:.2f})"
