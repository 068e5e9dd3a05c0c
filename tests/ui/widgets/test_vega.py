"""Charts as plain specifications."""

from __future__ import annotations

from ui.widgets import vega

BARS = [{"x": 1, "n": 2, "key": "a"}, {"x": 2, "n": 3}]


def chart(**size):
    encoding = {"x": vega.quantitative("x"), "y": vega.counts(), "tooltip": vega.tooltip(n="N")}
    layer = vega.layer("bars", {"type": "bar"}, encoding, opens="pick")
    return vega.layered([layer], {"bars": BARS}, **size)


def test_what_follows_the_filter_is_in_the_data_alone():
    spec = chart(height_px=150)
    (layer,) = spec["layer"]
    assert layer["data"] == {"name": "bars"}
    assert layer["params"][0]["name"] == "pick"
    assert layer["params"][0]["select"]["fields"] == ["key"]
    assert "2" not in str(layer["encoding"]["x"])
    assert spec["height"] == 150


def test_rows_with_other_columns_become_one_table():
    table = chart(row_px=24)["datasets"]["bars"]
    assert table.to_pydict() == {"x": [1, 2], "n": [2, 3], "key": ["a", None]}
    assert chart(row_px=24)["height"] == {"step": 24}


def test_channels_name_field_and_kind():
    assert vega.nominal("a", scale=None) == {"field": "a", "type": "nominal", "scale": None}
    assert vega.ordinal("a")["type"] == "ordinal"
    assert vega.counts("attacks", 4)["axis"]["tickCount"] == 4
    assert vega.unless_picked("pick", 0.5)["value"] == 0.5
    assert [t["title"] for t in vega.tooltip(a="A", b="B")] == ["A", "B"]


def test_a_layer_that_opens_nothing_reports_nothing():
    assert "params" not in vega.layer("bars", vega.NOTHING, {})
