"""Who has signed in, as Streamlit's cookie says it, for requests that no page makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit import auth_util
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from geo.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Mapping


class SecretsError(AtlasError, ValueError):
    """The file that may ask visitors to sign in cannot be read."""


def check_secrets() -> None:
    """Check that what may ask visitors to sign in can be read: Streamlit would ask nobody.

    Raises:
        SecretsError: a secrets.toml exists and cannot be read.
    """
    files = [file for file in st.get_option("secrets.files") if Path(file).exists()]
    if files and not st.secrets.load_if_toml_exists():
        message = (
            f"{', '.join(files)}: expected TOML that can be read, found none; nobody would be "
            "asked to sign in. Correct the file or remove it"
        )
        raise SecretsError(message)


def may_enter(cookies: Mapping[str, str]) -> bool:
    """Return whether a visitor with these cookies has signed in, or this server asks nobody to."""
    if not auth_util.get_secrets_auth_section():
        return True
    secret = get_cookie_secret()

    def decoded(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies.get(name, ""))

    content = auth_util.get_cookie_with_chunks(decoded, USER_COOKIE_NAME)
    visitor: dict[str, Any] = json.loads(content) if content else {}
    origin = auth_util.get_origin_from_redirect_uri()
    return visitor.get("is_logged_in") is True and visitor.get("origin") == origin
