"""The files of an imported atlas, written as a data folder: whole, or not at all."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.csv

from geo.errors import ImportRefusedError, shorten
from geo.importers.build.provenance import datapackage_json
from geo.model.schema import PACKAGE_FILE, table
from geo.utils.scratch import is_running
from geo.utils.whole_files import sync_files

if TYPE_CHECKING:
    from geo.importers.build.conversion import Conversion
    from geo.importers.build.options import Imported
    from geo.importers.build.provenance import Provenance
    from geo.importers.build.report import Report
    from geo.importers.schemas.mapping import Mapping

_PART = ".partial-"


def folder_files(
    conversion: Conversion, mapping: Mapping, about: Provenance, report: Report
) -> dict[str, bytes]:
    """Return the files of a folder beside its CSV tables, by name; `mapping` imports it again."""
    report_json = json.dumps(report.to_dict(), indent=2, ensure_ascii=False) + "\n"
    return {
        **conversion.shared.files,
        PACKAGE_FILE: datapackage_json(about, conversion.raw, report),
        "report.json": report_json.encode("utf-8", errors="replace"),
        "report.txt": report.to_text().encode("utf-8", errors="replace"),
        "quarantine.csv": report.quarantine_csv(),
        "mapping.json": mapping.to_json().encode("utf-8", errors="replace"),
    }


def write_folder(imported: Imported, out: str | Path) -> Path:
    """Write a data folder that `geo.io.catalog.load` reads.

    All is written into a folder beside `out` that is renamed when it is complete: whatever ends
    the process leaves either no folder `out` or a whole one. What an earlier, killed import has
    left beside it is removed.

    Args:
        imported: the tables and the report.
        out: the folder to make; it may exist if it is empty.

    Raises:
        ImportRefusedError: `out` is a file or a folder with files, or cannot be written.
    """
    out = Path(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        message = f"{shorten(str(out))} exists and is not empty; name a new folder"
        raise ImportRefusedError(message)
    part = out.parent / f".{out.name}{_PART}{os.getpid()}-{secrets.token_hex(4)}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        part.mkdir()
        for name, rows in imported.tables.items():
            pyarrow.csv.write_csv(
                rows, part / table(name).file, pyarrow.csv.WriteOptions(quoting_style="needed")
            )
        for name, data in imported.files.items():
            (part / name).write_bytes(data)
        sync_files(part)
        part.rename(out)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        message = f"{shorten(str(out))} cannot be written: {error.strerror}"
        raise ImportRefusedError(message) from None
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return out


def _sweep(out: Path) -> None:
    """Remove what killed imports into the same folder have left; a living one keeps its own."""
    for left in out.parent.glob(f".{_escaped(out.name)}{_PART}*"):
        owner = left.name.rsplit(_PART, maxsplit=1)[-1].split("-", maxsplit=1)[0]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
