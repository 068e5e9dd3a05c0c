"""The cookie of Streamlit's sign-in, and the file that asks for it."""

import json

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_auth_routes as auth
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from api import sign_in
from ui.runtime import signed_in

SECRET = "a long random text, a long random text"  # noqa: S105
SITE = "https://atlas.example"


@pytest.fixture
def secrets_file(tmp_path):
    """A secrets.toml of this test's own."""
    file, before = tmp_path / "secrets.toml", config.get_option("secrets.files")
    config.set_option("secrets.files", [str(file)])
    secrets_singleton._reset()
    yield file
    config.set_option("secrets.files", before)
    secrets_singleton._reset()


def ask_for_sign_in(file):
    file.write_text(f"[auth]\nredirect_uri='{SITE}/oauth2callback'\ncookie_secret='{SECRET}'\n")


def cookie(key=SECRET, **visitor):
    content = json.dumps({"is_logged_in": True, "origin": SITE} | visitor)
    return {"_streamlit_user": create_signed_value(key, "_streamlit_user", content).decode()}


def test_a_server_that_asks_nobody_lets_all_in(secrets_file):
    assert signed_in.may_enter({})
    secrets_file.write_text("other = 1\n")
    assert signed_in.may_enter({})


def test_only_who_has_signed_in_here_may_enter(secrets_file):
    ask_for_sign_in(secrets_file)
    assert signed_in.may_enter(cookie(name="A visitor"))
    for cookies in (
        {}, {"_streamlit_user": "x.y.z"}, {"_streamlit_user": "ÿ"}, cookie(key="another"),
        cookie(is_logged_in=False), cookie(origin="https://other.example"),
    ):  # fmt: skip
        assert not signed_in.may_enter(cookies), cookies


def test_secrets_that_cannot_be_read_stop_the_server(secrets_file):
    signed_in.check_secrets()
    secrets_file.write_text("[auth\n")
    with pytest.raises(signed_in.SecretsError, match=r"secrets.toml: expected TOML"):
        signed_in.check_secrets()
    ask_for_sign_in(secrets_file)
    signed_in.check_secrets()


def test_streamlit_s_addresses_of_the_sign_in_are_those_that_the_way_back_knows():
    paths = {route.path for route in auth.create_auth_routes("atlas")}
    assert {f"/atlas{sign_in._SIGN_IN}", f"/atlas{sign_in._SIGNED_IN}"} <= paths
