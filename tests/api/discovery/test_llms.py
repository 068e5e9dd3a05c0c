"""/llms.txt tells of everything that there is."""

import re

from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.common.pages import PAGES
from api.discovery.llms import INTERFACES
from api.embed.routes import embed_routes
from api.features.catalogue import COLLECTIONS
from api.routes import interface_routes
from geo.export.writers import FORMATS
from geo.filter.parse import PARAMETERS


def beginning(path):
    """/sitemap of /sitemap-1.xml, /api of /api/collections."""
    return re.match(r"/[a-z_]+", path)[0]


def test_it_tells_of_every_page_parameter_interface_table_and_format(atlas):
    routes = [*interface_routes(lambda: atlas), *embed_routes(lambda: atlas, None)]
    text = TestClient(Starlette(routes=routes)).get("/llms.txt").text
    assert text.startswith("# Incident Atlas\n\n> ")
    for page in PAGES:
        assert f"[{page.title}](http://testserver/{page.path}): " in text
    for parameter in PARAMETERS:
        assert f"- `{parameter}`: " in text
    # An interface that is new has to be described in INTERFACES.
    assert {beginning(route.path) for route in routes} == set(map(beginning, INTERFACES))
    for name in COLLECTIONS:
        assert f"http://testserver/api/collections/{name}/items" in text
    for file_format in FORMATS.values():
        assert file_format.label in text
    assert f"dataset version {atlas.version}" in text
    assert "Past events do not predict the safety of a place." in text
