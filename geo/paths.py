"""Where the files of the project are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
#: The shipped data folder.
DATA: Final = ROOT / "data"
#: Files that the browser loads by address.
STATIC: Final = ROOT / "static"
#: Code that makes an atlas; the cache hashes it, with all folders below.
GEO: Final = ROOT / "geo"
