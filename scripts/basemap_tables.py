"""The base map's own tables: disputed borders, cities and country names.

Read by `build_basemap.py`. Coordinates are WGS84 degrees, longitude first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

# --- Disputed borders -----------------------------------------------------------------------------

EVERYWHERE = shapely.box(-180, -90, 180, 90)

#: Pairs of countries with a disputed border, and where. Northern Cyprus is CYN here.
DISPUTED: Mapping[frozenset[str], BaseGeometry] = {
    frozenset(pair): area
    for pair, area in (
        (("ISR", "PSE"), EVERYWHERE),  # armistice lines of 1949
        (("ISR", "SYR"), EVERYWHERE),  # Golan: ceasefire line of 1974
        (("ISR", "LBN"), shapely.box(35.6, 33.2, 36, 33.5)),  # Shebaa Farms
        (("CYN", "CYP"), EVERYWHERE),  # buffer zone
        (("EGY", "SDN"), shapely.box(33.1, 21, 38, 24)),  # Halaib Triangle, Bir Tawil
        (("SOL", "SOM"), EVERYWHERE),  # Somaliland
        (("KOS", "SRB"), EVERYWHERE),  # Kosovo
        (("RUS", "UKR"), shapely.box(32, 44, 36.7, 46.6)),  # Crimea
        (("IND", "PAK"), shapely.box(73, 32.4, 80, 37)),  # Kashmir: line of control
        (("CHN", "IND"), EVERYWHERE),
        (("KAS", "IND"), EVERYWHERE),
        (("KAS", "PAK"), EVERYWHERE),
        (("CHN", "KAS"), EVERYWHERE),
        (("MAR", "SAH"), EVERYWHERE),  # Western Sahara
    )
}

#: Lines that are in no polygon of the source. Vertices of Natural Earth's "boundary lines, disputed
#: areas" (1:10m; two vertices of the first line are from 1:50m); public domain.
CLAIMS: Mapping[str, Sequence[tuple[float, float]]] = {
    # Golan, west side: the boundary of 1923, where it is known as the east edge of the zones
    # demilitarised in 1949; straight in between.
    "Golan Heights": (
        (35.666, 33.247), (35.685, 33.244), (35.679, 33.225), (35.668, 33.212), (35.661, 33.213),
        (35.641, 33.118), (35.637, 33.077), (35.646, 33.07), (35.635, 33.032), (35.632, 33.008),
        (35.626, 32.911), (35.613, 32.895), (35.633, 32.867), (35.641, 32.82), (35.655, 32.81),
        (35.658, 32.772), (35.64, 32.705), (35.64, 32.689), (35.64, 32.679),
    ),
    # Armistice line of 1949 through Jerusalem; the source's West Bank ends east of the city.
    "East Jerusalem": (
        (35.186, 31.809), (35.224, 31.801), (35.227, 31.778), (35.224, 31.744), (35.182, 31.743),
        (35.149, 31.737),
    ),
    "Halaib Triangle": (
        (34.084, 21.995), (34.147, 22.192), (34.682, 22.298), (34.944, 22.858), (35.212, 22.786),
        (35.621, 23.139),
    ),
}  # fmt: skip

# --- What is written on the map -------------------------------------------------------------------

#: Cities: GeoNames id, English and Arabic name, rank. Rank 1 is readable on the whole region,
#: 4 only when a reader has come close.
CITY_TABLE: tuple[tuple[int, str, str, int], ...] = (
    (98182, "Baghdad", "بغداد", 1),
    (170654, "Damascus", "دمشق", 1),
    (250441, "Amman", "عمان", 1),
    (112931, "Tehran", "طهران", 1),
    (108410, "Riyadh", "الرياض", 1),
    (360630, "Cairo", "القاهرة", 1),
    (323786, "Ankara", "أنقرة", 1),
    (71137, "Sanaa", "صنعاء", 1),
    (276781, "Beirut", "بيروت", 2),
    (293397, "Tel Aviv", "تل أبيب", 3),
    (281184, "Jerusalem", "القدس", 2),
    (285787, "Kuwait City", "مدينة الكويت", 2),
    (292968, "Abu Dhabi", "أبوظبي", 2),
    (290030, "Doha", "الدوحة", 2),
    (290340, "Manama", "المنامة", 3),
    (287286, "Muscat", "مسقط", 2),
    (146268, "Nicosia", "نيقوسيا", 3),
    (99072, "Mosul", "الموصل", 2),
    (95446, "Erbil", "أربيل", 2),
    (99532, "Basra", "البصرة", 2),
    (94787, "Kirkuk", "كركوك", 3),
    (98463, "Sulaymaniyah", "السليمانية", 3),
    (98717, "Ramadi", "الرمادي", 3),
    (90150, "Tikrit", "تكريت", 3),
    (98860, "Najaf", "النجف", 3),
    (98854, "Nasiriyah", "الناصرية", 3),
    (98677, "Rutba", "الرطبة", 3),
    (92138, "Al-Qaim", "القائم", 3),
    (448149, "Sinjar", "سنجار", 4),
    (99454, "Fallujah", "الفلوجة", 4),
    (91597, "Samarra", "سامراء", 4),
    (94824, "Karbala", "كربلاء", 4),
    (99131, "Kut", "الكوت", 4),
    (99608, "Amarah", "العمارة", 4),
    (96994, "Duhok", "دهوك", 4),
    (97990, "Baqubah", "بعقوبة", 4),
    (170063, "Aleppo", "حلب", 2),
    (170794, "Deir ez-Zor", "دير الزور", 2),
    (169577, "Homs", "حمص", 3),
    (172955, "Raqqa", "الرقة", 3),
    (173811, "Hasakah", "الحسكة", 3),
    (163808, "Palmyra", "تدمر", 3),
    (173576, "Latakia", "اللاذقية", 3),
    (170905, "Daraa", "درعا", 4),
    (169389, "Idlib", "إدلب", 4),
    (173377, "Qamishli", "القامشلي", 4),
    (174448, "Abu Kamal", "البو كمال", 4),
    (173480, "Mayadin", "الميادين", 4),
    (250774, "Aqaba", "العقبة", 3),
    (248946, "Irbid", "إربد", 4),
    (250582, "Mafraq", "المفرق", 4),
    (281133, "Gaza", "غزة", 3),
    (294801, "Haifa", "حيفا", 4),
    (295277, "Eilat", "إيلات", 4),
    (266826, "Tripoli", "طرابلس", 4),
    (113646, "Tabriz", "تبريز", 2),
    (418863, "Isfahan", "أصفهان", 2),
    (128226, "Kermanshah", "كرمانشاه", 3),
    (144448, "Ahvaz", "الأهواز", 3),
    (115019, "Shiraz", "شيراز", 3),
    (124665, "Mashhad", "مشهد", 2),
    (141681, "Bandar Abbas", "بندر عباس", 3),
    (121801, "Urmia", "أرومية", 4),
    (105343, "Jeddah", "جدة", 2),
    (109223, "Medina", "المدينة المنورة", 3),
    (101628, "Tabuk", "تبوك", 3),
    (110336, "Dammam", "الدمام", 3),
    (108512, "Arar", "عرعر", 4),
    (415189, "Aden", "عدن", 2),
    (79415, "Hodeidah", "الحديدة", 3),
    (316541, "Diyarbakir", "ديار بكر", 3),
    (314830, "Gaziantep", "غازي عنتاب", 3),
    (325363, "Adana", "أضنة", 3),
    (745044, "Istanbul", "اسطنبول", 2),
    (361058, "Alexandria", "الإسكندرية", 3),
    (360502, "Luxor", "الأقصر", 4),
    (587084, "Baku", "باكو", 3),
    (616052, "Yerevan", "يريفان", 4),
    (611717, "Tbilisi", "تبليسي", 4),
)

#: GeoNames has no plain Arabic name for these.
ARABIC_OF_OUR_OWN = frozenset({"القدس"})

#: Where a country's name is written; chosen by eye, clear of the cities of rank 1 and 2.
COUNTRY_LABELS: tuple[tuple[str, float, float, int], ...] = (
    ("Iraq", 42.85, 31.95, 1),
    ("Syria", 38.3, 35.2, 1),
    ("Jordan", 37.05, 30.75, 2),
    ("Iran", 54.6, 32.9, 1),
    ("Saudi Arabia", 44.6, 23.4, 1),
    ("Turkey", 34.6, 38.9, 1),
    ("Egypt", 29.3, 27.0, 1),
    ("Yemen", 47.2, 16.0, 2),
    ("Oman", 56.6, 20.9, 2),
    ("United Arab Emirates", 54.2, 23.4, 3),
    ("Qatar", 51.2, 25.0, 4),
    ("Kuwait", 47.55, 29.25, 4),
    ("Lebanon", 35.95, 34.05, 4),
    ("Israel", 34.8, 30.85, 4),
    ("Cyprus", 32.95, 34.95, 4),
    ("Sudan", 30.6, 16.2, 2),
    ("Eritrea", 38.3, 15.9, 4),
    ("Ethiopia", 39.6, 8.9, 2),
    ("Somalia", 46.6, 5.0, 3),
    ("Libya", 20.5, 27.2, 2),
    ("Chad", 19.0, 15.2, 3),
    ("Greece", 21.9, 39.5, 3),
    ("Bulgaria", 25.2, 42.8, 4),
    ("Romania", 24.9, 45.9, 3),
    ("Ukraine", 32.0, 48.7, 2),
    ("Russia", 44.5, 47.0, 2),
    ("Georgia", 43.4, 42.2, 4),
    ("Armenia", 45.0, 40.5, 4),
    ("Azerbaijan", 47.9, 40.5, 4),
    ("Kazakhstan", 66.5, 48.0, 2),
    ("Uzbekistan", 62.8, 42.0, 3),
    ("Turkmenistan", 59.2, 39.6, 3),
    ("Afghanistan", 65.6, 33.6, 2),
    ("Pakistan", 66.0, 28.4, 2),
    ("India", 77.8, 22.5, 1),
)
