"""The filter panel that all pages share."""

from __future__ import annotations

import re

from geo.filter.filter import Filter


def test_the_number_beside_a_group_is_what_choosing_it_finds(app, atlas):
    box = app().run().at.multiselect(key="w_group")
    shown = dict(re.fullmatch(r"(.*) \((\d+)\)", option).groups() for option in box.options)
    ids = dict(zip(atlas.groups["name"], atlas.groups["group_id"], strict=True))
    assert shown.keys() == ids.keys()
    for name, n in shown.items():
        assert Filter.parse({"group": [ids[name]]}, atlas).view(atlas).shown == int(n), name
    counts = [int(n) for n in shown.values()]
    assert counts == sorted(counts, reverse=True)


def test_a_filter_behind_the_closed_expander_is_named_and_cleared_with_the_others(app):
    page = app(group="kh", q="drone", from_="2024-01-01").run()
    assert "In force behind More filters: q" in page.html()
    page.button("Clear filters").click()
    page.run()
    assert page.count() == "369"
    assert "In force" not in page.html()
    assert page.address().keys() == {"from", "to", "version"}
