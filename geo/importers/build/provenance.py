"""Where imported rows come from: dataset, version, terms; and the file that says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from geo.importers.clean.text import safe_cell, slug
from geo.importers.schemas import ucdp
from geo.model.schema import TABLES

if TYPE_CHECKING:
    from geo.importers.build.options import Options
    from geo.importers.build.report import Report
    from geo.importers.read.raw import Raw
    from geo.importers.schemas.schema import Schema

_CHARS: Final = 200
_DIGEST_DIGITS: Final = 12


@dataclass(frozen=True)
class Provenance:
    """What every imported row says of its dataset.

    `url` is "" where there is none, `redistributable` None where nobody has stated terms.
    """

    dataset: str
    version: str
    licence: str
    redistributable: bool | None
    url: str
    source_id: str

    @classmethod
    def of_file(cls, raw: Raw, schema: Schema, options: Options, last_edit: float) -> Provenance:
        """Return what the schema says, as far as the options say nothing else."""
        stem = raw.name.rsplit("/", maxsplit=1)[-1].split(".", maxsplit=1)[0]
        dataset = safe_cell(options.dataset or schema.dataset or stem, _CHARS) or "Imported file"
        if options.dataset_version:
            version = options.dataset_version
        elif schema.name == "ucdp":
            version = ucdp.release(raw.name)
        elif last_edit > 0:
            version = f"edited until {datetime.fromtimestamp(last_edit, UTC).date()}"
        else:
            version = ""
        allowed = schema.redistributable
        return cls(
            dataset=dataset,
            version=safe_cell(version, _CHARS),
            licence=safe_cell(options.licence or schema.licence, _CHARS),
            redistributable=allowed if options.redistributable is None else options.redistributable,
            url=options.url if options.url is not None else schema.url,
            source_id=f"dataset_{slug(dataset) or 'imported'}",
        )

    @property
    def title(self) -> str:
        """Return name and version."""
        return f"{self.dataset} {self.version}".strip()


def datapackage_json(about: Provenance, raw: Raw, report: Report) -> bytes:
    """Return datapackage.json: what the folder holds and where it comes from, no clock, no path."""
    licence: dict[str, Any] = {"title": about.licence}
    source: dict[str, Any] = {"title": about.title}
    if about.url:
        source["path"] = about.url
    content = {
        "profile": "data-package",
        "name": f"imported-{slug(about.dataset).replace('_', '-') or 'file'}",
        "title": f"{about.title}, imported",
        "description": (
            f"{report.kept} of {report.read} rows of {raw.name}; the others are in quarantine.csv. "
            "Point, precision and codes are the atlas's own; the originals stand in source_ "
            "columns."
        ),
        "version": f"imported-{raw.digest[:_DIGEST_DIGITS]}",
        "licenses": [licence],
        "sources": [
            source,
            {"title": "Provinces and bases of the Incident Atlas"},
        ],
        "provenance": {
            "file": raw.name,
            "sha256": raw.digest,
            "schema": report.schema,
            "dataset": about.dataset,
            "dataset_version": about.version,
            "redistributable": about.redistributable,
            "read": report.read,
            "kept": report.kept,
            "quarantined": report.quarantined,
        },
        "resources": [{"name": t.name, "path": t.file, "title": t.title} for t in TABLES],
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
