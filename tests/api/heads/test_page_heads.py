"""Pages have their own heads, whatever is asked, and everything else is answered as before."""

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.common import pages
from api.common.refusals import NoDataError
from api.heads.describe import Head
from api.heads.link import read_link
from api.heads.markup import with_head
from tests.api.heads.served import INDEX, Parsed, client_of

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))
FAULT = (
    "Part of this link is not valid and is ignored. Open it to see which part, and how to correct "
    "it."
)


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.title)
def test_every_page_has_its_title_and_its_picture(head, page):
    shown = head(f"/{page.path}")
    assert shown.titles == [pages.page_title(page)]
    assert shown.metas["og:image"].startswith("http://testserver/card/")
    assert shown.links["canonical"] == f"http://testserver/{page.path}"
    if not page.has_filter:
        assert shown.metas["description"] == page.purpose


def test_what_an_incident_is_stands_in_its_head(head, atlas):
    shown = head("/incident?incident=2024-01-28-tower22&from=2024-01-01")
    name = "Drone attack on Tower 22, 28 Jan 2024"
    assert shown.titles == [f"{name} – Incident – Incident Atlas"]
    assert shown.metas["og:title"] == name
    (record,) = shown.records
    assert (record["@type"], record["name"], record["startDate"]) == ("Event", name, "2024-01-28")
    row = atlas.row_of["2024-01-28-tower22"]
    assert [source["url"] for source in record["subjectOf"]] == (
        atlas.sources["url"].iloc[atlas.source_rows[row].as_py()].tolist()
    )
    assert record["location"]["geo"] == {
        "@type": "GeoCoordinates", "latitude": 33.314, "longitude": 38.703,
    }  # fmt: skip


@pytest.mark.parametrize(("precision", "geo"), [("town", "GeoCircle"), ("province", None)])
def test_no_place_is_more_precise_than_it_is_known(head, atlas, precision, geo):
    incidents = atlas.incidents
    one = incidents.loc[incidents["geo_precision"] == precision, "incident_id"].iloc[0]
    (record,) = head(f"/incident?incident={one}").records
    assert record["location"].get("geo", {}).get("@type") == geo


@pytest.mark.parametrize("path", ["/", "/method", "/?group=kh"])
def test_the_map_and_the_method_describe_the_dataset(client, head, atlas, path):
    (record,) = head(path).records
    assert record["@type"] == "Dataset"
    assert record["version"] == atlas.version
    assert record["temporalCoverage"] == f"{atlas.first_date}/{atlas.last_date}"
    csv = record["distribution"][0]["contentUrl"]
    assert client.get(csv).headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(
    "address",
    ["/?weapon=zq9", "/timeline?from=zq9", "/?q=drone&group=zq9", "/incident?incident=zq9",
     "/near?place=zq9", "/near?km=zq9", "/?from=2024-02-02&to=2024-01-01&q=zq9",
     f"/?{'zq9=1&' * 1001}"],
)  # fmt: skip
def test_a_faulty_link_is_said_to_be_one_without_a_word_of_it(client, head, address):
    html = client.get(address).text
    assert "zq9" not in html
    shown = head(address)
    assert shown.titles[0].startswith(pages.FAULTY)
    assert shown.metas["description"] == FAULT
    assert shown.metas["robots"] == "noindex"


@given(name=st.from_regex(r"zq9[a-z<>\"']{0,8}", fullmatch=True), text=TEXT)
@settings(max_examples=25)
def test_unknown_parameters_never_reach_the_head(atlas, name, text):
    bare = read_link(pages.MAP, "group=kh", atlas)
    link = read_link(pages.MAP, f"group=kh&{urlencode({name: f'zq9{text}'})}", atlas)
    assert (link.query, link.card_query, link.subject) == (
        bare.query, bare.card_query, bare.subject,
    )  # fmt: skip


@given(TEXT, TEXT, TEXT, TEXT)
@settings(max_examples=100)
def test_no_text_breaks_out_of_its_place(title, shared, description, cell):
    record = {"name": cell, "</script><script>": f"</script>{cell}<!--<script>"}
    head = Head(title, shared, description, f"http://x/?q={title}", "http://x/y", (record,))
    html = with_head(INDEX, head)
    shown = Parsed.of(html)
    assert shown.titles == [title]
    assert shown.metas["description"] == description
    assert shown.metas["og:title"] == shared
    assert shown.links["canonical"] == f"http://x/?q={title}"
    assert shown.records == [record]
    assert shown.tags.count("script") == 2
    assert "<" not in re.search(r"ld\+json\">(.*)</script>\n</head>", html, re.DOTALL)[1]


def test_a_link_to_an_upload_says_whose_counts_it_shows(head):
    shown = head("/?group=kh&version=imported-0123")
    assert shown.metas["description"].startswith("This link points to an uploaded file, which")
    assert shown.metas["robots"] == "noindex"


def test_a_server_of_imported_data_knows_the_links_to_its_own(hand_drawn, tmp_path):
    atlas = replace(hand_drawn(), version="imported-0123")
    client = client_of(lambda: atlas, str(tmp_path))
    own, other = (
        Parsed.of(client.get(f"/?version={version}").text)
        for version in (atlas.version, "imported-4567")
    )
    assert not own.metas["description"].startswith("This link points to an uploaded file")
    assert own.metas.get("robots") is None
    assert other.metas["description"].startswith("This link points to an uploaded file")


def test_rows_that_may_not_be_passed_on_stay_out(hand_drawn, tmp_path, monkeypatch):
    atlas = hand_drawn()
    one = atlas.incidents.iloc[0]
    client = client_of(lambda: atlas, str(tmp_path))
    address = f"/incident?incident={one['incident_id']}"
    assert str(one["summary"]) in Parsed.of(client.get(address).text).metas["description"]
    monkeypatch.setattr("api.heads.link.are_held_back", lambda rows, _: rows >= 0)
    shown = Parsed.of(client.get(address).text)
    assert shown.titles == ["Incident – Incident Atlas"]
    assert shown.metas["description"] == pages.INCIDENT.purpose
    assert not shown.records


def test_a_browser_that_has_the_page_is_told_so(client):
    whole = client.get("/timeline", headers={"Accept-Encoding": "identity"})
    assert whole.headers["content-length"] == str(len(whole.content))
    assert "last-modified" not in whole.headers
    compressed = client.get("/timeline")
    assert compressed.headers["content-encoding"] == "gzip"
    assert (compressed.text, compressed.headers["etag"]) == (whole.text, whole.headers["etag"])
    again = client.get("/timeline", headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/timeline?group=kh", headers={"If-None-Match": whole.headers["etag"]})
    assert other.status_code == 200


def test_the_head_of_the_answer_comes_without_its_body(client):
    answer = client.head("/timeline", headers={"Accept-Encoding": "identity"})
    assert answer.content == b""
    whole = client.get("/timeline", headers={"Accept-Encoding": "identity"})
    assert answer.headers == whole.headers


@pytest.mark.parametrize("page", ["no head at all", "<title>x</title>", "</head><title>x</title>"])
def test_a_page_that_is_not_as_expected_stays_as_it_is(atlas, tmp_path, page):
    assert client_of(lambda: atlas, str(tmp_path), page=page).get("/").text == page


def no_data():
    raise NoDataError


def broken():
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("data", "may_enter"),
    [(no_data, True), (None, False), (broken, True)],
)
def test_where_nothing_can_or_may_be_said_of_the_data_the_head_names_the_page_alone(
    atlas, tmp_path, data, may_enter
):
    client = client_of(data or (lambda: atlas), str(tmp_path), may_enter=may_enter)
    for link in ("?group=kh", "?weapon=zq9", ""):
        shown = Parsed.of(client.get(f"/timeline{link}").text)
        assert shown.titles == ["Timeline – Incident Atlas"]
        assert shown.links["canonical"] == "http://testserver/timeline"
        assert shown.metas["description"] == pages.BY_PATH["timeline"].purpose
        assert not {"og:image", "robots"} & set(shown.metas)


def test_a_fault_of_its_own_is_logged(client, monkeypatch, caplog):
    monkeypatch.setattr("api.heads.page_heads.describe", lambda *_: 1 / 0)
    assert Parsed.of(client.get("/").text).titles == ["Incident Atlas"]
    assert "got a plain head" in caplog.text


def test_below_a_base_path_addresses_have_it(atlas, tmp_path):
    client = client_of(lambda: atlas, str(tmp_path), base_path="/atlas")
    shown = Parsed.of(client.get("/atlas/timeline").text)
    assert shown.links["canonical"] == "http://testserver/atlas/timeline"
    assert shown.metas["og:image"].startswith("http://testserver/atlas/card/")
