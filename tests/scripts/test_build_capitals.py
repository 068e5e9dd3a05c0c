"""The capitals: the committed file matches the script's table, with each province once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.scripts.loading import script

ROOT = Path(__file__).resolve().parents[2]


SCRIPT = script("build_capitals")


def committed() -> list[dict[str, str]]:
    with (ROOT / "data" / "capitals.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_committed_file_is_the_table_of_the_script():
    rows = [(r["province_code"], r["name"], int(r["geonames_id"])) for r in committed()]
    assert rows == list(SCRIPT.CAPITALS)
    assert len({code for code, _, _ in rows}) == len(rows)


def test_every_governorate_of_iraq_syria_and_jordan_has_one(atlas):
    frame = atlas.provinces
    core = frame["country"].isin(["Iraq", "Syria", "Jordan"])
    assert set(frame.loc[core, "province_code"]) <= {r["province_code"] for r in committed()}
    assert {r["province_code"] for r in committed()} <= set(frame["province_code"])


def test_positions_are_rounded_and_written_as_they_are():
    known = {id_: {"latitude": 33.123456, "longitude": "44.5"} for _, _, id_ in SCRIPT.CAPITALS}
    lines = SCRIPT.table(known).decode().splitlines()
    assert lines[0] == "province_code,name,latitude,longitude,geonames_id"
    assert lines[1] == "BH-13,Manama,33.12,44.5,290340"
    assert len(lines) == len(SCRIPT.CAPITALS) + 1


def test_a_city_that_geonames_does_not_know_is_named():
    with pytest.raises(SCRIPT.BuildError, match="290340"):
        SCRIPT.table({})
