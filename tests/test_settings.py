"""docs/deploy.md: its table has every setting, and settings that exist only."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

from streamlit import config

from geo.importers.read.limits import Limits

ROOT = Path(__file__).resolve().parents[1]
CODE = ("api", "geo", "map_component", "maps", "pages", "ui")


def listed(name):
    """The first two cells of the rows whose first looks like this."""
    text = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    return dict(re.findall(rf"^\| `({name})` \| (.*?) \|", text, re.MULTILINE))


def test_every_variable_in_the_code_is_listed_and_every_listed_one_is_in_the_code():
    files = [*ROOT.glob("*.py")]
    files += (file for folder in CODE for file in (ROOT / folder).rglob("*.py"))
    code = "\n".join(file.read_text("utf-8") for file in files)
    names = set(re.findall(r"ATLAS_[A-Z_]*[A-Z]", code)) - {"ATLAS_IMPORT"}
    names |= {Limits().variable(field.name) for field in fields(Limits)}
    assert sorted(listed("ATLAS_[A-Z_]+")) == sorted(names)


def test_the_listed_settings_of_streamlit_exist_and_are_set_as_listed():
    rows = listed(r"\w+\.\w+")
    assert {"server.address", "server.allowedHosts"} <= set(rows)
    assert set(rows) <= set(config.get_config_options())
    shipped = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    for name, cell in rows.items():
        section, key = name.split(".")
        if key in shipped.get(section, {}):
            value = shipped[section][key]
            shown = ", ".join(value) if isinstance(value, list) else str(value)
            assert cell.replace("`", "").lower() == shown.lower(), name
