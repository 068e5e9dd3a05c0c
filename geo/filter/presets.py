"""The campaign of October 2023 to February 2024, which most published counts are about."""

from __future__ import annotations

from datetime import date
from typing import Final

from geo.filter.filter import Filter

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
