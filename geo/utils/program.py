"""The version of the program."""

from __future__ import annotations

import tomllib
from functools import cache

from geo.paths import ROOT


@cache
def program_version() -> str:
    """Return the version that pyproject.toml states."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    version: str = project["version"]
    return version
