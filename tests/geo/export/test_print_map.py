"""The map for print: names that cover nothing, countries named wherever they are visible."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.figure import Figure

from geo.brief import content
from geo.cartography import symbology
from geo.cartography.sites import Sites
from geo.export import lettering, look, picture, print_map, print_names
from geo.filter.filter import Filter

SIZE_PT = (496.0, 395.0)


def drawn(query, atlas):
    """Return the axes of a map, its discs, and the names on it."""
    view = Filter.parse(query, atlas).view(atlas)
    sites = Sites.of_atlas(atlas)
    per_site = sites.counts(view.positions)
    extent = print_map.site_extent(sites, per_site, SIZE_PT[0] / SIZE_PT[1])
    frame = print_map.Frame(extent, *SIZE_PT)
    axes = Figure(figsize=(SIZE_PT[0] / 72, SIZE_PT[1] / 72)).add_axes((0, 0, 1, 1))
    leading = sites.leading(symbology.signs(atlas), view.positions)
    discs = print_map.draw_sites(axes, frame, sites, per_site, leading)
    numbers = len(axes.texts)
    names = print_names.draw_names(axes, frame, sites, discs, coarsest_city=2)
    return axes.texts[numbers:], discs, names


@pytest.mark.parametrize("query", ["", "from=2023-10-17&to=2024-02-04", "base=al_asad"])
def test_no_name_covers_another_or_a_disc(query, atlas):
    texts, discs, names = drawn(query, atlas)
    assert len(texts) == len(names) > 3
    boxes = []
    for text in texts:
        weight = lettering.SEMIBOLD if text.get_fontweight() == lettering.SEMIBOLD else 400
        wide = lettering.width(text.get_text(), text.get_fontsize(), weight)
        high = text.get_fontsize()
        x, y = text.xy
        left = x - wide / 2 if text.get_ha() == "center" else x
        boxes.append((left, y - high / 2, left + wide, y + high / 2))
    for one, other in itertools.combinations(boxes, 2):
        apart = (one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1]
                 or other[3] <= one[1])  # fmt: skip
        assert apart, (one, other)
    for box in boxes:
        nearest = np.clip(discs.at, box[:2], box[2:])
        assert (np.hypot(*(nearest - discs.at).T) >= discs.radius).all()


@pytest.mark.parametrize(
    ("query", "countries"),
    [("", {"Iraq", "Syria", "Iran", "Jordan", "Saudi Arabia"}), ("base=al_asad", {"Iraq"}),
     ("base=rumaylan", {"Iraq", "Syria", "Turkey"})],
)  # fmt: skip
def test_countries_are_named_also_where_the_middle_of_them_is_not_on_the_map(
    query, countries, atlas
):
    assert countries <= set(drawn(query, atlas)[2])


def test_the_picture_is_lettered_in_the_font_of_the_app(atlas):
    lettering.font_files()
    figure = picture.draw_figure(Filter.parse("base=al_asad", atlas).view(atlas))
    assert lettering.STYLE["font.family"][0] == "Atlas Sans"
    words = [text.get_text() for text in figure.texts]
    assert not any("us_coalition" in line or "by from" in line for line in words)


def test_the_picture_speaks_the_words_of_the_page(atlas, monkeypatch):
    monkeypatch.setenv("ATLAS_BASE_URL", "https://atlas.example")
    query = "type=attack&target=us_coalition&confirmation=official&from=2024-02-05&to=2024-04-23"
    figure = picture.draw_figure(Filter.parse(query, atlas).view(atlas))
    words = [text.get_text() for text in figure.texts]
    assert ("Attacks on US or coalition forces, confirmed by an official, 5 Feb to 23 Apr 2024"
            in words)  # fmt: skip
    assert words[words.index("Earlier") :][:2] == ["Earlier", "485"]
    assert any(line.startswith("Link: https://atlas.example/?from=2024-02-05") for line in words)
    on_map = [text.get_text() for text in figure.axes[0].texts]
    assert any(label.endswith(" km") for label in on_map)


@pytest.fixture
def few_discs(monkeypatch):
    monkeypatch.setattr(print_map, "MOST_DISCS", 4)
    monkeypatch.setattr(print_map, "BUSIEST", 3)


def test_every_shipped_site_has_a_disc_and_thousands_of_sites_have_few(atlas):
    per_site = Sites.of_atlas(atlas).counts(np.arange(len(atlas.incidents)))
    assert len(print_map.split_sites(per_site)[0]) == (per_site > 0).sum()
    assert print_map.dots_in_words(per_site) == ""
    discs, dots = print_map.split_sites(np.arange(3_000))
    assert discs.tolist() == list(range(2_999, 2_999 - print_map.BUSIEST, -1))
    assert len(discs) + len(dots) == 2_999


@pytest.mark.parametrize("size", look.SIZES)
@pytest.mark.usefixtures("few_discs")
def test_a_picture_of_many_sites_says_what_its_dots_are_and_holds_them_all(atlas, size):
    view = Filter.parse("group=kh", atlas).view(atlas)
    sites = Sites.of_atlas(atlas)
    counts = np.sort(sites.counts(view.positions))[::-1]
    whole = picture.draw_figure(view, look.Look(size))
    words = " ".join(text.get_text() for text in whole.texts)
    assert (
        "Discs: the 3 sites with most incidents. Small dots, alike for all groups: "
        f"{(counts > 0).sum() - 3} other sites with {counts[3:].sum()} incidents."
    ) in words
    assert "One disc per site" not in words
    axes = whole.axes[0]
    assert [t.get_text() for t in axes.texts][:3] == [str(n) for n in counts[:3]]
    (dots,) = [line for line in axes.lines if len(line.get_xdata()) == (counts > 0).sum() - 3]
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    x, y = dots.get_data()
    assert ((west < x) & (x < east) & (south < y) & (y < north)).all()


@pytest.mark.usefixtures("few_discs")
def test_a_brief_of_many_sites_says_what_its_dots_are(atlas):
    caption = content.gather_brief(Filter.parse("group=kh", atlas).view(atlas)).map_caption
    assert caption.startswith("Discs: the 3 sites with most incidents. Small dots, alike for all")
    assert "One disc per site" not in caption


@pytest.mark.parametrize("file_format", ["png", "svg"])
def test_the_same_filter_gives_the_same_bytes(file_format, atlas):
    draw = {"png": picture.draw_png, "svg": picture.draw_svg}[file_format]
    assert draw(Filter.parse("group=kh", atlas).view(atlas)) == draw(
        Filter.parse("group=kh", atlas).view(atlas)
    )


def test_lines_are_as_long_as_there_is_room_and_long_words_are_broken():
    text = f"Attacks on bases {'x' * 200}"
    lines = lettering.wrap(text, 120, 8)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(lettering.width(line, 8) <= 120 for line in lines)
    size, cut = lettering.fit(text, 120, (12, 8), 2, lettering.REGULAR)
    assert (size, len(cut)) == (8, 2)
    assert cut[-1].endswith("…")
