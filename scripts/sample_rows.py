"""Print a random sample of incidents with their sources and statements, to be read again.

Usage::

    python scripts/sample_rows.py [--seed 40] [--rows 40] [--data data]

The same seed draws the same rows from the same version of the data. The page Method says what the
last reading has found.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]


def draw(folder: Path, seed: int, rows: int) -> list[str]:
    """Return the text of each incident drawn, in order of the dates."""
    incidents, sources, links, statements = (
        pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("incidents", "sources", "incident_sources", "statements")
    )
    linked = links.merge(sources, on="source_id")
    texts = []
    for _, row in incidents.sample(rows, random_state=seed).sort_values("date").iterrows():
        cells = [f"  {name}: {value}" for name, value in row.items() if value]
        of_it = linked[linked["incident_id"] == row["incident_id"]]
        pages = "  - " + of_it["publisher"] + " " + of_it["published"] + " " + of_it["url"]
        said = statements[statements["incident_id"] == row["incident_id"]]
        words = "  * " + said["group_id"] + " " + said["stance"] + " " + said["speaker"]
        texts.append("\n".join([row["incident_id"], *cells, *pages, *words]))
    return texts


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Print a random sample of incidents.")
    parser.add_argument("--seed", type=int, default=40)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}, {options.rows} rows of {options.data.name}")
    print("\n\n".join(draw(options.data, options.seed, options.rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
