"""The container's recipe: what it copies is enough to run, and nothing else is written to.

No container engine is needed: the server is started in a folder that holds what the Dockerfile
copies, with its settings, as a user who may write where the image lets its user write.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.uploader import Uploader
from tests.test_server import answer, free_port

ROOT = Path(__file__).resolve().parents[1]
VENV = Path(sys.executable).parents[1]
# One for each kind of file: base map, change log and prose, history.
PAGES = {"": "deck_map", "method": "Change log of the data", "what-changed": "Counts that moved"}


def instructions() -> list[tuple[str, str]]:
    """The steps of the Dockerfile, those of several lines on one."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


STEPS = instructions()
RUNS = STEPS[max(at for at, step in enumerate(STEPS) if step[0] == "FROM") :]  # the last stage


def of(name: str, steps=RUNS) -> list[str]:
    return [rest for kind, rest in steps if kind == name]


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in shlex.split(" ".join(of("ENV"))))


def copies(steps) -> list[tuple[str, str]]:
    """Each source with its place in the image, below /app."""
    given = [rest.split() for rest in of("COPY", steps) if not rest.startswith("--from")]
    return [(source, place) for *sources, place in given for source in sources]


def put_image(folder: Path, steps) -> None:
    """Put into a folder what the Dockerfile copies."""
    patterns = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    def left_out(parent: str, names: list[str]) -> set[str]:
        paths = {name: str((Path(parent) / name).relative_to(ROOT)) for name in names}
        return {
            name for name, path in paths.items()
            if any(fnmatch.fnmatch(f"/{path}", f"*/{p.removeprefix('**/')}") if "**/" in p
                   else path == p for p in patterns)
        }  # fmt: skip

    for source, place in copies(steps):
        target = folder / place / source if place == "./" else folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, target, ignore=left_out, dirs_exist_ok=True)
        else:
            shutil.copyfile(ROOT / source, target)


def protect(tree: Path, *writable: Path) -> None:
    for path in [tree, *tree.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)
    for folder in writable:
        folder.chmod(0o755)


@contextmanager
def container(tree: Path, beside: Path, venv: Path, **settings: str):
    """Start the image's command as the image's user may, until the context ends."""
    volumes = [tree / path.removeprefix("/app/") for path in json.loads(of("VOLUME")[0])[1:]]
    for folder in (*volumes, beside / "cache", beside / "tmp"):
        folder.mkdir(exist_ok=True)
    protect(tree, *volumes)
    log = beside / "log"
    # Root may write anywhere; without this right it may not.
    prefix = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    places = {"/venv": str(venv), "/cache": str(beside / "cache"), "$PATH": os.environ["PATH"]}
    given = {"TMPDIR": str(beside / "tmp"), "HOME": str(beside / "tmp")}
    for name, value in environment().items():
        for place, here in places.items():
            value = value.replace(place, here)  # noqa: PLW2901 - step by step
        given.setdefault(name, value)
    given |= settings
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*prefix, *json.loads(of("CMD")[0])], cwd=tree, env=given, stdout=out, stderr=out
        )
    check = json.loads(of("HEALTHCHECK")[0].partition("CMD ")[2])
    try:
        for _ in range(300):
            assert process.poll() is None, log.read_text()
            if not subprocess.run(check, env=given, capture_output=True, check=False).returncode:
                break
            time.sleep(0.2)
        else:
            pytest.fail(f"it is not healthy: {log.read_text()}")
        yield log
    finally:
        process.terminate()
        process.wait(timeout=30)
        for path in [tree, *tree.rglob("*")]:
            path.chmod(path.stat().st_mode | 0o200)
    assert subprocess.run(check, env=given, capture_output=True, check=False).returncode


def files(tree: Path) -> set[str]:
    return {str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file()}


def draw(url: str) -> None:
    """Draw pages as a visitor, and load the code of the map."""
    with Uploader(url, "") as visitor:
        for visitor.page, words in PAGES.items():
            assert words in visitor.run(), visitor.page
    code = next((ROOT / "map_component" / "assets").glob("deck-map-*.js"))
    address = f"{url}/_stcore/bidi-components/map-component.deck_map/{code.name}"
    assert answer(address) == code.read_bytes()


def test_what_is_copied_exists_and_holds_no_secret_and_nothing_for_developers():
    for source, _ in copies(STEPS):
        assert (ROOT / source).exists(), source
    sources = {source for source, _ in copies(RUNS)}
    assert not sources & {".", ".streamlit", "tests", "docs", "requirements-dev.txt"}
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".streamlit/secrets.toml", "static/views", "map_component/frontend"} <= set(ignored)


def test_it_runs_as_a_user_of_its_own_with_the_python_and_the_port_of_the_atlas():
    assert all(re.fullmatch(r"[1-9]\d*:[1-9]\d*", user) for user in of("USER"))
    user = of("USER")[-1].partition(":")[0]
    assert any(f"useradd --uid {user} " in step for step in of("RUN"))
    assert RUNS.index(("USER", of("USER")[0])) > max(RUNS.index(("RUN", s)) for s in of("RUN"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    python = project["requires-python"].removeprefix(">=")
    assert all(base.startswith(f"python:{python}-slim-") for base in of("FROM", STEPS))
    shipped = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert of("EXPOSE") == [str(shipped["server"]["port"])]
    assert environment()["STREAMLIT_SERVER_PORT"] == of("EXPOSE")[0]
    assert environment()["ATLAS_CACHE"].startswith(json.loads(of("VOLUME")[0])[0])


def test_it_serves_below_a_path_with_what_is_copied_and_writes_where_it_may(tmp_path):
    tree, beside = tmp_path / "app", tmp_path / "beside"
    beside.mkdir()
    put_image(tree, RUNS)
    before = files(tree)
    port = str(free_port())
    with container(
        tree, beside, VENV, STREAMLIT_SERVER_PORT=port, STREAMLIT_SERVER_BASE_URL_PATH="atlas",
        ATLAS_ACCESS_LOG="stdout",
    ) as log:  # fmt: skip
        url = f"http://localhost:{port}/atlas"
        assert json.loads(answer(f"{url}/readyz"))["ready"]
        draw(url)
    text = log.read_text()
    assert "Traceback" not in text
    assert "rror" not in re.sub(r"^\{.*\}$", "", text, flags=re.MULTILINE)
    added = files(tree) - before
    assert added
    assert all(name.startswith("static/views/") for name in added), added
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    answered = {(line["path"], line["status"]) for line in lines}
    assert {("/healthz", 200), ("/atlas/readyz", 200), ("/atlas/_stcore/stream", 101)} <= answered
    assert '"GET /' not in text, "the server's own log has addresses"


@pytest.mark.slow
def test_its_packages_are_enough(tmp_path, full_size):
    if not full_size:
        pytest.skip("takes minutes and a network")
    tree, beside, venv = tmp_path / "app", tmp_path / "beside", tmp_path / "venv"
    beside.mkdir()
    stage = STEPS[: len(STEPS) - len(RUNS)]
    put_image(tree, stage)
    (install,) = of("RUN", stage)
    (default,) = of("ARG", stage)
    subprocess.run(  # noqa: S602 - the recipe's own step
        install.replace("/venv", str(venv)), shell=True, cwd=tree, check=True,
        env={**os.environ, **dict([default.split("=")])},
    )  # fmt: skip
    shutil.rmtree(tree)  # the next stage starts afresh
    put_image(tree, RUNS)
    port = str(free_port())
    with container(tree, beside, venv, STREAMLIT_SERVER_PORT=port) as log:
        draw(f"http://localhost:{port}")
        assert "Traceback" not in log.read_text()
