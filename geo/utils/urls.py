"""Addresses of web pages, taken apart without a trace.

`urllib.parse.urlsplit` keeps the last addresses in a cache of the whole process; those of an upload
must not stay there.
"""

from __future__ import annotations

import re
from typing import Final

# RFC 3986, appendix B: the scheme, then the authority.
_AUTHORITY: Final = re.compile(r"[^:/?#]+://([^/?#]*)")


def host(url: str) -> str:
    """Return the host of an address as it is written there, with its port; empty for none."""
    match = _AUTHORITY.match(url)
    return match[1] if match else ""
