"""The parameters of the filter as JSON Schema, for programs that are told what they may ask."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from geo.filter.parse import CODE_LISTS

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECIMALS: Final = r"(\.[0-9]{1,12})?"
_NEAR: Final = f"^-?[0-9]{{1,2}}{_DECIMALS},-?[0-9]{{1,3}}{_DECIMALS},[0-9]{{1,5}}{_DECIMALS}$"
_TEXT: Final = MappingProxyType({"type": "string"})
_OF_PARAMETER: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "from": {"type": "string", "format": "date"},
        "to": {"type": "string", "format": "date"},
        "q": {"type": "string", "maxLength": 500},
        "near": {"type": "string", "pattern": _NEAR},
    }
)


def value_schema(name: str) -> Mapping[str, Any]:
    """Return what one value of a parameter may be; what it is for is in `parse.DESCRIPTIONS`."""
    if name in CODE_LISTS:
        return {"type": "string", "enum": list(CODE_LISTS[name])}
    return _OF_PARAMETER.get(name, _TEXT)
