"""Words in names of columns: lesser and false names, idle words, what speaks against a role.

They are written as those of `names`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

# Columns that are taken for a role only where the file has no better one.
LESSER: Final[ReadOnly[str, tuple[str, ...]]] = MappingProxyType(
    {
        "url": ("sources", "source", "source 1", "references", "reference", "article", "report",
                "evidence", "media link"),
        "id": ("ref", "reference", "code", "story id", "objectid", "object id", "ogc fid", "gid",
               "index", "row id"),
        "date": ("date reported", "reported date", "report date", "date of report",
                 "reporting date", "published", "publication date", "date published", "pub date",
                 "pubdate", "source date", "date added", "dateadded", "date created", "created",
                 "created at", "creation date", "entry date", "date entered", "date of entry",
                 "submission time", "submission date", "submitted", "event time", "incident time",
                 "start", "end", "today", "week", "day", "approx date", "дата публикации",
                 "дата сообщения", "дата публікації", "تاريخ النشر", "تاريخ التقرير", "timestamp",
                 "اليوم", "event day", "incident day"),
        "event_type": ("incident", "cameo code", "event code", "event root code", "what kind",
                       "nature", "nature of incident"),
        "target": ("corp 1", "targsubtype 1 txt", "property", "facility", "victim name",
                   "civilian targeting"),
        "country": ("iso 3", "iso 2", "iso", "iso a 3", "iso a 2", "iso 3 code", "iso code",
                    "country code", "country iso", "country iso 3", "countrycode",
                    "country id", "m 49", "un code", "adm 0 pcode", "action geo country code",
                    "source country", "actor country"),
        "admin": ("region", "admin 3", "adm 3", "adm 1 pcode", "admin 1 pcode", "adm 2 pcode",
                  "subregion", "zone", "sector", "area name", "municipio"),
        "place": ("location type", "type of location", "place type", "setting",
                  "location details", "where description", "road", "area", "site", "شهر", "name"),
        "weapons": ("weapsubtype 1 txt", "weapon subtype", "weapdetail", "attack means"),
        "party_1": ("groups", "actors", "parties", "belligerents", "dyad name",
                    "conflict name", "affiliation", "organisation", "organization"),
        "attributed_to": ("hostility", "hostility d", "gsubname"),
        "summary": ("addnotes", "add notes", "additional notes", "motive", "tags", "keywords"),
        "source": ("author", "media", "agency", "source organisation", "source organization",
                   "reporter", "contributor", "publication", "publication 1", "article"),
    }
)  # fmt: skip

# Columns that look like a role by a word of their name and are something else.
NEVER: Final[ReadOnly[str, tuple[str, ...]]] = MappingProxyType(
    {
        "id": ("place id", "placeid", "area id", "form id", "admin id", "adm 1 pcode",
               "country id", "group id", "geonames id", "geoname id", "source id", "conflict id",
               "dyad id", "user id", "device id", "deviceid", "osm id", "xform id string"),
        "date": ("date of birth", "birth date", "date precision", "time precision",
                 "date prec", "date accuracy", "date updated", "last updated", "updated at",
                 "date modified", "resolution", "approved date"),
        "latitude": ("altitude", "gps altitude", "latency", "plate", "slat"),
        "longitude": ("length", "longest", "duration", "long description", "longlist"),
        "country": ("source country code", "country of publication", "actor 1 country code",
                    "actor 2 country code", "recipient country", "nationality", "flag",
                    "natlty 1 txt", "population", "country population"),
        "killed": ("killed precision", "fatalities source", "nkillus", "n kill us", "nkillter",
                   "n kill ter", "deaths a", "deaths b", "deaths civilians",
                   "deaths unknown"),
        "injured": ("nwoundus", "n wound us", "nwoundte", "n wound te"),
        "source": ("source scale", "source date", "source original", "number of sources",
                   "source sectors", "source country", "num sources", "source id"),
        "events": ("event", "event id", "events id"),
        "summary": ("title of form", "form title"),
    }
)  # fmt: skip

# Words that say nothing of what a column is.
IDLE: Final = frozenset((
    "a", "an", "and", "at", "by", "de", "del", "den", "der", "des", "di", "do", "du", "el", "et",
    "for", "from", "ha", "in", "is", "it", "la", "las", "le", "les", "los", "lo", "na", "of",
    "on", "or", "par", "por", "pour", "the", "to", "txt", "value", "wgs", "dd", "dec", "decimal",
    "deg", "degree", "degrees", "die", "das", "von", "und", "am", "y", "e", "من", "في", "в",
    "на", "и", "і", "did", "was", "were", "please", "how", "many", "there", "which", "your", "ve",
))  # fmt: skip
# Words that say nothing in a header, but something in the phrases of this list.
IDLE_IN_HEADERS: Final = frozenset((
    "no", "nr", "num", "number", "numbers", "nombre", "numero", "nombres", "count", "total",
    "totals", "all", "gps", "geo", "incident", "incidents", "event", "events", "evt", "attack",
    "accident", "occurrence", "occ", "occured", "occurred", "reported", "alleged", "suspected",
    "presumed", "estimated", "approx", "approximate", "confirmed", "people", "persons", "happen",
    "happened", "what", "who", "name", "around", "used", "carried", "primary", "attaque", "ataque",
    "angriff", "incidente", "evento", "evenement", "количество", "число", "кількість", "всего",
    "общее", "всього", "عدد", "اجمالي", "مجموع", "sayısı", "toplam", "totale", "lt", "local", "utc",
    "strike", "label", "english", "exact", "exacte", "exacto", "roughly", "other", "sum",
    "utilisee", "utilisees", "utilise", "employee", "utilizada", "utilizadas", "usada", "usadas",
    "empleada", "impiegata", "usata", "kullanılan", "gebruikt", "gebruikte", "personnes",
    "personas", "pessoas", "persone", "personen", "mutmassliche", "mutmasslicher", "vermoedelijke",
    "aantal", "anzahl", "quantidade", "cantidad", "olay", "olayın", "vorfall", "vorfalls",
    "suceso", "происшествия", "violence", "violencia", "حادث", "حادثه", "حدث", "اعتدا",
    "אירוע", "האירוע", "ocorrencia", "gebeurtenis", "aproximada", "دقيق", "מספר", "تعداد",
))  # fmt: skip

# Words for kind: a kind of weapon is a weapon.
KINDS: Final = frozenset((
    "type", "types", "kind", "category", "tipo", "tipos", "tip", "тип", "вид", "نوع", "art",
    "soort", "turu", "סוג",
))  # fmt: skip

# Words that say that a column is of weapons, whatever stands beside them.
WEAPON_WORDS: Final = frozenset((
    "weapon", "weapons", "weaponry", "munition", "munitions", "arme", "armes", "arma", "armas",
    "armi", "waffe", "waffen", "wapen", "wapens", "silah", "оружие", "оружия", "зброя", "зброі",
    "سلاح", "נשק", "הנשק",
))  # fmt: skip

# Words that say what a column is only where they are the whole name: `low` of `low_grade` does not.
WHOLE_ONLY: Final = frozenset((
    "low", "high", "best", "claim", "claimed", "object", "means", "fin", "art",
    "tag", "kind", "report", "event", "web", "record", "account", "fatal", "effect",
    "against", "base", "local", "il", "reg", "prov", "data", "dt", "desc", "position", "vessel",
    "violations", "story", "brief", "device", "confirmed", "land", "state", "key", "doel", "staat",
    "mo", "dy", "explosive", "institution", "verified", "grading", "номер", "ארגון", "מקום",
))  # fmt: skip

# Words of a name after which a column is not, or is less likely, what the rest of the name says.
AGAINST: Final[ReadOnly[str, tuple[str, ...]]] = MappingProxyType(
    {
        "date": ("report", "reported", "reporting", "entry", "entered", "submission", "submitted",
                 "submit", "created", "creation", "modified", "updated", "update", "edit",
                 "edited", "editing", "upload", "uploaded", "published", "publication", "pub",
                 "publish", "posted", "form", "interview", "survey", "verified", "verification",
                 "approval", "birth", "dob", "accessed", "access", "retrieved", "received",
                 "expiry", "source", "release", "released", "last", "version", "added",
                 "recorded", "registration", "registered", "closed", "until", "end", "ended",
                 "saisie", "rapport", "publicacion", "informe", "precision", "accuracy", "type",
                 "id", "notes", "note", "maj", "due", "repair", "melding", "meldung", "внесення",
                 "внесения", "публикации", "публікаціі", "declaration", "cadastro",
                 "noticia", "registro", "ادخال", "kayıt", "pubblicazione",
                 "сообщения", "повідомлення"),
        "date_end": ("report", "reported", "submission", "published", "source", "precision"),
        "country": ("code", "id", "iso", "iso2", "iso3", "num", "numeric", "m49", "gwno",
                    "target", "source", "origin", "actor", "flag", "nearest", "nationality",
                    "citizenship", "recipient", "perpetrator", "destination", "reporter",
                    "region", "registry", "owner", "victim", "victims", "natlty", "income",
                    "adm1", "adm2", "adm3", "admin1", "admin2", "admin3"),
        "admin": ("code", "id", "pcode", "source", "target", "actor", "perpetrator", "num"),
        "place": ("code", "id", "pcode", "type", "kind", "precision", "accuracy", "source",
                  "nearest", "birth", "birthplace", "desc", "category", "author", "user",
                  "contact", "reporter", "actor", "vessel", "ship", "event", "file", "layer",
                  "first", "last", "full", "short", "email", "mail", "ip", "web", "takeoff", "gps"),
        "killed": ("ter", "terrorists", "perpetrators", "perpetrator", "attackers", "enemy",
                   "militants", "friendly", "wounded", "injured", "min", "max", "low", "high",
                   "minimum", "maximum", "leaders",
                   "id", "date", "animals", "livestock", "rate", "per", "by", "children", "child",
                   "women", "men", "pct", "percent"),
        "injured": ("ter", "terrorists", "perpetrators", "perpetrator", "attackers", "enemy",
                    "militants", "friendly", "killed", "min", "max", "low", "high", "id", "date",
                    "minimum", "maximum", "rate", "per", "by", "children", "child", "women", "men",
                    "pct", "percent"),
        "url": ("image", "picture", "logo", "avatar", "thumbnail", "icon", "map", "photo"),
        "source": ("type", "id", "scale", "country", "sector", "sectors", "count", "date", "code",
                   "lang", "language", "headline", "original", "lat", "lon", "latitude",
                   "longitude", "number", "num", "reliability", "grade"),
        "summary": ("source", "internal", "weather", "id", "code", "author", "user", "count",
                    "date", "location", "geo"),
        "event_type": ("target", "targ", "weapon", "weap", "source", "actor", "place", "location",
                       "road", "perpetrator", "victim", "vehicle", "building", "id", "code",
                       "property", "vessel", "ship", "aircraft", "munition", "base", "geo",
                       "geometry", "data", "form", "precision", "actors", "org", "organisation",
                       "organization"),
        "sub_event_type": ("target", "targ", "weapon", "weap", "id", "code"),
        "weapons": ("id", "code", "sub", "subtype", "count", "number", "recovered", "seized"),
        "target": ("country", "id", "code", "type", "lat", "lon", "latitude", "longitude",
                   "nationality"),
        "party_1": ("country", "code", "id", "type", "kind", "geo"),
        "party_2": ("country", "code", "id", "type", "kind", "geo"),
        "attributed_to": ("country", "code", "id", "type", "kind", "number", "num", "count",
                          "killed", "injured"),
        "id": ("place", "area", "admin", "location", "site", "user", "source", "parent",
               "country", "region", "pcode", "person", "household", "story", "geonames", "geo",
               "actor", "target", "district", "city", "province", "officer", "analyst",
               "enumerator", "submitter", "editor", "unit"),
        "events": ("id", "type", "date", "code", "name"),
    }
)  # fmt: skip

# Columns that count the toll of one side each: words for the toll, and for whose it is.
TOLL_WORDS: Final[ReadOnly[str, tuple[str, ...]]] = MappingProxyType(
    {
        "killed": ("kia", "killed", "deaths", "dead", "fatalities", "погибшие", "загиблі",
                   "قتلى", "morts", "tués", "muertos", "kills", "fallecidos", "morto", "mortos",
                   "morti", "doden", "tote", "getötete", "убито", "погибло", "загинуло"),
        "injured": ("wia", "wounded", "injured", "injuries", "раненые", "поранені", "جرحى",
                    "blessés", "heridos", "lesionados", "ferido", "feridos", "feriti", "gewonden",
                    "verletzte", "ранено", "поранено"),
    }
)  # fmt: skip
TOLL_OURS: Final = ("friendly", "friend", "coalition", "cf", "own", "blue", "isaf", "свои", "amis")
TOLL_THEIRS: Final = (
    "enemy", "en", "hostile", "insurgents", "insurgent", "militants", "terrorists", "rebels", "red",
    "opposing forces", "противник", "ennemis",
)  # fmt: skip
TOLL_OTHERS: Final = (
    "civilian", "civilians", "civ", "host nation", "hn", "police", "military", "soldiers",
    "security forces", "iraqi forces", "isf", "ansf", "мирные", "civils", "civiles", "مدنيين",
)  # fmt: skip
# Words of columns that have a word for the toll and count no part of it.
NOT_PERSONS: Final = (
    "animals", "livestock", "rate", "per", "pct", "percent", "by", "id", "date", "source", "low",
    "high", "min", "max", "minimum", "maximum", "best", "precision", "cumulative", "estimate",
    "code", "note", "notes", "type", "name", "names", "age", "flag", "range", "us",
)  # fmt: skip
# Words of a date's name that say that a row is of many days.
PERIODS: Final = (
    "week", "weeks", "weekly", "month", "monthly", "quarter", "period", "fortnight", "year",
    "semaine", "mois", "trimestre", "semana", "mes", "woche", "monat", "quartal", "неделя",
    "месяц", "квартал", "период", "тиждень", "місяць", "період", "اسبوع", "الاسبوع", "شهر",
    "الشهر", "hafta", "ay", "هفته", "ماه",
)  # fmt: skip
# What columns of persons are called, by what they tell of them.
PERSON_COLUMNS: Final[ReadOnly[str, tuple[str, ...]]] = MappingProxyType(
    {
        "name": ("name", "names", "full name", "victim name", "name of victim", "victim s name",
                 "name of deceased", "deceased", "first name", "last name", "surname",
                 "family name", "forename", "nom", "prénom", "nom et prénom", "nom de la victime",
                 "nombre", "nombre y apellido", "nombre completo", "apellido", "apellidos",
                 "vorname", "nachname", "nome", "cognome", "имя", "фамилия", "фио",
                 "имя и фамилия", "ім я", "імя", "прізвище", "піб", "الاسم", "اسم", "اسم الضحية",
                 "اسم الشهيد", "الاسم الكامل", "isim", "ad soyad", "adı", "نام"),
        "age": ("age", "ages", "age at death", "victim age", "age of victim", "age group",
                "age years", "âge", "edad", "alter", "età", "idade", "возраст", "вік", "العمر",
                "عمر", "yaş", "yaşı", "سن"),
        "sex": ("sex", "gender", "victim sex", "victim gender", "sex of victim", "sexe", "genre",
                "sexo", "género", "geschlecht", "sesso", "пол", "стать", "الجنس", "جنس",
                "cinsiyet", "جنسیت"),
        "rank": ("rank", "military rank", "rang", "rango", "dienstgrad", "grado", "звание",
                 "воинское звание", "звання", "الرتبة", "رتبة", "rütbe"),
        "birth": ("date of birth", "dob", "birth date", "birthdate", "birth year",
                  "year of birth", "born", "date de naissance", "fecha de nacimiento",
                  "geburtsdatum", "дата рождения", "дата народження", "تاريخ الميلاد",
                  "doğum tarihi"),
    }
)  # fmt: skip
# Words that say that a column is an id of incidents, and that a column tells of a report of one.
OF_INCIDENTS: Final = frozenset((
    "incident", "incidents", "event", "events", "eventid", "attack", "strike", "case", "incidente",
    "evento", "evenement", "vorfall", "инцидента", "события", "інциденту", "подіі", "حادث", "حادثه",
    "حدث", "olay", "suceso", "ocorrencia", "происшествия",
))  # fmt: skip
OF_KEYS: Final = frozenset((
    "id", "no", "nr", "num", "number", "key", "ref", "reference", "code", "uid", "uuid", "eventid",
    "numero", "номер", "رقم",
))  # fmt: skip
OF_REPORTS: Final = frozenset((
    "source", "sources", "report", "reported", "published", "publication", "publisher", "pub",
    "accessed", "retrieved", "archive", "archived", "url", "link", "links", "outlet", "media",
    "author", "row", "line", "record", "entry", "added", "created", "fuente", "источник", "джерело",
    "مصدر",
))  # fmt: skip
# Names of a column that says what the number beside it measures.
MEASURES: Final = frozenset((
    "indicator", "variable", "measure", "metric", "attribute", "statistic",
))  # fmt: skip
# Words of a column that may count anything, events too.
COUNTS: Final = frozenset((
    "count", "counts", "frequency", "freq", "quantity", "cantidad", "anzahl", "количество",
    "кількість", "العدد", "sayı",
))  # fmt: skip
# Words of a column that tells of the killed and the injured in words.
CASUALTIES: Final = (
    "casualties", "casualty", "toll", "losses", "victims", "human", "bilan", "pertes", "victimes",
    "bajas", "víctimas", "opfer", "verluste", "жертвы", "потери", "пострадавшие", "втрати",
    "жертви", "ضحايا", "الضحايا", "خسائر", "الخسائر", "kayıplar", "تلفات",
)  # fmt: skip
