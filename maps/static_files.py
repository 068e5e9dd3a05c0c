"""Files that the browser loads by address and caches: base map, icons, points of the incidents.

Whatever is here is public to everybody who can reach the server, so only the shipped dataset ever
gets an address; a user's own rows travel inside the deck.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from geo.paths import STATIC
from geo.utils.whole_files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

URL_PREFIX: Final = "/app/static"
_VIEWS: Final = "views"
_MOST_VIEWS: Final = 500


@cache
def manifest(folder: str) -> dict[str, Any]:
    """Return the manifest of a folder of `static/`: logical name to file name."""
    text = (STATIC / folder / "manifest.json").read_text(encoding="utf-8")
    names: dict[str, Any] = json.loads(text)
    return names


def built(folder: str, name: str) -> str:
    """Return the address of a built file; `name` is its logical name in the folder's manifest."""
    return f"{URL_PREFIX}/{folder}/{manifest(folder)[name]}"


def read_built(folder: str, name: str) -> Any:
    """Return what a built JSON file holds; arguments as for `built`."""
    return json.loads((STATIC / folder / manifest(folder)[name]).read_bytes())


def publish(content: list[dict[str, Any]] | dict[str, Any]) -> str | None:
    """Write rows, or a style, to a file named by its content and return its address.

    The same content has the same address, so a browser loads it once. Returns None where the
    folder cannot be written to; the content must then travel inside the deck.
    """
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    name = f"{hashlib.sha256(data).hexdigest()[:16]}.json"
    folder = STATIC / _VIEWS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        if not path.exists():
            write_whole(path, data)
            _forget_oldest(folder)
    except OSError:
        return None
    return f"{URL_PREFIX}/{_VIEWS}/{name}"


def keep_published(address: str) -> bool:
    """Mark a published file as in use, so that others are forgotten first.

    Returns whether it is still there; if not, its content must be published again.
    """
    try:
        os.utime(STATIC / address.removeprefix(URL_PREFIX).lstrip("/"))
    except OSError:
        return False
    return True


def _forget_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda f: f.stat().st_mtime)
    for old in files[:-_MOST_VIEWS]:
        old.unlink(missing_ok=True)
