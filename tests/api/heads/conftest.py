"""A server with the shipped data, whose pages are as Streamlit's."""

import pytest

from geo.io import cache
from tests.api.heads.served import Parsed, client_of


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))


@pytest.fixture
def client(atlas, tmp_path):
    return client_of(lambda: atlas, str(tmp_path))


@pytest.fixture
def head(client):
    """Return a function that opens an address and parses the head of its page."""

    def opened(address: str) -> Parsed:
        answer = client.get(address)
        assert answer.status_code == 200
        return Parsed.of(answer.text)

    return opened
