"""What stays of own data when they are left, or when a load is broken off: nothing."""

from __future__ import annotations

import gc
import tempfile
import weakref

import pytest

from geo import importers
from geo.paths import STATIC
from geo.utils.progress import CancelledError
from tests.shipped import TOTAL
from tests.ui.your_data.uploads import ACLED, PAGES, PLAIN, made, opened, upload, used
from ui.session import keys, uploaded_dataset


def test_back_to_the_shipped_data(app):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    page.button("Back to the built-in data").click()
    page.run()
    page.at.switch_page("pages/map.py")
    page.run()
    assert f"<strong>{TOTAL}</strong>" in page.html()
    assert keys.UPLOADED not in page.at.session_state
    assert page.address()["from"] == ["2019-12-03"]
    assert not [b for b in page.at.button if b.label == "Back to the built-in data"]


def test_the_filter_of_the_shipped_data_does_not_follow_into_the_imported(app):
    page = app(group="kh", from_="2024-01-01", weapon="rocket").run()
    page.at.switch_page("pages/your-data.py")
    page = used(made(upload(page.run(), "acled.csv", ACLED)))
    atlas = page.at.session_state[keys.UPLOADED].atlas
    assert page.address() == {
        "from": ["2016-03-01"], "to": ["2016-03-07"], "version": [atlas.version],
    }  # fmt: skip


def test_a_page_without_the_filter_does_not_bring_the_period_of_other_data_back(app):
    page = app()  # which has shown no slider yet
    page.at.switch_page("pages/your-data.py")
    page = used(made(upload(page.run(), "acled.csv", ACLED)))
    for path in ("method", "map"):
        page.at.switch_page(f"pages/{path}.py")
        page.run()
    assert "<strong>7</strong>" in page.html()
    assert page.address()["from"] == ["2016-03-01"]


def test_nothing_of_an_upload_stays_in_files_or_in_a_cache(app, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    page = app(layers="all").run()  # the base map and the shipped points have their addresses now
    page.at.switch_page("pages/your-data.py")
    page = used(made(upload(page.run(), "acled.csv", ACLED)))
    for path in PAGES:
        page.at.switch_page(f"pages/{path}.py")
        page.run()
    page.at.session_state["all_open"] = True
    page.at.switch_page("pages/map.py")
    page.run()
    assert page.rows("incidents"), "the points travel inside the deck"
    assert not isinstance(page.source("incidents"), str)
    # Other tests publish shipped rows into the same folder meanwhile; none is of this upload.
    atlas = page.at.session_state[keys.UPLOADED].atlas
    points = {
        f"[{lon},{lat}]" for lon, lat in atlas.incidents[["longitude", "latitude"]].to_numpy()
    }
    public = " ".join(p.read_text("utf-8") for p in (STATIC / "views").glob("*.json"))
    assert not [point for point in points if point in public]
    del atlas
    assert list(tmp_path.glob("incident-atlas-*")) == []
    gone = weakref.ref(page.at.session_state[keys.UPLOADED].atlas)
    page.button("Back to the built-in data").click()
    page.run()
    del page
    gc.collect()
    assert gone() is None, gc.get_referrers(gone())


@pytest.mark.parametrize("stop", [False, KeyboardInterrupt])
def test_a_load_that_is_stopped_leaves_nothing(tmp_path, monkeypatch, stop):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    imported = importers.convert(importers.read_file(PLAIN, "own.csv"))

    def progress(what, done, total):
        assert list(tmp_path.glob("incident-atlas-*/data/incidents.csv"))
        if stop:
            raise stop
        return stop

    with pytest.raises(stop or CancelledError):
        uploaded_dataset.load(imported, progress)
    assert list(tmp_path.iterdir()) == []


def test_the_link_of_an_imported_dataset_says_so_to_somebody_else(app):
    page = app(version="imported-0123456789ab-0123456789").run()
    assert "points to an uploaded file" in page.alerts()
