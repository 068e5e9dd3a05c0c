"""What an imported atlas shares with the shipped one: provinces, bases, groups that are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import geopandas as gpd

from geo.errors import DataError
from geo.io import tables
from geo.model.column import LIST_SEPARATOR
from geo.model.schema import BASES, CAPITALS, GROUP_LINKS, GROUPS, PROVINCES, SOURCES
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from geo.model.column import Table

_CRS = "EPSG:4326"


@dataclass(frozen=True)
class SharedTables:
    """The shared tables; the files of the spatial ones go along as they are.

    `files` holds their bytes by name, and those of the capitals where the folder has them.
    """

    provinces: gpd.GeoDataFrame
    bases: gpd.GeoDataFrame
    groups: pd.DataFrame
    group_links: pd.DataFrame
    sources: pd.DataFrame
    files: Mapping[str, bytes]

    def spellings(self) -> list[list[str]]:
        """Return for each group its name and other spellings, best first."""
        return [
            [name, *(aliases.split(LIST_SEPARATOR) if isinstance(aliases, str) else []),
             *([arabic] if isinstance(arabic, str) else [])]
            for name, aliases, arabic in zip(
                self.groups["name"], self.groups["aliases"], self.groups["name_ar"], strict=True
            )
        ]  # fmt: skip


@lru_cache(maxsize=2)
def load_shared_tables(folder: Path = DATA) -> SharedTables:
    """Read what is shared from a data folder, once per process; nobody may change it.

    Raises:
        DataError: one of the files cannot be read.
    """
    optional = [CAPITALS] if (folder / CAPITALS.file).is_file() else []
    files = {t.file: (folder / t.file).read_bytes() for t in (PROVINCES, BASES, *optional)}
    provinces = _read(folder, PROVINCES)
    return SharedTables(
        provinces=gpd.GeoDataFrame(provinces, geometry="geometry", crs=_CRS).sort_values(
            "province_code", ignore_index=True
        ),
        bases=gpd.GeoDataFrame(_read(folder, BASES), geometry="geometry", crs=_CRS),
        groups=_read(folder, GROUPS),
        group_links=_read(folder, GROUP_LINKS),
        sources=_read(folder, SOURCES),
        files=MappingProxyType(files),
    )


def _read(folder: Path, table: Table) -> pd.DataFrame:
    sheet = tables.read_table(table, (folder / table.file).read_bytes())
    if not sheet.readable:
        raise DataError(sheet.problems)
    return sheet.frame.reset_index(drop=True)
