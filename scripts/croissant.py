"""The data package once more as Croissant, the JSON-LD of MLCommons that data set searches read."""

from __future__ import annotations

from typing import Any, Final

FILE: Final = "croissant.json"
_VOCABULARY: Final = "http://mlcommons.org/croissant/"
# The context of version 1.0 of the standard, as it stands there.
_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": _VOCABULARY,
    "rai": f"{_VOCABULARY}RAI/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES: Final = {
    "date": "sc:Date",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "string": "sc:Text",
}


def croissant(package: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a data package as Croissant 1.0.

    Args:
        package: the Data Package, as `build_datapackage.package` returns it.

    Returns:
        The files with size and hash, and for each table its columns. GeoJSON files are listed
        without their properties.
    """
    creator = {"@type": "sc:Organization", "name": package["contributors"][0]["title"]}
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": f"{_VOCABULARY}1.0",
        "name": package["name"],
        "alternateName": package["title"],
        "description": package["description"],
        "license": package["licenses"][0]["path"],
        "creator": creator,
        "publisher": creator,
        "citeAs": f"{creator['name']}: {package['title']}, version {package['version']}",
        "version": package["version"],
        "dateCreated": package["created"],
        "datePublished": package["created"],
        "keywords": package["keywords"],
        "isLiveDataset": False,
        "distribution": [_file(resource) for resource in package["resources"]],
        "recordSet": [
            _record_set(resource) for resource in package["resources"] if "schema" in resource
        ],
    }


def _file(resource: dict[str, Any]) -> dict[str, Any]:
    own_terms = "".join(f"; {licence['title']}" for licence in resource.get("licenses", []))
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": f"{resource['title']}{own_terms}",
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": resource["mediatype"],
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _record_set(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a table.

    Foreign keys are left to the Data Package: by a reference mlcroissant would join the tables, and
    one into the same table it cannot follow.
    """
    name, schema = resource["name"], resource["schema"]
    keys = [{"@id": f"{name}/{column}"} for column in schema.get("primaryKey", [])]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": resource["title"],
        **({"key": keys} if keys else {}),
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{field['name']}",
                "name": field["name"],
                "description": field["description"],
                "dataType": _TYPES[field["type"]],
                "source": {
                    "fileObject": {"@id": resource["path"]},
                    "extract": {"column": field["name"]},
                },
            }
            for field in schema["fields"]
        ],
    }  # fmt: skip
