"""What a user brings is gone when the session is."""

from __future__ import annotations

import gc
import itertools
import weakref

import pytest

from geo import importers
from geo.analysis import near, places, summary
from geo.brief import write as brief
from geo.export import writers
from geo.filter.filter import Filter
from geo.utils.function_caches import forget
from tests.geo.importers import files
from tests.leaks import caches, held
from ui.session import keys, uploaded_dataset

WORDS = ("qwyjibo", "zyzzyva")
PAGES = ("map", "timeline", "bases", "provinces", "groups", "near", "incident", "what-changed",
         "propose", "method")  # fmt: skip
POINTS = {
    "site": (33.413, 43.299),
    "town": (33.47, 43.27),
    "district": (33.52, 43.16),
    "province": (33.66, 43.04),
    "country": (None, None),
}


@pytest.fixture(scope="module")
def upload():
    """Return the bytes of a table with words and points that stand nowhere else."""
    return files.plain_csv(
        *(
            files.plain(
                Date=f"2024-04-{20 + i}", Place="Tell Qwyjibo", Lat=latitude, Lon=longitude,
                Precision=precision, Group="Zyzzyva Brigade", Link=f"https://qwyjibo.example/{i}",
                Description="Two rockets fell on Qwyjibo.",
            )
            for i, (precision, (latitude, longitude)) in enumerate(POINTS.items())
        )
    )  # fmt: skip


def is_of_upload(parts) -> bool:
    texts = [part for part in parts if isinstance(part, str | bytes)]
    numbers = [part if isinstance(part, float) else None for part in parts]
    pairs = set(itertools.pairwise(numbers))
    return any(word in str(text).lower() for text in texts for word in WORDS) or any(
        latitude and pairs & {(latitude, longitude), (longitude, latitude)}
        for latitude, longitude in POINTS.values()
    )


def left() -> dict[str, str]:
    """Return the caches that hold words or points of the upload, each with an example.

    What functions of the importers have kept goes when a session ends
    (tests/test_private.py).
    """
    forget("geo.importers")
    examples = {}
    for name, root in caches().items():
        example = next((parts for parts in held(root) if is_of_upload(parts)), None)
        if example is not None:
            examples[name] = repr(example)[:200]
    return examples


def use_geo(upload):
    """Do with an upload what geo can do with one, and return a weak reference to its atlas."""
    raw = importers.read_file(upload, "qwyjibo.csv")
    atlas = uploaded_dataset.load(importers.convert(raw)).atlas
    view = Filter.parse("group=Zyzzyva Brigade&q=qwyjibo", atlas).view(atlas)
    assert view.shown == len(POINTS)
    assert list(atlas.incidents["geo_precision"]) == list(POINTS)
    summary.summarise(view, atlas)
    for incident in atlas.incidents["incident_id"]:
        if place := places.find_place(f"incident:{incident}", atlas):
            hood = near.find_neighbourhood(view, atlas, place, 50.0)
    for file_format in brief.FORMATS:
        brief.write_brief(view, file_format, hood)
    for file_format in writers.FORMATS:
        writers.export_bytes(view, file_format, licence_allows=True)
    return weakref.ref(atlas)


def test_geo_keeps_nothing_of_an_upload(upload):
    atlas = use_geo(upload)
    gc.collect()
    assert atlas() is None
    assert left() == {}


def use_app(app, upload):
    """Walk through all pages with an upload, and return a weak reference to its atlas."""
    page = app().run()
    page.at.switch_page("pages/your-data.py")
    page.run()
    page.at.file_uploader[0].set_value(("qwyjibo.csv", upload, "text/csv"))
    page.run()
    page.button("Import").click()
    page.run()
    page.button("Show on all pages").click()
    page.run()
    atlas = page.at.session_state[keys.UPLOADED].atlas
    site, *_ = atlas.incidents["incident_id"]
    page.at.session_state["incident"] = site
    page.at.session_state[keys.OPTIONS] = {"place": f"incident:{site}", "km": "50"}
    for path in PAGES:
        page.at.switch_page(f"pages/{path}.py")
        page.run()
        assert "qwyjibo" in page.html().lower(), path
    return weakref.ref(atlas)


def test_the_app_keeps_nothing_of_an_upload(app, upload):
    atlas = use_app(app, upload)
    gc.collect()
    assert atlas() is None
    assert left() == {}
