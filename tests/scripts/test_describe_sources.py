"""Kind, language and carried report of a page, from its publisher and address."""

from __future__ import annotations

import csv

import pytest

from geo import codes
from tests.scripts.loading import script

describe_sources = script("describe_sources")
KNOWN = describe_sources.read_publishers()
PAGE = "https://example.org/a"


@pytest.mark.parametrize(
    ("publisher", "url", "kind", "language", "carries"),
    [
        ("Rudaw", "https://rudaw.net/english/kurdistan/1", "local_press", "en", ""),
        ("Rudaw", "https://rudaw.net/kurdi/1", "local_press", "", ""),
        ("Dawn (AP, AFP)", PAGE, "agency", "en", "AP;AFP"),
        ("CNN via Altaghier TV", PAGE, "international_press", "", "CNN"),
        ("LBCI / Reuters", PAGE, "agency", "", "Reuters"),
        ("Al-Dostor (Sputnik, in Arabic)", PAGE, "agency", "ar", "Sputnik"),
        ("Agenzia Nova (SOHR)", PAGE, "monitor", "", "SOHR"),
        ("Wikipedia mirror (Piglix), Iskandariya", PAGE, "reference_work", "", "Wikipedia"),
        ("Kurdistan24", PAGE, "local_press", "", ""),
        ("Syrian Observatory for Human Rights", PAGE, "monitor", "", "SOHR"),
        ("The Nation (Pakistan) / AFP", PAGE, "agency", "", "AFP"),
        ("Jewish Press (US DoD statement)", PAGE, "official", "en", "US Department of Defense"),
        ("A blog (somebody)", PAGE, "", "", ""),
    ],
)
def test_a_page_is_described_by_its_publisher_and_address(publisher, url, kind, language, carries):
    cells = describe_sources.describe(publisher, url, KNOWN)
    assert cells == {"kind": kind, "language": language, "carries": carries}


def test_the_table_of_publishers_is_in_order_and_closed():
    with describe_sources.PUBLISHERS_CSV.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert names == sorted(set(names))
    for publisher in KNOWN.values():
        assert not publisher.kind or publisher.kind in codes.SOURCE_KIND
        assert not publisher.same_as or not KNOWN[publisher.same_as].same_as
