"""Dates as machines and people write them: read as that day, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.importers.clean import dates

TODAY = dt.date(2026, 1, 15)
DAYS = st.dates(dt.date(1960, 1, 1), dt.date(2025, 12, 31))
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
}


def read(*texts, order="auto"):
    return dates.read_dates(texts, [1] * len(texts), order, TODAY)


def only(items):
    (one,) = items
    return one


def told(column, what):
    """Return for which values a finding holds."""
    return only(note.holds for note in column.notes if note.what == what)


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-03 21:30:00+00", "2024-01-03T21:30:00.123Z", "2024-01-03 21:30 UTC",
        "Wed, 03 Jan 2024 21:30:00 GMT", "Wed, 3 Jan 2024 21:30 +0000", "20240103T213000Z",
        "Wed Jan 03 21:30:00 +0000 2024", "031430ZJAN24", "03 1430Z Jan 2024",
        "Wed Jan 03 2024 21:30:00 GMT+0000 (Coordinated Universal Time)", "1704317400",
        "1704317400000", "/Date(1704317400000)/", '{"$date": "2024-01-03T21:30:00Z"}',
        '{"$date": {"$numberLong": "1704317400000"}}',
    ],
)  # fmt: skip
def test_machines_write_times_in_utc(written):
    column = read(written)
    assert (str(column.day[0]), column.clock[0].zone) == ("2024-01-03", "UTC")


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-03 21:30", "1/13/24, 9:30 PM", "1/13/24, 9:30\u202fPM", "2024-01-03 2130hrs",
        "January 3rd, 2024 at 9:30 p.m.", "mercredi 3 janvier 2024 à 21h30", "2024-01-03 2130",
        "3 января 2024 года, 21:30", "032130JAN24", "2024-01-03T21:30:00[Europe/Kyiv]",
        "20240103213000", "45294.8958333333", "03JAN2024:21:30:00", "03JAN24:21:30:00.000",
        "03/Jan/2024:21:30:00", "2024-01-03 21:30-22:00", "2024-01-03 21.30",
    ],
)  # fmt: skip
def test_a_time_without_a_zone_is_read_with_its_date(written):
    assert read(written).clock[0] == ("21:30", "")


def test_a_zone_is_kept_beside_the_time():
    zones = [c and c.zone for c in read("2024-01-03T21:30:00+03:00", "041930CJAN07",
                                        "2024-01-03T00:00:00Z").clock]  # fmt: skip
    assert zones == ["UTC+03:00", "UTC+03:00", None]  # midnight stands for no time at all


@pytest.mark.parametrize(
    "written",
    [
        "3 января 2024 г.", "среда, 3 января 2024 г.", "3 січня 2024 року", "03-янв-2024",
        "miércoles, 3 de enero de 2024", "3. Januar 2024", "٣ يناير ٢٠٢٤",
        "3 كانون الثاني/يناير 2024", "الأربعاء 3 يناير 2024", "3 בינואר 2024", "2024-Jan-3",
        "3rd of January 2024", "2024-W01-3", "’2024-01-03", "mer. 3 janv. 2024",
        "woensdag 3 januari 2024", "wo 3 jan. 2024", "3. 1. 2024", "3 Jan '24",
        "Wednesday, the 3rd January 2024", "2024_01_03", "03JAN2024",
        "3 January 2024 (Wed)", "2024-01-03, mercredi",
    ],
)  # fmt: skip
def test_dates_in_the_languages_of_the_field(written):
    assert str(read(written).day[0]) == "2024-01-03"


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("12-14 Jan 2024", "2024-01-12", "2024-01-14"),
        ("12/13 January 2024", "2024-01-12", "2024-01-13"),
        ("Jan 12-14, 2024", "2024-01-12", "2024-01-14"),
        ("30 Dec 2023 - 2 Jan 2024", "2023-12-30", "2024-01-02"),
        ("28 Jan–3 Feb 2024", "2024-01-28", "2024-02-03"),
        ("between 3 and 5 January 2024", "2024-01-03", "2024-01-05"),
        ("2024-01-03/2024-01-05", "2024-01-03", "2024-01-05"),
        ("2024-01-03 21:00 - 2024-01-04 02:00", "2024-01-03", "2024-01-04"),
        ("13/01/2024-15/01/2024", "2024-01-13", "2024-01-15"),
        ("13-15.01.2024", "2024-01-13", "2024-01-15"),
        ("2024-W05", "2024-01-29", "2024-02-04"),
        ("Jan-Mar 2024", "2024-01-01", "2024-03-31"),
        ("13 or 14 Jan 2024", "2024-01-13", "2024-01-14"),
        ("night of 3 to 4 May 2024", "2024-05-03", "2024-05-04"),
        ("nuit du 3 au 4 mai 2024", "2024-05-03", "2024-05-04"),
    ],
)
def test_several_days_have_a_first_and_a_last_one(written, first, last):
    column = read(written)
    assert (str(column.day[0]), str(column.end[0])) == (first, last)
    assert column.approximate == told(column, "several days") == [True]


@pytest.mark.parametrize(
    ("written", "part"),
    [("overnight 3-4 May 2024", "night"), ("in the early morning of 3 May 2024", "morning"),
     ("3 May 2024 (evening)", "evening"), ("2024-05-03, in the afternoon", "afternoon")],
)  # fmt: skip
def test_a_part_of_the_day_stands_for_the_time(written, part):
    column = read(written)
    assert (str(column.day[0]), column.clock) == ("2024-05-03", [(part, "")])


@pytest.mark.parametrize(
    "written",
    [
        "Feb 2024", "early February 2024", "end of Feb 2024", "mi-février 2024",
        "Anfang Februar 2024", "a principios de febrero de 2024", "2024-02", "02/2024",
        "февраль 2024", "شباط 2024", "2024-02-00", "00/02/2024", "2024-02-XX",
    ],
)  # fmt: skip
def test_a_month_without_a_day_is_kept_whole_and_said(written):
    column = read(written)
    assert (str(column.day[0]), str(column.end[0])) == ("2024-02-01", "2024-02-29")
    assert column.approximate == told(column, "whole month") == [True]


@pytest.mark.parametrize("written", ["c. 3 Jan 2024", "~2024-01-03", "3 January 2024 (approx)",
                                     "2024-01-03?", "about January 3, 2024"])  # fmt: skip
def test_a_date_given_as_approximate_stays_so(written):
    column = read(written)
    assert (str(column.day[0]), column.approximate) == ("2024-01-03", [True])


@pytest.mark.parametrize(
    "written",
    [
        "Jan-24", "10/12", "202401", "201902240001", "36.34", "1-2-3", "Q1 2024", "M4 2024",
        "before 3 January 2024", "Militia 12 Jan 2024", "5 Jan 2024 - 3 Jan 2024", "2024-W54",
        "2019-00-00", "+964 770 123 4567", "{}", '{"year": 2024}', "2024-01-03-05", "[1]",
        "{" * 80, "9" * 19,
    ],
)  # fmt: skip
def test_what_leaves_a_doubt_is_not_read(written):
    column = read(written)
    assert str(column.day[0]) == "NaT"
    assert column.fault[0]


def test_a_time_that_is_none_costs_the_time_only():
    column = read("2024-01-03 99:99", "2024-01-03 21:00-23:00")
    clocks = [None, ("21:00", "")]
    assert ([str(d) for d in column.day], column.clock) == (["2024-01-03"] * 2, clocks)
    assert (column.timed, column.from_span) == ([True, True], [False, True])


def test_a_weekday_that_differs_is_told():
    column = read("Wed, 3 Jan 2024", "Tuesday, 3 Jan 2024")
    assert told(column, "weekday differs") == [False, True]


@settings(max_examples=60)
@given(st.lists(DAYS, min_size=1, max_size=4, unique=True), st.sampled_from(sorted(MONTHS)))
def test_a_day_in_words_is_read_back_in_every_language(days, language):
    names = MONTHS[language].split()
    texts = [f"{d.day} {names[d.month - 1]} {d.year}" for d in days]
    assert [str(d) for d in read(*texts).day] == [d.isoformat() for d in days]


@settings(max_examples=100)
@given(
    st.dates(dt.date(1995, 1, 1), dt.date(2025, 12, 30)),
    st.times(),
    st.sampled_from(
        ["%Y-%m-%d %H:%M:%S+00", "%a, %d %b %Y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y", "%d%H%MZ%b%y",
         "'%Y-%m-%d", "%Y-%m-%dT%H:%M:%S.%fZ", "%s", "%s000", "%b %d, %Y %I:%M %p", "%d-%b-%Y",
         '{"year": %Y, "month": %m, "day": %d}', "%Y%m%dT%H%M%SZ", "%G-W%V-%u", "%d %B %Y, %H:%M"]
    ),
)  # fmt: skip
def test_a_moment_is_read_back_in_every_form(day, time, form):
    moment = dt.datetime.combine(day, time, dt.UTC)
    form = form.replace("%s", str(int(moment.timestamp()))).replace("%m,", f"{moment.month},")
    written = moment.strftime(form.replace("%d}", f"{moment.day}}}"))
    column = read(written)
    assert str(column.day[0]) == moment.date().isoformat()
    if column.clock[0]:
        assert column.clock[0].time == f"{moment:%H:%M}"


@settings(max_examples=60)
@given(DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d/%m/%y", "%m-%d-%Y %H:%M"]))
def test_a_day_in_numbers_is_read_right_or_said_to_be_open(day, form):
    column = read(day.strftime(form))
    right = str(column.day[0]) == day.isoformat()
    century = "%y" in form and day.year < TODAY.year - 98
    assert right or century or told(column, "ambiguous") == [True]


def test_numbers_are_days_of_a_spreadsheet_or_seconds_only_as_a_column():
    assert dates.kind_of_numbers(["45296", "45297.5"]) == "day numbers of a spreadsheet"
    assert dates.kind_of_numbers(["1704240000000", "1704326400000"]) == "milliseconds since 1970"
    assert dates.kind_of_numbers(["1704240000", "12", "7"]) == ""
    assert dates.kind_of_numbers(["9647701234", "9647701235"]) == ""  # telephones
    among = read("2024-01-13", "45350", "71000")
    assert [str(d) for d in among.day] == ["2024-01-13", "2024-02-28", "NaT"]
    assert told(among, "day number") == [False, True, False]


def test_numbers_that_may_count_from_elsewhere_are_doubted():
    days_since_1960 = read("23388", "23410")  # January and February 2024 in SAS and Stata
    assert days_since_1960.fault[0].startswith("is a day number that may count from 1900")
    assert [str(d) for d in read("638407008000000000", "638408736000000000").day] == [
        "2024-01-13", "2024-01-15"]  # ticks of .NET, and no nanoseconds of 1990  # fmt: skip
    since_2001 = read("726796800", "726883200")
    assert only(n.kind for n in since_2001.notes if n.what == "numbers") == "flagged"


def test_the_midnight_of_another_zone_is_told():
    column = read("2024-01-03T22:00:00Z", "2024-07-04T21:00:00Z", "2024-07-05T21:00:00Z")
    words = only(n.words for n in column.notes if n.what == "midnight elsewhere")
    assert words.startswith("all times are 21:00 or 22:00 UTC, which is midnight at UTC+2")


@pytest.mark.parametrize(
    ("cells", "share"),
    [
        (["031430ZJAN07", "Wed, 03 Jan 2024 10:00:00 GMT", "'2024-01-03", "12-14 Jan 2024"], 1),
        (["1704240000000", "", "1704326400000"], 1),
        (["2024-01-03", "Mosul"], 0.5),
        (["2019", "2020"], 0),
        (["14", "2", "31"], 0),
        (["36.34", "43.13"], 0),
        (["45296", "45297"], 0),
    ],
)
def test_the_guess_sees_dates_in_these_forms(cells, share):
    assert dates.looks_like_date(cells) == share
