"""Mappings: written, read, checked, obeyed."""

from __future__ import annotations

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import (
    plain,
    plain_csv,
)


def only(rows):
    (one,) = rows
    return one


def test_columns_that_are_added_up_go_through_a_file():
    mapping = importers.Mapping({"killed": "a"}, added={"killed": ("b", "c")})
    assert mapping.columns_of("killed") == ("a", "b", "c")
    assert mapping.columns_of("injured") == ()
    assert importers.Mapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    "added", ['["b"]', '{"date": ["b"]}', '{"killed": "b"}', '{"killed": [1]}', "{}x"]
)
def test_a_wrong_sum_is_refused(added):
    with pytest.raises(ImportRefusedError):
        importers.Mapping.from_json(f'{{"columns": {{"killed": "a"}}, "added": {added}}}')


def test_a_sum_needs_columns_of_the_file():
    raw = importers.read_file(b"date,a,b\n2024-01-01,1,2\n", "x.csv")
    for columns, added, message in (
        ({"date": "date", "killed": "a"}, "c", "no column 'c'"),
        ({"date": "date"}, "b", "no column of its own"),
    ):
        with pytest.raises(ImportRefusedError, match=message):
            importers.Mapping(columns, added={"killed": (added,)}).check(raw)


def test_a_mapping_is_written_read_and_obeyed(convert, rows):
    mapping = importers.Mapping(
        columns={"date": "b", "place": "a", "claimed_by": "c"},
        constants={"country": "Iraq", "geo_precision": "site", "event_type": "attack"},
        codes={"weapons": {"UAV": "one_way_attack_drone"}},
    )
    again = importers.Mapping.from_json(mapping.to_json())
    assert again.to_dict() == mapping.to_dict()
    imported = convert(b"a,b,c\nX,2024-03-01,Kataib Hezbollah\n", mapping=again)
    row = only(rows(imported))
    assert (row["country"], row["event_type"], row["place"]) == ("Iraq", "attack", "X")
    assert only(rows(imported, "statements"))["stance"] == "claimed"


def test_codes_that_no_column_has_are_named(convert):
    codes = {"weapons": {"UAV": "one_way_attack_drone"}}
    columns = {"date": "day", "latitude": "lat", "longitude": "lon", "target": "what"}
    rows = b"day,lat,lon,what,kind\n2024-03-01,33.8,42.4,Somewhere,UAV\n"

    def noted(mapping):
        columns = convert(rows, mapping=importers.Mapping(**mapping)).report.findings
        return [f.message for f in columns if f.what == "codes of weapons"]

    statements = ["the mapping has codes for weapons, but no column has that role"]
    assert noted({"columns": columns, "codes": codes}) == statements
    assert not noted({"columns": columns | {"weapons": "kind"}, "codes": codes})
    assert not noted({"columns": columns, "constants": {"weapons": "UAV"}, "codes": codes})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "not readable as JSON"),
        ("[]", "expected an object"),
        ('{"columns": {"lattitude": "x"}}', "is it latitude"),
        ('{"columns": {"date": 3}}', "expected texts by role"),
        ('{"codes": {"weapons": {"x": "rokcet"}}}', "'rokcet' is no code"),
        ('{"other": {}}', "unknown part 'other'"),
    ],
)
def test_a_faulty_mapping_is_refused_with_its_faults(text, says):
    with pytest.raises(ImportRefusedError, match=says):
        importers.Mapping.from_json(text)


def test_a_mapping_for_another_file_is_refused(convert):
    mapping = importers.Mapping(columns={"date": "Dat"})
    with pytest.raises(ImportRefusedError, match="no column 'Dat'; is it 'Date'"):
        convert(plain_csv(plain()), mapping=mapping)
