"""Requirements class Core: the parameters of the features, and one feature."""

import pytest
import shapely

from api.features.links import ITEMS
from api.features.paging import MOST

DATED = {"incidents": ("date", "date_end"), "statements": ("date",), "sources": ("published",)}


def is_form(parameter, *, explode):
    """Whether a parameter is optional, in the query, and written as the standard has it."""
    return (
        (parameter["in"], parameter["required"]) == ("query", False)
        and parameter.get("style", "form") == "form"
        and parameter.get("explode", True) == explode
    )


def test_fc_bbox_definition(parameters, name):
    """/conf/core/fc-bbox-definition: bbox is described as four to six numbers with commas."""
    bbox = parameters(name)["bbox"]
    assert is_form(bbox, explode=False)
    assert bbox["schema"]["items"] == {"type": "number"}
    assert (bbox["schema"]["type"], bbox["schema"]["minItems"], bbox["schema"]["maxItems"]) == (
        "array", 4, 6,
    )  # fmt: skip


@pytest.mark.parametrize("box", [(42, 33, 45, 36), (35, 29, 40, 34), (-10, -10, 0, 0)])
def test_fc_bbox_response(api, everything, name, box):
    """/conf/core/fc-bbox-response: a box finds what touches it and what has no place, no more."""
    expected = [
        feature
        for feature in everything(name)
        if not feature["geometry"]
        or shapely.geometry.shape(feature["geometry"]).intersects(shapely.box(*box))
    ]
    for given in (box, (*box[:2], 0, *box[2:], 9000)):
        address = f"/api/collections/{name}/items?limit={MOST}&bbox={','.join(map(str, given))}"
        assert api.get(address).json()["features"] == expected


def test_fc_limit_definition(parameters, name):
    """/conf/core/fc-limit-definition: limit is described as a whole number."""
    limit = parameters(name)["limit"]
    assert is_form(limit, explode=False)
    assert limit["schema"]["type"] == "integer"


def test_fc_limit_response(api, parameters, name):
    """/conf/core/fc-limit-response: no more features than asked for, nor than the stated most."""
    most = parameters(name)["limit"]["schema"]["maximum"]
    for limit in (1, 10, most + 1):
        answer = api.get(f"/api/collections/{name}/items?limit={limit}")
        assert len(answer.json()["features"]) <= min(limit, most)


def test_fc_time_definition(parameters, name):
    """/conf/core/fc-time-definition: datetime is described as a text."""
    datetime = parameters(name)["datetime"]
    assert is_form(datetime, explode=False)
    assert datetime["schema"] == {"type": "string"}


@pytest.mark.parametrize(
    ("given", "period"),
    [
        ("2024-01-28", ("2024-01-28", "2024-01-28")),
        ("2024-01-28T12:00:00Z", ("2024-01-28", "2024-01-28")),
        ("2023-11-01T00:00:00Z/2023-12-31T23:59:59Z", ("2023-11-01", "2023-12-31")),
        ("../2020-12-31", ("", "2020-12-31")), ("/2020-12-31", ("", "2020-12-31")),
        ("2024-06-01/..", ("2024-06-01", "9999")), ("2024-06-01/", ("2024-06-01", "9999")),
    ],
)  # fmt: skip
def test_fc_time_response(api, everything, name, given, period):
    """/conf/core/fc-time-response: a time finds what happened in it and what has no date."""

    first, last = period

    def is_in(feature):
        dates = [feature["properties"].get(column) for column in DATED.get(name, ())]
        dates = [date for date in dates if date]
        return not dates or (min(dates) <= last and first <= max(dates))

    address = f"/api/collections/{name}/items?limit={MOST}&datetime={given}"
    found = api.get(address).json()["features"]
    assert found == [feature for feature in everything(name) if is_in(feature)]


def test_f_op(api, first_path, name):
    """/conf/core/f-op: each feature can be read at its own address."""
    assert api.get(first_path(name)).status_code == 200


def test_f_success(api, everything, first_path, name):
    """/conf/core/f-success: it is the feature as the collection has it."""
    feature = api.get(first_path(name)).json()
    expected = everything(name)[0]
    assert {key: value for key, value in feature.items() if key != "links"} == expected


def test_f_links(api, first_path, name):
    """/conf/core/f-links: it has links to itself, to its other formats and to its collection."""
    links = api.get(first_path(name)).json()["links"]
    by_rel = {}
    for link in links:
        by_rel.setdefault(link["rel"], set()).add(link["type"])
        answer = api.get(link["href"])
        assert answer.headers["content-type"].partition(";")[0] == link["type"]
    assert by_rel["self"] == {"application/geo+json"}
    assert by_rel["alternate"] == set(ITEMS.values()) - by_rel["self"]
    assert by_rel["collection"]
