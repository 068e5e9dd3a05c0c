"""Turns the bytes of a text file into text, and says how."""

from __future__ import annotations

import codecs
import re
from typing import Final

from geo.errors import ImportRefusedError, shorten

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_HEAD: Final = 65_536
_MANY: Final = 0.3
_BINARY_SHARE: Final = 0.02
_CONTROL: Final = bytes(c for c in range(32) if c not in b"\t\n\r\x0b\x0c\x1a")
# A letter outside ASCII as UTF-8 writes it.
_UTF8_LETTER: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and the words for its encoding.

    UTF-8 is expected; a byte-order mark, or zeros at every other place, tell UTF-16. What is not
    UTF-8 is read as Windows-1252, which can be wrong: the note says so.

    Raises:
        ImportRefusedError: the bytes are no text.
    """
    for mark, encoding, words in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return _without_zeros(text), _with_losses(words, text)
    guessed = _utf16_without_mark(data[:_HEAD])
    if guessed:
        text = data[: len(data) // 2 * 2].decode(guessed, errors="replace")
        return _without_zeros(text), _with_losses("UTF-16 without a byte-order mark", text)
    head = data[:_HEAD]
    if len(head.translate(None, _CONTROL)) < len(head) * (1 - _BINARY_SHARE):
        message = (
            f"{shorten(name)}: this is no text: it begins with the bytes "
            f"{head[:8].hex(' ')}; expected a table as text, a workbook or a GIS file"
        )
        raise ImportRefusedError(message)
    try:
        return _without_zeros(data.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError as error:
        return _not_quite_utf8(data, error)


def _not_quite_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    text = data.decode("utf-8", errors="replace")
    letters = len(_UTF8_LETTER.findall(data))
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    line = data[: error.start].count(b"\n") + 1
    if letters > broken:
        words = f"UTF-8 with {broken} broken characters, the first in line {line}"
        return _without_zeros(text), words
    text = data.decode("cp1252", errors="replace")
    words = (
        f"not UTF-8 (first in line {line}), read as Windows-1252; if names look wrong, save the "
        "file as UTF-8"
    )
    return _without_zeros(text), words


def _utf16_without_mark(head: bytes) -> str | None:
    pairs = len(head) // 2
    if pairs == 0:
        return None
    if head[1::2].count(0) > pairs * _MANY and head[::2].count(0) < pairs * _MANY / 10:
        return "utf-16-le"
    if head[::2].count(0) > pairs * _MANY and head[1::2].count(0) < pairs * _MANY / 10:
        return "utf-16-be"
    return None


def _without_zeros(text: str) -> str:
    return text.replace("\x00", "") if "\x00" in text else text


def _with_losses(words: str, text: str) -> str:
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    return f"{words}, with {broken} broken characters" if broken else words
