"""What the shipped data hold, counted without the code of the atlas."""

from __future__ import annotations

import csv
from pathlib import Path

_FILE = Path(__file__).resolve().parents[1] / "data" / "incidents.csv"


def _count() -> int:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


#: The number of incidents.
TOTAL = _count()
