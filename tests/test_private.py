"""Nothing of an upload outlives its session: in a running server's memory, or on its disk.

What is asked is what Python can still reach. Memory that was given back to the system, or that
waits to be used again, may hold old bytes until it is written over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from geo.paths import STATIC
from scripts.uploader import Uploader
from tests.geo.importers import files
from tests.test_server import ROOT, answer, free_port, stop, wait_for

FIRST = "Zqx"
GONE = ("used", "unread")
PAGES = ("", "timeline", "groups", "near")


def a_file(name: str) -> bytes:
    rows = [
        {"date": f"2023-01-{i + 1:02d}", "place": f"{FIRST}{name} town", "country": "Mali",
         "lat": 12 + i / 10, "lon": -8 + i / 10, "attacker": f"{FIRST}{name} men",
         "notes": f"{FIRST}{name} said {i}"}
        for i in range(12)
    ]  # fmt: skip
    return files.plain_csv(*rows)


def holders(url: str, *names: str) -> dict[str, list[str]]:
    """Return who holds the text of each file, asked at once: it is a second's work."""
    seconds = "&".join(f"second={name}" for name in names)
    return json.loads(answer(f"{url}/held?first={FIRST}&{seconds}"))


def files_with(name: str, *folders) -> list[str]:
    text = f"{FIRST}{name}".encode()
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and text in path.read_bytes()
    ]


@pytest.fixture
def kept_s(full_size):
    """How long the server keeps a lost session: as it is, or short so that nobody waits."""
    return 30 if full_size else 4


def test_what_was_uploaded_is_gone_soon_after_its_session(tmp_path, kept_s):
    log, port = tmp_path / "log", free_port()
    url = f"http://localhost:{port}"
    scratch, cache = tmp_path / "tmp", tmp_path / "cache"
    scratch.mkdir()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "tests/held_server.py", "--server.port",
             str(port), "--server.headless", "true", "--", str(kept_s)],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
            env=os.environ | {"TMPDIR": str(scratch), "ATLAS_CACHE": str(cache)},
        )  # fmt: skip
    try:
        wait_for(process, url, log)
        lost = Uploader(url)
        lost.upload("own_upload_0", "lost.csv", a_file("lost"))
        with Uploader(url) as visitor, Uploader(url) as other:
            visitor.upload("own_upload_0", "mine.csv", a_file("used"))
            visitor.press("own_convert")
            assert f"{FIRST}used men" in visitor.press("own_use")
            for visitor.page in PAGES:
                visitor.run()
            assert other.put("unread.csv", a_file("unread"))[1] < 300
            assert all(holders(url, "used", "unread").values())
        left = time.monotonic()
        lost.close()
        with Uploader(url, session=lost.session) as back:
            assert back.session == lost.session
            back.ids = lost.ids
            assert "12 rows imported" in back.press("own_convert")
            time.sleep(kept_s)
            while any((held := holders(url, "used", "unread", "lost"))[n] for n in GONE):
                assert time.monotonic() < left + 60, held
                time.sleep(2)
            assert held["lost"], "who came back has the file still"
        for name in ("used", "unread", "lost"):
            assert not files_with(name, scratch, cache, STATIC)
        assert not list(scratch.glob("incident-atlas-*"))
    finally:
        stop(process)
    assert "Traceback" not in log.read_text()
