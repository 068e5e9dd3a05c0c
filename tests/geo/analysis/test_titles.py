"""What an incident is called: what happened, and to what or where."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.analysis import titles
from geo.importers import convert, read_file
from tests.geo.importers import files


def row(**changes):
    return pd.Series(
        {
            "event_type": "attack",
            "weapons": "one_way_attack_drone",
            "target": "Al-Asad Air Base",
            "place": "Al-Asad",
            "date": pd.Timestamp("2024-02-04"),
            "date_precision": "day",
        }
        | changes
    )


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Drone attack on Al-Asad Air Base"),
        ({"weapons": "rocket;one_way_attack_drone"}, "Rocket and drone attack on Al-Asad Air Base"),
        ({"weapons": "mortar;rocket;one_way_attack_drone"}, "Attack on Al-Asad Air Base"),
        ({"weapons": "unknown"}, "Attack on Al-Asad Air Base"),
        ({"event_type": "counterstrike", "weapons": "air_strike", "target": "Militia site"},
         "Counterstrike on militia site"),
        ({"event_type": "strike", "weapons": "air_strike"}, "Air strike on Al-Asad Air Base"),
        ({"event_type": "explosion", "weapons": "unknown"}, "Explosion at Al-Asad Air Base"),
        ({"event_type": "interception"}, "Drone interception near Al-Asad Air Base"),
        ({"target": "Not stated", "place": "Gao", "weapons": "mortar"}, "Mortar attack in Gao"),
        ({"target": "Not stated", "place": "Gao", "event_type": "other"}, "Drone incident in Gao"),
        ({"target": "Armed clash (target not stated)", "place": "Ramadi", "event_type": "other"},
         "Armed clash in Ramadi"),
    ],
)  # fmt: skip
def test_the_title_says_what_happened_and_to_what_or_where(changes, title):
    assert titles.incident_title(row(**changes)) == title


def test_the_day_follows_where_it_is_asked_for():
    assert (
        titles.incident_title(row(), dated=True) == "Drone attack on Al-Asad Air Base, 4 Feb 2024"
    )
    about = titles.incident_title(row(date_precision="approx"), dated=True)
    assert about.endswith(", about 4 Feb 2024")


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (None, "about 4 Feb 2024"), (pd.NaT, "about 4 Feb 2024"),
        ("2024-02-06", "4 to 6 Feb 2024"), ("2024-03-02", "4 Feb to 2 Mar 2024"),
        ("2025-01-02", "4 Feb 2024 to 2 Jan 2025"),
    ],
)  # fmt: skip
def test_several_days_are_named_as_such(last, days):
    end = pd.Timestamp(last) if isinstance(last, str) else last
    assert titles.day_in_words(row(date_precision="approx", date_end=end)) == days


def test_a_whole_month_is_named_as_such():
    month = row(date=pd.Timestamp("2019-07-01"), date_end=pd.Timestamp("2019-07-31"))
    assert titles.day_in_words(month) == "Jul 2019"


def test_the_short_title_is_the_target_if_there_is_one():
    assert titles.short_title(row()) == "Al-Asad Air Base"
    assert titles.short_title(row(target="Not stated", place="Gao")) == "Drone attack in Gao"


@pytest.mark.parametrize(
    "content",
    [files.acled_csv(files.acled()), files.plain_csv({"date": "2024-01-05", "place": "Gao"})],
)
def test_what_an_import_writes_for_no_target_is_known_to_be_none(content):
    incidents = convert(read_file(content, "own.csv")).tables["incidents"]
    assert not titles.has_target(incidents["target"][0].as_py())
