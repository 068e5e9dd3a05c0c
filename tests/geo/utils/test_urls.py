"""The host of an address, beside what the standard library says."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from geo.utils.urls import host


@pytest.mark.parametrize(
    "url",
    ["https://www.example.org/a/b?c=https://d.example#e", "http://example.org", "https://a.b:8080?q",
     "https://user@a.b/c", "https://مثال.example/x", "https://[::1]/x", "https://", "no address",
     "mailto:a@example.org", "/path", ""],
)  # fmt: skip
def test_the_host_is_that_of_the_standard_library(url):
    assert host(url) == urlsplit(url).netloc


def test_a_host_that_is_none_is_returned_as_written():
    assert host("https://[bad/x") == "[bad"
