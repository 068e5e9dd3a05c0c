"""What is common to all kinds of files that are imported: their columns, codes and terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.importers.read.gis.shapes import GEOMETRY_LATITUDE, GEOMETRY_LONGITUDE
from geo.importers.schemas.mapping import Mapping

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as ReadOnly

    from geo.importers.read.raw import Raw


@dataclass(frozen=True)
class Scope:
    """Which rows of a dataset tell of violence: those whose value of a role `holds`.

    `reason` says why another row is quarantined.
    """

    role: str
    holds: Callable[[str], bool]
    reason: str


@dataclass(frozen=True)
class Schema:
    """One kind of file.

    `columns` gives for each role the names that its column has had. `signature` are columns that
    show the kind; `enough` of them must be there (in just that spelling with `exact`), and none of
    `excludes`. `codes` maps values (compared without case and accents) to the atlas's codes;
    `weapon_detail` there is for second-level event types that tell the weapon better than its own
    column, `country` for a list of codes of the dataset's own. `defaults` is what stands where
    nothing truly corresponds. `redistributable` is None where nobody has stated terms. `note` is
    what a reader must know of every row. `separators` part several names of a party in one cell.
    With `place_tells` a row without a place is known to its province only, and without that to its
    country. With `asks` the columns are a user's own and are guessed.
    `event_type`, `group_kind` and `summary` are asked once per distinct combination of values.
    """

    name: str
    title: str
    dataset: str
    url: str
    licence: str
    redistributable: bool | None
    columns: ReadOnly[str, tuple[str, ...]] = field(default_factory=dict)
    signature: tuple[str, ...] = ()
    enough: int = 0
    exact: bool = False
    excludes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("date",)
    codes: ReadOnly[str, ReadOnly[str, str]] = field(default_factory=dict)
    defaults: ReadOnly[str, str] = field(default_factory=dict)
    labels: ReadOnly[str, ReadOnly[str, str]] = field(default_factory=dict)
    casualty_note: str = ""
    note: str = ""
    separators: str = ""
    place_tells: bool = False
    asks: bool = False
    scope: Scope | None = None
    event_type: Callable[[str, str, str], str] | None = None
    group_kind: Callable[[str, str], str] = lambda _name, _kind: "other"

    def mapping(self, raw: Raw) -> Mapping:
        """Return which columns of the file have which role."""
        columns = {role: raw.find(*names) for role, names in self.columns.items()}
        if "latitude" in columns and GEOMETRY_LATITUDE in raw.columns:
            # Where a file has a geometry, that is where things lie.
            columns |= {"latitude": GEOMETRY_LATITUDE, "longitude": GEOMETRY_LONGITUDE}
        return Mapping({role: column for role, column in columns.items() if column})

    def signs(self, raw: Raw) -> list[str]:
        """Return the columns of the file that show this kind; none where it cannot be one."""
        if raw.find(*self.excludes):
            return []
        if self.exact:
            return [name for name in self.signature if name in raw.columns]
        return [name for name in self.signature if raw.find(name)]
