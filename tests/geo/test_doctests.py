"""The examples in the docstrings of geo give what they say."""

from __future__ import annotations

import doctest
import importlib
from datetime import date

import numpy as np
import pytest

import geo
from geo.paths import GEO, ROOT

MODULES = [
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for path in sorted(GEO.rglob("*.py"))
    if ">>> " in path.read_text("utf-8")
]
# The functions that somebody in a notebook calls first.
LEAST = 20


def examples(name):
    """Return the docstrings of a module that have an example; `import geo` goes without saying."""
    names = {"geo": geo, "np": np, "date": date}
    return [t for t in doctest.DocTestFinder().find(importlib.import_module(name), extraglobs=names)
            if t.examples]  # fmt: skip


@pytest.fixture(scope="module")
def loaded(data_folder):
    return geo.load(data_folder)


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name, loaded, data_folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # an example may write a file
    (tmp_path / "data").symlink_to(data_folder)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    reports = []
    for example in examples(name):
        example.globs["atlas"] = loaded
        runner.run(example, out=reports.append)
    assert reports == []


def test_the_functions_that_are_called_first_have_an_example():
    assert sum(len(examples(name)) for name in MODULES) >= LEAST
