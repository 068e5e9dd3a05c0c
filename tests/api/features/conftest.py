"""A client of the API, as a program that asks the running app is."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.features.routes import features_routes
from api.routes import interface_routes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.model.atlas import Atlas


def client_of(atlas: Atlas) -> TestClient:
    """Return a client of the API over an atlas."""
    return TestClient(Starlette(routes=features_routes(lambda: atlas)))


@pytest.fixture(scope="session")
def api(atlas: Atlas) -> Iterator[TestClient]:
    """Return a client of the API over the shipped data, which keeps one loop for all requests."""
    with client_of(atlas) as client:
        yield client


@pytest.fixture(scope="session")
def api_of() -> Callable[[Atlas], TestClient]:
    """Return the function that makes a client over another atlas."""
    return client_of


@pytest.fixture(scope="session")
def served(atlas: Atlas) -> Iterator[str]:
    """Return the address of a server of all interfaces over the shipped data, without the app."""
    config = uvicorn.Config(Starlette(routes=interface_routes(lambda: atlas)), log_config=None)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
