"""Words that people write for numbers of killed and injured, in languages of the field.

Case, accents and apostrophes do not matter.
"""

from __future__ import annotations

from typing import Final

# 0 to 12, and more where it is one word. English above twenty is put together below.
_NUMBERS: Final = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
          "fifteen sixteen seventeen eighteen nineteen twenty",
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
          "seize dix-sept dix-huit dix-neuf vingt",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
          "quince dieciseis diecisiete dieciocho diecinueve veinte",
    "de": "keins eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn "
          "funfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "uk": "нуль один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять",
    "ar": "صفر واحد اثنان ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "tr": "sıfır bir iki uc dort bes altı yedi sekiz dokuz",
    "fa": "صفر یک دو سه چهار پنج شش هفت هشت نه ده",
}  # fmt: skip
_MORE: Final = {
    "une": 1, "una": 1, "ein": 1, "eine": 1, "одна": 1, "двое": 2, "трое": 3, "четверо": 4,
    "пятеро": 5, "шестеро": 6, "семеро": 7, "двоє": 2, "троє": 3, "п'ятеро": 5,
    "قتيل": 1, "قتيلان": 2, "شهيد": 1, "شهيدان": 2, "جريح": 1, "جريحان": 2,
    "شخصان": 2, "اثنين": 2, "ثلاث": 3, "اربع": 4, "خمس": 5, "ست": 6, "سبع": 7, "ثمان": 8,
    "تسع": 9, "عشر": 10, "a hundred": 100, "one hundred": 100, "hundred": 100,
    "two hundred": 200, "three hundred": 300, "a thousand": 1000, "one thousand": 1000,
    "cent": 100, "cien": 100, "hundert": 100, "сто": 100, "مئة": 100, "مائة": 100,
}  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _numbers() -> dict[str, int]:
    english = _NUMBERS["en"].split()
    numbers = dict(_MORE)
    for words in _NUMBERS.values():
        numbers |= {word: n for n, word in enumerate(words.split())}
    for ten, word in enumerate(_TENS, 2):
        numbers[word] = ten * 10
        for unit in range(1, 10):
            numbers |= {f"{word}{gap}{english[unit]}": ten * 10 + unit for gap in "- "}
    return numbers


NUMBERS: Final = _numbers()
# Words that say how a number is meant, by the mark that stands for them in `tolls`; the marks
# themselves are there too, in any form.
SAME_MARK: Final = str.maketrans("+≥≈?–—−:", ">>~~--- ")
MEANT: Final = {
    ">": ("at least", "no fewer than", "not less than", "no less than", "minimum", "min",
          "more than", "over", "upwards of", "or more", "and more", "plus", "au moins", "plus de",
          "ou plus", "al menos", "por lo menos", "mas de", "o mas", "mindestens", "uber",
          "mehr als", "oder mehr", "wenigstens", "не менее", "не меньше", "как минимум", "более",
          "свыше", "больше", "щонайменше", "не менше", "понад", "більше", "مالايقل عن",
          "ما لا يقل عن", "لا يقل عن", "على الاقل", "اكثر من", "en az", "den fazla", "حداقل",
          "بیش از", "almeno", "pelo menos"),
    "~": ("about", "around", "or so", "approx", "approx.", "approximately", "circa", "ca",
          "ca.", "c.", "roughly", "some", "nearly", "almost", "est", "est.", "estimated",
          "possibly", "probably", "reportedly", "unconfirmed", "environ", "pres de", "unos",
          "unas", "alrededor de",
          "aproximadamente", "cerca de", "casi", "etwa", "rund", "ungefahr", "zirka", "около",
          "примерно", "порядка", "близько", "приблизно", "حوالي", "نحو", "قرابة", "تقريبا",
          "yaklasık", "حدود"),
    "≤": ("up to", "as many as", "not more than", "at most", "no more than", "maximum",
          "max", "jusqu'a", "au plus", "hasta",
          "a lo sumo", "bis zu", "hochstens", "до", "не более", "не больше", "не більше",
          "يصل الى"),
    "<": ("fewer than", "less than", "under", "moins de", "menos de", "weniger als", "менее",
          "менше", "اقل من"),
    "-": ("to", "or", "a", "o", "ou", "bis", "oder", "или", "або", "او", "الى"),
    "=": ("between", "from", "entre", "de", "zwischen", "von", "между", "от", "між", "від", "بين",
          "من"),
    "&": ("and", "et", "y", "und", "и", "та", "і", "و"),
    "0": ("no", "none", "nil", "without", "without any", "not any", "aucun", "aucune", "pas de",
          "sans", "ningun", "ninguno", "ninguna", "sin", "kein", "keine", "keinen", "ohne", "без",
          "لا", "لا يوجد", "لا توجد", "بدون", "nobody", "no one", "nessun",
          "nessuno", "nenhum", "hic", "yok"),
}  # fmt: skip
# About so many, though it is one word.
AROUND: Final = {
    "a dozen": 12, "one dozen": 12, "dozen": 12, "half a dozen": 6, "two dozen": 24,
    "three dozen": 36, "une dizaine": 10, "une vingtaine": 20, "une douzaine": 12,
    "una decena": 10, "una docena": 12, "ein dutzend": 12, "a score": 20, "десяток": 10,
    "a couple": 2, "couple": 2,
}  # fmt: skip
# Many or few, and nobody says how many.
VAGUE: Final = frozenset((
    "several", "many", "few", "a few", "some", "dozens", "scores", "tens", "hundreds", "thousands",
    "multiple", "numerous", "various", "a number", "mass", "casualties", "yes", "heavy", "light",
    "plusieurs", "quelques", "des dizaines", "dizaines", "des centaines", "nombreux", "varios",
    "varias", "muchos", "decenas", "cientos", "algunos", "mehrere", "einige", "viele", "dutzende",
    "несколько", "много", "десятки", "сотни", "кілька", "декілька", "багато", "сотні", "عدة",
    "عدد", "عشرات", "العشرات", "مئات", "المئات", "كثير", "بعض", "birkac", "cok sayıda", "onlarca",
    "چند", "چندین", "ده ها", "כמה", "עשרות",
))  # fmt: skip
# No number is known, and the file says so.
UNKNOWN: Final = frozenset((
    "unknown", "not known", "unk", "unspecified", "not specified", "not stated", "not reported",
    "not available", "no data", "no information", "no info", "nd", "n/d", "n/k", "nk", "tbc", "tbd",
    "to be confirmed", "to be determined", "unclear", "inconnu", "inconnue", "non connu", "nc",
    "desconocido", "se desconoce", "sin datos", "sin informacion", "unbekannt", "k.a.",
    "keine angabe", "неизвестно", "нет данных", "невідомо", "немає даних", "غير معروف",
    "غير محدد", "لا معلومات", "bilinmiyor", "نامعلوم", "نامشخص",
))  # fmt: skip
# It may say that nobody was hurt, or that nothing is known: programs write it for both.
NONE_OR_UNKNOWN: Final = frozenset((
    "none", "nil", "no", "non", "nein", "אין", "нет", "ні", "немає", "لا", "hayır", "keine", "yok",
))  # fmt: skip
# Who was hurt, whatever it was; then of the dead, and of the injured.
PERSONS: Final = (
    "casualties", "casualty", "people", "persons", "person", "civilians", "civilian", "soldiers",
    "soldier", "men", "women", "children", "child", "fighters", "militants", "victims", "victim",
    "victime", "victimes", "personnes", "civils", "soldats", "personas", "civiles", "victimas",
    "personen", "zivilisten", "opfer", "soldaten", "человек", "человека", "людей", "жертв",
    "жертвы", "пострадавших", "осіб", "особи", "шахс", "شخص", "اشخاص", "ضحايا", "اصابات بشرية",
    "مدنيين", "مدنيا", "جندي", "جنود", "kisi", "نفر",
)  # fmt: skip
OF_TOLL: Final = {
    "killed": ("killed", "dead", "deaths", "death", "died", "fatalities", "fatality", "kia",
               "kills", "morts", "mort", "tues", "tue", "deces", "muertos", "muerto", "muertes",
               "fallecidos", "tote", "toter", "getotete", "погибших", "погибшие", "погибло",
               "убитых", "убиты", "убито", "загиблих", "загиблі", "вбито", "قتلى", "قتيلا", "قتيل",
               "شهداء", "شهيدا", "وفيات", "olu", "کشته", "morti", "mortos"),
    "injured": ("injured", "wounded", "injuries", "injury", "hurt", "wia", "blesses", "blesse",
                "heridos", "herido", "lesionados", "verletzte", "verletzter", "verwundete",
                "раненых", "раненые", "ранено", "ранены", "поранених", "поранені", "поранено",
                "جرحى", "جريحا", "جريح", "مصابين", "مصابا", "اصابات", "yaralı", "زخمی", "feriti",
                "feridos"),
}  # fmt: skip
