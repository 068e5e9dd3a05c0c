"""All collections, and the one that an address names."""

from __future__ import annotations

from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from api.common.refusals import RefusedError
from api.features.incidents import INCIDENTS
from api.features.tables import TABLES
from geo.errors import closest, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from api.features.collection import Collection

COLLECTIONS: Final[Mapping[str, Collection]] = MappingProxyType(
    {collection.name: collection for collection in (INCIDENTS, *TABLES)}
)


def named_collection(request: Request) -> Collection:
    """Return the collection that the path of a request names.

    Raises:
        RefusedError: there is none (404).
    """
    name = request.path_params["collection"]
    if name in COLLECTIONS:
        return COLLECTIONS[name]
    message = f"There is no collection “{shorten(name)}”; there are {', '.join(COLLECTIONS)}."
    raise RefusedError(
        HTTPStatus.NOT_FOUND, message, members={"closest": list(closest(name, COLLECTIONS))}
    )
