"""Files that the browser loads by address."""

import json
import os
from pathlib import Path

import pytest

from maps import static_files


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(static_files, "STATIC", tmp_path)
    return tmp_path


def file_of(root, address) -> Path:
    return root / address.removeprefix("/app/static/")


def test_equal_rows_have_one_address_and_others_another(root):
    one, other = static_files.publish([{"a": "ä"}]), static_files.publish([{"a": "o"}])
    assert static_files.publish([{"a": "ä"}]) == one != other
    assert json.loads(file_of(root, one).read_text("utf-8")) == [{"a": "ä"}]
    assert len(list((root / "views").iterdir())) == 2


def test_the_oldest_are_forgotten_but_not_what_is_in_use(root, monkeypatch):
    monkeypatch.setattr(static_files, "_MOST_VIEWS", 3)
    addresses = [static_files.publish([n]) for n in range(3)]
    for age, address in enumerate(reversed(addresses), start=1):
        os.utime(file_of(root, address), (1000 - age, 1000 - age))
    assert static_files.keep_published(addresses[0])
    new = static_files.publish([3])
    assert {a for a in addresses if file_of(root, a).exists()} == {addresses[0], addresses[2]}
    assert static_files.keep_published(new)
    assert not static_files.keep_published(addresses[1])


def test_where_nothing_can_be_written_the_rows_have_no_address(root):
    (root / "views").write_text("a file stands where the folder should")
    assert static_files.publish([1]) is None
