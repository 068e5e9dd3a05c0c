"""The graph of the groups: every group and link is in it, and each kind has a look of its own."""

from __future__ import annotations

import re

import pytest

from geo import codes
from geo.analysis import groups
from maps import group_graph, palette
from tests.geometry import group, incident, link, statement

LIGHT = palette.BASE_MAPS["light"]


@pytest.fixture(scope="module")
def drawn(atlas):
    return group_graph.graph(atlas)


def boxes(dot):
    """Return the attributes of each box by the name of its group."""
    lines = re.findall(r'(?m)^g\d+ \[label=<(.*)>, tooltip="(.*?)", (.*)\]$', dot)
    return {name: (label, style) for label, name, style in lines}


def styles(dot):
    """Return the attributes of each line."""
    return re.findall(r"(?m)^g\d+ -> g\d+ \[(.*)\]$", dot)


def test_every_group_has_a_box_that_says_name_form_and_number(atlas, drawn):
    box_of = boxes(group_graph.dot(drawn, {"kh": 7}, LIGHT))
    assert set(box_of) == set(atlas.groups["name"])
    label, _ = box_of["Kata'ib Hezbollah"]
    assert "<b>Kata&#x27;ib Hezbollah</b>" in label
    assert ">armed group · 7<" in label
    assert ">facade · 0<" in box_of["Tashkil al-Waritheen"][0]
    for name, form in zip(atlas.groups["name"], groups.group_forms(atlas).values(), strict=True):
        assert group_graph.FORM_WORD[form] in box_of[name][0]


def test_every_link_is_a_line_and_each_relation_has_a_style_of_its_own(atlas, drawn):
    by_relation = atlas.group_links["relation"].value_counts()
    lines = styles(group_graph.dot(drawn, {}, LIGHT))
    assert len(lines) == len(atlas.group_links)
    own = {relation: style for relation, (style, _) in group_graph._LINES_OF.items()}
    assert len(set(own.values())) == len(codes.RELATION)
    drawn_styles = [line.partition(", tooltip=")[0] for line in lines]
    for relation in codes.RELATION:
        assert drawn_styles.count(own[relation]) == by_relation[relation]


def test_a_line_says_since_when_and_in_letters_where_its_group_is_chosen(hand_drawn):
    atlas = hand_drawn(
        groups=[group("whole"), group("part"), group("other")],
        group_links=[link("part", "whole", valid_from="2023-10-17"), link("other", "part")],
    )
    drawn = group_graph.graph(atlas)
    dated, open_ = styles(group_graph.dot(drawn, {}, LIGHT))
    assert 'tooltip="Group part: member of Group whole, since 17 Oct 2023"' in dated
    assert 'tooltip="Group other: member of Group part"' in open_
    assert "label" not in dated
    dated, open_ = styles(group_graph.dot(drawn, {}, LIGHT, "part"))
    assert 'label="since 17 Oct 2023"' in dated
    assert "label" not in open_


def test_a_line_runs_from_the_parent_to_the_child(hand_drawn):
    atlas = hand_drawn(
        groups=[group("whole", name="whole"), group("part", name="part")],
        group_links=[link("part", "whole")],
    )
    dot = group_graph.dot(group_graph.graph(atlas), {}, LIGHT)
    node = dict(re.findall(r'(?m)^(g\d+) \[.*tooltip="(\w+)"', dot))
    ((parent, child),) = re.findall(r"(?m)^(g\d+) -> (g\d+) ", dot)
    assert (node[parent], node[child]) == ("whole", "part")


def test_the_forms_have_shapes_of_their_own(atlas, drawn):
    forms = groups.group_forms(atlas)
    shapes = {}
    names = dict(zip(atlas.groups["group_id"], atlas.groups["name"], strict=True))
    box_of = boxes(group_graph.dot(drawn, {}, LIGHT))
    for group_id, form in forms.items():
        shapes.setdefault(form, set()).add(box_of[names[group_id]][1])
    assert all(len(shape) == 1 for shape in shapes.values())
    assert len({next(iter(shape)) for shape in shapes.values()}) == len(shapes) == 4


def test_the_chosen_group_and_its_links_are_marked(atlas, drawn):
    def marked(chosen):
        dot = group_graph.dot(drawn, {}, LIGHT, chosen)
        ink = f'color="{palette.css(LIGHT.ink)}"'
        return (
            sum("penwidth=2.6" in style for _, style in boxes(dot).values()),
            sum(ink in style for style in styles(dot)),
        )

    links = atlas.group_links
    assert marked("") == (0, 0)
    own = int(((links["child_id"] == "kh") | (links["parent_id"] == "kh")).sum())
    assert marked("kh") == (1, own)


def test_a_box_without_incidents_is_grey_and_each_box_leads_where_it_is_told(drawn):
    box_of = boxes(group_graph.dot(drawn, {"kh": 7}, LIGHT, "", {"kh": 'groups?a="b"&actor=kh'}))
    label, look = box_of["Kata'ib Hezbollah"]
    assert "<b>" in label
    assert "fillcolor=transparent" not in look
    assert look.endswith(r', URL="groups?a=\"b\"&actor=kh", target=_self')
    for name, (label, look) in box_of.items():
        if name != "Kata'ib Hezbollah":
            assert "<b>" not in label
            assert "fillcolor=transparent" in look
            assert "URL" not in look


def test_ink_and_paper_are_the_theme_s(drawn):
    light, dark = (group_graph.dot(drawn, {}, base) for base in palette.BASE_MAPS.values())
    assert light != dark
    assert f'fontcolor="{palette.css(palette.BASE_MAPS["dark"].ink)}"' in dark


@pytest.mark.parametrize("name", ["<b>A & B", 'A "quoted" one', "back\\slash \\", "a\\N b"])
def test_names_from_the_data_are_shown_as_they_are(hand_drawn, name):
    atlas = hand_drawn(groups=[group("a", name=name), group("b")], group_links=[link("b", "a")])
    dot = group_graph.dot(group_graph.graph(atlas), {}, LIGHT)
    (tooltip,) = re.findall(r'(?m)^g0 \[label=<.*>, tooltip="((?:[^"\\]|\\.)*)", ', dot)
    assert re.sub(r"\\(.)", r"\1", tooltip) == name
    assert "<b><b>" not in dot


def test_no_group_at_all_is_an_empty_picture(hand_drawn):
    dot = group_graph.dot(group_graph.graph(hand_drawn(groups=[])), {}, LIGHT)
    assert boxes(dot) == {}
    assert "cluster" not in dot


def test_the_legend_names_the_forms_in_use_and_every_relation(drawn, hand_drawn):
    html = group_graph.legend(drawn, LIGHT)
    for form, words in groups.FORMS.items():
        assert (words in html) == (form != groups.OTHER), "the shipped data name armed bodies only"
    for words in codes.RELATION.values():
        assert words in html
    people = group_graph.graph(hand_drawn(groups=[group("people", kind="other")]))
    assert groups.FORMS[groups.OTHER] in group_graph.legend(people, LIGHT)


def test_of_many_groups_without_a_link_those_named_most_are_drawn(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("one")],
        groups=[group(f"g{i}") for i in range(40)],
        statements=[statement("one", "g39", "claimed")],
    )
    few = group_graph.graph(atlas)
    assert (len(few.drawn), few.left_out) == (30, 10)
    assert "g39" in few.drawn
    assert "10 more, named less often, are not drawn" in group_graph.dot(few, {}, LIGHT)
