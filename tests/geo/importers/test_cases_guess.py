"""Files whose columns were once taken for something else, with what they are."""

from __future__ import annotations

import pytest

NO = None  # no column has the role


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("floats.csv", {"date": "time_start", "latitude": NO, "longitude": NO}),
        ("conf_first.csv", {"latitude": "lat_wgs84", "longitude": "lon_wgs84"}),
        ("lonlat_names.csv", {"latitude": "POINT_Y", "longitude": "POINT_X"}),
        ("latlon_prefix.csv", {"latitude": "gps_latitude", "longitude": "gps_longitude"}),
        ("xlon_ylat.csv", {"latitude": "y_lat", "longitude": "x_lon"}),
        ("reported_first.csv", {"date": "date_of_event"}),
        ("place_id.csv", {"id": NO}),
        ("gtd_excel_id.csv", {"id": NO}),
        ("float_ids.csv", {"id": "id", "killed": "killed"}),
        ("total_wounded.csv", {"killed": "Total killed", "injured": "Total wounded",
                               "place": "City", "weapons": "Means of attack",
                               "party_1": "Actor name"}),
        ("gtd_mapped.csv", {"date": "date", "killed": "nkill", "injured": "nwound",
                            "attributed_to": "gname", "country": "country_txt"}),
        ("two_actors.csv", {"attributed_to": "perpetrator_group", "target": "target_type",
                            "event_type": "attack_type", "killed": "fatalities"}),
        ("note_sing.csv", {"summary": "Note"}),
        ("hq.csv", {"place": "City"}),
        ("country_code_and_name.csv", {"country": "country_txt"}),
        ("dup_cols.csv", {"source": "source"}),
        ("hxl.csv", {"killed": "Killed", "summary": "Description"}),
        ("euro_thousand.csv", {"latitude": "lat", "killed": "killed"}),
        ("title_rows.csv", {"date": "Date", "admin": "Governorate", "killed": "Killed"}),
        ("utf16.txt", {"date": "Date", "latitude": "Lat", "longitude": "Long"}),
        ("ushahidi.csv", {"date": "INCIDENT DATE", "summary": "DESCRIPTION",
                          "place": "LOCATION"}),
    ],
)  # fmt: skip
def test_each_role_has_the_column_that_means_it(name, roles, case):
    used = case(name).report.columns_used
    assert {role: used.get(role) for role in roles} == roles


def test_a_flattened_date_is_put_together(case, rows):
    dates = [row["date"] for row in rows(case("nested.json", counts="each"))]
    assert dates == ["2016-09-01", "2016-09-01", "2016-09-02"]


@pytest.mark.parametrize(
    ("name", "column", "rows"), [("place_id.csv", "id", 4), ("gtd_excel_id.csv", "id", 4)]
)
def test_ids_that_are_no_keys_are_said_and_no_row_is_lost(name, column, rows, case):
    report = case(name).report
    assert (report.read, report.kept) == (rows, rows)
    assert report.finding("no key").message.startswith(f"{column}: not used as key")


def test_of_a_table_of_ones_own_only_an_equal_row_is_a_repeat(convert):
    rows = [f"{i},2024-01-0{1 + i % 9},note {i}" for i in range(60)]
    data = "\n".join(["id,date,notes", *rows, rows[0], "1,2024-05-05,another"]).encode()
    report = convert(data).report
    assert (report.read, report.kept, report.same_id) == (62, 61, 1)
    assert report.finding("same id").rows == 1
