"""What of a deck the component can draw. Anything else is an error here, not an empty map there.

props.toml names the layers and their props.
"""

from __future__ import annotations

import json
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PROPS: Final[Mapping[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "props.toml").read_text("utf-8")
)
_COMMON: Final = frozenset(_PROPS["every layer"])
LAYER_PROPS: Final[Mapping[str, frozenset[str]]] = {
    layer: _COMMON | frozenset(props) for layer, props in _PROPS.items() if layer != "every layer"
}
EXTENSIONS: Final = frozenset(
    {"CollisionFilterExtension", "DataFilterExtension", "PathStyleExtension"}
)


class DeckError(ValueError):
    """A deck that the component cannot draw; names everything that is wrong with it."""


def check_layers(layers: Iterable[Mapping[str, Any]]) -> None:
    """Check the layers of a deck as pydeck writes them.

    Args:
        layers: `@@type`, `id` and props of each.

    Raises:
        DeckError: a layer, an extension or a prop is not known, an id is missing or used twice,
            or a number is not finite. The message names all of them, and what is allowed.
    """
    problems, ids = [], set()
    for number, layer in enumerate(layers):
        name = f"layer {number} ({layer.get('id', 'without an id')!r})"
        if not layer.get("id") or layer["id"] in ids:
            problems.append(f"{name}: expected an id of its own, so that it stays the same layer")
        ids.add(layer.get("id"))
        allowed = LAYER_PROPS.get(layer["@@type"])
        if allowed is None:
            problems.append(
                f"{name}: expected one of {', '.join(sorted(LAYER_PROPS))}, found {layer['@@type']}"
            )
            continue
        problems += [
            f"{name}: {layer['@@type']} has no prop {prop}{_hint(prop, allowed)}"
            for prop in layer
            if prop not in allowed
        ]
        problems += [
            f"{name}: {prop}: expected finite numbers, found NaN or infinity"
            for prop, value in layer.items()
            if not _is_json(value)
        ]
        problems += [
            f"{name}: expected an extension of {', '.join(sorted(EXTENSIONS))}, "
            f"found {extension.get('@@type')}"
            for extension in layer.get("extensions", ())
            if extension.get("@@type") not in EXTENSIONS
        ]
    if problems:
        raise DeckError("; ".join(problems))


def _hint(prop: str, allowed: frozenset[str]) -> str:
    near = get_close_matches(prop, allowed, n=3, cutoff=0.5)
    names = ", ".join(near or sorted(allowed - _COMMON))
    return f"; allowed are {names}"


def check_rows(name: str, rows: list[Any]) -> None:
    """Check that rows can be written as JSON.

    Raises:
        DeckError: a value is no JSON, such as NaN or a timestamp; the message names its row.
    """
    if not _is_json(rows):
        number, fault = next(_faults(rows))
        message = (
            f"{name}: row {number}: expected values that JSON can hold (text, finite numbers, "
            f"true, false, null, lists of them): {fault}"
        )
        raise DeckError(message)


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


def _faults(rows: list[Any]) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(rows):
        try:
            json.dumps(row, allow_nan=False)
        except (TypeError, ValueError) as error:
            yield number, str(error)
