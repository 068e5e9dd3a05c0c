"""What is common to all kinds of files that are imported: their columns, codes and terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.importers.schemas.mapping import Mapping

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as ReadOnly

    from geo.importers.read.raw import Raw


@dataclass(frozen=True)
class Schema:
    """One kind of file.

    `columns` gives for each role the names that its column has had. `signature` are columns that
    show the kind; `enough` of them must be there. `codes` maps values (compared without case and
    accents) to the atlas's codes, `defaults` what stands where nothing truly corresponds.
    `redistributable` is None where nobody has stated terms.
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
    needs: tuple[str, ...] = ("date",)
    codes: ReadOnly[str, ReadOnly[str, str]] = field(default_factory=dict)
    defaults: ReadOnly[str, str] = field(default_factory=dict)
    labels: ReadOnly[str, ReadOnly[str, str]] = field(default_factory=dict)
    casualty_note: str = ""
    event_type: Callable[[str, str, str], str] | None = None
    group_kind: Callable[[str, str], str] = lambda _name, _kind: "other"

    def mapping(self, raw: Raw) -> Mapping:
        """Return which columns of the file have which role."""
        columns = {role: raw.find(*names) for role, names in self.columns.items()}
        return Mapping({role: column for role, column in columns.items() if column})

    def signs(self, raw: Raw) -> list[str]:
        """Return the columns of the file that show this kind."""
        return [name for name in self.signature if raw.find(name)]
