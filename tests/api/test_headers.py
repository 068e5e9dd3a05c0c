import asyncio
import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from starlette.responses import PlainTextResponse

from api import headers

SITE = "https://news.example"


def answered(app, scope=None):
    """The headers that an application answers a request with."""
    messages = []

    async def send(message):
        messages.append(message)

    asyncio.run(app(scope or {"type": "http", "method": "GET", "headers": []}, None, send))
    return {name.decode(): value.decode() for name, value in messages[0]["headers"]}


def test_an_answer_has_all_headers_and_keeps_its_own():
    page = PlainTextResponse("page", headers={"Referrer-Policy": "no-referrer"})
    sent = answered(headers.SecurityHeaders(page, SITE))
    assert sent["referrer-policy"] == "no-referrer"
    assert sent["content-security-policy"].endswith(f"; frame-ancestors {SITE}")
    assert sent["x-content-type-options"] == "nosniff"
    assert {name.lower() for name in headers.security_headers("'none'")} <= set(sent)


def test_a_failure_has_them_too_and_says_no_more():
    response = asyncio.run(headers.answer_failure(None, RuntimeError("/srv/atlas/secret")))
    assert response.status_code == 500
    assert b"secret" not in response.body
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


def test_no_source_is_a_wildcard_and_no_text_is_run():
    policy = headers.security_headers("'none'")["Content-Security-Policy"]
    assert "*" not in policy
    assert "'unsafe-eval'" not in policy
    assert "'unsafe-inline'" not in re.search(r"script-src ([^;]*)", policy)[1]


def test_the_allowed_script_is_the_one_in_streamlits_page():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert [f"'sha256-{digest}'" for digest in digests] == [headers.INLINE_SCRIPT]


@pytest.mark.parametrize(
    "setting", ["", "'self'", SITE, f"{SITE} https://*.other.example:8443", "http://localhost:5000"]
)
def test_sites_that_may_show_the_app_in_a_frame(setting):
    assert headers.frame_ancestors(setting) == (setting or "'none'")


@pytest.mark.parametrize("setting", ["*", "news.example", f"{SITE}; script-src *", "https://a,b"])
def test_anything_else_is_refused_with_what_is_expected(setting):
    with pytest.raises(headers.FrameAncestorsError, match=r"^ATLAS_FRAME_ANCESTORS: expected"):
        headers.frame_ancestors(setting)


def test_the_environment_says_who_may(monkeypatch):
    monkeypatch.setenv(headers.FRAME_VARIABLE, SITE)
    assert headers.frame_ancestors() == SITE
    monkeypatch.delenv(headers.FRAME_VARIABLE)
    assert headers.frame_ancestors() == "'none'"
