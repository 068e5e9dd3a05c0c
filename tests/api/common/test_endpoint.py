"""An address that is only read answers methods, known versions and refusals alike."""

import json

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from api.common.endpoint import reading_route
from api.common.query import read_query
from api.common.refusals import NoDataError


def count(request, shown):
    query = read_query(request, shown, own=("limit",))
    return PlainTextResponse(f"{query.filter.view(shown).shown} {query.own.get('limit')}")


@pytest.fixture
def client(atlas):
    return client_of(lambda: atlas)


def client_of(data):
    return TestClient(Starlette(routes=[reading_route("/count", count, data)]))


def no_data():
    raise NoDataError


def test_the_filter_and_the_interface_s_own_words_are_told_apart(client, atlas):
    assert client.get("/count?country=Iraq&limit=5").text == (
        f"{sum(atlas.incidents['country'] == 'Iraq')} 5"
    )


def test_a_client_that_has_the_answer_is_told_so_before_any_work(client):
    tag = client.get("/count?country=Iraq").headers["etag"]
    again = client.get("/count?country=Iraq", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get("/count?country=Syria", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_the_head_of_an_answer_is_that_of_the_answer_without_its_body(client):
    whole, head = client.get("/count"), client.head("/count")
    assert head.content == b""
    assert head.headers == whole.headers


@pytest.mark.parametrize(
    ("query", "parameter", "closest"),
    [("grup=kh", "grup", ["group"]), ("limi=3", "limi", ["limit"]),
     ("weapon=rokcet", "weapon", ["rocket"]), ("limit=1&limit=2", "limit", [])],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_the_closest_words(
    client, query, parameter, closest
):
    answer = client.get(f"/count?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problems = json.loads(answer.text)["problems"]
    assert [p["parameter"] for p in problems] == [parameter]
    assert problems[0]["closest"][: len(closest)] == closest


def test_other_methods_are_refused_with_what_is_allowed(client):
    answer = client.post("/count")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "POST is not possible here" in answer.json()["detail"]


def test_a_page_of_another_site_may_ask_and_read(client):
    preflight = client.options("/count", headers={"Origin": "https://news.example"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-headers"] == "*"
    answer = client.get("/count", headers={"Origin": "https://news.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_without_data_it_says_when_to_try_again():
    answer = client_of(no_data).get("/count")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
