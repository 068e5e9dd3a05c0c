"""Reading in a process of its own: the same cells, and no file that harms the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pyogrio
import pytest

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers import Limits
from geo.importers.read.apart import apart, child
from geo.paths import ROOT
from geo.utils.scratch import PREFIX
from tests.geo.importers.files import zipped
from tests.geo.importers.hostile import HOSTILE, two_cells_far_apart

CSV = b"date,place\n" + 20 * b"2024-01-28,Rukban\n" + b'2024-02-04,"a\nb"\nx,too,long\n'
TWO_LISTS = {"a": [{"date": "2024-01-28", "killed": 3}, 7], "b": [{"c": 1}]}
PARTS = ("name", "kind", "digest", "unfit", "notes", "has_lines", "remarks", "parts", "noun",
         "part_column")  # fmt: skip


def scratch_folders() -> set[Path]:
    """Those of this process: other tests run beside it."""
    return set(Path(tempfile.gettempdir()).glob(f"{PREFIX}{os.getpid()}-*"))


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.csv", CSV),
     ("x.json", json.dumps(TWO_LISTS).encode()),
     ("y.csv", "date;الاسم\n28.01.2024;برج\n".encode())],
)  # fmt: skip
def test_it_reads_the_same_as_in_this_process(name, data):
    before = scratch_folders()
    here, there = importers.read_file(data, name), importers.read_apart(data, name)
    assert there.table.equals(here.table)
    assert there.line.tolist() == here.line.tolist()
    for part in PARTS:
        assert getattr(there, part) == getattr(here, part)
    assert scratch_folders() <= before


def test_a_path_and_a_refusal_are_as_in_this_process(tmp_path):
    path = tmp_path / "z.csv"
    path.write_bytes(CSV)
    assert importers.read_apart(path).table.equals(importers.read_file(path).table)
    several = zipped(**{"a.csv": CSV, "b.csv": CSV})
    for source in (tmp_path / "none.csv", several):
        with pytest.raises(ImportRefusedError) as here:
            importers.read_file(source, "u.csv")
        with pytest.raises(ImportRefusedError) as there:
            importers.read_apart(source, "u.csv")
        assert str(there.value) == str(here.value)
        assert vars(there.value) == vars(here.value)


def test_gdal_has_no_driver_there_that_opens_other_files():
    skipped = set(apart._FOR_THE_CHILD["GDAL_SKIP"].split(","))
    assert pyogrio.list_drivers().keys() - skipped == {"GPKG", "FlatGeobuf", "ESRI Shapefile"}


def test_a_file_that_needs_too_much_memory_costs_one_message():
    before = scratch_folders()
    data = two_cells_far_apart()
    assert len(data) < 2000
    limits = Limits(memory_bytes=2**30)
    with pytest.raises(ImportRefusedError, match=r"needs more than 1 GB of memory; .*MEMORY_BYTES"):
        importers.read_apart(data, "sparse.xlsx", limits)
    assert scratch_folders() <= before


def test_a_file_that_takes_too_much_processor_time_is_given_up():
    quotes = b"date,b\n" + b'x"y,"\n' * 200_000
    with pytest.raises(ImportRefusedError, match=r"takes more than 1 second of processor time"):
        importers.read_apart(quotes, "quotes.csv", Limits(cpu_s=1))


def test_whoever_waits_can_end_it_and_nothing_stays():
    class CancelError(Exception):
        pass

    def cancel(_what: str) -> None:
        raise CancelError

    before = scratch_folders()
    quotes = b"date,b\n" + b'x"y,"\n' * 200_000
    with pytest.raises(CancelError):
        importers.read_apart(quotes, "quotes.csv", tell=cancel)
    assert scratch_folders() <= before
    assert not apart._turns


def test_more_than_so_many_at_once_wait_and_are_told_how_many_are_before_them():
    told, may_go, is_in = [], threading.Event(), threading.Event()

    def first() -> None:
        with apart._turn(1, told.append):
            is_in.set()
            may_go.wait(10)

    def second() -> None:
        with apart._turn(1, lambda what: (told.append(what), may_go.set())):
            told.append("in")

    one, two = threading.Thread(target=first), threading.Thread(target=second)
    one.start()
    assert is_in.wait(10)
    two.start()
    one.join(10)
    two.join(10)
    assert told[0] == "waiting for 1 other file"
    assert told[-1] == "in"


def test_an_end_that_nobody_foresaw_is_a_message_too():
    assert "broke off (exit code 1)" in apart._why(1, "x", 20, Limits())
    assert "needs more than 4 GB" in apart._why(-9, "x", 20, Limits())


def test_a_reader_ends_when_who_started_it_is_gone(tmp_path):
    # The other end of its input is closed, whatever has ended who held it.
    allowance = {"memory_bytes": 2**31, "cpu_s": 30, "wall_s": 90}
    task = child.task_of(None, "a.csv.gz", Limits(unpacked_bytes=2**40), (), allowance)
    (tmp_path / child.TASK).write_text(task)
    (tmp_path / child.GIVEN).write_bytes(HOSTILE["2.5 GB of zeros.csv.gz"]())
    command = [sys.executable, "-m", "geo.importers.read.apart.child", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    assert ended.returncode == 1
    assert {path.name for path in tmp_path.iterdir()} == {child.TASK, child.GIVEN}
