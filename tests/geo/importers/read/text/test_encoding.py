"""Which encoding a text is read in, and what the notes say of it; never wrong without a word."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.read.text.encoding import decode

ARABIC = [
    "أعلنت المقاومة الإسلامية في العراق مسؤوليتها عن الهجوم على قاعدة عين الأسد بطائرة مسيرة",
    "استهدفت طائرات مسيرة قاعدة التنف في جنوب سوريا ولم تقع إصابات",
    "قال مسؤول أمريكي إن صاروخين أطلقا على قاعدة حرير في أربيل",
]
PERSIAN = [
    "نيروهاي مقاومت به پايگاه نظامي در شمال عراق حمله کردند",
    "گروه مسئوليت حمله موشکي به پايگاه عين الاسد را بر عهده گرفت",
]
RUSSIAN = [
    "Военная база США в провинции Анбар подверглась ракетному обстрелу",
    "Беспилотник атаковал аэродром Эрбиля, пострадавших нет",
]
WESTERN = [
    "La base aérienne d’Aïn al-Assad a été visée par des drones, sans blessés",
    "Mehrere Soldaten wurden verletzt, größere Schäden am Stützpunkt gab es nicht",
    "El ataque causó daños menores, según el portavoz del ejército español",
]
TURKISH = [
    "Irak'ın kuzeyindeki üsse insansız hava aracıyla saldırı düzenlendi, yaralanan olmadı",
    "Saldırıyı henüz üstlenen olmadı, güvenlik güçleri bölgede soruşturma başlattı",
]
HEBREW = [
    "כטבמים שוגרו מעיראק לעבר אילת ויורטו מעל הים האדום",
    "ההתנגדות האסלאמית בעיראק לקחה אחריות על ירי הטיל לעבר חיפה",
]
LANGUAGES = {
    "Windows-1256 (Arabic, Persian)": ("cp1256", ARABIC),
    "Windows-1256 (Arabic, Persian) too": ("cp1256", PERSIAN),
    "ISO 8859-6 (Arabic)": ("iso8859_6", ARABIC),
    "Windows-1251 (Cyrillic)": ("cp1251", RUSSIAN),
    "Windows-1252 (Western European)": ("cp1252", WESTERN),
    "Windows-1254 (Turkish)": ("cp1254", TURKISH),
    "Windows-1255 (Hebrew)": ("cp1255", HEBREW),
}
NAMES = {
    "cp1256": "بغداد الأنبار نينوى البصرة كركوك ديالى السليمانية أربيل دهوك الموصل الحسكة سنجار",
    "cp1251": "Багдад Анбар Басра Киркук Эрбиль Мосул Дамаск Хомс Алеппо Ракка Хасеке Сирт",
    "cp1252": "Aïn Alépo Émir Städte München Zürich Málaga Señor Düsseldorf Köln Française Gießen",
    "cp1254": "Şırnak Diyarbakır Kerkük Iğdır Ağrı Muş Gülşehir Başika Elazığ Tunceli Kızıltepe",
}
ENGLISH = "{},2024-01-05,{},A drone struck the base near the airport; two soldiers were wounded\n"


def table(sentences):
    rows = [f"{n},2024-01-05,{s.replace(',', '')}\n" for n, s in enumerate(sentences * 3)]
    return "id,date,summary\n" + "".join(rows)


def mostly_english(names, rows=300):
    """Return a table of English rows with a name of another script every now and then."""
    places = [names[n // 40 % len(names)] if n % 40 == 7 else "Ramadi" for n in range(rows)]
    return "id,date,place,summary\n" + "".join(ENGLISH.format(*p) for p in enumerate(places))


@pytest.mark.parametrize("title", LANGUAGES)
def test_a_table_of_real_sentences_is_read_for_sure(title):
    encoding, sentences = LANGUAGES[title]
    text = table(sentences)
    words = f"{title.removesuffix(' too')}, recognised by its letters"
    assert decode(text.encode(encoding), "x.csv") == (text, words)


@pytest.mark.parametrize("title", LANGUAGES)
def test_one_sentence_is_enough(title):
    encoding, (sentence, *_) = LANGUAGES[title]
    text, words = decode(sentence.encode(encoding), "x.csv")
    assert text == sentence
    assert words.startswith(title.removesuffix(" too"))


@pytest.mark.parametrize("encoding", NAMES)
def test_a_dozen_names_are_enough(encoding):
    text = "place\n" + "\n".join(NAMES[encoding].split()) + "\n"
    decoded, words = decode(text.encode(encoding), "x.csv")
    assert decoded == text
    assert words.endswith("recognised by its letters")


@pytest.mark.parametrize("encoding", NAMES)
def test_few_names_in_a_mostly_english_file_are_read(encoding):
    text = mostly_english(NAMES[encoding].split())
    assert decode(text.encode(encoding), "x.csv")[0] == text


@pytest.mark.parametrize("rows", [3, 60_000])
def test_a_name_in_the_last_row_of_an_english_file_is_read_and_said_to_be_unsure(rows):
    text = mostly_english(["Ramadi"], rows) + ENGLISH.format(rows, "السليمانية")
    decoded, words = decode(text.encode("cp1256"), "x.csv")
    assert decoded == text
    assert words.startswith("Windows-1256 (Arabic, Persian), recognised by its letters, but not ")
    assert "save the file as UTF-8" in words


def test_dashes_and_accents_before_arabic_names_do_not_hide_them():
    head = "".join(ENGLISH.format(n, "Aïn – “Assad”") for n in range(5_000))
    tail = "".join(ENGLISH.format(n, "كركوك، العراق") for n in range(5_000))
    text = f"id,date,place,summary\n{head}{tail}"
    assert decode(text.encode("cp1256"), "x.csv")[0] == text


def test_a_few_letters_that_fit_several_code_pages_are_said_to_be_unsure():
    text, words = decode("name,b\nDéjà vu,“x”\n".encode("cp1252"), "x.csv")
    assert text == "name,b\nDéjà vu,“x”\n"
    assert words.startswith("Windows-1252 (Western European), recognised by its letters, but not ")


def test_letters_that_only_windows_1252_has_are_read_as_that():
    text = table([f"{s} à Ženeva" for s in WESTERN])
    assert decode(text.encode("cp1252"), "x.csv")[0] == text


def test_bytes_that_the_code_page_does_not_have_are_counted():
    # The sample of a large file may miss them.
    rows = table(WESTERN * 1000).encode("cp1252")
    text, words = decode(rows + b"7,2024-01-05,x\x81\x8d\n", "x.csv")
    assert text == table(WESTERN * 1000) + "7,2024-01-05,x\ufffd\ufffd\n"
    assert "with 2 broken characters" in words


def test_a_text_that_no_code_page_makes_clean_is_said_to_be_unsure():
    # Windows-1252 does not have the last two, so another page is taken.
    data = table(WESTERN).encode("cp1252") + b"7,2024-01-05,x\x81\x8d\n"
    assert "not for sure: they do not show the language; if names" in decode(data, "x.csv")[1]


def test_what_is_in_none_of_the_code_pages_is_said_not_to_be_recognised():
    _, words = decode(bytes(range(0x80, 0x100)) * 3, "x.csv")
    assert words.startswith("not recognised, read as Windows-1252")
    assert "save the file as UTF-8" in words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (table(ARABIC).encode(), "UTF-8"),
        (table(ARABIC).encode("utf-8-sig"), "UTF-8 with a byte-order mark"),
        (table(ARABIC).encode("utf-16"), "UTF-16"),
        (table(ARABIC).encode("utf-32"), "UTF-32"),
        (b"a,b\nx,y\n", "UTF-8"),
    ],
)
def test_marks_and_utf_8_come_first(data, words):
    assert decode(data, "x.csv")[1] == words


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zeros(encoding):
    text = mostly_english(["بغداد"])
    assert decode(text.encode(encoding), "x") == (text, "UTF-16 without a byte-order mark")


def test_utf_8_with_a_broken_character_stays_utf_8():
    raw = importers.read_file("a,b\nقاعدة,é\n".encode() + b"x\xff,y\n", "x.csv")
    assert raw.table.to_pydict() == {"a": ["قاعدة", "x\ufffd"], "b": ["é", "y"]}
    assert "encoding UTF-8, with 1 broken character, the first in line 3" in raw.notes


def test_a_large_utf_8_file_with_a_broken_character_stays_utf_8():
    text = table(ARABIC * 500)
    decoded, words = decode(text.encode() + b"x\xff\n", "x.csv")
    assert decoded == text + "x\ufffd\n"
    assert words == f"UTF-8, with 1 broken character, the first in line {text.count(chr(10)) + 1}"


@pytest.mark.parametrize("lines", ["\n", "\r\n", "\r"])
def test_the_notes_of_an_import_say_the_encoding(lines):
    content = table(ARABIC)
    raw = importers.read_file(content.replace("\n", lines).encode("cp1256"), "x.csv")
    assert raw.notes[0] == "encoding Windows-1256 (Arabic, Persian), recognised by its letters"
    assert raw.table["summary"].to_pylist() == ARABIC * 3


def test_the_notes_of_json_say_the_encoding():
    text = json.dumps([{"a": s} for s in ARABIC], ensure_ascii=False)
    raw = importers.read_file(text.encode("cp1256"), "x.json")
    assert raw.notes[0] == "encoding Windows-1256 (Arabic, Persian), recognised by its letters"
    assert raw.table["a"].to_pylist() == ARABIC


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    try:
        text, words = decode(data, "x.csv")
    except ImportRefusedError:
        return
    assert "\x00" not in text
    assert words
