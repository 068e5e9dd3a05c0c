"""Temporary folders: gone at the end of their block, and swept after a kill."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pytest

from geo.utils import scratch


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_folder_is_private_and_goes_however_its_block_ends():
    seen = []

    def work() -> None:
        with scratch.scratch_folder() as folder:
            (folder / "rows").write_text("private")
            seen.append((folder, folder.stat().st_mode & 0o777))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    ((folder, mode),) = seen
    assert mode == 0o700
    assert not folder.exists()


def test_the_folders_of_processes_that_are_gone_are_swept_and_no_others(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    kept = [tmp_path / f"{scratch.PREFIX}{os.getppid()}-a", tmp_path / "incident-atlas-cache"]
    left = [tmp_path / f"{scratch.PREFIX}{pid}-a" for pid in (gone.pid, os.getpid())]
    for folder in (*kept, *left):
        folder.mkdir()
        (folder / "rows").write_text("private")
    assert scratch.sweep() == len(left)
    assert [folder.exists() for folder in (*kept, *left)] == [True, True, False, False]
