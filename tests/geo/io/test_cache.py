"""A second load says what the first one said, to the last cell, or there is no second one."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal

from geo.analysis import summary
from geo.errors import DataError
from geo.filter.filter import Filter
from geo.io import cache, catalog
from geo.model.schema import TABLES
from tests.geo import folders


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    """Cache everything, in a folder of this test."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "FROM_ROWS", 1)
    return tmp_path / "cache"


@pytest.fixture
def small(data_copy):
    folders.cut(data_copy, 40)
    return data_copy


@pytest.fixture
def builds(monkeypatch):
    """Return a list that grows with every atlas that is made from its files."""
    calls, build = [], catalog._build
    monkeypatch.setattr(catalog, "_build", lambda *args: calls.append(1) or build(*args))
    return calls


def same(one, other):
    assert one.version == other.version
    assert dict(one.rows_read) == dict(other.rows_read)
    assert (one.total, one.quarantined) == (other.total, other.quarantined)
    assert one.package == other.package
    for table in TABLES:
        frames = getattr(one, table.name), getattr(other, table.name)
        (assert_geodataframe_equal if table.geometry else assert_frame_equal)(*frames)
    assert_frame_equal(one.quarantine, other.quarantine)
    for part, names in (("places", cache._PLACES), ("ledger", cache._LEDGER)):
        for name in names:
            arrays = [getattr(getattr(a, part), name) for a in (one, other)]
            np.testing.assert_array_equal(*arrays)
            assert arrays[0].dtype == arrays[1].dtype
            assert not arrays[1].flags.writeable
    for resolution in one.cells.codes:
        np.testing.assert_array_equal(one.cells.cells(resolution), other.cells.cells(resolution))
    for query in ("", "group=pmf&rule=undisputed", "q=drone", "near=33.79,42.44,50"):
        views = [Filter.parse(query, a).view(a) for a in (one, other)]
        assert summary.summarise(views[0], one) == summary.summarise(views[1], other)


def test_the_second_load_is_equal_and_reads_nothing_anew(small, builds):
    same(catalog.load(small), catalog.load(small))
    assert len(builds) == 1


def test_a_faulty_folder_has_the_same_quarantine_the_second_time(small, builds):
    folders.set_cell(small / "incidents.csv", 5, "latitude", "91")
    folders.set_cell(small / "incidents.csv", 9, "date", "2023-02-30")
    folders.set_cell(small / "statements.csv", 3, "stance", "boasted")
    first, second = catalog.load(small), catalog.load(small)
    assert first.quarantined == 2
    assert len(first.quarantine) >= 3
    same(first, second)
    assert len(builds) == 1
    assert [str(p) for p in catalog.validate(small)]  # the faults are still found


def test_a_folder_that_cannot_be_loaded_cannot_be_loaded_the_second_time_either(small, kept):
    (small / "groups.csv").unlink()
    messages = []
    for _ in range(2):
        with pytest.raises(DataError) as caught:
            catalog.load(small)
        messages.append(str(caught.value))
    assert messages[0] == messages[1]
    assert not kept.exists()


def test_other_bytes_are_another_atlas(small, builds):
    before = catalog.load(small)
    folders.set_cell(small / "incidents.csv", 2, "place", "another place")
    after = catalog.load(small)
    assert before.version != after.version
    assert "another place" in set(after.incidents["place"])
    assert len(builds) == 2


def test_other_code_reads_the_files_again(small, builds, monkeypatch):
    catalog.load(small)
    monkeypatch.setattr(cache, "code_version", lambda: "another")
    catalog.load(small)
    assert len(builds) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.write_bytes(path.read_bytes()[:-60] + b"x" + path.read_bytes()[-59:]),
    ],
    ids=["gone", "empty", "half", "one byte"],
)
@pytest.mark.parametrize("name", ["entry.json", "arrays.npz", "incidents.parquet"])
def test_a_damaged_entry_is_none_and_is_written_again(small, kept, builds, name, damage):
    first = catalog.load(small)
    [entry] = kept.iterdir()
    damage(entry / name)
    same(first, catalog.load(small))
    assert len(builds) == 2
    same(first, catalog.load(small))
    assert len(builds) == 2


def test_small_folders_leave_no_files(small, kept, monkeypatch):
    monkeypatch.setattr(cache, "FROM_ROWS", 1_000)
    catalog.load(small)
    assert not kept.exists()


def test_data_that_must_leave_no_copy_leave_none(small, kept):
    catalog.load(small, cached=False)
    assert not kept.exists()


def test_the_cache_can_be_turned_off(small, kept, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, "OFF")
    assert cache.directory() is None
    catalog.load(small)
    assert not kept.exists()


def test_without_a_choice_it_is_where_the_system_keeps_caches(monkeypatch):
    monkeypatch.delenv(cache.VARIABLE)
    assert cache.directory().name == cache.APP


def test_nobody_else_can_read_an_entry(small, kept):
    catalog.load(small)
    [entry] = kept.iterdir()
    assert stat.S_IMODE(entry.stat().st_mode) == stat.S_IRWXU


def test_a_write_that_breaks_off_leaves_no_entry(small, kept, monkeypatch, caplog):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    assert len(catalog.load(small).incidents) == 40
    assert not list(kept.iterdir())
    assert "was not cached" in caplog.text


def test_the_entries_used_longest_ago_go_and_leftovers_of_killed_processes(
    small, kept, monkeypatch
):
    monkeypatch.setattr(cache, "MOST_ENTRIES", 2)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    leftover = kept / f"{cache._UNFINISHED}{gone.pid}-x"
    leftover.mkdir(parents=True)
    running = kept / f"{cache._UNFINISHED}{os.getppid()}-x"
    running.mkdir()
    atlas = catalog.load(small)
    [first] = [p for p in kept.iterdir() if not p.name.startswith(cache._UNFINISHED)]
    assert not leftover.exists()
    for i, digest in enumerate(("second", "third")):
        os.utime(first / "entry.json", (time.time() + 60, time.time() + 60))  # used just now
        cache.write_entry(digest, atlas)
        os.utime(kept / cache.key(digest) / "entry.json", (i + 1, i + 1))
    cache.write_entry("fourth", atlas)
    assert {p.name for p in kept.iterdir()} == {first.name, cache.key("fourth"), running.name}


def test_an_entry_is_parquet_that_others_can_read(small, kept):
    atlas = catalog.load(small)
    [entry] = kept.iterdir()
    assert len(pd.read_parquet(entry / "incidents.parquet")) == len(atlas.incidents)
    assert json.loads((entry / "entry.json").read_bytes())["entry"]["version"] == atlas.version


def test_a_changed_word_in_an_entry_is_damage(small, kept, builds):
    version = catalog.load(small).version
    path = next(kept.iterdir()) / "entry.json"
    path.write_text(path.read_text("utf-8").replace(version, version[::-1]), "utf-8")
    assert catalog.load(small).version == version
    assert len(builds) == 2


@pytest.mark.parametrize("change", ["content", "name", "folder"])
def test_the_code_digest_sees_every_file_of_every_folder(tmp_path, change):
    deep = tmp_path / "room" / "inner"
    deep.mkdir(parents=True)
    (deep / "module.py").write_text("A = 1\n", "utf-8")
    before = cache.code_version(tmp_path)
    cache.code_version.cache_clear()
    assert cache.code_version(tmp_path) == before
    if change == "content":
        (deep / "module.py").write_text("A = 2\n", "utf-8")
    elif change == "name":
        (deep / "module.py").rename(deep / "other.py")
    else:
        (deep / "module.py").rename(tmp_path / "room" / "module.py")
    cache.code_version.cache_clear()
    assert cache.code_version(tmp_path) != before


def test_two_processes_that_start_cold_together_are_both_right_and_leave_one_entry(small, kept):
    code = (
        "import logging, sys; from geo.io import cache, catalog; cache.FROM_ROWS = 1\n"
        "logging.basicConfig(); atlas = catalog.load(sys.argv[1])\n"
        "print(atlas.version, len(atlas.incidents), atlas.incidents.date.max())"
    )
    command = [sys.executable, "-c", code, str(small)]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate() for process in both]
    atlas = catalog.load(small)
    right = f"{atlas.version} {len(atlas.incidents)} {atlas.incidents.date.max()}\n"
    assert said == [(right, "")] * 2
    assert len(list(kept.iterdir())) == 1
