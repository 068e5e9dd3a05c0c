"""Which country a name or a code means: ISO 3166, the UN's long forms, newsrooms, eight languages.

Names and codes come from pycountry (ISO 3166-1 of Debian's iso-codes and its translations), which
is loaded only for a value that is no name of the atlas. A name that means several countries, such
as Congo or Korea, and a code of a list that is not stated mean none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from geo.importers.clean.text import is_missing, safe_cell
from geo.spatial.countries import country_names
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Not Persian, in which iso-codes has the name of Palestine for Eritrea.
_LANGUAGES: Final = ("ar", "de", "es", "fr", "he", "ru", "tr", "uk")
# What newsrooms, the World Bank, UCDP, GTD and ACLED write beside the names of ISO 3166.
_NEWSROOM: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "AE": ("uae", "emirates", "the emirates", "الامارات", "оаэ", "оае", "eau"),
        "BA": ("bosnia", "bosnia herzegovina"),
        "BN": ("brunei",),
        "CD": ("drc", "dr congo", "congo dr", "congo dr zaire", "dr congo zaire",
               "democratic republic of congo", "congo kinshasa", "kinshasa congo", "dem rep congo"),
        "CF": ("car",),
        "CG": ("congo brazzaville", "republic of congo", "brazzaville congo",
               "people's republic of the congo"),
        "CI": ("ivory coast", "cote d ivoire"),
        "CV": ("cape verde",),
        "CZ": ("czech republic",),
        "EG": ("égypte",),
        "FK": ("falkland islands", "falklands"),
        "FM": ("micronesia", "micronesia fed sts"),
        "GB": ("uk", "great britain", "britain",
               "united kingdom of great britain and northern ireland"),
        "HK": ("hong kong sar", "hong kong sar china"),
        "IL": ("اسرائيل",),
        "IQ": ("irak", "عراق", "iraqi kurdistan", "kurdistan region of iraq",
               "federal iraq"),
        "IR": ("iri", "iran isl rep", "ايران", "iran islam rep"),
        "JO": ("hkj", "اردن"),
        "KG": ("kyrgyz republic",),
        "KP": ("north korea", "dprk", "korea north", "korea dpr", "dpr korea", "corée du nord",
               "corea del norte", "кндр", "كوريا الشمالية"),
        "KR": ("south korea", "rok", "korea south", "republic of korea", "corée du sud",
               "corea del sur", "كوريا الجنوبية"),
        "LA": ("laos", "lao pdr"),
        "MD": ("moldova",),
        "MK": ("macedonia", "fyrom", "former yugoslav republic of macedonia"),
        "MM": ("burma", "myanmar burma", "burma myanmar"),
        "MO": ("macau", "macao sar", "macao sar china"),
        "NL": ("the netherlands", "holland"),
        "PS": ("palestinian territories", "palestinian territory", "palestinian territory occupied",
               "occupied palestinian territories", "opt", "opts", "palestine", "west bank",
               "gaza", "gaza strip", "the gaza strip", "west bank and gaza strip",
               "west bank and gaza", "gaza and west bank", "palestinian authority",
               "palestinian national authority", "west bank gaza", "territoires palestiniens",
               "territoires palestiniens occupés", "bande de gaza", "cisjordanie", "palestine tpo",
               "territorios palestinos", "territorios palestinos ocupados", "franja de gaza",
               "cisjordania", "فلسطين", "الاراضي الفلسطينية", "الأراضي الفلسطينية المحتلة",
               "قطاع غزة", "غزة", "الضفة الغربية", "палестинские территории", "сектор газа",
               "западный берег", "палестина", "палестинская автономия", "палестинські території",
               "західний берег", "палестинська автономія"),
        "RU": ("russia", "russie", "rusia", "russland", "россия", "рф", "росія", "روسيا", "rusya"),
        "SA": ("ksa", "saudi", "عربستان سعودي", "السعودية", "العربية السعودية"),
        "SK": ("slovak republic",),
        "SS": ("s sudan",),
        "SY": ("syria", "syrian arab rep", "syrian republic", "سوريا", "سورية", "suriye",
               "northeast syria", "north east syria", "northwest syria", "north west syria"),
        "SZ": ("swaziland", "kingdom of eswatini"),
        "TL": ("east timor", "timor leste"),
        "TR": ("turkey", "turkiye", "republic of turkey", "turquie", "تركيا", "تركية"),
        "TW": ("taiwan", "taiwan china", "chinese taipei"),
        "TZ": ("tanzania",),
        "US": ("usa", "us", "united states of america", "america", "сша", "etats unis", "ee uu",
               "eeuu", "estados unidos", "الولايات المتحدة", "امريكا"),
        "VA": ("vatican", "vatican city"),
        "VE": ("venezuela", "venezuela rb"),
        "VG": ("british virgin islands",),
        "VI": ("us virgin islands",),
        "VN": ("vietnam", "viet nam"),
        "YE": ("يمن",),
    }
)  # fmt: skip
# In wide use, and not in ISO 3166: alpha-2, alpha-3, name.
_BESIDE_ISO: Final = (("XK", "XKX", "Kosovo"),)
# Names that more than one country has had, or a region; nobody can tell which is meant.
_SEVERAL: Final = (
    "congo", "korea", "virgin islands", "saint martin", "yugoslavia", "serbia montenegro",
    "kurdistan", "north yemen", "south yemen", "sudan and south sudan", "islands", "republic",
)  # fmt: skip
_SHORT: Final = {
    "rep": "republic", "dem": "democratic", "fed": "federal", "st": "saint", "is": "islands",
    "terr": "territory", "kgdm": "kingdom",
}  # fmt: skip
_SMALL_WORDS: Final = frozenset({"of", "the", "and", "de", "la", "et", "y", "и", "та"})
_CODE_ALIASES: Final = {"UK": "GB", "EL": "GR"}
# Codes that stand for no country in any list.
_NO_COUNTRY: Final = frozenset({"EU", "UN", "XX", "ZZ", "XXX"})
_NUMBER: Final = re.compile(r"(\d+)(?:\.0+)?")
_LETTERS: Final = re.compile(r"[A-Za-z]{2,3}")
_OF_NUMBERS: Final = re.compile(r"(?:\b|country)iso|\bm ?49\b|\bun ?code\b|\bnumeric\b")
_NUMBERS: Final = (
    "a number, of a list of codes that is not stated; no country is taken from it (if the numbers "
    "are those of ISO 3166, call the column country_iso)"
)
_OTHER_LIST: Final = (
    "a code, and not all codes of the column are of ISO 3166; no country is taken from it"
)
_UNKNOWN: Final = "not known as one country; kept as it is"
_NAME_CHARS: Final = 200
_BRACKETS: Final = re.compile(r"([^()\[\]]+)[(\[]([^()\[\]]*)[)\]]?\s*")


@dataclass(frozen=True)
class CountryNames:
    """For each value the country's name, "" where none is stated, and what is wrong with it."""

    names: list[str]
    faults: list[str]


def name_countries(
    values: Sequence[str], atlas: Mapping[str, str], column: str = ""
) -> CountryNames:
    """Find the country that each distinct value of a column means.

    Args:
        values: names or codes as the file has them, trimmed.
        atlas: ISO 3166 alpha-3 code to name of the countries that the atlas has polygons of. Its
            names win; other countries are called as the shapes of `countries.geojson` are.
        column: the header, which tells whether numbers are those of ISO 3166.

    Returns:
        A value that means no country that is known stays as it is, with a fault; a number or a
        code of an unknown list states none.
    """
    own = {fold(name): name for name in atlas.values()} | {
        fold(code): name for code, name in atlas.items()
    }
    names = [own.get(fold(value), "") for value in values]
    faults = [""] * len(values)
    left = [i for i, value in enumerate(values) if not names[i] and not is_missing(value)]
    if not left:
        return CountryNames(names, faults)
    known = _of_table(tuple(sorted(atlas.items())))
    is_iso = _iso_lists([values[i] for i in left], known, column)
    for i in left:
        names[i], faults[i] = _name(values[i], known, is_iso)
    return CountryNames(names, faults)


@dataclass(frozen=True)
class _Table:
    """Every spelling's alpha-2 code, every code's, and the name of each country by alpha-2."""

    spelled: Mapping[str, str]
    codes: Mapping[str, str]
    name: Mapping[str, str]

    def find(self, text: str) -> str:
        return self.spelled.get(_words(text), "")


def _words(text: str) -> str:
    """Return a name as its words in one order: Iran, Islamic Republic of = Islamic Rep. of Iran."""
    bare = re.sub(r"\W+", " ", fold(text).replace(".", ""))
    words = (_SHORT.get(word, word) for word in bare.split())
    return " ".join(sorted(word for word in words if word not in _SMALL_WORDS))


@lru_cache(maxsize=1)
def _spellings() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """Return spelling to alpha-2, code to alpha-2, and alpha-2 to alpha-3 and ISO's own names."""
    # Imported here: most files state only countries of the atlas, and the app starts without it.
    import gettext  # noqa: PLC0415

    import pycountry  # noqa: PLC0415

    tongues = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
        for language in _LANGUAGES
    ]
    means: dict[str, set[str]] = defaultdict(set)
    codes: dict[str, str] = {}
    iso: dict[str, tuple[str, ...]] = {}
    for country in pycountry.countries:
        fields = dict(country)
        own = [fields[f] for f in ("common_name", "name", "official_name") if f in fields]
        translated = (tongue.gettext(name) for tongue in tongues for name in own)
        for name in (*own, *translated, *_NEWSROOM.get(country.alpha_2, ())):
            means[_words(name)].add(country.alpha_2)
        for code in (country.alpha_2, country.alpha_3, country.numeric):
            codes[code] = country.alpha_2
        iso[country.alpha_2] = (country.alpha_3, *own)
    for alpha_2, alpha_3, name in _BESIDE_ISO:
        means[_words(name)].add(alpha_2)
        codes |= dict.fromkeys((alpha_2, alpha_3), alpha_2)
        iso[alpha_2] = (alpha_3, name)
    several = {_words(name) for name in _SEVERAL}
    spelled = {
        words: min(found)
        for words, found in means.items()
        if len(found) == 1 and words not in several
    }
    return spelled, codes | _CODE_ALIASES, iso


@lru_cache(maxsize=4)
def _of_table(atlas: tuple[tuple[str, str], ...]) -> _Table:
    """Return the spellings with the names that the atlas gives."""
    spelled, codes, iso = _spellings()
    name = {alpha_2: own[1] for alpha_2, own in iso.items()}
    name |= {spelled[w]: n for n in country_names() if (w := _words(n)) in spelled}
    name |= {codes[alpha_3]: n for alpha_3, n in atlas if alpha_3 in codes}
    return _Table(spelled, codes, name)


def _iso_lists(values: Iterable[str], known: _Table, column: str) -> frozenset[int]:
    """Return the lengths of codes (1 for numbers) of which all are codes of ISO 3166.

    One that is none shows another list, of which the others are too: FIPS has IZ for Iraq, and IS
    for Israel, which in ISO 3166 is Iceland.
    """
    lists: dict[int, list[bool]] = defaultdict(list)
    for value in values:
        if match := _NUMBER.fullmatch(value):
            lists[1].append(match[1].zfill(3) in known.codes)
        elif _LETTERS.fullmatch(value) and value.upper() not in _NO_COUNTRY:
            lists[len(value)].append(value.upper() in known.codes or bool(known.find(value)))
    if not _OF_NUMBERS.search(fold(column)):
        lists.pop(1, None)
    return frozenset(length for length, fits in lists.items() if all(fits))


def _name(value: str, known: _Table, is_iso: frozenset[int]) -> tuple[str, str]:
    """Return the name of the country and what is wrong."""
    if match := _NUMBER.fullmatch(value):
        if 1 in is_iso:
            return known.name[known.codes[match[1].zfill(3)]], ""
        return "", _NUMBERS
    code = known.find(value)
    if not code and _LETTERS.fullmatch(value) and value.upper() in known.codes:
        if len(value) not in is_iso:
            return "", _OTHER_LIST
        code = known.codes[value.upper()]
    if len(value) <= _NAME_CHARS:
        code = code or _bracketed(value, known) or _twice(value, known)
    if code:
        return known.name[code], ""
    if _LETTERS.fullmatch(value) and len(value) not in is_iso and value.upper() not in _NO_COUNTRY:
        return "", _OTHER_LIST
    return safe_cell(value, _NAME_CHARS), _UNKNOWN


def _bracketed(value: str, known: _Table) -> str:
    """Return the country before brackets, unless these have another: Iraq (Kurdistan)."""
    match = _BRACKETS.fullmatch(value)
    if not match:
        return ""
    before, within = known.find(match[1]), known.find(match[2])
    codes = known.codes.get(match[2].strip().upper(), "")
    return before if {within, codes} <= {before, ""} else ""


def _twice(value: str, known: _Table) -> str:
    """Return the country that a value names in two languages: Syria / Syrie."""
    found = {known.find(part) for part in re.split(r"[/|]", value)}
    return found.pop() if len(found) == 1 else ""
