"""Turns the bytes of a text file into text, and says in which encoding they were read."""

from __future__ import annotations

import codecs
import re
from typing import Final

import charset_normalizer

from geo.errors import ImportRefusedError, shorten
from geo.utils.words import either, plural

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# What files on this region are written in, if not in UTF-8; where nothing in the text tells two of
# them apart, the earlier one is taken. Among all encodings that charset-normalizer knows, a table
# with few names outside ASCII is often taken for one of another part of the world.
_CODE_PAGES: Final = {
    "cp1252": "Windows-1252 (Western European)",
    "cp1256": "Windows-1256 (Arabic, Persian)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1255": "Windows-1255 (Hebrew)",
    "iso8859_6": "ISO 8859-6 (Arabic)",
}
# Windows-1252 and Windows-1254 differ in these: Turkish letters in one, Icelandic in the other.
_TURKISH: Final = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
_HEAD: Final = 65_536
_MANY: Final = 0.3
_BINARY_SHARE: Final = 0.02
_CONTROL: Final = bytes(c for c in range(32) if c not in b"\t\n\r\x0b\x0c\x1a")
# A letter outside ASCII as UTF-8 writes it.
_UTF8_LETTER: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_SAMPLE_BYTES: Final = 65_536
_WINDOW_BYTES: Final = 512
# A language is recognised piece by piece, so a few names in a piece of mostly English text are not.
_CHUNK_BYTES: Final = 4096
# Another code page is a rival where it gives a text that is nearly as clean and as like a language.
_NEAR: Final = 0.1
_ASCII: Final = bytes(range(128))
_FEW: Final = 12


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and the words for its encoding.

    A byte-order mark decides, then zeros at every other place (UTF-16), then whether it is UTF-8,
    but for a few broken characters. What remains is in one of the code pages of `_CODE_PAGES`:
    charset-normalizer tells which from the lines with letters outside ASCII, and the words say
    whether that is sure.

    Args:
        data: the whole file.
        name: what the file is called, for the message.

    Returns:
        The text, and the words for the import's notes: the encoding, how sure it is where it had to
        be guessed, and the number of characters that could not be read.

    Raises:
        ImportRefusedError: the bytes are no text.
    """
    for mark, encoding, words in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, words)
    if utf16 := _utf16_without_mark(data[:_HEAD]):
        whole = data[: len(data) // 2 * 2]
        return _decoded(whole, utf16, "UTF-16 without a byte-order mark")
    head = data[:_HEAD]
    if len(head.translate(None, _CONTROL)) < len(head) * (1 - _BINARY_SHARE):
        message = (
            f"{shorten(name)}: this is not text: it begins with the bytes "
            f"{head[:8].hex(' ')}; expected a table as text, a workbook or a GIS file"
        )
        raise ImportRefusedError(message)
    try:
        return _without_zeros(data.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError as error:
        first = error.start
    sample = _sample(data)
    broken = sample.decode("utf-8", errors="replace").count("\N{REPLACEMENT CHARACTER}")
    if len(_UTF8_LETTER.findall(sample)) > broken:
        text, words = _decoded(data, "utf-8", "UTF-8")
        line = data.count(b"\n", 0, first) + 1
        return text, f"{words}, the first in line {line}"
    return _decoded(data, *code_page(sample))


def code_page(sample: bytes) -> tuple[str, str]:
    """Return the code page of lines that are not UTF-8, and the words for it."""
    pages = [p for p in _CODE_PAGES if p != "cp1252" or not _TURKISH.search(sample)]
    matches = charset_normalizer.from_bytes(
        sample,
        steps=1 + len(sample) // _CHUNK_BYTES,
        chunk_size=_CHUNK_BYTES,
        cp_isolation=pages,
    )
    advice = "if names look wrong, save the file as UTF-8 and import it again"
    if not matches:
        return "cp1252", f"not recognised, read as {_CODE_PAGES['cp1252']}; {advice}"

    def page(match: charset_normalizer.CharsetMatch) -> str:
        """Return the first of the code pages that give this very text."""
        return next(p for p in pages if p in match.could_be_from_charset)

    best = min(matches, key=lambda m: (m.chaos, -m.coherence, pages.index(page(m))))
    rivals = [
        _CODE_PAGES[page(m)]
        for m in matches
        if m is not best and m.chaos < best.chaos + _NEAR and m.coherence > best.coherence - _NEAR
    ]
    words = f"{_CODE_PAGES[page(best)]}, recognised by its letters"
    if rivals:
        words += f", but not for sure: it could be {either(rivals)}; {advice}"
    elif len(sample.translate(None, _ASCII)) < _FEW:
        words += f", but not for sure: they are too few; {advice}"
    elif not best.coherence:
        words += f", but not for sure: they do not show the language; {advice}"
    return page(best), words


def _sample(data: bytes) -> bytes:
    """Return lines with letters outside ASCII: all of a small file, from all over a large one.

    The first such letter of a mostly English file may stand in its last row, and the first
    thousand may be dashes.
    """
    pieces = [data]
    if len(data) > _SAMPLE_BYTES:
        step = -(-len(data) * _WINDOW_BYTES // _SAMPLE_BYTES)
        firsts = (_NOT_ASCII.search(data, at, at + step) for at in range(0, len(data), step))
        half = _WINDOW_BYTES // 2
        pieces = [data[max(0, f.start() - half) : f.start() + half] for f in firsts if f]
    return b"\n".join(line for p in pieces for line in p.splitlines() if not line.isascii())


def _utf16_without_mark(head: bytes) -> str | None:
    pairs = len(head) // 2
    if pairs == 0:
        return None
    if head[1::2].count(0) > pairs * _MANY and head[::2].count(0) < pairs * _MANY / 10:
        return "utf-16-le"
    if head[::2].count(0) > pairs * _MANY and head[1::2].count(0) < pairs * _MANY / 10:
        return "utf-16-be"
    return None


def _decoded(data: bytes, encoding: str, words: str) -> tuple[str, str]:
    text = data.decode(encoding, errors="replace")
    if broken := text.count("\N{REPLACEMENT CHARACTER}"):
        words += f", with {plural(broken, 'broken character')}"
    return _without_zeros(text), words


def _without_zeros(text: str) -> str:
    return text.replace("\x00", "") if "\x00" in text else text
