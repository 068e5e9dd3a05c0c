"""Names with a leading underscore stay in their file. Import-linter holds the rest of the rule."""

from __future__ import annotations

import ast

import pytest

from geo.paths import ROOT

PACKAGES = {"api", "geo", "maps", "ui"}
FILES = [
    *(path for package in [*sorted(PACKAGES), "pages"] for path in (ROOT / package).rglob("*.py")),
    ROOT / "app.py",
    ROOT / "serve.py",
    ROOT / "server.py",
]


def private_names(code):
    """Return the private names that some code takes from a file of the project."""
    modules, taken = set(), []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES:
            modules |= {alias.asname or alias.name for alias in node.names}
            taken += [alias.name for alias in node.names if alias.name.startswith("_")]
    for node in ast.walk(ast.parse(code)):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in modules
            and node.attr.startswith("_")
        ):
            taken.append(f"{node.value.id}.{node.attr}")
    return taken


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_private_name_crosses_a_file(path):
    assert private_names(path.read_text("utf-8")) == []


def test_a_private_name_would_be_seen():
    assert private_names("from geo.io import _x, cache\ncache._y\nself._z") == ["_x", "cache._y"]
