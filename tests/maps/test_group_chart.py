from __future__ import annotations

import base64
import re
from xml.etree import ElementTree as ET

import pytest

from geo import codes
from geo.analysis import groups
from maps import group_chart, palette
from tests.geometry import group, incident, link, statement

INK = palette.BASE_MAPS["light"].ink
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def plan(atlas):
    return group_chart.plan(atlas)


def drawn(plan, counts=None, chosen=""):
    return ET.fromstring(group_chart.svg(plan, counts or {}, INK, chosen))  # noqa: S314 - our own


def words(box):
    return " ".join(t.text for t in box.findall(f"{SVG}text"))


def test_every_group_has_a_box_that_says_name_form_and_number(atlas, plan):
    boxes = {b.find(f"{SVG}title").text: b for b in drawn(plan, {"kh": 7}).findall(f"{SVG}g")}
    assert set(boxes) == set(atlas.groups["name"])
    assert words(boxes["Kata'ib Hezbollah"]) == "Kata'ib Hezbollah armed group · 7"
    assert words(boxes["Tashkil al-Waritheen"]).endswith("facade · 0")
    for kind, word in zip(atlas.groups["name"], groups.forms(atlas).values(), strict=True):
        assert group_chart.FORM_WORD[word] in words(boxes[kind])


def test_every_link_is_a_line_and_each_kind_has_its_own_dashes(atlas, plan):
    lines = [p.get("stroke-dasharray") for p in drawn(plan).findall(f"{SVG}path")]
    assert len(lines) == len(atlas.group_links)
    by_kind = atlas.group_links["relation"].value_counts()
    for relation in codes.RELATION:
        dashes = group_chart._DASHES[relation] or None
        assert lines.count(dashes) == by_kind[relation]


def test_the_forms_have_shapes_of_their_own(atlas, plan):
    forms = groups.forms(atlas)
    shapes = {}
    for box, group_id in zip(drawn(plan).findall(f"{SVG}g"), plan.boxes, strict=True):
        rects = [r.get("rx") for r in box.findall(f"{SVG}rect")]
        shape = ("polygon",) if box.find(f"{SVG}polygon") is not None else tuple(rects)
        shapes.setdefault(forms[group_id], set()).add(shape)
    assert all(len(s) == 1 for s in shapes.values())
    assert len({next(iter(s)) for s in shapes.values()}) == 4


def test_boxes_neither_overlap_nor_leave_the_picture(plan):
    root = drawn(plan)
    width, height = float(root.get("width")), float(root.get("height"))
    places = list(plan.boxes.values())
    for i, (x, y) in enumerate(places):
        assert 0 <= x <= width - group_chart.WIDTH_PX
        assert 0 <= y <= height - group_chart._HEIGHT_PX
        for a, b in places[:i]:
            apart = (
                abs(x - a) >= group_chart.WIDTH_PX or abs(y - b) >= group_chart._HEIGHT_PX - 1e-6
            )
            assert apart


def test_the_chosen_group_and_its_links_are_marked(atlas, plan):
    def thick(chosen):
        return sum(float(p.get("stroke-width")) > 2.5
                   for p in drawn(plan, chosen=chosen).findall(f"{SVG}path"))  # fmt: skip

    links = atlas.group_links
    assert thick("") == 0
    assert thick("kh") == int(((links["child_id"] == "kh") | (links["parent_id"] == "kh")).sum())


def test_ink_is_the_theme_s_and_the_address_holds_the_document(plan):
    light, dark = (group_chart.svg(plan, {}, palette.BASE_MAPS[t].ink) for t in ("light", "dark"))
    assert light != dark
    head, data = group_chart.address(light).split(",", 1)
    assert head == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode() == light
    assert not re.search(r"https?://(?!www\.w3\.org)", light)


def test_names_from_the_data_are_shown_as_they_are(hand_drawn):
    atlas = hand_drawn(groups=[group("a", name="<b>A & B"), group("b")],
                       group_links=[link("b", "a")])  # fmt: skip
    root = drawn(group_chart.plan(atlas))
    assert "<b>A & B" in [t.text for t in root.iter(f"{SVG}title")]


def test_no_group_at_all_is_an_empty_picture(hand_drawn):
    atlas = hand_drawn(groups=[])
    assert drawn(group_chart.plan(atlas)).findall(f"{SVG}g") == []


def test_the_legend_names_the_forms_in_use_and_every_kind_of_link(plan, hand_drawn):
    html = group_chart.legend(plan, INK)
    for form, said in groups.FORMS.items():
        assert (said in html) == (form != groups.OTHER), "the shipped data name armed bodies only"
    for said in codes.RELATION.values():
        assert said in html
    people = group_chart.plan(hand_drawn(groups=[group("people", kind="other")]))
    assert groups.FORMS[groups.OTHER] in group_chart.legend(people, INK)


def test_of_many_groups_without_a_link_those_named_most_are_drawn(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("one")],
        groups=[group(f"g{i}") for i in range(40)],
        statements=[statement("one", "g39", "claimed")],
    )
    made = group_chart.plan(atlas)
    assert (len(made.boxes), made.left_out) == (30, 10)
    assert "g39" in made.boxes
    assert "10 more are not drawn" in group_chart.svg(made, {}, INK)
