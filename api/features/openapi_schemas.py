"""The schemas of the documents and features, for the description of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from api.features.collection import Collection
    from geo.model.atlas import Atlas

_TEXT: Final = {"type": "string"}
_LINKS: Final = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
_POSITION: Final = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_DEPTH: Final = {"Point": 0, "Polygon": 2, "MultiPolygon": 3}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    needed = {"required": required} if required else {}  # an empty list would not be valid
    return {"type": "object", **needed, "properties": properties}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def schemas() -> dict[str, Any]:
    """Return the schemas that are the same for all data, by name."""
    count = {"type": "integer", "minimum": 0}
    return {
        "Link": _object(["href", "rel"], href=_TEXT, rel=_TEXT, type=_TEXT, title=_TEXT),
        "Landing": _object(["links"], title=_TEXT, description=_TEXT, links=_LINKS),
        "Conformance": _object(["conformsTo"], conformsTo=_list(_TEXT)),
        "Description": _object(["openapi", "info", "paths"], openapi=_TEXT),
        "Collections": _object(
            ["links", "collections"], links=_LINKS, crs=_list(_TEXT),
            collections=_list({"$ref": "#/components/schemas/Collection"}),
        ),
        "Collection": _object(
            ["id", "links"], id=_TEXT, title=_TEXT, description=_TEXT, links=_LINKS,
            extent=_object(
                [],
                spatial=_object([], bbox=_list(_list({"type": "number"})), crs=_TEXT),
                temporal=_object([], interval=_list(_list(_TEXT))),
            ),
            itemType=_TEXT, crs=_list(_TEXT), storageCrs=_TEXT,
        ),
        "Queryables": _object(["type", "properties"], type=_TEXT, properties={"type": "object"}),
        "Page": _object(
            ["type", "features"], type={"type": "string", "enum": ["FeatureCollection"]},
            numberMatched=count, numberReturned=count, links=_LINKS,
            features=_list({"type": "object"}),
        ),
        "Problem": _object(
            ["type", "title", "status", "detail"], type=_TEXT, title=_TEXT,
            status={"type": "integer"}, detail=_TEXT,
            problems=_list(
                _object(["parameter", "value", "message"], parameter=_TEXT, value=_TEXT,
                        message=_TEXT, closest=_list(_TEXT))
            ),
            closest=_list(_TEXT), offered=_list(_TEXT),
        ),
    }  # fmt: skip


def feature(collection: Collection, atlas: Atlas) -> dict[str, Any]:
    """Return the schema of a feature of a collection."""
    return _object(
        ["type", "id", "geometry", "properties"],
        type={"type": "string", "enum": ["Feature"]},
        id=_TEXT,
        geometry=_geometry(collection),
        properties={"type": "object", "properties": dict(collection.properties(atlas))},
        links=_LINKS,
    )


def _geometry(collection: Collection) -> dict[str, Any]:
    shapes = [_shape(name) for name in collection.geometry]
    if not shapes:
        return {"type": "object", "nullable": True, "maxProperties": 0}
    shape = shapes[0] if len(shapes) == 1 else {"type": "object", "oneOf": shapes}
    return {**shape, "nullable": True}


def _shape(name: str) -> dict[str, Any]:
    coordinates: dict[str, Any] = _POSITION
    for _ in range(_DEPTH[name]):
        coordinates = _list(coordinates)
    return _object(["type", "coordinates"], type={"type": "string", "enum": [name]},
                   coordinates=coordinates)  # fmt: skip
