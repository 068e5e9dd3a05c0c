"""python -m geo summary: counts what a filter matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.analysis import summary
from geo.commands.filter_options import add_filter_options, load_view
from geo.commands.terminal import OK, print_json, print_results
from geo.filter.parse import parse_day
from geo.utils.words import plural

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def add_summary_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `summary`."""
    add_filter_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--since", metavar="DATE", help="number the incidents after this day")


def print_summary(options: argparse.Namespace) -> int:
    """Print the summary of a filter to stdout, as text or JSON.

    Raises:
        FilterError: `--since` is no day, or a value of the filter is not understood.
    """
    since = parse_day("since", options.since) if options.since is not None else None
    view = load_view(options)
    result = summary.summarise(view, view.atlas, since)
    if options.json:
        print_json(result)
    else:
        print_results(*_text_lines(result))
    return OK


def _text_lines(result: dict[str, Any]) -> Iterator[str]:
    """Yield a summary for people: a line per figure, and per entry of a count."""
    yield f"{result['shown']} of {result['total']} incidents"
    for reason, n in result["left_out"].items():
        yield f"  left out by {reason}: {n}"
    if result["not_drawn"]:
        yield f"  without a point: {result['not_drawn']}"
    yield result["sentence"]
    yield f"dataset version: {result['dataset_version']}"
    yield f"filter: {result['filter']}"
    yield f"first: {result['first'] or '-'}, last: {result['last'] or '-'}"
    for key in ("killed", "injured"):
        known = "unknown" if result[key] is None else f"{result[key]} where known"
        yield f"{key}: {known}; unknown in {plural(result[f'{key}_unknown'], 'incident')}"
    for key, counts in result.items():
        if key.startswith("by_"):
            overlap = " (may overlap)" if key in {"by_group", "by_stance", "by_weapon"} else ""
            yield f"{key.replace('_', ' ')}{overlap}:"
            for name, n in counts.items():
                yield f"  {name}: {n}"
    yield "lulls of 14 days or more:"
    for lull in result["lulls"]:
        is_open = " (reaches the edge of the period: may be longer)" if lull["open"] else ""
        yield f"  {lull['start']} to {lull['end']}: {lull['days']} days{is_open}"
    yield from _tally_lines(result["reconciliation"])
    yield from summary.describe_summary(result)
    if "nth_since" in result:
        yield f"since {result['nth_since']['since']}:"
        for row in result["nth_since"]["incidents"]:
            yield f"  {row['n']}. {row['date']} {row['incident_id']}"


def _tally_lines(tallies: list[dict[str, Any]]) -> Iterator[str]:
    """Yield each published tally with the atlas's count and the gap between the two."""
    yield (
        "published tallies, and what the atlas counts for the same days under this filter "
        "(--json and the Timeline page say why they differ):"
    )
    for tally in tallies:
        published = f"Syria {tally['published']}" if tally["syria_only"] else tally["published"]
        about = "about " if tally["approximate"] else ""
        since = f" since {tally['first_local_day']}" if tally["first_local_day"] else ""
        gap = "" if tally["gap"] is None else f" ({tally['gap']:+})"
        own = "-" if tally["atlas_count"] is None else f"{tally['atlas_count']}{gap}"
        yield (
            f"  {tally['as_of']}: {about}{published}{since} ({tally['counted_by']}); atlas: {own}"
        )
