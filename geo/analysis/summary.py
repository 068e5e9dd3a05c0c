"""Everything that the command line says of a filter: counts, and what the Timeline page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.analysis import counts, coverage, lulls, nth, responses, tallies
from geo.analysis.quotation import build_quotation, joined

if TYPE_CHECKING:
    from datetime import date

    from geo.filter.filter import View
    from geo.model.atlas import Atlas


def summarise(view: View, atlas: Atlas, since: date | None = None) -> dict[str, Any]:
    """Return all counts and statistics of a view as plain values, for JSON.

    Args:
        view: what a filter finds.
        atlas: the atlas.
        since: a day; `nth_since` then numbers the matching incidents after it.

    Returns:
        The keys of the command line's contract, in its order. `killed` and `injured` are sums over
        the rows where the number is known; `killed_unknown` and `injured_unknown` say in how many
        it is not. `sentence` is the quotation, `sentence_left_out` what was left out; `coverage`
        the runs of equally searched days of the period; `responses` the response chains;
        `reconciliation` the published counts beside the atlas's own, with the gap and why it is
        there.
    """
    all_lulls = lulls.find_lulls(view, atlas)
    longest = lulls.longest_lull(all_lulls)
    published = tallies.published_tallies(view, atlas)
    compared = tallies.compare_tallies(view, atlas, published)
    quotation = build_quotation(view, atlas, compared)
    spans = coverage.coverage_spans(view.filter, atlas, *view.filter.period(atlas))
    return {
        "dataset_version": atlas.version,
        "filter": view.filter.absolute(atlas).to_query(),
        "shown": view.shown,
        "total": view.total,
        "left_out": dict(view.left_out),
        "not_drawn": view.not_drawn,
        **days_and_tolls(view, atlas),
        "by_group": counts.count_by_group(view, atlas),
        "by_stance": counts.count_by_stance(view, atlas),
        "by_base": counts.count_by_column(view, atlas, "base_id"),
        "by_province": counts.count_by_column(view, atlas, "province_code"),
        "by_country": counts.count_by_column(view, atlas, "country"),
        "by_weapon": counts.count_by_weapon(view, atlas),
        "by_type": counts.count_by_column(view, atlas, "event_type"),
        "by_confirmation": counts.count_by_column(view, atlas, "confirmation"),
        "by_month": counts.count_by_month(view, atlas),
        "lulls": [lulls.plain_lull(lull) for lull in all_lulls],
        "longest_lull": longest and lulls.plain_lull(longest),
        "tallies": tallies.plain_tallies(published),
        **({} if since is None else {"nth_since": _plain_nth_since(view, atlas, since)}),
        "sentence": quotation.text,
        "sentence_left_out": joined(quotation.left_out),
        "coverage": [
            {"start": span.start.isoformat(), "end": span.end.isoformat(), "level": span.level}
            for span in spans
        ],
        "responses": responses.plain_responses(responses.find_responses(view, atlas), atlas),
        "reconciliation": tallies.plain_comparison(compared),
    }


def days_and_tolls(view: View, atlas: Atlas) -> dict[str, Any]:
    """Return first and last day, killed and injured, as `summarise` has them."""
    dates = atlas.incidents["date"].iloc[view.positions]
    killed, killed_unknown = counts.sum_toll(view, atlas, "killed")
    injured, injured_unknown = counts.sum_toll(view, atlas, "injured")
    return {
        "first": f"{dates.iloc[0]:%Y-%m-%d}" if view.shown else None,
        "last": f"{dates.iloc[-1]:%Y-%m-%d}" if view.shown else None,
        "killed": killed,
        "killed_unknown": killed_unknown,
        "injured": injured,
        "injured_unknown": injured_unknown,
    }


def _plain_nth_since(view: View, atlas: Atlas, since: date) -> dict[str, Any]:
    numbered = nth.nth_since(view, atlas, since)
    numbered["date"] = numbered["date"].dt.strftime("%Y-%m-%d")
    return {
        "since": since.isoformat(),
        "count": len(numbered),
        "incidents": numbered.to_dict("records"),
    }


def describe_summary(summary: dict[str, Any]) -> list[str]:
    """Return the lines for people about coverage and response chains of `summarise`."""
    lines = ["coverage:"]
    lines += [
        f"  {s['start']} to {s['end']}: {coverage.LEVELS[s['level']]}" for s in summary["coverage"]
    ]
    lines.append("response chains (attacks on the same side before and after the counterstrikes):")
    chains = summary["responses"]["chains"]
    for chain in chains:
        about = "about " if chain["approximate"] else ""
        days = f"{chain['days_between']} day{'' if chain['days_between'] == 1 else 's'}"
        lines.append(
            f"  {chain['attack']} answered on {chain['counterstrike_date']}, {about}"
            f"{days} later; counterstrikes: {len(chain['counterstrikes'])}"
        )
        lines += [_window(window) for window in chain["windows"]]
    lines.append(f"  {summary['responses']['warning'] if chains else 'none'}")
    return lines


def _window(window: dict[str, Any]) -> str:
    before, after = window["before"], window["after"]
    ratio, interval = window["rate_ratio"], window["rate_ratio_interval"]
    if window["no_ratio_because"]:
        words = window["no_ratio_because"]
    elif ratio is None:
        words = f"rate ratio at least {interval[0]:.2f} (95 %)"
    else:
        high = "no upper bound" if interval[1] is None else f"{interval[1]:.2f}"
        words = f"rate ratio {ratio:.2f} (95 %: {interval[0]:.2f} to {high})"
    return (
        f"    {window['length_days']} days: {before['attacks']} before, {after['attacks']} after; "
        f"{words}"
    )
