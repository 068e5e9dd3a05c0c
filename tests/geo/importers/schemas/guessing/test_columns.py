"""Which column is what: names, cells and the other columns together, and what is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.files import plain_csv

DAYS = ("2024-01-03", "2024-02-14", "2024-03-20", "2024-03-21")


def guess(table, **stated):
    """Guess the columns of a table of name to cells."""
    rows = [dict(zip(table, cells, strict=True)) for cells in zip(*table.values(), strict=True)]
    raw = importers.read_file(plain_csv(*rows), "own.csv")
    return importers.guess_mapping(raw, given=stated)


def columns(table, **stated):
    return dict(guess(table, **stated).mapping.columns)


def test_a_count_or_score_with_decimals_is_no_coordinate():
    table = {"when": DAYS, "launched": ("28.0", "31.0", "36.0", "40.0"),
             "score": ("0.85", "0.55", "0.95", "0.25"),
             "distance": ("36.34", "35.95", "35.47", "1.25")}  # fmt: skip
    assert not {"latitude", "longitude"} & columns(table).keys()


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [("POINT_X", "POINT_Y"), ("gps_longitude", "gps_latitude"), ("x_lon", "y_lat"), ("X", "Y"),
     ("lon_wgs84", "lat_wgs84"), ("Longitude (decimal)", "Latitude (decimal)"),
     ("خط الطول", "خط العرض"), ("долгота", "широта")],
)  # fmt: skip
def test_the_names_of_a_pair_decide_whatever_their_order(longitude, latitude):
    table = {"date": DAYS, longitude: ("43.13", "39.01", "44.39", "44.36"),
             latitude: ("36.34", "35.95", "35.47", "33.31")}  # fmt: skip
    found = columns(table)
    assert (found["latitude"], found["longitude"]) == (latitude, longitude)


def test_of_two_pairs_the_one_that_stands_alone_is_taken_and_names_must_agree():
    degrees = {"lon": "43.13", "lat": "36.34", "home lon": "44.39", "home lat": "33.31"}
    table = {"date": DAYS} | {name: (cell,) * 4 for name, cell in degrees.items()}
    found = columns(table)
    assert (found["latitude"], found["longitude"]) == ("lat", "lon")


def test_two_pairs_of_equal_right_are_asked():
    degrees = {"a lon": "43.13", "a lat": "36.34", "b lon": "44.39", "b lat": "33.31"}
    found = guess({"date": DAYS} | {name: (cell,) * 4 for name, cell in degrees.items()})
    assert not {"latitude", "longitude"} & found.mapping.columns.keys()
    (latitude, longitude) = found.questions
    assert latitude.role == "latitude"
    assert set(latitude.candidates) == {"a lat", "b lat"}
    assert set(longitude.candidates) == {"a lon", "b lon"}


def test_the_day_of_the_incident_goes_before_that_of_the_report_or_the_form():
    table = {"start": DAYS, "date_reported": DAYS[::-1], "date of the incident": DAYS}
    found = guess(table)
    assert found.mapping.columns["date"] == "date of the incident"
    assert "dates stand in start, date_reported too" in found.reasons["date"]


def test_a_code_gives_way_to_the_name_beside_it():
    table = {"date": DAYS, "country": ("95", "95", "200", "200"),
             "country_txt": ("Iraq", "Iraq", "Syria", "Syria")}  # fmt: skip
    assert columns(table)["country"] == "country_txt"


def test_a_city_goes_before_a_kind_of_place():
    table = {"date": DAYS, "Location": ("Road", "Office/compound", "Unknown", "Road"),
             "City": ("Mosul", "Raqqa", "Hama", "Kirkuk")}  # fmt: skip
    assert columns(table)["place"] == "City"


def test_a_date_in_parts_is_taken_where_no_column_is_a_date():
    table = {
        "iyear": ("2019.0",) * 4,
        "imonth": ("1", "2", "3", "12"),
        "iday": ("4", "0", "31", ""),
    }
    found = columns(table)
    assert [found[part] for part in ("year", "month", "day")] == ["iyear", "imonth", "iday"]
    assert columns(table | {"date": DAYS})["date"] == "date"


def test_two_tolls_of_different_people_are_asked_and_the_total_is_taken():
    table = {
        "date": DAYS,
        "police killed": ("1", "0", "2", "0"),
        "civilians killed": ("3", "1", "0", "0"),
    }
    found = guess(table)
    assert "killed" not in found.mapping.columns
    (question,) = found.questions
    assert (question.role, set(question.candidates)) == (
        "killed",
        {"police killed", "civilians killed"},
    )
    assert columns(table | {"total killed": ("4", "1", "2", "0")})["killed"] == "total killed"


def test_two_columns_that_say_the_same_need_no_question():
    found = guess({"event_date": DAYS, "incident_date": DAYS})
    assert found.mapping.columns["date"] == "event_date"
    assert found.questions == ()


def test_what_a_person_states_stands_and_the_others_are_guessed_around_it():
    table = {"date": DAYS, "published": DAYS[::-1], "name": ("a", "b", "c", "d")}
    assert columns(table, date="published")["date"] == "published"
    assert "date" not in columns(table, date="")


def test_a_date_that_is_asked_ends_the_import_with_both_candidates(convert):
    rows = [{"event date": a, "attack date": b} for a, b in zip(DAYS, DAYS[::-1], strict=True)]
    with pytest.raises(ImportRefusedError) as refused:
        convert(plain_csv(*rows))
    assert "date: is it 'event date' (2024-01-03" in str(refused.value)
    assert "'attack date' (2024-03-21" in str(refused.value)
    assert "--column date=NAME" in str(refused.value)


@given(st.permutations(["date", "lat", "lon", "killed", "injured", "country", "notes", "source"]))
def test_the_order_of_the_columns_does_not_matter(order):
    cells = {"date": DAYS, "lat": ("36.34",) * 4, "lon": ("43.13",) * 4, "killed": ("3",) * 4,
             "injured": ("4",) * 4, "country": ("Iraq",) * 4, "notes": ("a b c",) * 4,
             "source": ("Paper",) * 4}  # fmt: skip
    found = columns({name: cells[name] for name in order})
    assert found == {"date": "date", "latitude": "lat", "longitude": "lon", "killed": "killed",
                     "injured": "injured", "country": "country", "summary": "notes",
                     "source": "source"}  # fmt: skip


def test_answers_of_yes_and_no_name_nobody_and_count_nothing():
    table = {
        "date": DAYS, "claimed": ("Yes", "No", "Yes", "No"), "killed (y/n)": ("Y", "N", "Y", "Y"),
        "group": ("ISIS", "ISIS", "PMF", "ISIS"),
    }  # fmt: skip
    assert columns(table) == {"date": "date", "party_1": "group"}


def test_where_the_reporter_was_is_asked_and_not_taken():
    table = {"date": DAYS, "reporter lat": ("33.31",) * 4, "reporter lon": ("44.41",) * 4}
    found = guess(table)
    assert "latitude" not in found.mapping.columns
    assert [q.candidates for q in found.questions] == [("reporter lat",), ("reporter lon",)]


@pytest.mark.parametrize(
    ("column", "cells", "role"),
    [("Doden", "3", "killed"), ("Gebruikt wapen", "Mortier", "weapons"),
     ("Type d'arme utilisée", "Fusil", "weapons"),
     ("What kind of weapon was it?", "Gun", "weapons"),
     ("نوع سلاح", "بمب", "weapons"), ("شهداء", "2", "killed"), ("מחוז", "צפון", "admin"),
     ("Village/Area", "Zone 3", "place"), ("CAD #", "23004101", "id"),
     ("Source name", "Radio Kledu", "source"), ("Применённое оружие", "автоматы", "weapons"),
     ("رقم الحادثة", "501", "id"), ("Тип происшествия", "Взрыв", "event_type")],
)  # fmt: skip
def test_names_in_many_languages_and_of_several_words_are_known(column, cells, role):
    assert columns({"date": ("2023-04-13",), column: (cells,)})[role] == column


def test_source_name_is_a_party_where_a_file_names_the_target_too():
    table = {"When": DAYS[:1], "Source name": ("Police",), "Recipient name": ("Rioter",)}
    assert columns(table)["party_1"] == "Source name"


def test_a_number_without_a_name_for_it_is_no_day():
    guessed = guess({"GRT": ("45021",), "Summary": ("Robbers boarded a tanker at anchor.",)})
    assert "date" not in {*guessed.mapping.columns, *(q.role for q in guessed.questions)}


def test_a_question_whether_there_was_a_weapon_names_none():
    assert "weapons" not in columns({"fecha": DAYS, "uso_arma": ("SI", "NO", "NO", "SI")})


def test_the_dead_of_several_sides_in_other_languages_are_asked_as_a_sum():
    guessed = guess({"data": DAYS, "qtd_morto_civil": "0121", "qtd_morto_agente": "0010"})
    killed = next(q for q in guessed.questions if q.role == "killed")
    assert killed.candidates == ("qtd_morto_civil", "qtd_morto_agente")
    assert killed.may_be_sum
