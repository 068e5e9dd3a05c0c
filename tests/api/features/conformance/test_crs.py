"""Part 2, requirements class Coordinate Reference Systems by Reference."""

import re
from functools import cache

import numpy as np
import pyproj
import pytest
import shapely

from tests.api.features.conformance.conftest import CRS84

OGC = re.compile(r"http://www\.opengis\.net/def/crs/[A-Z]+/[0-9.]+/[A-Za-z0-9]+")
EPSG_3857 = "http://www.opengis.net/def/crs/EPSG/0/3857"


@pytest.fixture
def systems(api, spatial):
    """Return the reference systems of each collection with shapes in turn."""
    return api.get(f"/api/collections/{spatial}").json()["crs"]


@pytest.fixture(scope="session")
def boxes(api):
    """Return the function that gives the middle of a collection's extent in a system's axes."""

    def of(collection, system):
        extent = api.get(f"/api/collections/{collection}").json()["extent"]
        west, south, east, north = extent["spatial"]["bbox"][0]
        x, y = (east - west) / 4, (north - south) / 4
        corners = [(west + x, south + y), (east - x, north - y)]
        written = [transformer(system).transform(*corner) for corner in corners]
        return ",".join(f"{value:.9f}" for corner in written for value in corner)

    return of


@cache
def transformer(system):
    authority, code = system.split("/")[-3], system.split("/")[-1]
    return pyproj.Transformer.from_crs("OGC:CRS84", f"{authority}:{code}")


def test_crs_uri(api, name):
    """/conf/crs/crs-uri: each reference system is named by a URI of the OGC."""
    listed = api.get("/api/collections").json()
    one = api.get(f"/api/collections/{name}").json()
    for uri in (*listed["crs"], *one["crs"], one["storageCrs"]):
        assert OGC.fullmatch(uri)


def test_default_crs(api, spatial):
    """/conf/crs/default-crs: the list of each collection has the default, CRS84."""
    assert CRS84 in api.get(f"/api/collections/{spatial}").json()["crs"]
    listed = {c["id"]: c["crs"] for c in api.get("/api/collections").json()["collections"]}
    assert CRS84 in listed[spatial]


def test_storage_crs(api, name):
    """/conf/crs/storageCrs: the system of the stored data is one of those on offer."""
    one = api.get(f"/api/collections/{name}").json()
    assert one["storageCrs"] in one["crs"]


def test_crs_parameter(api, first_path, spatial, systems):
    """/conf/crs/crs-parameter: features come in each system on offer, named by Content-Crs."""
    for path in (f"/api/collections/{spatial}/items", first_path(spatial)):
        for system in systems:
            answer = api.get(path, params={"crs": system})
            assert answer.status_code == 200
            assert answer.headers["content-crs"] == f"<{system}>"


def test_crs_parameter_default(api, first_path, spatial):
    """/conf/crs/crs-parameter-default: without the parameter the system is CRS84."""
    for path in (f"/api/collections/{spatial}/items", first_path(spatial)):
        plain, named = api.get(path), api.get(path, params={"crs": CRS84})
        assert plain.headers["content-crs"] == named.headers["content-crs"] == f"<{CRS84}>"
        assert plain.json().get("features") == named.json().get("features")
        assert plain.json().get("geometry") == named.json().get("geometry")


def test_crs_parameter_invalid(api, first_path, spatial):
    """/conf/crs/crs-parameter-invalid: a system that is not on offer gives 400."""
    for path in (f"/api/collections/{spatial}/items", first_path(spatial)):
        for system in ("http://www.opengis.net/def/crs/EPSG/0/4258", "EPSG:4326", ""):
            assert api.get(path, params={"crs": system}).status_code == 400


def test_crs_parameter_transform(api, everything, spatial, systems):
    """/conf/crs/crs-parameter-transform: shapes in each system are the same places."""
    for system in systems:
        page = api.get(f"/api/collections/{spatial}/items?limit=10000&crs={system}")
        for plain, other in zip(everything(spatial), page.json()["features"], strict=True):
            if plain["geometry"] is None:
                assert other["geometry"] is None
                continue
            degrees = shapely.get_coordinates(shapely.geometry.shape(plain["geometry"]))
            expected = np.column_stack(transformer(system).transform(*degrees.T))
            found = shapely.get_coordinates(shapely.geometry.shape(other["geometry"]))
            assert found == pytest.approx(expected, abs=0.01 if system == EPSG_3857 else 1e-5)


def test_bbox_crs_parameter(api, boxes, spatial, systems):
    """/conf/crs/bbox-crs-parameter: a box finds the same in each system."""
    path = f"/api/collections/{spatial}/items?limit=10000&bbox="
    plain = api.get(f"{path}{boxes(spatial, CRS84)}").json()
    assert plain["numberMatched"] > 0
    for system in systems:
        page = api.get(f"{path}{boxes(spatial, system)}&bbox-crs={system}").json()
        assert page["features"] == plain["features"]


def test_bbox_crs_parameter_default(api, boxes, spatial):
    """/conf/crs/bbox-crs-parameter-default: without the parameter a box is in CRS84."""
    path = f"/api/collections/{spatial}/items?limit=10000&bbox={boxes(spatial, CRS84)}"
    named = api.get(f"{path}&bbox-crs={CRS84}").json()
    assert api.get(path).json()["features"] == named["features"] != []


def test_bbox_crs_parameter_invalid(api, boxes, spatial):
    """/conf/crs/bbox-crs-parameter-invalid: a system that is not on offer gives 400."""
    path = f"/api/collections/{spatial}/items?bbox={boxes(spatial, CRS84)}"
    assert api.get(f"{path}&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4258").status_code == 400
