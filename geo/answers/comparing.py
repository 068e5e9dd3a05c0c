"""Two groups, or two periods, beside each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from geo.analysis import compare
from geo.answers.arguments import read_arguments
from geo.answers.receipts import bounded, receipt
from geo.errors import FilterError, FilterProblem
from geo.filter.filter import read_filter
from geo.filter.metadata import permalink, with_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.analysis.compare import Side, Toll
    from geo.filter.filter import Filter
    from geo.model.atlas import Atlas


def answer_compare(arguments: Mapping[str, Any], atlas: Atlas, site: str) -> dict[str, Any]:
    """Answer with both sides, each with its receipt, and what both count.

    Raises:
        FilterError: an argument is not understood, or it is not said what is compared.
    """
    filter_, own = read_arguments(arguments, atlas, ("versus", "then"))
    if ("versus" in own) == ("then" in own):
        message = (
            "expected one of versus (another group) and then (another period), "
            f"found {'both' if own else 'neither'}"
        )
        raise FilterError([FilterProblem("versus", "", message)])
    if "then" in own:
        then = compare.parse_period("then", own["then"])
        sides = compare.compare_periods(filter_, atlas, then)
        options = {"then": compare.PERIOD_SEPARATOR.join(day.isoformat() for day in then)}
    else:
        group, versus = _groups(filter_, own["versus"], atlas)
        filter_ = replace(filter_, group=())
        sides = compare.compare_groups(filter_, atlas, group, versus)
        options = {"actor": group, "versus": versus}
    page = permalink(filter_.view(atlas)).replace("/?", f"/groups?{urlencode(options)}&", 1)
    one, other = sides
    return bounded(
        {
            "permalink": with_host(page, site),
            "dataset_version": atlas.version,
            "sides": [_plain(side, atlas, site) for side in sides],
            "shown_in_both": compare.incidents_in_both(one, other).n,
            "days_in_both": compare.overlap_days(one, other),
        }
    )


def _groups(filter_: Filter, versus: str, atlas: Atlas) -> tuple[str, str]:
    """Return the ids of the two groups."""
    reading = read_filter({"group": [versus]}, atlas)
    problems = [replace(problem, parameter="versus") for problem in reading.problems]
    if len(filter_.group) != 1:
        message = f"expected one group to compare with {versus}"
        problems.append(FilterProblem("group", ", ".join(filter_.group), message))
    elif filter_.group == reading.filter.group:
        message = "expected another group than that of group"
        problems.append(FilterProblem("versus", versus, message))
    if problems:
        raise FilterError(problems)
    return filter_.group[0], reading.filter.group[0]


def _plain(side: Side, atlas: Atlas, site: str) -> dict[str, Any]:
    if side.shown.filter is None:
        message = "a side of a comparison has no filter"
        raise TypeError(message)
    return {
        "label": side.label,
        **receipt(side.shown.filter.view(atlas), site),
        "days": side.days,
        "per_30_days": round(side.rate, 2),
        "attacks": side.attacks.n,
        "attacks_claimed": side.claimed.n,
        "by_rule": {rule: figure.n for rule, figure in side.rules.items()},
        "by_weapon": {weapon: figure.n for weapon, figure in side.weapons.items()},
        **_toll("killed", side.killed),
        **_toll("injured", side.injured),
    }


def _toll(name: str, toll: Toll) -> dict[str, int | None]:
    return {name: toll.total, f"{name}_unknown": toll.unknown.n}
