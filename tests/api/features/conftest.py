"""A client of the API, as a program that asks the running app is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.features.routes import features_routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model.atlas import Atlas


def client_of(atlas: Atlas) -> TestClient:
    """Return a client of the API over an atlas."""
    return TestClient(Starlette(routes=features_routes(lambda: atlas)))


@pytest.fixture(scope="session")
def api(atlas: Atlas) -> TestClient:
    """Return a client of the API over the shipped data."""
    return client_of(atlas)


@pytest.fixture(scope="session")
def api_of() -> Callable[[Atlas], TestClient]:
    """Return the function that makes a client over another atlas."""
    return client_of
