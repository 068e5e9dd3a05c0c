"""Every page works on data that are as small and as poor as data can be."""

from __future__ import annotations

import pytest

from tests.geometry import group, incident, statement, world, write_folder

PAGES = ("timeline", "bases", "provinces", "groups", "near", "incident", "what-changed", "propose",
         "method")  # fmt: skip
WORLDS = {
    "one incident": {"incidents": [incident("one")]},
    "all of one day": {"incidents": [incident("one"), incident("two")]},
    "nothing has a point": {"incidents": [incident("one", "2024-01-05", None)]},
    "one site": {"incidents": [incident("one", base_id="base-a", geo_precision="site")]},
}


@pytest.mark.parametrize("name", WORLDS)
def test_every_page_works_on(name, app, tmp_path, monkeypatch):
    write_folder(tmp_path, world(**WORLDS[name]))
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path))
    page = app().run()
    n = len(WORLDS[name]["incidents"])
    assert f"<strong>{n}</strong> of {n} incident" in page.html()
    for other in PAGES:
        page.at.switch_page(f"pages/{other}.py").run()
        assert not page.at.exception, (other, page.at.exception)


@pytest.mark.parametrize("name", ["shipped", "one incident"])
def test_every_page_works_on_an_empty_result(name, app, tmp_path, monkeypatch):
    if name != "shipped":
        write_folder(tmp_path, world(**WORLDS[name]))
        monkeypatch.setenv("ATLAS_DATA", str(tmp_path))
    page = app(q="zzzz").run()
    for other in PAGES:
        page.at.switch_page(f"pages/{other}.py").run()
        assert not page.at.exception, (other, page.at.exception)


def test_every_page_works_on_groups_that_are_no_armed_body_and_on_many_groups(
    app, tmp_path, monkeypatch
):
    tables = world(
        incidents=[incident("one"), incident("two", "2024-01-05")],
        groups=[group("civilians", kind="other"), *(group(f"g{i}") for i in range(300))],
        statements=[
            statement("one", "civilians", "party"),
            *(statement("two", f"g{i}", "claimed") for i in range(250)),
        ],
    )
    write_folder(tmp_path, tables)
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path))
    page = app().run()
    page.at.switch_page("pages/groups.py").run()
    assert not page.at.exception
    assert "251 groups are named; here are the 200 named most" in page.alerts()
