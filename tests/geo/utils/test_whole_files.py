"""Files appear whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from geo.paths import ROOT
from geo.utils.whole_files import write_whole

# A full disk, as far as a process can be given one: no file may be larger.
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
from geo.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
# Killed while the new file is being put in the place of the old one.
KILLED = """
import os, signal, sys
from pathlib import Path
from geo.utils.whole_files import write_whole
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
write_whole(sys.argv[1], b"new" * 10**6)
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True,
                          text=True, check=False)  # fmt: skip


def test_a_file_is_written_and_replaced_with_its_mode_and_through_a_link(tmp_path):
    path, link = tmp_path / "a.csv", tmp_path / "link.csv"
    write_whole(path, b"one")
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
    path.chmod(0o640)
    link.symlink_to(path)
    write_whole(link, b"two")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o640)
    assert link.is_symlink()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "link.csv"]


def test_what_is_no_plain_file_is_written_to():
    write_whole(os.devnull, b"gone")
    assert not os.path.isfile(os.devnull)  # noqa: PTH113 - a device is none


@pytest.mark.parametrize("suffix", ["geojson", "csv", "gpkg", "kml"])
def test_a_full_disk_is_said_with_exit_code_1_and_leaves_the_old_file(tmp_path, suffix):
    path = tmp_path / f"map.{suffix}"
    path.write_bytes(b"old")
    ended = run(LIMITED, "export", "--out", str(path))
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_kill_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "map.csv"
    path.write_bytes(b"old")
    assert run(KILLED, str(path)).returncode < 0
    assert path.read_bytes() == b"old"
