"""Headers in two rows: `Killed` over or before `men` and `women`, and so is `Injured`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGIT: Final = re.compile(r"\d")
_FEWEST: Final = 2


def named_by_both(
    above: Sequence[str], header: Sequence[str], below: Sequence[str]
) -> tuple[list[str], int]:
    """Return names that tell columns of equal names apart, and how many rows below they are from.

    Args:
        above: the cells of the row above the header, none where there is none.
        header: the cells of the header.
        below: the cells of the row below it.
    """
    counts = Counter(cell.strip() for cell in header)
    again = [i for i, cell in enumerate(header) if cell.strip() and counts[cell.strip()] > 1]
    names = [cell.strip() for cell in header]
    if not again:
        return list(header), 0
    if _says_more(names, below, again):
        pairs = zip(names, below, strict=False)
        return [" ".join(filter(None, (name, part.strip()))) for name, part in pairs], 1
    heading, headings = "", []
    for i in range(len(names)):
        heading = (above[i].strip() if i < len(above) else "") or heading
        headings.append(heading)
    if len({headings[i] for i in again} - {""}) >= _FEWEST:
        names = [f"{headings[i]} {n}".strip() if i in again else n for i, n in enumerate(names)]
    return names, 0


def _says_more(names: Sequence[str], below: Sequence[str], again: Sequence[int]) -> bool:
    """Return whether a row of words has names of parts below columns of equal names."""
    if len(below) < len(names) or any(_DIGIT.search(cell) for cell in below):
        return False
    parts = [(names[i], below[i].strip()) for i in again]
    return all(part for _, part in parts) and len(set(parts)) == len(parts)
