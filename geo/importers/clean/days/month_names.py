"""Names of months and weekdays, in the languages of the files that are imported."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from geo.utils.names import fold

# One line per month: English, French, Spanish, German, Dutch, Portuguese, Italian, Turkish; Russian
# and Ukrainian (also as they stand after a day, and short); Arabic of both kinds; Hebrew.
_MONTHS: Final = (
    (
        "january jan janvier janv enero ene januar jänner januari janeiro gennaio gen ocak "
        "январь января янв січень січня січ يناير كانونالثاني جانفي ינואר בינואר"
    ),
    (
        "february feb février févr fev fév febrero februar februari fevereiro febbraio şubat "
        "февраль февраля фев февр лютий лютого лют فبراير شباط فيفري פברואר בפברואר"
    ),
    (
        "march mar mars marzo märz maerz mrz maart março marco mart "
        "март марта мар березень березня бер مارس اذار آذار מרץ במרץ"
    ),
    (
        "april apr avril avr abril abr aprile nisan "
        "апрель апреля апр квітень квітня квіт кві ابريل أبريل نيسان أفريل אפריל באפריל"
    ),
    (
        "may mai mayo mei maio maggio mag mayıs "
        "май мая травень травня трав тра مايو ايار أيار ماي מאי במאי"
    ),
    (
        "june jun juin junio juni junho giugno giu haziran "
        "июнь июня июн червень червня черв чер يونيو حزيران جوان יוני ביוני"
    ),
    (
        "july jul juillet juil julio juli julho luglio lug temmuz "
        "июль июля июл липень липня лип يوليو تموز جويلية יולי ביולי"
    ),
    (
        "august aug août aout agosto ago augustus ağustos "
        "август августа авг серпень серпня серп сер اغسطس أغسطس آب اب أوت אוגוסט באוגוסט"
    ),
    (
        "september sep sept septembre septiembre setiembre setembro set settembre eylül "
        "сентябрь сентября сен сент вересень вересня вер سبتمبر ايلول أيلول ספטמבר בספטמבר"
    ),
    (
        "october oct octobre octubre oktober okt outubro out ottobre ott ekim "
        "октябрь октября окт жовтень жовтня жовт жов اكتوبر أكتوبر تشرينالأول אוקטובר באוקטובר"
    ),
    (
        "november nov novembre noviembre novembro kasım "
        "ноябрь ноября ноя нояб листопад листопада лист лис نوفمبر تشرينالثاني נובמבר בנובמבר"
    ),
    (
        "december dec décembre déc diciembre dic dezember dez dezembro dicembre aralık "
        "декабрь декабря дек грудень грудня груд гру ديسمبر كانونالأول דצמבר בדצמבר"
    ),
)
# The same languages.
_WEEKDAYS: Final = (
    (
        "monday mon lundi lun lunes montag mo maandag ma lunedì pazartesi "
        "понедельник пн понеділок الاثنين الإثنين"
    ),
    (
        "tuesday tue tues mardi mar martes dienstag di dinsdag martedì salı "
        "вторник вт вівторок الثلاثاء"
    ),
    (
        "wednesday wed mercredi mer miércoles mié mittwoch mi woensdag wo mercoledì çarşamba "
        "среда ср середа الأربعاء"
    ),
    (
        "thursday thu thur thurs jeudi jeu jueves jue donnerstag do donderdag giovedì perşembe "
        "четверг чт четвер الخميس"
    ),
    (
        "friday fri vendredi ven viernes vie freitag fr vrijdag vr venerdì cuma "
        "пятница пт пʼятниця الجمعة"
    ),
    (
        "saturday sat samedi sam sábado sáb samstag sa zaterdag za sabato cumartesi "
        "суббота сб субота السبت"
    ),
    (
        "sunday sun dimanche dim domingo dom sonntag so zondag zo domenica pazar "
        "воскресенье вс неділя нд الأحد"
    ),
)


def _by_name(lines: tuple[str, ...], first: int) -> dict[str, int]:
    return {fold(name): i for i, names in enumerate(lines, first) for name in names.split()}


_MONTH: Final = _by_name(_MONTHS, 1)
_WEEKDAY: Final = _by_name(_WEEKDAYS, 0)


@lru_cache(maxsize=1024)
def month_number(name: str) -> int:
    """Return 1 to 12 for the name of a month; 0 where it is none.

    Two names of one month may stand beside each other: كانون الثاني/يناير.
    """
    numbers = {_MONTH.get(fold(part).replace(" ", "").strip("."), 0) for part in name.split("/")}
    return numbers.pop() if len(numbers) == 1 else 0


@lru_cache(maxsize=1024)
def weekday_number(name: str) -> int:
    """Return 0 (Monday) to 6 for the name of a weekday; -1 where it is none."""
    return _WEEKDAY.get(fold(name).strip("."), -1)
