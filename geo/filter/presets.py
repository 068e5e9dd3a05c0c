"""The periods asked for most: the years of the data, and the campaign of October 2023.

Most published counts are about the campaign, which ended in February 2024.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.filter.filter import Filter

if TYPE_CHECKING:
    from geo.model.atlas import Atlas

# The Pentagon counted from the evening of 17 October 2023 in Washington, when it was 18 October in
# Iraq and Syria. A period that begins on either day has the same beginning.
WASHINGTON_FIRST_DAY: Final = date(2023, 10, 17)
LOCAL_FIRST_DAY: Final = date(2023, 10, 18)
FIRST_DAYS: Final = (WASHINGTON_FIRST_DAY, LOCAL_FIRST_DAY)
# The last day with an attack before the attacks stopped for months.
LAST_DAY: Final = date(2024, 2, 4)

PERIOD: Final = Filter(date_from=WASHINGTON_FIRST_DAY, date_to=LAST_DAY)
ATTACKS: Final = Filter(
    date_from=WASHINGTON_FIRST_DAY, date_to=LAST_DAY, type=("attack",), target=("us_coalition",)
)
# A year with fewer incidents is no period that anybody asks for.
FEWEST_OF_A_YEAR: Final = 5


def has_campaign(atlas: Atlas) -> bool:
    """Return whether the campaign is one of these data: not of an import, nor of other times."""
    is_shipped = "provenance" not in atlas.package
    return is_shipped and atlas.first_date <= WASHINGTON_FIRST_DAY <= LAST_DAY <= atlas.last_date


def list_years(atlas: Atlas) -> list[tuple[int, date, date]]:
    """Return the years with `FEWEST_OF_A_YEAR` incidents or more, the latest first.

    Returns:
        Year, first and last day of it that the data reach.
    """
    years, counts = np.unique(atlas.incidents["date"].dt.year.to_numpy(), return_counts=True)
    return [
        (
            int(year),
            max(date(year, 1, 1), atlas.first_date),
            min(date(year, 12, 31), atlas.last_date),
        )
        for year, n in zip(years[::-1].tolist(), counts[::-1].tolist(), strict=True)
        if n >= FEWEST_OF_A_YEAR
    ]
