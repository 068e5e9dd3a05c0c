import asyncio

import pytest

from api.same_origin import SameOrigin

HOST = "atlas.example:8501"


def passes(origin=None, kind="websocket"):
    """Whether a request gets to the application."""
    passed, sent = [], []

    async def app(scope, receive, send):
        passed.append(scope)

    async def send(message):
        sent.append(message)

    headers = [(b"host", HOST.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode("latin-1")))
    asyncio.run(SameOrigin(app)({"type": kind, "headers": headers}, None, send))
    assert passed or sent == [{"type": "websocket.close", "code": 1008}]
    return bool(passed)


def test_the_apps_own_pages_and_programs_without_an_origin_get_in():
    assert passes(f"http://{HOST}")
    assert passes(f"https://{HOST}")
    assert passes()


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://atlas.example", f"http://{HOST}.evil.example", "null", "",
     f"http://evil@{HOST}", "http://[", "http://\x9bevil"],
)  # fmt: skip
def test_pages_of_other_sites_do_not_and_the_log_says_so(origin, caplog):
    assert not passes(origin)
    assert f"the app's address is {HOST}" in caplog.text
    assert "\x9b" not in caplog.text


def test_what_is_no_websocket_passes():
    assert passes("https://evil.example", kind="http")
