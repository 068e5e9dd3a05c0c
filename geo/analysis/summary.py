"""Everything that the command line says of a filter: counts, and what the Timeline page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.analysis import counts, coverage, responses, tallies
from geo.analysis.quotation import joined, sentence

if TYPE_CHECKING:
    from datetime import date

    from geo.filter.filter import View
    from geo.model.atlas import Atlas


def whole(view: View, atlas: Atlas, since: date | None = None) -> dict[str, Any]:
    """Return `geo.analysis.counts.summary` and, as plain values, the page's own statistics.

    `sentence` is the quotable text, `sentence_left_out` what was left out; `coverage` the runs of
    equally searched days of the period; `responses` the response chains; `reconciliation` the
    published counts beside the atlas's own, with the gap and why it is there.
    """
    compared = tallies.reconciliation(view, atlas)
    said = sentence(view, atlas, compared)
    spans = coverage.spans(view.filter, atlas, *view.filter.period(atlas))
    return counts.summary(view, atlas, since) | {
        "sentence": said.text,
        "sentence_left_out": joined(said.left_out),
        "coverage": [
            {"start": s.start.isoformat(), "end": s.end.isoformat(), "level": s.level}
            for s in spans
        ],
        "responses": responses.plain(responses.responses(view, atlas), atlas),
        "reconciliation": tallies.plain(compared),
    }


def as_text(result: dict[str, Any]) -> list[str]:
    """Return the lines for people about coverage, responses and gaps of a whole summary."""
    lines = ["coverage:"]
    lines += [
        f"  {s['start']} to {s['end']}: {coverage.LEVELS[s['level']]}" for s in result["coverage"]
    ]
    lines.append("response chains (attacks on the same side before and after the counterstrikes):")
    chains = result["responses"]["chains"]
    for chain in chains:
        about = "about " if chain["approximate"] else ""
        days = f"{chain['days_between']} day{'' if chain['days_between'] == 1 else 's'}"
        lines.append(
            f"  {chain['attack']} answered on {chain['counterstrike_date']}, {about}"
            f"{days} later; counterstrikes: {len(chain['counterstrikes'])}"
        )
        lines += [_window(window) for window in chain["windows"]]
    lines.append(f"  {result['responses']['warning'] if chains else 'none'}")
    return lines


def _window(window: dict[str, Any]) -> str:
    before, after = window["before"], window["after"]
    ratio, interval = window["rate_ratio"], window["rate_ratio_interval"]
    if window["no_ratio_because"]:
        said = window["no_ratio_because"]
    elif ratio is None:
        said = f"rate ratio at least {interval[0]:.2f} (95 %)"
    else:
        high = "no upper bound" if interval[1] is None else f"{interval[1]:.2f}"
        said = f"rate ratio {ratio:.2f} (95 %: {interval[0]:.2f} to {high})"
    return (
        f"    {window['length_days']} days: {before['attacks']} before, {after['attacks']} after; "
        f"{said}"
    )
