"""What the tests of the Timeline page share."""

from __future__ import annotations

import json
import re
from html import unescape

import pyarrow as pa

from geo.filter.filter import Filter

CAMPAIGN = {"from": "2023-10-17", "to": "2024-04-23", "type": "attack", "target": "us_coalition",
            "confirmation": "official"}  # fmt: skip


def open_page(app, query, **options):
    run = app(**{f"{k}_" if k == "from" else k: v for k, v in (query | options).items()})
    run.at.switch_page("pages/timeline.py")
    return run.run()


def view_of(query, atlas):
    params = {k: v if isinstance(v, list) else [v] for k, v in query.items()}
    return Filter.parse(params, atlas).view(atlas)


def words(run) -> str:
    """The page's HTML as a reader sees it."""
    return unescape(re.sub(r"<[^>]+>", "", run.html()))


def charts(run):
    return [json.loads(c.proto.spec) for c in run.at.get("vega_lite_chart")]


def chart_data(run, number):
    """The data sets of a chart, as rows."""
    proto = run.at.get("vega_lite_chart")[number].proto
    sets = [d.data.data for d in proto.datasets] or [proto.data.data]
    rows = [pa.ipc.open_stream(d).read_all().to_pylist() for d in sets]
    inline = json.loads(proto.spec).get("datasets", {})
    return [*rows, *inline.values()]


def opened_table(run):
    (table,) = [d for d in run.at.dataframe if "Id" in d.value.columns]
    return table.value
