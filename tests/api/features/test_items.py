"""The features: the same lines, counts and refusals as the command line, page by page."""

import csv
import io
import json

import pytest
import shapely

from geo.export.text_files import write_csv, write_geojson
from geo.filter.filter import Filter
from tests.geometry import incident, province, statement

ITEMS = "/api/collections/incidents/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


def lines_of(text):
    return text.split('"features":[\n')[1].removesuffix("\n]}\n").split(",\n")


def pages(api, address):
    """All pages from an address on, by their links."""
    while address:
        page = api.get(address).json()
        yield page
        address = next((x["href"] for x in page["links"] if x["rel"] == "next"), None)


@pytest.mark.parametrize("query", ["", "group=kh&type=attack", "to=2019-01-02"])
def test_the_features_are_the_lines_of_the_export(api, atlas, query):
    whole = write_geojson(Filter.parse(query, atlas).view(atlas)).decode()
    answer = api.get(f"{ITEMS}?limit=10000&{query}")
    assert answer.headers["content-type"] == "application/geo+json"
    assert lines_of(answer.text) == lines_of(whole)
    assert answer.json()["numberMatched"] == json.loads(whole)["metadata"]["count"]


def test_the_pages_follow_each_other_and_hold_each_feature_once(api, atlas):
    pages_ = list(pages(api, f"{ITEMS}?limit=250&country=Iraq"))
    ids = [f["id"] for page in pages_ for f in page["features"]]
    view = Filter.parse("country=Iraq", atlas).view(atlas)
    assert ids == atlas.incidents["incident_id"].iloc[view.positions].tolist()
    assert [p["numberReturned"] for p in pages_] == [250, len(ids) - 250]
    (back,) = [x["href"] for x in pages_[1]["links"] if x["rel"] == "prev"]
    assert api.get(back).json()["features"] == pages_[0]["features"]


def test_a_page_beyond_the_end_is_empty_and_leads_back_to_the_last(api, atlas):
    page = api.get(f"{ITEMS}?offset=5000&limit=100").json()
    assert (page["numberReturned"], page["features"]) == (0, [])
    (back,) = [x["href"] for x in page["links"] if x["rel"] == "prev"]
    assert f"offset={atlas.n_incidents - 100}" in back


def test_csv_is_that_of_the_export_in_parts(api, atlas):
    whole = write_csv(Filter().view(atlas)).decode()
    assert api.get(f"{ITEMS}?f=csv&limit=10000").text == whole
    rows = list(csv.DictReader(io.StringIO(whole)))
    page = api.get(f"{ITEMS}?f=csv&limit=2&offset=3")
    assert list(csv.DictReader(io.StringIO(page.text))) == rows[3:5]
    assert 'rel="next"' in page.headers["link"]


def test_a_box_and_a_time_are_counted_with_the_filter(api, atlas):
    answer = api.get(f"{ITEMS}?type=attack&bbox=42,33,45,36&datetime=2024-01-01/2024-01-31").json()
    rows = atlas.incidents
    inside = rows.longitude.between(42, 45) & rows.latitude.between(33, 36)
    expected = rows[
        (rows.event_type == "attack")
        & (inside | rows.latitude.isna())  # by the standard, what has no place is in every box
        & rows["date"].between("2024-01-01", "2024-01-31")
    ]
    assert [f["id"] for f in answer["features"]] == expected.incident_id.tolist()
    assert answer["numberMatched"] == len(expected) > 0


@pytest.mark.parametrize(
    ("when", "n"),
    [("2024-01-05", 1), ("2024-01-04/2024-01-04", 0), ("../2024-01-05", 1), ("2024-01-07/..", 1),
     ("2024-01-08/", 0), ("2024-01-06T12:00:00Z", 1), ("/2024-01-04T23:59:59+03:00", 0)],
)  # fmt: skip
def test_an_incident_of_several_days_counts_on_each(api_of, hand_drawn, when, n):
    atlas = hand_drawn(
        incidents=[incident("i", date="2024-01-05", date_end="2024-01-07", date_precision="approx")]
    )
    answer = api_of(atlas).get(ITEMS, params={"datetime": when})
    assert answer.json()["numberMatched"] == n


@pytest.mark.parametrize(
    ("box", "ids"),
    [("170,-10,-170,10", ["east", "west"]), ("-180,-90,180,90", ["a", "east", "west"]),
     ("-190,-10,-175,10", ["east", "west"]), ("170,-10,0,178,10,0", [])],
)  # fmt: skip
def test_a_box_may_cross_the_antimeridian(box, ids, api_of, hand_drawn):
    atlas = hand_drawn(
        incidents=[
            incident("a"),
            incident("east", country="Eastland", at=(0.5, -179)),
            incident("west", country="Eastland", at=(0.5, 179)),
        ],
        provinces=[
            province("WE-A"),
            province("EA-Y", shapely.box(178, -1, 180, 1)),
            province("EA-Z", shapely.box(-180, -1, -178, 1)),
        ],
    )
    page = api_of(atlas).get(ITEMS, params={"bbox": box}).json()
    assert [f["id"] for f in page["features"]] == ids


def test_shapes_are_written_in_the_axes_of_their_system(api):
    where = f"{ITEMS}/2019-12-03-al-asad"
    assert api.get(where).json()["geometry"]["coordinates"] == [42.441, 33.786]
    answer = api.get(f"{where}?crs={EPSG}4326")
    assert answer.headers["content-crs"] == f"<{EPSG}4326>"
    assert answer.json()["geometry"]["coordinates"] == [33.786, 42.441]
    x, y = api.get(f"{where}?crs={EPSG}3857").json()["geometry"]["coordinates"]
    # x = R * longitude, y = R * ln(tan(45 degrees + latitude / 2)), R = 6378137 m
    assert (x, y) == (4724510.51, 4000103.12)


@pytest.mark.parametrize(
    ("system", "box"), [("4326", "33,42,36,45"), ("3857", "4675418,3895303,5009377,4300621")]
)
def test_a_box_in_another_system_finds_the_same(api, system, box):
    plain = api.get(f"{ITEMS}?bbox=42,33,45,36").json()
    other = api.get(f"{ITEMS}?bbox={box}&bbox-crs={EPSG}{system}").json()
    assert other["features"] == plain["features"] != []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("limit=0", "limit"), ("limit=x", "limit"), ("offset=-1", "offset"), ("bbox=1,2,3", "bbox"),
     ("bbox=1,9,3,4", "bbox"), ("bbox=1,2,nan,4", "bbox"), ("datetime=yesterday", "datetime"),
     ("datetime=2024-02-30", "datetime"), ("datetime=2024-02-02/2024-02-01", "datetime"),
     ("crs=EPSG:4326", "crs"), ("f=xml", "f"), ("grup=kh", "grup"), ("weapon=rokcet", "weapon"),
     ("limit=1&limit=2", "limit")],
)  # fmt: skip
def test_what_is_not_understood_is_refused(api, query, parameter):
    answer = api.get(f"{ITEMS}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert [p["parameter"] for p in answer.json()["problems"]] == [parameter]


def test_a_map_that_shows_the_earth_more_than_once_finds_all(api, atlas):
    box = "-30000000,-30000000,30000000,30000000"
    answer = api.get(f"{ITEMS}?bbox={box}&bbox-crs={EPSG}3857")
    assert answer.json()["numberMatched"] == atlas.n_incidents


@pytest.mark.parametrize("path", [ITEMS, "/api", "/api/collections/statements/items"])
def test_hundreds_of_parameters_are_refused_at_once(api, path):
    answer = api.get(path, params=[("group", f"g{n}") for n in range(201)])
    assert answer.status_code == 400
    assert answer.json()["detail"] == "The address has 201 parameters; 200 are read at most."


def test_more_than_the_most_is_taken_as_the_most(api, atlas):
    assert api.get(f"{ITEMS}?limit=99999999").json()["numberReturned"] == atlas.n_incidents


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("*/*", "application/geo+json"), ("application/json", "application/geo+json"),
     ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
     ("text/csv, application/geo+json;q=0.5", "text/csv; charset=utf-8")],
)  # fmt: skip
def test_a_client_gets_what_it_accepts(api, accept, media_type):
    answer = api.get(f"{ITEMS}?limit=1", headers={"Accept": accept})
    assert answer.headers["content-type"] == media_type
    refused = api.get(f"{ITEMS}?limit=1", headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()["offered"][0]) == (406, "application/geo+json")


@pytest.mark.parametrize("name", ["incidents", "statements", "sources"])
def test_rows_that_may_not_be_passed_on_are_not_served(name, api_of, hand_drawn):
    incidents = [incident("a", dataset="ACLED", redistributable="false"), incident("c")]
    atlas = hand_drawn(incidents=incidents, statements=[statement("a", "leaf", "claimed")])
    client = api_of(atlas)
    answer = client.get(f"/api/collections/{name}/items")
    assert answer.status_code == 403
    assert "ACLED" in answer.json()["detail"]
    assert "--licence-allows" not in answer.text
    assert "held back" in client.get(f"/api/collections/{name}").json()["description"]
    assert client.get(f"{ITEMS}/a").status_code == 403
    assert client.get(f"{ITEMS}/c").status_code == 200
