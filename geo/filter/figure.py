"""A number together with the rows that it counts, so that every number opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geo.filter.filter import Filter


@dataclass(frozen=True)
class Figure:
    """A figure of a page: what it counts, and the incidents counted.

    `key` names it in links and is unique on its page. `label` says in words what is counted.
    `positions` are rows of `atlas.incidents`, ascending, each once. `filter` finds exactly these
    rows, where a filter can say it.
    """

    key: str
    label: str
    positions: NDArray[np.intp]
    filter: Filter | None = None

    @property
    def n(self) -> int:
        """The number itself."""
        return len(self.positions)
