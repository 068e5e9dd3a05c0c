"""Print the likely duplicates of a data folder that nobody has decided on yet.

    python scripts/likely_duplicates.py [--data data] [--all]

Two incidents are alike where their kind is the same, their points are at most 25 km and their days
at most 2 apart; the finder is that of imported files. Look at each pair: merge it, or give the
reason why both stay in the data folder's not_duplicates.csv.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.importers.clean.duplicates import likely_duplicates  # noqa: E402
from geo.io import catalog  # noqa: E402

if TYPE_CHECKING:
    from geo.model.atlas import Atlas

WITHIN_KM: Final = 25
WITHIN_DAYS: Final = 2
_SHOWN = ("date", "date_precision", "time_local", "target_side", "target", "weapons", "munitions",
          "outcome", "confirmation", "summary")  # fmt: skip


def likely_pairs(incidents: pd.DataFrame) -> list[tuple[str, str]]:
    """Return every pair of incidents that are alike, the earlier one first.

    Args:
        incidents: the columns of incidents.csv; rows without a point are not compared.
    """
    rows = incidents.dropna(subset=["latitude"]).sort_values(["date", "incident_id"])
    pairs = []
    for _, same in rows.groupby("event_type", sort=False):
        day = same["date"].to_numpy("datetime64[D]").astype(np.int64)
        latitude, longitude = same["latitude"].to_numpy(), same["longitude"].to_numpy()
        ids = same["incident_id"].tolist()
        # The finder names one earlier row for each row, so it is asked of each pair by itself.
        for pair in itertools.combinations(range(len(same)), 2):
            two = list(pair)
            if day[two[1]] - day[two[0]] > WITHIN_DAYS:
                continue
            later, *_ = likely_duplicates(
                np.zeros(2, np.int64), day[two], latitude[two], longitude[two],
                within_km=WITHIN_KM, within_days=WITHIN_DAYS,
            )  # fmt: skip
            if len(later):
                pairs.append((ids[two[0]], ids[two[1]]))
    return sorted(pairs)


def decided_pairs(atlas: Atlas) -> dict[tuple[str, str], str]:
    """Return the pairs of not_duplicates.csv with their reasons."""
    rows = atlas.not_duplicates
    pairs = zip(rows["incident_id_1"], rows["incident_id_2"], strict=True)
    return dict(zip(pairs, rows["reason"], strict=True))


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
    pairs = likely_pairs(atlas.incidents)
    for pair in pairs:
        if options.all or pair not in decided:
            print(f"{' / '.join(pair)}: {decided.get(pair, 'undecided')}")
            print("\n".join(describe(atlas, key) for key in pair))
    n = sum(pair not in decided for pair in pairs)
    print(f"{len(pairs)} pairs, {n} undecided", file=sys.stderr)
    return 1 if n else 0


if __name__ == "__main__":
    sys.exit(main())
