"""What `import geo` hands out: an atlas that is loaded and filtered in one word each."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from geo.filter.filter import Filter
from geo.io import catalog
from geo.model import atlas as model
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geo.filter.filter import View
    from geo.utils.progress import Progress


class Atlas(model.Atlas):
    """An atlas that also takes a filter as text.

    The class stands here, above the filter, because a `View` names its atlas: an atlas that named
    the filter itself would close a circle of imports.
    """

    def view(self, query: str | Mapping[str, Sequence[str]] | Filter = "") -> View:
        """Return what a filter finds.

        Args:
            query: a filter; or its text as in links, such as `group=kh&from=2023-10-17`; or a
                mapping of parameter to values. Nothing asks for every incident.

        Raises:
            FilterError: a parameter or a value is unknown; holds every such problem, each with the
                closest valid values.

        Example:
            >>> atlas = geo.load()
            >>> atlas.view("group=kh&from=2023-10-17&to=2024-02-04")
            <View 'from=2023-10-17&to=2024-02-04&group=kh': 2 of 614 incidents>
        """
        filter_ = query if isinstance(query, Filter) else Filter.parse(query, self)
        return filter_.view(self)


def load(
    folder: str | Path = DATA, *, cached: bool = True, progress: Progress | None = None
) -> Atlas:
    """Load a data folder: read, check, join and index it.

    Args:
        folder: the data folder; by default the shipped one.
        cached: whether a large folder may come from the cache, and be kept there.
        progress: told how far the work is; may stop it.

    Raises:
        DataError: no atlas can be made of the folder; holds every problem. Rows with errors do not
            raise: they are in `atlas.quarantine`.
        CancelledError: `progress` returned False.

    Example:
        >>> geo.load()
        <Atlas 1.1.0-...: 614 incidents>
    """
    loaded = catalog.load(folder, cached=cached, progress=progress)
    return Atlas(**{field.name: getattr(loaded, field.name) for field in fields(loaded)})
