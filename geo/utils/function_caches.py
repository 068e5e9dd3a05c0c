"""What functions have kept of their arguments, to be forgotten."""

from __future__ import annotations

import sys


def forget(package: str) -> None:
    """Empty the caches of the functions of a package; they compute again what they are asked.

    Args:
        package: its name, such as `geo.importers`, whose functions keep texts of files.
    """
    for name, module in list(sys.modules.items()):
        if name == package or name.startswith(f"{package}."):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()
