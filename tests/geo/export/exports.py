"""The queries that the tests of the exports write, and what is written for them."""

from __future__ import annotations

import json

from geo.export import text_files
from geo.filter.filter import Filter

QUERIES = {
    "everything": "",
    "without a point among them": "from=2020-03-01&to=2020-03-31",
    "one group": "group=kh",
    "one": "base=tower22",
    "nothing has a point": "precision=country&q=several places&to=2020-12-31",
    "nothing": "from=1990-01-01&to=1990-12-31",
}


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def collection(query, atlas):
    return json.loads(text_files.write_geojson(view_of(query, atlas)))
