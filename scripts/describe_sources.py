"""Fill what follows from publisher and address in sources.csv: kind, language, carries.

`publishers.csv` is the table that was gone through by hand: a publisher's kind and, where all its
pages are in one language, that; `same_as` joins other spellings and mirrors to a publisher. A
publisher without a row, or with a blank, is not known, and so its cells stay blank.

Run by hand after sources were added:

    .venv/bin/python scripts/describe_sources.py
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.analysis.sources import is_same_publisher, publisher_of  # noqa: E402
from geo.model.column import LIST_SEPARATOR  # noqa: E402
from geo.model.schema import SOURCES  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLISHERS_CSV = Path(__file__).resolve().with_name("publishers.csv")
FILLED = ("kind", "language", "carries")
_IN_WORDS = {
    "arabic": "ar", "catalan": "ca", "french": "fr", "german": "de", "indonesian": "id",
    "japanese": "ja", "portuguese": "pt", "spanish": "es", "turkish": "tr",
}  # fmt: skip
_IN_ADDRESS = {"en": "en", "english": "en", "ar": "ar", "arabic": "ar", "fr": "fr", "french": "fr"}


@dataclass(frozen=True, slots=True)
class Publisher:
    """A row of `publishers.csv`."""

    name: str
    same_as: str
    kind: str
    language: str


def read_publishers(path: Path = PUBLISHERS_CSV) -> dict[str, Publisher]:
    """Return the publishers by name."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: Publisher(**row) for row in csv.DictReader(file)}


def describe(publisher: str, url: str, known: Mapping[str, Publisher]) -> dict[str, str]:
    """Return the cells of `FILLED` for a page.

    Args:
        publisher: the cell of `publisher`, such as `Dawn (AP, AFP)`, `CNN via Fox 8` or
            `Al-Dostor (Sputnik, in Arabic)`.
        url: its address.
        known: the publishers by name.
    """
    own = publisher_of(publisher)
    in_brackets = ",".join(re.findall(r"\(([^()]*)\)", publisher))
    notes = [part.strip() for part in re.split(r"[,;/]", in_brackets)]
    bare = re.sub(r"\([^()]*\)", "", publisher)
    before, via, _ = bare.rpartition(" via ")
    named = [before, *notes] if via else [*bare.split(" / ")[1:], *notes]
    carried = [_canonical(name.strip(), known) for name in named if name.strip() in known]
    canonical = _canonical(own, known)
    if not is_same_publisher(canonical, own):
        carried.append(canonical)
    carried = list(dict.fromkeys(carried))
    whose = known.get(carried[0] if carried else canonical)
    return {
        "kind": whose.kind if whose else "",
        "language": _language(notes, url, known.get(own)),
        "carries": LIST_SEPARATOR.join(carried),
    }


def _canonical(name: str, known: Mapping[str, Publisher]) -> str:
    return (known[name].same_as or name) if name in known else name


def _language(notes: list[str], url: str, publisher: Publisher | None) -> str:
    said = [_IN_WORDS.get(note.removeprefix("in ").lower(), "") for note in notes]
    address = urlsplit(url)
    first = [(address.hostname or "").split(".")[0], *address.path.split("/")[1:2]]
    told = [_IN_ADDRESS.get(part, "") for part in first]
    return next(filter(None, [*said, *told]), publisher.language if publisher else "")


def main() -> None:
    """Write the columns into sources.csv, and say how many cells stay blank."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--folder", type=Path, default=ROOT / "data", help="the data folder")
    path = parser.parse_args().folder / SOURCES.file
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = read_publishers()
    rows = [row | describe(row["publisher"], row["url"], known) for row in rows]
    header = [name for name in SOURCES.column_names if name in rows[0]]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for name in FILLED:
        print(f"{name}: blank in {sum(not row[name] for row in rows)} of {len(rows)} rows")


if __name__ == "__main__":
    main()
