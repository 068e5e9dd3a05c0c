"""What every test may ask for: the shipped atlas, the folder it came from, and hypothesis settings.

The atlas is loaded once per run. Nothing may change it; `tests/geo/model/test_atlas.py` shows that
nothing can.
"""

from __future__ import annotations

import json
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from geo.io import catalog, tables
from tests.geometry import world, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xdist.workermanage import WorkerController

    from geo.model.atlas import Atlas
    from geo.model.column import Table
    from tests.geometry import World

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"

# No deadline: a shared machine is slow at times. No database: a run leaves no files behind.
# Said outright because hypothesis would take the same examples in every run of CI.
settings.register_profile(
    "atlas",
    deadline=None,
    database=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("atlas")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the slow tests run at full size, and references be renewed."""
    parser.addoption(
        "--renew-pictures", action="store_true", help="keep what maps look like now as reference"
    )
    parser.addoption(
        "--full-size", action="store_true", help="give the slow tests all the cases they can have"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed of this run's property tests, and let a failing one show its example."""
    # Before hypothesis looks for it. All workers of xdist have the seed of the process above them.
    if config.option.hypothesis_seed is None:
        from_above = getattr(config, "workerinput", {}).get("hypothesis_seed")
        config.option.hypothesis_seed = from_above or str(secrets.randbelow(2**32))
    config.addinivalue_line("filterwarnings", "ignore:Generating overly large repr")


@pytest.hookimpl(optionalhook=True)  # of xdist
def pytest_configure_node(node: WorkerController) -> None:
    """Give a worker the seed of this run."""
    node.workerinput["hypothesis_seed"] = node.config.option.hypothesis_seed


def pytest_report_header(config: pytest.Config) -> str:
    """Say how this run can be repeated."""
    return f"property tests: repeat them with --hypothesis-seed={config.option.hypothesis_seed}"


@pytest.fixture(scope="session")
def full_size(pytestconfig: pytest.Config) -> bool:
    """Return whether slow tests take all the cases they can have, as in `make fuzz`."""
    return bool(pytestconfig.getoption("--full-size"))


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Return the shipped data folder; read it, never write to it."""
    return DATA


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """Return the atlas of the shipped data."""
    return catalog.load(DATA)


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """Return a copy of the shipped data folder that a test may break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture(scope="session")
def hand_drawn(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Atlas]:
    """Return a function that loads a small world drawn by hand, with tables of one's own.

    Equal tables give the same atlas, loaded once: loading is what takes the time.
    """
    folder = tmp_path_factory.mktemp("hand_drawn")
    loaded: dict[str, Atlas] = {}

    def load(**tables: World) -> Atlas:
        made = world(**tables)
        key = json.dumps(made)
        if key not in loaded:
            loaded[key] = catalog.load(write_folder(folder, made))
        return loaded[key]

    return load


@pytest.fixture(scope="session", autouse=True)
def _equal_bytes_are_read_once() -> Iterator[None]:
    # Hundreds of tests change one file of a folder and load them all, or start the app afresh. What
    # a file means depends on its bytes alone, so each content is parsed once; tests that start a
    # process parse everything.
    read, sheets = tables.read_table, {}

    def remembering(table: Table, data: bytes) -> tables.Sheet:
        key = table.name, data
        if key not in sheets:
            sheets[key] = read(table, data)
        sheet = sheets[key]
        return tables.Sheet(sheet.table, sheet.frame.copy(), sheet.n_read, list(sheet.problems))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "read_table", remembering)
        yield
