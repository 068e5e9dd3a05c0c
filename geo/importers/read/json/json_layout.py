"""Finds the records in JSON, however they are laid out, and flattens them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DEPTH: Final = 4
# An object with more names than this in all records together has a key of its own in each.
_WIDE: Final = 60
_ALIKE: Final = 0.5
_KEY: Final = "key"


def records_of_table(value: Any) -> list[dict[str, Any]] | None:
    """Return the records of a table that is laid out in another way; None of anything else.

    It may be rows beneath a row of names, `columns` and `data`, columns of values by name, or
    records by a key of their own.
    """
    if isinstance(value, list):
        return _of_rows(value[0], value[1:]) if value and isinstance(value[0], list) else None
    if not isinstance(value, dict) or not value:
        return None
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        return _of_rows(value["columns"], value["data"])
    inner = list(value.values())
    if len(inner) > 1 and all(isinstance(i, list) for i in inner):
        plain = all(not isinstance(v, dict | list) for i in inner for v in i)
        same = len({len(i) for i in inner}) == 1
        return _of_rows(list(value), list(zip(*inner, strict=True))) if plain and same else None
    if len(inner) > 1 and all(isinstance(i, dict) for i in inner):
        return _of_objects(value)
    return None


def _of_rows(names: Sequence[Any], rows: Sequence[Any]) -> list[dict[str, Any]] | None:
    """Return rows of cells as records; None where they are not rows beneath names."""
    is_table = bool(names) and all(isinstance(n, str) for n in names) and bool(rows)
    if not is_table or len(set(names)) < len(names):
        return None
    if not all(isinstance(r, list | tuple) and len(r) == len(names) for r in rows):
        return None
    return [dict(zip(names, row, strict=True)) for row in rows]


def _of_objects(value: dict[str, dict[str, Any]]) -> list[dict[str, Any]] | None:
    inner = list(value.values())
    either = set().union(*inner)
    both = set(inner[0]).intersection(*inner[1:])
    if not both or len(both) < _ALIKE * len(either):
        return None
    if either == both and all(k.isdecimal() for k in both):
        return [{name: column[k] for name, column in value.items()} for k in inner[0]]
    cells = (v for i in inner for v in i.values())
    if any(isinstance(v, list) and any(isinstance(r, dict) for r in v) for v in cells):
        return None  # objects that hold lists of records
    return [{_KEY: k} | record for k, record in value.items()]


def lists_of_records(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, list[Any]]]:
    """Yield the lists of records in an object by their names, such as `data` or `data.items`."""
    if not isinstance(value, dict) or depth > _DEPTH:
        return
    for name, inner in value.items():
        if isinstance(inner, list) and any(isinstance(v, dict) for v in inner):
            yield f"{path}{name}", inner
        else:
            yield from lists_of_records(inner, f"{path}{name}.", depth + 1)


def flat_records(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return records whose values are no objects: `{"place": {"lat": 1}}` is `{"place.lat": 1}`.

    A shape stays whole, and so does an object that has other names in every record.
    """
    if not any(isinstance(v, dict | list) for r in records for v in r.values()):
        return list(records)
    flat = [_flat_record(r, frozenset()) for r in records]
    names: dict[str, set[str]] = {}
    for record in records:
        for k, v in record.items():
            if isinstance(v, dict):
                names.setdefault(k, set()).update(_flat_record({k: v}, frozenset()))
    wide = frozenset(k for k, inner in names.items() if len(inner) > _WIDE)
    return [_flat_record(r, wide) for r in records] if wide else flat


def _flat_record(record: dict[str, Any], leave: frozenset[str], depth: int = 0) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for k, v in record.items():
        inner = v
        while isinstance(inner, dict) and len(inner) == 1 and next(iter(inner)).startswith("$"):
            inner = next(iter(inner.values()))  # what a database calls {"$date": ...}
        if k in leave or depth > _DEPTH:
            flat[k] = v
        elif isinstance(inner, dict) and inner and not {"type", "coordinates"} <= inner.keys():
            parts = _flat_record(inner, frozenset(), depth + 1)
            flat |= {f"{k}.{part}": cell for part, cell in parts.items()}
        elif isinstance(inner, list) and inner and all(isinstance(i, dict) for i in inner):
            rows = [_flat_record(i, frozenset(), depth + 1) for i in inner]
            for part in dict.fromkeys(p for row in rows for p in row):
                flat[f"{k}.{part}"] = [row.get(part) for row in rows]
        elif inner not in ([], {}):
            flat[k] = inner
    return flat
