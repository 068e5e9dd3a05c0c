"""How many incidents a filter finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.analysis import counts, lulls
from geo.analysis.summary import days_and_tolls
from geo.answers.arguments import read_arguments
from geo.answers.receipts import MOST_OF_A_COUNT, bounded, receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.atlas import Atlas


def answer_count(arguments: Mapping[str, Any], atlas: Atlas, site: str) -> dict[str, Any]:
    """Answer with a receipt and a few counts, named as `python -m geo summary --json` has them.

    Raises:
        FilterError: an argument is not understood.
        TooLongError: the filter has too many values for a count of 4 kB.
    """
    view = read_arguments(arguments, atlas).filter.view(atlas)
    longest = lulls.longest_lull(lulls.find_lulls(view, atlas))
    answer = receipt(view, site) | {
        **days_and_tolls(view, atlas),
        "by_type": counts.count_by_column(view, atlas, "event_type"),
        "by_country": counts.count_by_column(view, atlas, "country"),
        "by_confirmation": counts.count_by_column(view, atlas, "confirmation"),
        "longest_lull": longest and lulls.plain_lull(longest),
    }
    return bounded(answer, MOST_OF_A_COUNT)
