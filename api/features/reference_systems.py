"""The coordinate reference systems of answers and boxes (OGC API Features, part 2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import shapely
from pyproj import Transformer

from geo.errors import FilterError, FilterProblem, closest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

STORAGE: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_STORED: Final = "OGC:CRS84"


@dataclass(frozen=True, slots=True)
class ReferenceSystem:
    """A system by the name that PROJ knows, and how many decimals of its unit are worth writing."""

    name: str
    decimals: int


#: By address. Axes are in the order of each system's own definition: EPSG:4326 has latitude first.
SYSTEMS: Final[Mapping[str, ReferenceSystem]] = MappingProxyType(
    {
        STORAGE: ReferenceSystem(_STORED, 5),
        "http://www.opengis.net/def/crs/EPSG/0/4326": ReferenceSystem("EPSG:4326", 5),
        # EPSG:3857, but for boxes beyond the 180th meridian, which do not jump around the Earth.
        "http://www.opengis.net/def/crs/EPSG/0/3857": ReferenceSystem(
            "+proj=webmerc +datum=WGS84 +over +type=crs", 2
        ),
    }
)


def check_system(parameter: str, given: str) -> str:
    """Return the address of a system that is known.

    Raises:
        FilterError: it is not; `parameter` is what the message calls it.
    """
    if given in SYSTEMS:
        return given
    message = f"unknown; allowed are {', '.join(SYSTEMS)}"
    raise FilterError([FilterProblem(parameter, given, message, closest(given, SYSTEMS))])


def in_system(frame: gpd.GeoDataFrame, address: str) -> gpd.GeoDataFrame:
    """Return rows of longitude and latitude with their shapes in another system."""
    if address == STORAGE:
        return frame
    system = SYSTEMS[address]

    def convert(xy: NDArray[Any]) -> NDArray[Any]:
        x, y = _transformer(system.name).transform(xy[:, 0], xy[:, 1])
        xy[:, 0], xy[:, 1] = x.round(system.decimals), y.round(system.decimals)
        return xy

    shapes = shapely.transform(frame.geometry.to_numpy(), convert)
    # The frame names no system: by GeoPandas' rules longitude would always come first.
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=shapes)


def corner_in_degrees(x: float, y: float, address: str) -> tuple[float, float]:
    """Return longitude and latitude of a corner of a box, given in the axes of a system."""
    if address == STORAGE:
        return x, y
    longitude, latitude = _transformer(SYSTEMS[address].name).transform(x, y, direction="INVERSE")
    return float(longitude), float(latitude)


@cache
def _transformer(name: str) -> Transformer:
    """Return what takes longitude and latitude to a system's own axes; threads may share it."""
    return Transformer.from_crs(_STORED, name)
