"""Addresses of the atlas as the world knows it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from geo.filter.metadata import BASE_URL_VARIABLE

if TYPE_CHECKING:
    from starlette.requests import Request


def site(request: Request) -> str:
    """Return the address under which the atlas is reached, without a slash at its end.

    It is ATLAS_BASE_URL where that is set, else what the request was sent to. The latter comes from
    the visitor: escape it, and keep nothing made with it for another visitor.
    """
    return os.environ.get(BASE_URL_VARIABLE, "").rstrip("/") or str(request.base_url).rstrip("/")
