"""There is no page at an unknown path, and the answer says where to go."""

import pytest

from tests.api.heads.served import Parsed, client_of


@pytest.mark.parametrize("path", ["/nowhere", "/nowhere/deeper", "/static/gone.js", "/index"])
def test_an_unknown_path_is_answered_in_plain_words(client, path):
    answer = client.get(path, headers={"Range": "bytes=0-5"})
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text
    assert 'href="/">Go to the map' in answer.text
    assert "nowhere" not in answer.text
    assert Parsed.of(answer.text).metas["robots"] == "noindex"
    assert client.head(path).status_code == 404


def test_the_closest_page_is_named(atlas, tmp_path):
    client = client_of(lambda: atlas, str(tmp_path), base_path="/atlas")
    assert 'href="/atlas/timeline">Timeline</a>' in client.get("/atlas/Timelin").text
    assert 'href="/atlas/your-data">Your data</a>' in client.get("/atlas/your-dta/x").text
    problem = client.get("/atlas/grops", headers={"Accept": "application/json"})
    assert problem.headers["content-type"] == "application/problem+json"
    assert (problem.json()["status"], problem.json()["closest"]) == (404, ["/atlas/groups"])
    assert client.get("/", headers={"Accept": "*/*"}).text == "Not Found"  # not below the path


def test_files_and_routes_are_answered_as_before(client, tmp_path):
    (tmp_path / "some.txt").write_text("a file")
    assert client.get("/some.txt").text == "a file"
    assert client.get("/_stcore/health").text == "ok"
    assert client.post("/nowhere").status_code == 405
    assert client.post("/timeline").status_code == 405
