"""Print the likely duplicates of a data folder that nobody has decided on yet.

    python scripts/likely_duplicates.py [--data data] [--all]

Two incidents are alike where their kind is the same, their points are at most 25 km and their days
at most 2 apart (`geo.record.likely_pairs`). Look at each pair: merge it, or give the
reason why both stay in the data folder's not_duplicates.csv.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.io import catalog  # noqa: E402
from geo.record.likely_pairs import decided_pairs, find_likely_pairs  # noqa: E402

if TYPE_CHECKING:
    from geo.model.atlas import Atlas

_SHOWN = ("date", "date_precision", "time_local", "target_side", "target", "weapons", "munitions",
          "outcome", "confirmation", "summary")  # fmt: skip


def describe(atlas: Atlas, incident_id: str) -> str:
    """Return what a reader needs to tell an incident from another: its facts and its sources."""
    position = atlas.row_of[incident_id]
    row = atlas.incidents.iloc[position]
    facts = [_text(row[name]) for name in _SHOWN]
    pages = atlas.sources.iloc[atlas.source_rows[position].as_py()]
    sources = [f"    {s.publisher} {_text(s.published)} {s.url}" for s in pages.itertuples()]
    return "\n".join([f"  {incident_id}: {' | '.join(filter(None, facts))}", *sources])


def _text(value: Any) -> str:
    if pd.isna(value):
        return ""
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


def main() -> int:
    """Print the pairs; return 1 where one is undecided."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="data folder")
    parser.add_argument("--all", action="store_true", help="print decided pairs too")
    options = parser.parse_args()
    atlas = catalog.load(options.data)
    decided = decided_pairs(atlas)
    pairs = [(pair.incident_id, pair.other_id) for pair in find_likely_pairs(atlas.incidents)]
    for pair in pairs:
        if options.all or pair not in decided:
            print(f"{' / '.join(pair)}: {decided.get(pair, 'undecided')}")
            print("\n".join(describe(atlas, key) for key in pair))
    n = sum(pair not in decided for pair in pairs)
    print(f"{len(pairs)} pairs, {n} undecided", file=sys.stderr)
    return 1 if n else 0


if __name__ == "__main__":
    sys.exit(main())
