"""What is not a fault, and rarer faults, on the world drawn by hand."""

from __future__ import annotations

import pytest

from geo.errors import DataError
from geo.io import catalog
from tests.geo.folders import (
    append_row,
    change_feature,
    rows_of,
    set_cell,
    write_rows,
)
from tests.geometry import MIDDLE_OF_B, incident, link, origin, world, write_folder


@pytest.fixture
def small(tmp_path):
    return write_folder(tmp_path / "small", world())


def problems_of(folder):
    return {(p.file, p.row, p.column) for p in catalog.validate(folder)}


def test_the_world_drawn_by_hand_has_no_fault(small):
    assert catalog.validate(small) == ()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda b: b"\xef\xbb\xbf" + b, id="byte order mark"),
        pytest.param(lambda b: b.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(lambda b: b.rstrip(b"\n"), id="no newline at the end"),
        pytest.param(lambda b: b + b"\n\n", id="blank lines at the end"),
        pytest.param(lambda b: b.replace(b"a base", '"a\n=base, قاعدة"'.encode()), id="two lines"),
    ],
)
def test_an_ordinary_way_of_writing_csv_is_no_fault(small, change):
    path = small / "incidents.csv"
    path.write_bytes(change(path.read_bytes()))
    assert catalog.validate(small) == ()
    assert catalog.load(small).total == 1


def test_columns_may_stand_in_any_order(small):
    path = small / "incidents.csv"
    rows = rows_of(path)
    write_rows(path, [list(reversed(cells)) for cells in rows])
    assert catalog.validate(small) == ()


def test_rows_are_numbered_as_a_spreadsheet_shows_them(small):
    rows = rows_of(small / "incidents.csv")
    rows[1][rows[0].index("summary")] = "two\nlines"
    bad = list(rows[1])
    bad[0], bad[rows[0].index("date")] = "two", "never"
    write_rows(small / "incidents.csv", [*rows, bad])
    assert problems_of(small) == {("incidents.csv", 3, "date")}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("date", "２０２４-01-01"),
        ("date", "٢٠٢٤-٠١-٠١"),
        ("latitude", "１"),
        ("munitions", "١٢"),
        ("killed", "²"),
        ("time_local", "1٢:30"),
        ("incident_id", "١"),
    ],
)
def test_digits_of_other_scripts_are_a_fault_and_no_crash(small, column, value):
    set_cell(small / "incidents.csv", 2, column, value)
    assert ("incidents.csv", 2, column) in problems_of(small)


def test_monstrous_numbers_are_a_fault_and_no_crash(tmp_path):
    monsters = ["9" * 30, "1" * 5000, "0" * 12, "1e400", "inf", "-0.0e", "--1", "0x10", "1_000"]
    rows = [incident(f"m{n}", munitions=m, latitude=m) for n, m in enumerate(monsters)]
    problems = problems_of(write_folder(tmp_path / "small", world(incidents=rows)))
    assert problems == {
        ("incidents.csv", n, column)
        for n in range(2, len(monsters) + 2)
        for column in ("munitions", "latitude")
    }


@pytest.mark.parametrize("value", ["0000-01-01", "99999-01-01", "2024-00-10", "2023-02-29"])
def test_days_that_are_none_are_a_fault(small, value):
    set_cell(small / "incidents.csv", 2, "date", value)
    assert ("incidents.csv", 2, "date") in problems_of(small)


def test_an_origin_in_a_country_that_the_map_does_not_have_is_no_fault(tmp_path):
    # The strikes of 13 April 2024 came from Yemen too, and no incident lies there.
    rows = [incident("one", origin_place="Farland and the hills of Westland")]
    origins = [
        origin("one", "Farland", country="Farland"),
        origin("one", "a village", MIDDLE_OF_B, country="Farland"),
        origin("one", "hills of Westland", MIDDLE_OF_B, country="Westland"),
    ]
    folder = write_folder(tmp_path / "small", world(incidents=rows, origins=origins))
    assert catalog.validate(folder) == ()


def test_a_faulty_place_of_origin_does_not_make_its_origins_faulty(tmp_path):
    rows = [incident("one", origin_place="=1+1")]
    tables = world(incidents=rows, origins=[origin("one", "Farland")])
    assert problems_of(write_folder(tmp_path, tables)) == {("incidents.csv", 2, "origin_place")}


@pytest.mark.parametrize("column", ["name", "country", "country_code", "province_code"])
def test_a_blank_cell_of_a_province_is_named_and_no_crash(small, column):
    set_cell(small / "provinces.geojson", 1, column, "")
    assert ("provinces.geojson", 1, column) in problems_of(small)


def test_half_a_surrogate_pair_in_geojson_is_named_and_no_crash(small):
    path = small / "bases.geojson"
    text = path.read_text(encoding="utf-8").replace("Base base-a", "\\ud800")
    path.write_text(text, encoding="utf-8")
    assert ("bases.geojson", 1, "name") in problems_of(small)


def test_deeply_nested_json_is_named_and_no_crash(small):
    (small / "bases.geojson").write_text("[" * 100_000, encoding="utf-8")
    assert ("bases.geojson", 1, "file") in problems_of(small)


def test_a_deeply_nested_package_is_named_and_no_crash(small):
    (small / "datapackage.json").write_text("[" * 100_000, encoding="utf-8")
    assert ("datapackage.json", 1, "file") in problems_of(small)


def test_a_null_in_a_list_of_names_is_no_name(small):
    change_feature(small / "bases.geojson", 1, lambda f: f["properties"].update(aliases=[None]))
    problems = problems_of(small)
    if not problems:
        assert catalog.load(small).names["base"].find("None") == ()


def test_two_circles_are_both_named(small):
    for child, parent in [("leaf", "root"), ("root", "leaf"), ("ally", "other"), ("other", "ally")]:
        append_row(small / "group_links.csv", child_id=child, parent_id=parent,
                   relation="member_of", source_id="s1")  # fmt: skip
    messages = [p.message for p in catalog.validate(small) if "circle" in p.message]
    assert len(messages) == 2


def test_links_with_dates_are_checked_like_the_rest(tmp_path):
    folder = write_folder(
        tmp_path / "dated",
        world(
            group_links=[
                link("leaf", "root", valid_to="2020-01-01"),
                link("leaf", "root", valid_from="2021-01-01", period_source_id="s2"),
                link("leaf", "root", valid_from="2021-01-01"),
                link("ally", "root", valid_from="2021-01-02", valid_to="2021-01-01"),
                link("other", "root", valid_from="2021", period_source_id="s9"),
            ]
        ),
    )
    assert problems_of(folder) == {
        ("group_links.csv", 4, "child_id"),
        ("group_links.csv", 5, "valid_to"),
        ("group_links.csv", 6, "valid_from"),
        ("group_links.csv", 6, "period_source_id"),
    }
    message = next(p.message for p in catalog.validate(folder) if p.row == 4)
    assert message == "duplicate of row 3: leaf, root, member_of, 2021-01-01; keep one"


def test_a_circle_is_one_whatever_the_days_of_its_links(tmp_path):
    links = [link("leaf", "root", valid_to="2020-01-01"),
             link("root", "leaf", valid_from="2021-01-01")]  # fmt: skip
    folder = write_folder(tmp_path / "turned", world(group_links=links))
    assert "circle" in catalog.validate(folder)[0].message


def test_a_message_quotes_hostile_text_short_and_printable(small):
    set_cell(small / "incidents.csv", 2, "outcome", "\x1b[31m<b>" + "x" * 10_000)
    (problem,) = catalog.validate(small)
    assert len(str(problem)) < 500
    assert str(problem).isprintable()


def test_a_directory_in_place_of_a_file_is_named(small):
    (small / "tallies.csv").unlink()
    (small / "tallies.csv").mkdir()
    assert ("tallies.csv", 1, "file") in problems_of(small)


def test_a_folder_that_is_not_there_is_an_error_that_names_it(tmp_path):
    with pytest.raises(DataError, match=r"^nowhere:1: folder: there is no such folder") as refused:
        catalog.validate(tmp_path / "nowhere")
    assert refused.value.problems[0].fatal
