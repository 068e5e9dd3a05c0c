"""What the abstract tests of OGC API Features ask of the API: documents, collections, features.

The docstring of each test begins with the identifier of its abstract test; docs/conformance.md
lists them all.
"""

import pytest

from api.features.catalogue import COLLECTIONS

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@pytest.fixture(params=COLLECTIONS)
def name(request):
    """Return the name of each collection in turn."""
    return request.param


@pytest.fixture(params=[name for name, c in COLLECTIONS.items() if c.geometry])
def spatial(request):
    """Return the name of each collection with shapes in turn."""
    return request.param


@pytest.fixture(scope="session")
def description(api):
    """Return the description of the API."""
    return api.get("/api/openapi.json").json()


@pytest.fixture(scope="session")
def parameters(description):
    """Return the function that gives the described parameters of a collection's features."""

    def of(collection):
        described = description["paths"][f"/collections/{collection}/items"]["get"]["parameters"]
        return {parameter["name"]: parameter for parameter in described}

    return of


@pytest.fixture(scope="session")
def everything(api):
    """Return the function that gives all features of a collection."""
    known = {}

    def of(collection):
        if collection not in known:
            page = api.get(f"/api/collections/{collection}/items?limit=10000").json()
            known[collection] = page["features"]
        return known[collection]

    return of


@pytest.fixture(scope="session")
def first_path(everything):
    """Return the function that gives the path of a collection's first feature."""
    return lambda name: f"/api/collections/{name}/items/{everything(name)[0]['id']}"
