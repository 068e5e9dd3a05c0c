"""The app in several processes behind one door.

    ATLAS_WORKERS=2 python serve.py [OPTIONS of streamlit run] [-- --data DIR]

HAProxy is the door: it sends every request of a visitor to the process that has the visitor's
session, by a cookie. With one process, the default, there is no door. When one process ends, all
do, so that whoever supervises this one starts them afresh.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parent
WORKERS_VARIABLE: Final = "ATLAS_WORKERS"
BASE_URL_VARIABLE: Final = "ATLAS_BASE_URL"
COOKIE: Final = "atlas_worker"
_MOST_WORKERS: Final = 64
_LOOPBACK: Final = "127.0.0.1"
_PATIENCE_S: Final = 300
_LOOK_EVERY_S: Final = 0.2
_STOP_S: Final = 10
_CONFIGURATION: Final = """\
defaults
    mode http
    timeout connect 5s
    timeout http-request 30s
    timeout client 10m
    timeout server 10m
    timeout tunnel 1d
    timeout check 10s
frontend door
    bind {door}
    default_backend workers
backend workers
    balance leastconn
    cookie {cookie} insert indirect nocache httponly {attributes}
    option httpchk GET /healthz
    default-server check inter 5s fall 3 rise 1
{servers}
"""


def workers() -> int:
    """Return how many processes are asked for; the program ends if that is no number."""
    setting = os.environ.get(WORKERS_VARIABLE) or "1"
    if not (setting.isascii() and setting.isdigit() and 1 <= int(setting) <= _MOST_WORKERS):
        sys.exit(
            f"{WORKERS_VARIABLE}: expected a whole number from 1 to {_MOST_WORKERS}, found "
            f"{setting!r}; correct the setting or remove it"
        )
    return int(setting)


def configuration(address: str, port: int, ports: Sequence[int], base_url: str = "") -> str:
    """Return HAProxy's configuration.

    Args:
        address: network interface of the door; "" for all.
        port: port of the door.
        ports: ports of the processes on this machine.
        base_url: the address that visitors use. Under https the cookie also reaches the server from
            a frame on another site.
    """
    servers = [
        f"    server w{n} {_LOOPBACK}:{worker} cookie w{n}" for n, worker in enumerate(ports, 1)
    ]
    framed = 'secure attr "SameSite=None" attr Partitioned'
    return _CONFIGURATION.format(
        door=f"{_LOOPBACK if address == 'localhost' else address or '*'}:{port}",
        cookie=COOKIE,
        attributes=framed if base_url.startswith("https:") else 'attr "SameSite=Lax"',
        servers="\n".join(servers),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a process ends or this one is told to; return 1 if a process ended by itself."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    n = workers()
    if n == 1:
        _become([*_streamlit(), *given])
    haproxy = shutil.which("haproxy", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
    if haproxy is None:
        sys.exit("haproxy is not installed. On Debian, run: apt-get install haproxy")

    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--server.address", default=_setting("address"))
    parser.add_argument("--server.port", type=int, default=_setting("port"))
    split = given.index("--") if "--" in given else len(given)
    door, options = parser.parse_known_args(given[:split])
    address, port = vars(door)["server.address"], vars(door)["server.port"]
    ports = _free_ports(n)
    # Who has signed in stays so with another process.
    environment = {"STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32)} | os.environ
    started: list[subprocess.Popen[bytes]] = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        started += [
            subprocess.Popen(
                [*_streamlit(), *options, "--server.headless", "true", "--server.address",
                 _LOOPBACK, "--server.port", str(worker), "--logger.hideWelcomeMessage", "true",
                 *given[split:]],
                cwd=ROOT, env=environment,
            )
            for worker in ports
        ]  # fmt: skip
        if not all(_is_up(process, worker) for process, worker in zip(started, ports, strict=True)):
            return 1
        configured = configuration(address, port, ports, os.environ.get(BASE_URL_VARIABLE, ""))
        started.append(_open_door(haproxy, configured))
        print(f"{n} processes serve http://{address or socket.gethostname()}:{port}", flush=True)
        while all(process.poll() is None for process in started):
            time.sleep(_LOOK_EVERY_S)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(started)
    print("A process has ended, so all end.", file=sys.stderr)
    return 1


def _setting(name: str) -> str:
    """Return what the environment or .streamlit/config.toml says of `server.NAME`."""
    import streamlit as st  # noqa: PLC0415 - one process alone needs no door

    # Streamlit reads the environment only when it runs a script itself.
    given = os.environ.get(f"STREAMLIT_SERVER_{name.upper()}")
    return given or str(st.get_option(f"server.{name}") or "")


def _streamlit() -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", str(ROOT / "server.py")]


def _become(command: list[str]) -> NoReturn:
    os.chdir(ROOT)
    os.execv(command[0], command)  # noqa: S606 - our own command, without a shell


def _free_ports(n: int) -> list[int]:
    probes = [socket.create_server((_LOOPBACK, 0)) for _ in range(n)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _is_up(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until a process answers; return whether it did."""
    end = time.monotonic() + _PATIENCE_S
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://{_LOOPBACK}:{port}/healthz", timeout=5):
                return True
        except OSError:
            time.sleep(_LOOK_EVERY_S)
    return False


def _open_door(haproxy: str, configured: str) -> subprocess.Popen[bytes]:
    with tempfile.TemporaryFile() as file:
        file.write(configured.encode())
        file.seek(0)
        return subprocess.Popen([haproxy, "-db", "-f", "/dev/stdin"], stdin=file)


def _stop(started: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in started:
        process.terminate()
    end = time.monotonic() + _STOP_S
    for process in started:
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
