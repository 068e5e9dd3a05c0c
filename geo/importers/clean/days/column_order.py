"""What a column of dates decides: whether the day stands first, and what was exchanged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from geo.importers.clean.days.written import MONTHS
from geo.utils.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.clean.days.written import Written

Exchanged = Literal["", "flag", "refuse", "put back"]
DayOrder = Literal["day-first", "month-first"]
Order = Literal["auto", "day-first", "month-first", "year-first", "exchanged"]

# Of days taken at random 12 in 30.4 are at most the 12th: with five the chance is below 1 %.
_NOT_EXCHANGED: Final = "no dates look exchanged"
_ENOUGH: Final = 5
_NEARLY_ALL: Final = 0.8
_MANY: Final = 10


@dataclass(frozen=True)
class Decision:
    """How the dates of a column are read.

    `refuse` says that dates which can be read both ways are quarantined. `exchanged` says what
    becomes of those whose day and month a spreadsheet may have exchanged: nothing (""), or they
    are kept and flagged, refused, or put back. `words` tell it; `certain` is False where nothing
    proves it, and `proven` is the order where dates of the column do.
    """

    day_first: bool = True
    refuse: bool = False
    exchanged: Exchanged = ""
    words: str = ""
    exchanged_words: str = ""
    certain: bool = True
    proven: DayOrder | None = None


def decide(
    dates: Sequence[Written], weights: Sequence[int], order: Order, like: DayOrder | None = None
) -> Decision:
    """Decide for a column, by those of its dates that can be read in one way only.

    Args:
        dates: the distinct dates, first and last days of spans included.
        weights: how many rows have each.
        order: what the user says of it.
        like: the order of another column, which holds where no date proves one.
    """
    if not any(d.is_open or d.second > MONTHS for d in dates):
        return Decision(exchanged_words=_NOT_EXCHANGED if order == "exchanged" else "")
    usable = [(d, w) for d, w in zip(dates, weights, strict=True) if not d.fault]
    exchanged, words = _decide_exchanged(usable, order)
    opened = [(d, w) for d, w in usable if d.is_open]
    if not opened:
        return Decision(exchanged=exchanged, exchanged_words=words)
    day_first = sum(w for d, w in opened if d.first > MONTHS >= d.second)
    month_first = sum(w for d, w in opened if d.second > MONTHS >= d.first)
    either = sum(w for d, w in opened if d.is_either)
    if like and order in {"auto", "year-first"} and not (day_first or month_first):
        text = f"read {like}, as the other column of dates is; all {either} rows could be either"
        return Decision(like == "day-first", exchanged=exchanged, words=text, exchanged_words=words)
    first, text, certain, refuse = _decide_order(day_first, month_first, either, order)
    proven: DayOrder | None = None
    if bool(day_first) != bool(month_first):
        proven = "day-first" if day_first else "month-first"
    return Decision(first, refuse, exchanged, text, words, certain, proven)


def _decide_order(
    day_first: int, month_first: int, either: int, order: Order
) -> tuple[bool, str, bool, bool]:
    """Return whether the day stands first, the words, whether that is sure, and whether to refuse.

    Dates that can be read both ways are refused where the column contradicts itself.
    """
    if order in {"day-first", "month-first"}:
        against = month_first if order == "day-first" else day_first
        words = f"read {order} as asked; {either} rows could be either"
        if against:
            words += f", and {against} rows can only be read the other way"
        return order == "day-first", words, True, False
    if day_first and month_first:
        words = (
            f"{day_first} rows can only be day-month and {month_first} only month-day; the "
            f"{either} rows that could be either are quarantined: say --dates day-first or "
            "--dates month-first"
        )
        return True, words, False, True
    if day_first or month_first:
        n, kind, other = (
            (day_first, "day-month", "month-day") if day_first
            else (month_first, "month-day", "day-month")
        )  # fmt: skip
        words = f"read as {kind}: {n} rows cannot be {other}; {either} rows could be either"
        return bool(day_first), words, True, False
    words = f"read as day-month, but no row proves it: all {either} rows could be month-day as well"
    return True, words, False, False


def may_be_exchanged(date: Written) -> bool:
    """Return whether a spreadsheet may have taken this date's day for its month."""
    is_whole = not (date.is_open or date.is_month or date.last or date.fault)
    return is_whole and date.first <= MONTHS


def _decide_exchanged(usable: list[tuple[Written, int]], order: Order) -> tuple[Exchanged, str]:
    """Return what becomes of dates whose day and month may stand the wrong way round."""
    whole = [(d, w) for d, w in usable if not (d.is_open or d.is_month or d.last)]
    suspects = [(d, w) for d, w in whole if may_be_exchanged(d)]
    n = plural(sum(w for d, w in suspects if MONTHS >= d.second != d.first), "row")
    turned = sum(w for d, w in suspects if d.second > MONTHS)
    if turned and (len(suspects) == len(whole) or order == "exchanged"):
        words = f"in {plural(turned, 'row')} the month stands last; in {n} it may as well"
        return _answer(order, words, enough=True)
    form = _half_converted([(d, w) for d, w in usable if d.is_open], len(suspects), len(whole))
    if not form:
        return "", _NOT_EXCHANGED if order == "exchanged" else ""
    words = (
        f"looks half-converted by a spreadsheet: {form}, and "
        f"{'the' if len(suspects) == len(whole) else 'nearly all'} other dates have days up to 12; "
        f"in {n} day and month may have been exchanged"
    )
    return _answer(order, words, enough=len(suspects) >= _ENOUGH)


def _half_converted(texts: list[tuple[Written, int]], suspects: int, whole: int) -> str:
    """Return in words how the texts of a half-converted column look; "" for other columns.

    A spreadsheet set to M/D turns the text 04/02/2024 into a date in April and leaves 13/02/2024
    as text (and the other way round). So the texts that are left all have a number above 12 where
    the spreadsheet wants the month, and the converted dates all have a day up to 12.

    Args:
        texts: the dates in numbers whose order the column decides, with their rows.
        suspects: how many other dates have a day up to 12.
        whole: how many other dates there are.
    """
    is_one_way = all(max(d.first, d.second) > MONTHS for d, _ in texts)
    day_first = {d.first > MONTHS for d, _ in texts}
    nearly = suspects >= max(_MANY, _NEARLY_ALL * whole) and len(texts) >= _ENOUGH
    if not suspects or len(day_first) != 1 or not is_one_way or not (suspects == whole or nearly):
        return ""
    form = "day/month" if True in day_first else "month/day"
    left = plural(sum(w for _, w in texts), "row")
    return f"all dates that are text are {form} with a number above 12 ({left})"


def _answer(order: Order, words: str, *, enough: bool) -> tuple[Exchanged, str]:
    if order == "exchanged":
        return "put back", f"{words}; they are put back as asked"
    if order != "auto":
        return "flag", f"{words}; they are kept as they stand, as asked"
    ask = "--dates exchanged puts them back, --dates day-first keeps them as they stand"
    if enough:
        return "refuse", f"{words}; these are quarantined: {ask}"
    return "flag", f"{words}; these are kept as they stand: {ask}"
