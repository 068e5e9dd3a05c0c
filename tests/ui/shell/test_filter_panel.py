"""The filter panel that all pages share."""

from __future__ import annotations

import re

from geo.filter.filter import Filter
from tests.shipped import TOTAL
from ui import text


def test_the_number_beside_a_group_is_what_choosing_it_finds(app, atlas):
    box = app().run().at.multiselect(key="w_group")
    shown = dict(re.fullmatch(r"(.*) \((\d+)\)", option).groups() for option in box.options)
    ids = dict(zip(atlas.groups["name"], atlas.groups["group_id"], strict=True))
    assert shown.keys() == ids.keys()
    for name, n in shown.items():
        assert Filter.parse({"group": [ids[name]]}, atlas).view(atlas).shown == int(n), name
    counts = [int(n) for n in shown.values()]
    assert counts == sorted(counts, reverse=True)


def test_a_filter_behind_the_closed_more_filters_is_named_and_cleared_with_the_others(app):
    page = app(group="kh", q="drone", from_="2024-01-01").run()
    for chip in ("1 Jan 2024 to 20 Dec 2025", "Kata'ib Hezbollah", "“drone”"):
        assert page.button(text.plain(chip)), chip
    page.button("Clear filters").click()
    page.run()
    assert page.count() == str(TOTAL)
    assert not [b for b in page.at.button if (b.key or "").startswith("chip_")]
    assert not [b for b in page.at.button if b.label == "Clear filters"]
    assert page.address().keys() == {"from", "to", "version"}


def test_a_chip_removes_its_filter_and_no_other(app, atlas):
    page = app(group="kh", q="drone", from_="2024-01-01", type=["attack", "strike"]).run()
    for chip, left in (
        ("“drone”", "group=kh&type=attack&type=strike&from=2024-01-01"),
        ("Attacks", "group=kh&type=strike&from=2024-01-01"),
        ("1 Jan 2024 to 20 Dec 2025", "group=kh&type=strike"),
    ):
        page.button(text.plain(chip)).click()
        page.run()
        assert page.count() == str(Filter.parse(left, atlas).view(atlas).shown), chip
    assert page.address()["group"] == ["kh"]


def test_the_state_of_review_is_behind_more_filters_and_in_the_link(app, atlas):
    page = app(review="provisional").run()
    assert page.count() == str((atlas.incidents["review"] == "provisional").sum())
    page.open("more")
    (choice,) = [w for w in page.at.multiselect if w.label == "Review"]
    assert choice.value == ["provisional"]
    choice.set_value(["provisional", "single_source"]).run()
    assert page.address()["review"] == ["provisional", "single_source"]
    expected = atlas.incidents["review"].isin(["provisional", "single_source"]).sum()
    assert page.count() == str(expected)


def test_an_empty_result_says_which_filter_to_remove(app, atlas):
    page = app(q="zzzz", group="kh", type="attack").run()
    assert any("No incidents match" in m.value for m in page.at.markdown)
    n = Filter.parse("group=kh&type=attack", atlas).view(atlas).shown
    page.button(f"Remove {text.plain('“zzzz”')} ({n})").click()
    page.run()
    assert page.count() == str(n)
    assert not any("No incidents match" in m.value for m in page.at.markdown)


def test_where_no_single_filter_helps_all_can_be_cleared(app):
    page = app(q="zzzz", group="kh", type="interception", country="Qatar").run()
    page.button("Clear all filters").click()
    page.run()
    assert page.count() == str(TOTAL)


def test_kinds_are_offered_by_name_and_other_only_to_imports(app):
    page = app().run()
    page.at.session_state["more"] = True
    page.at.run()
    offered = page.at.multiselect(key="w_type").options
    assert offered == ["Attack", "Counterstrike", "Other state strike", "Explosion, cause unknown",
                       "Interception"]  # fmt: skip
