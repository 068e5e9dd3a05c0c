"""Tells that a file is one page of what a service would answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from geo.errors import shorten
from geo.importers.read.raw import Remark
from geo.utils.words import number, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOTAL: Final = frozenset((
    "total", "totalcount", "totalrecords", "totalresults", "totalitems", "totalhits", "totalrows",
    "count", "recordcount", "numfound", "nummatched", "numbermatched", "recordstotal", "odatacount",
))  # fmt: skip
_NEXT: Final = frozenset((
    "next", "nextpage", "nextpageurl", "nexturl", "nextlink", "odatanextlink", "nextcursor",
    "nextpagetoken", "hasmore", "hasnext", "hasnextpage", "more",
))  # fmt: skip
_ABOUT: Final = frozenset({"meta", "metadata", "pagination", "paging", "page", "pageinfo", "info",
                           "links", "response", "result"})  # fmt: skip
_GET: Final = "if this is one page of a service's answer, get the others too"


def missing_pages(value: Any, records: int) -> list[Remark]:
    """Return a remark where JSON around a list of records says that there are more of them.

    Args:
        value: the whole file.
        records: how many it has.
    """
    if not isinstance(value, dict):
        return []
    said = list(_said(value))
    total = max(((int(v), k) for k, v in said if _is_total(k, v)), default=(0, ""))
    if total[0] > records:
        message = (
            f"the file says {shorten(total[1])}: {number(total[0])} and has "
            f"{plural(records, 'record')}; {_GET}"
        )
        return [Remark("flagged", "part of an answer", message, None, total[0] - records)]
    if any(_plain(k) in _NEXT and v and not isinstance(v, list | dict) for k, v in said):
        message = f"the file names a next page; {_GET}"
        return [Remark("flagged", "part of an answer", message)]
    return []


def _said(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the names and values around the records, those one level down included."""
    for name, inner in value.items():
        yield name, inner
        if _plain(name) not in _ABOUT:
            continue
        if isinstance(inner, dict):
            yield from inner.items()
        elif isinstance(inner, list):
            yield from ((str(i.get("rel")), i.get("href")) for i in inner if isinstance(i, dict))


def _is_total(name: str, value: Any) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return _plain(name) in _TOTAL and (is_number or (isinstance(value, str) and value.isdecimal()))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())
