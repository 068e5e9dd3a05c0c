"""docs/conformance.md lists every abstract test with the test that ports it."""

import ast
from pathlib import Path

HERE = Path(__file__).parent
# Of the standards' annexes A; part 1 has 44 for the classes that the API declares, part 2 has 10.
N_TESTS = {"core": 34, "geojson": 2, "html": 2, "oas30": 6, "crs": 10}


def ported():
    """Each ported test: identifier, what it asks, file and name."""
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
            if text and text.startswith("/conf/"):
                identifier, _, asks = text.partition(": ")
                yield identifier, asks, f"{path.stem}.{node.name}"


def test_every_abstract_test_is_ported_once():
    identifiers = [identifier for identifier, _, _ in ported()]
    assert len(set(identifiers)) == len(identifiers)
    of_class = [identifier.split("/")[2] for identifier in identifiers]
    assert {name: of_class.count(name) for name in N_TESTS} == N_TESTS
    assert len(identifiers) == sum(N_TESTS.values())


def test_the_docs_list_them(root):
    listed = [
        line
        for line in (root / "docs/conformance.md").read_text("utf-8").splitlines()
        if line.startswith("| `/conf/")
    ]
    expected = [f"| `{i}` | {asks[0].upper()}{asks[1:]} | `{test}` |" for i, asks, test in ported()]
    assert listed == expected
