"""Names and codes of countries: of standards, newsrooms, eight languages; none is guessed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geo.importers.clean.country_names import name_countries
from geo.spatial.countries import country_names

ATLAS = {
    "EGY": "Egypt", "IRN": "Iran", "IRQ": "Iraq", "ISR": "Israel", "JOR": "Jordan",
    "LBN": "Lebanon", "PSE": "Palestine", "SAU": "Saudi Arabia", "SYR": "Syria", "TUR": "Turkey",
    "YEM": "Yemen", "ARE": "United Arab Emirates",
}  # fmt: skip


def names(*values, column="country"):
    return name_countries(values, ATLAS, column).names


def only(value, **more):
    return names(value, **more)[0]


SPELLINGS = {
    "Palestine": """oPt, OPT, Gaza, Gaza Strip, West Bank, West Bank and Gaza Strip, PSE, فلسطين
        Occupied Palestinian Territories, Occupied Palestinian Territory, State of Palestine,
        Palestine; State of, Palestinian Territory; Occupied, Palestinian Territories, Палестина,
        Territoires palestiniens, West Bank and Gaza""",
    "Iran": """Iran; Islamic Republic of, Iran (Islamic Republic of), Islamic Republic of Iran, IRN,
        Iran; Islamic Rep., IR, ايران, إيران, Иран, Іран, Irán""",
    "Iraq": """Republic of Iraq, Iraq (Kurdistan), IRAQ, iraq, IQ, iq, IRQ, Irak, العراق, Ирак,
        Ірак, Iraqi Kurdistan""",
    "Syria": """Syrian Arab Republic, Syrian Arab Rep., Syria / Syrie, SYR, Siria, Syrie, سوريا,
        سورية, Сирия, Сирія, Syrien""",
    "Turkey": "Türkiye, Turkiye, Republic of Türkiye, Republic of Turkey, Turquie, Туреччина",
    "Jordan": "Hashemite Kingdom of Jordan, Jordanie, الأردن, Иордания",
    "Yemen": "Republic of Yemen, Yemen (North Yemen), Yemen; Rep., اليمن",
    "Lebanon": "Lebanese Republic, Liban, Líbano, لبنان",
    "Saudi Arabia": "KSA, Kingdom of Saudi Arabia, Arabie saoudite, السعودية",
    "United Arab Emirates": "UAE, U.A.E., Emirates, الإمارات",
    "Egypt": "Egypt; Arab Rep., Arab Republic of Egypt, Égypte, مصر",
}


@pytest.mark.parametrize(("country", "spellings"), SPELLINGS.items())
def test_countries_of_the_atlas_have_its_names(country, spellings):
    for spelling in spellings.replace("\n", ",").split(","):
        if given := spelling.strip().replace(";", ","):
            assert only(given) == country, given


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Georgia", "Georgia"),
        ("Niger", "Niger"),
        ("Nigeria", "Nigeria"),
        ("Guinea", "Guinea"),
        ("Congo, Dem. Rep.", "Democratic Republic of the Congo"),
        ("DR Congo (Zaire)", "Democratic Republic of the Congo"),
        ("Congo, Rep.", "Republic of the Congo"),
        ("Korea, Rep.", "South Korea"),
        ("Korea, Democratic People's Republic of", "North Korea"),
        ("Russian Federation", "Russia"),
        ("United Kingdom of Great Britain and Northern Ireland", "United Kingdom"),
        ("Dominica", "Dominica"),
        ("Dominican Republic", "Dominican Republic"),
    ],
)
def test_countries_elsewhere_are_called_as_their_shapes_are(given, name):
    assert only(given) == name


@pytest.mark.parametrize(
    "given",
    ["Congo", "Korea", "Kurdistan", "Georgia (US)", "Israel/Palestine", "Israel (Gaza)",
     "Serbia (Kosovo)", "Iraq and Syria", "Iraq; Syria", "Soviet Union", "East Germany (GDR)",
     "Jordan Valley", "Northern Ireland", "Mesopotamia"],
)  # fmt: skip
def test_a_name_that_is_not_one_country_stays_as_it_is_and_is_told(given):
    named = name_countries([given], ATLAS)
    assert named.names == [given]
    assert named.faults == ["not known as one country; kept as it is"]


def test_every_shape_has_a_name_that_is_found_but_for_three_islands():
    of_shapes = [n for n in country_names() if "island" not in n.lower()]
    changed = {n for n, m in zip(of_shapes, names(*of_shapes), strict=True) if n != m}
    assert changed == set()


@pytest.mark.parametrize(
    ("codes", "column", "expected"),
    [
        (["368", "760"], "country_iso_num", ["Iraq", "Syria"]),
        (["368.0", "4"], "M49", ["Iraq", "Afghanistan"]),
        (["368", "760"], "country", ["", ""]),  # GTD's or another list's: nobody says which
        (["95", "200"], "iso", ["", ""]),  # 95 and 200 are GTD's Iraq and Syria
        (["IQ", "IS"], "country", ["Iraq", "Iceland"]),
        (["IZ", "IS"], "country", ["", ""]),  # FIPS: Iraq and Israel
        (["IRQ", "UKG"], "country", ["Iraq", ""]),  # the atlas's own codes are known anyhow
        (["IQ", "UK", "EU"], "country", ["Iraq", "United Kingdom", "EU"]),
    ],
)
def test_codes_are_read_only_by_a_list_that_is_known(codes, column, expected):
    assert names(*codes, column=column) == expected


def test_a_number_says_what_to_do():
    (fault,) = name_countries(["95"], ATLAS, "country").faults
    assert "call the column country_iso" in fault


def test_names_of_the_atlas_need_no_table():
    code = (
        "import sys; from geo.importers.clean.country_names import name_countries; "
        f"name_countries(['Iraq', 'iraq', 'SYR', ''], {ATLAS!r}); "
        "sys.exit('pycountry' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
