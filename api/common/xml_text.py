"""Text that XML can hold."""

from __future__ import annotations

import re
from typing import Final

# XML 1.0, production 2: no other character can be written in it.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text with the replacement character for each that XML cannot hold."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
