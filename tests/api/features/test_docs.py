"""docs/api.md and the README: what they tell to type is answered."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in ("docs/api.md", "README.md")}
COMMANDS = [
    address
    for text in TEXTS.values()
    for address in re.findall(r'curl "http://localhost:8501(.*?)"', text)
]


@pytest.mark.parametrize("address", COMMANDS)
def test_every_example_is_answered_with_something(address, api):
    answer = api.get(address)
    assert answer.status_code == 200
    if "f=csv" in address:
        assert len(answer.text.splitlines()) > 1
    elif "/items?" in address:
        assert answer.json()["features"]


def test_every_address_of_the_table_is_one(api):
    addresses = re.findall(r"^\| `(/api[^`]*)`", TEXTS["docs/api.md"], re.MULTILINE)
    assert len(addresses) == 8
    assert {api.get(address).status_code for address in addresses} == {200}
