"""Read every record of data/croissant.json with mlcroissant, and count them; for `make readers`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from mlcroissant import Dataset

DATA = Path(__file__).resolve().parents[1] / "data"


def main() -> int:
    """Print how many records each table has, and return 1 if one has not those of its file."""
    dataset = Dataset(jsonld=str(DATA / "croissant.json"))
    wrong = 0
    for record_set in dataset.metadata.record_sets:
        with (DATA / f"{record_set.id}.csv").open(encoding="utf-8", newline="") as file:
            expected = sum(1 for _ in csv.DictReader(file))
        n_read = sum(1 for _ in dataset.records(record_set.id))
        print(f"{record_set.id}: {n_read} of {expected} rows")
        wrong += n_read != expected
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
