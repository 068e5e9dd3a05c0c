"""Start the app, and Debian's Chromium: for the pictures, the fingerprint and the benchmarks."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
# Software rendering, as in the tests, and no requests of the browser's own.
FLAGS = [
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE_S = 180
STOP_S = 10


@contextmanager
def app(
    script: str = "server.py",
    *,
    checkout: Path = ROOT,
    port: int | None = None,
    environment: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    base_path: str = "",
    program: Sequence[str] = ("-m", "streamlit", "run"),
) -> Iterator[str]:
    """Run a Streamlit script until the context ends, and yield its address once it answers.

    Args:
        script: the file to run, relative to `checkout`.
        checkout: the folder to run it in.
        port: the port to listen on; by default a free one.
        environment: the environment of the server; by default that of this process.
        options: more options of `streamlit run`.
        base_path: the path below which the app is served, such as `/atlas`.
        program: what Python runs the script with; nothing for one that starts Streamlit itself.

    Yields:
        The address without a slash at the end. The program ends with a message if the port is in
        use or the server does not answer.
    """
    with socket.socket() as probe:
        if port is None:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        elif probe.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"Port {port} is in use by another program. Stop that program first.")
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [sys.executable, *program, script, "--server.headless", "true",
             "--server.port", str(port), "--server.fileWatcherType", "none",
             "--server.baseUrlPath", base_path, *options],
            cwd=checkout, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        url = f"http://localhost:{port}{base_path}"
        try:
            if not _answers(server, url):
                log.seek(0)
                sys.exit(f"{script} did not start:\n{log.read().decode(errors='replace')[-2000:]}")
            yield url
        finally:
            server.terminate()
            try:
                server.wait(timeout=STOP_S)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _answers(server: subprocess.Popen[bytes], url: str) -> bool:
    """Wait until the server answers; return whether it did."""
    end = time.monotonic() + PATIENCE_S
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):  # noqa: S310
                return True
        except OSError:
            time.sleep(0.1)
    return False


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium without a window until the context ends."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("Chromium is not installed. On Debian, run: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
