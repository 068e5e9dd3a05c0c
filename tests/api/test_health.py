import asyncio
import json

import pytest
from starlette.applications import Starlette

from api.health import Readiness, health_routes

READY = Readiness("1.1.0-abc", ())
BROKEN_SINCE = Readiness("1.1.0-abc", ("groups.csv:1: file: is missing",))
BROKEN = Readiness(None, BROKEN_SINCE.trouble)


def answer(path, readiness):
    """Status and body of the answer to a request."""
    messages = []

    async def send(message):
        messages.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    asyncio.run(Starlette(routes=health_routes(lambda: readiness))(scope, None, send))
    return messages[0]["status"], b"".join(message.get("body", b"") for message in messages)


def test_a_server_that_answers_is_alive_whatever_its_data():
    assert answer("/healthz", BROKEN) == (200, b"ok")


@pytest.mark.parametrize(
    ("readiness", "status"), [(READY, 200), (BROKEN_SINCE, 200), (BROKEN, 503)]
)
def test_it_is_ready_while_it_has_data_to_show_and_says_what_is_wrong(readiness, status):
    found, body = answer("/readyz", readiness)
    content = json.loads(body)
    assert found == status
    assert content["version"] == readiness.version
    assert tuple(content["trouble"]) == readiness.trouble
