"""How much of visitors' files one server keeps: counted, limited, given back."""

from __future__ import annotations

import asyncio
import gc

import pytest

from geo.errors import ImportRefusedError
from tests.ui.your_data.uploads import PLAIN, made, opened, said_anywhere, upload, used
from ui.runtime import uploads
from ui.your_data import kept_uploads
from ui.your_data.kept_uploads import Usage, counted, keep, usage


class Kept:
    """Something that a session keeps."""


@pytest.fixture
def at(monkeypatch):
    """Say whose run this is."""

    def become(session: str) -> None:
        monkeypatch.setattr(uploads, "session_id", lambda: session)

    become("ann")
    return become


@pytest.fixture
def limit(monkeypatch):
    def set_limit(name: str, value: int) -> None:
        monkeypatch.setenv(f"ATLAS_IMPORT_{name}", str(value))

    return set_limit


def test_what_is_kept_is_counted_until_it_is_gone(at):
    first, second = Kept(), Kept()
    keep(first, 100)
    at("ben")
    keep(second, 20)
    assert (usage("ann"), usage("ben"), usage()) == (Usage(1, 100), Usage(1, 20), Usage(2, 120))
    del first
    assert (usage("ann"), usage()) == (Usage(0, 0), Usage(1, 20))


def test_files_that_wait_to_be_read_count_too(at, monkeypatch):
    monkeypatch.setattr(uploads, "stored", lambda: {"ann": [5, 6], "ben": [7]})
    assert (usage("ann"), usage()) == (Usage(2, 11), Usage(3, 18))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SESSION_FILES", 1, "Your session already keeps 1 file or table, 1,500"),
        (
            "SESSION_BYTES",
            2_000_000_000,
            r"in all, and this would add 1,000\.0 MB; its limits are 8 ",
        ),
        ("SERVER_FILES", 1, "This server already keeps 1 file or table, "),
        (
            "SERVER_BYTES",
            2_000_000_000,
            r"This server .* are 200 and 2,000\.0 MB\. Try again later",
        ),
    ],
)
def test_what_is_too_much_is_refused_and_not_counted(at, limit, name, value, words):
    limit(name, value)
    first = Kept()
    keep(first, 1_500_000_000)
    with pytest.raises(ImportRefusedError, match=words):
        keep(Kept(), 1_000_000_000)
    del first
    second = Kept()
    keep(second, 1_000_000_000)
    assert usage() == Usage(1, 1_000_000_000)


def test_another_session_has_its_own_limit(at, limit):
    limit("SESSION_FILES", 1)
    first, second = Kept(), Kept()
    keep(first, 1)
    at("ben")
    keep(second, 1)


def answered(app, **scope) -> tuple[int, bytes]:
    sent = []

    async def send(message):
        sent.append(message)

    asked = {"type": "http", "method": "PUT", "path": "/_stcore/upload_file/ann/1", "headers": []}
    asyncio.run(app(asked | scope, None, send))
    return (sent[0]["status"], sent[1]["body"]) if sent else (0, b"")


def test_an_upload_is_refused_before_it_is_read_and_counted_while_it_comes(limit):
    limit("SERVER_BYTES", 1000)
    seen = []

    async def app(scope, receive, send):
        seen.append(usage())

    gate = uploads.UploadGate(app, counted)
    code, words = answered(gate, headers=[(b"content-length", b"1001")])
    assert (code, seen) == (507, [])
    assert b"already keeps 0 files and tables, 0 bytes in all, and this would add 1,001 b" in words
    assert b"Try again later" in words
    answered(gate, headers=[(b"content-length", b"999")])
    answered(gate, method="DELETE")
    answered(gate, path="/_stcore/health")
    assert seen == [Usage(1, 999), Usage(0, 0), Usage(0, 0)]
    # One that does not say how long it is may be as long as any.
    assert answered(gate)[0] == 507


def test_a_full_server_says_so_where_the_uploader_would_be(app, limit):
    limit("SERVER_FILES", 1)
    others = Kept()
    keep(others, 3)
    page = opened(app)
    assert "This server already keeps 1 file or table, 3 bytes in all;" in page.alerts()
    assert not page.at.file_uploader
    del others
    assert page.run().at.file_uploader


def test_a_file_that_is_read_and_imported_is_counted_and_given_back(app):
    page = used(made(upload(opened(app), "own.csv", PLAIN)))
    assert usage().pieces
    page.button("Back to the built-in data").click()
    page.run()
    page.at.switch_page("pages/your-data.py")
    page.run()
    assert "own.csv" not in said_anywhere(page)
    gc.collect()
    assert usage() == Usage(0, 0), kept_uploads._kept
