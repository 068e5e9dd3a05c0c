"""The brief: what it says is what geo counts, on two pages at most, with nothing to load."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pypdfium2
import pytest

from geo import __main__ as command_line
from geo.analysis import breakdowns, counts, near
from geo.brief import content, write
from geo.errors import ExportError
from geo.filter.filter import Filter
from tests.geometry import MIDDLE_OF_A, base, incident

AL_ASAD = "near=33.79,42.44,50"
LONG = "&".join(
    ["from=2019-12-27", "q=" + "%20".join(["attack"] * 20)]
    + [f"base={b}" for b in ("al_asad", "conoco", "erbil", "green_village", "harir", "tanf")]
    + [f"weapon={w}" for w in ("rocket", "mortar", "unknown", "air_strike", "small_arms")]
)
QUERIES = {
    "al-asad": AL_ASAD,
    "everything": "",
    "nothing": "q=zzzz",
    "no place of its own": "precision=country&q=several",
    "a sea without incidents": "near=-40,-120,12.5",
    "the widest circle": "near=33.79,42.44,20040",
    "a long filter": LONG,
    "one day": "from=2024-01-20&to=2024-01-20&near=33.79,42.44,50",
}


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [
        " ".join(document[i].get_textpage().get_text_range().split()) for i in range(len(document))
    ]


class References(HTMLParser):
    """All addresses of a page, and all its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded, self.tags, self.links = [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in {"src", "srcset", "data", "poster", "background", "action"}:
                self.loaded.append(value)
            elif name == "href":
                (self.links if tag == "a" else self.loaded).append(value)


@pytest.fixture(scope="module")
def al_asad(atlas):
    return content.read(view_of(AL_ASAD, atlas), atlas)


@pytest.mark.parametrize("name", QUERIES)
def test_a_brief_has_at_most_two_pages_and_names_version_sources_and_the_note(atlas, name):
    view = view_of(QUERIES[name], atlas)
    text = pages(write.write(view, atlas, "pdf"))
    assert len(text) == 2
    whole = " ".join(text)
    assert atlas.version in text[0]
    assert atlas.version in text[1]
    assert "No dot is not safety" in text[0]
    assert "Sources of these rows" in whole
    assert "Do no harm" in whole
    assert "2025-12-13" in whole
    assert "Natural Earth" in whole


def test_the_brief_of_al_asad_says_what_geo_counts(atlas, al_asad):
    hood = near.neighbourhood(Filter().view(atlas), atlas, near.find("base:al_asad", atlas), 50.0)
    text = " ".join(pages(write.write(view_of(AL_ASAD, atlas), atlas, "pdf")))
    assert f"holds {hood.inside.n} incidents that surely happened within 50 km" in text
    assert f"{hood.maybe.n} more may have happened there" in text
    assert f"{hood.unplaced.n} incidents of the filter cannot be placed" in text
    assert al_asad.counted == hood.inside.n + hood.maybe.n == 49
    last = breakdowns.latest(hood.inside.positions, hood.view, atlas)
    assert [f.value for f in al_asad.figures[:3]] == [str(hood.inside.n), str(hood.maybe.n),
                                                       str(last.days)]  # fmt: skip
    weapons = {p.label: p.n for p in breakdowns.by_weapon(hood.within_reach, atlas, "w")}
    assert dict(al_asad.splits[0].parts) == weapons
    assert al_asad.title_ar == "قاعدة عين الأسد"


def test_every_split_is_a_count_of_the_same_incidents(atlas, al_asad):
    named = {split.title: split for split in al_asad.splits}
    assert sum(n for _, n in named["Outcome"].parts) == al_asad.counted
    assert sum(n for _, n in named["Time of day, local"].parts) == al_asad.counted
    groups = [n for _, n in named["Who did it, as said"].parts]
    assert groups == sorted(groups, reverse=True)


def test_without_a_circle_the_brief_counts_what_the_filter_counts(atlas):
    view = view_of("group=kh", atlas)
    found = content.read(view, atlas)
    summary = counts.summary(view, atlas)
    assert found.counted == summary["shown"]
    assert found.figures[0].value == str(summary["shown"])
    assert dict(found.splits[0].parts).keys() == {
        label for label, n in found.splits[0].parts if n > 0
    }
    assert not found.with_distance
    assert found.left_out(found.rows) == f"All {view.shown}, newest first."
    assert found.title == "Incidents: group: Kata'ib Hezbollah"


def test_rows_are_the_newest_and_a_shorter_table_says_so(atlas, al_asad):
    dates = [row.date[:10] for row in al_asad.rows]
    assert dates == sorted(dates, reverse=True)
    assert len(al_asad.rows) == content.MOST_ROWS
    assert al_asad.left_out(al_asad.rows[:7]).startswith("The newest 7 of 49")
    text = " ".join(pages(write.write(view_of(AL_ASAD, atlas), atlas, "pdf")))
    shown = int(re.search(r"The newest (\d+) of 49", text)[1])
    assert 20 <= shown < content.MOST_ROWS
    # The dates of exactly these rows stand in the table, and the next one does not.
    table = text[text.index("The newest") : text.index("Sources of these rows")]
    assert len(re.findall(r"\d{4}-\d{2}-\d{2}", table)) == shown


def test_the_sources_of_the_rows_are_theirs(atlas, al_asad):
    for row, position in zip(al_asad.rows, reversed(_reach(atlas)), strict=False):
        assert row.sources == atlas.source_rows[position]
    listed = al_asad.sources(al_asad.rows)
    assert [s.number for s in listed] == list(range(1, len(listed) + 1))
    assert {s.url for s in listed} == {
        atlas.sources["url"].iloc[at] for row in al_asad.rows for at in row.sources
    }


def _reach(atlas):
    place = near.find("base:al_asad", atlas)
    return near.neighbourhood(Filter().view(atlas), atlas, place, 50.0).within_reach


@pytest.mark.parametrize("name", ["al-asad", "nothing", "a long filter"])
def test_the_web_page_loads_nothing_from_anywhere(atlas, name):
    view = view_of(QUERIES[name], atlas)
    page = write.write(view, atlas, "html").decode()
    found = References(page)
    assert len(found.loaded) == 2
    assert all(v.startswith("data:image/png;base64,") for v in found.loaded)
    assert not found.tags & {"script", "link", "iframe", "object", "embed", "video", "form"}
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "@media print" in style
    known = set(atlas.sources["url"])
    assert all(link in known for link in found.links)
    for must in (atlas.version, "No dot is not safety", "Sources of these rows", "Do no harm"):
        assert must in page


def test_text_of_the_reader_is_shown_as_it_is(atlas):
    view = view_of("q=<script>alert(1)</script>", atlas)
    page = write.write(view, atlas, "html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)</script>" in pages(write.write(view, atlas, "pdf"))[0]


@pytest.mark.parametrize("file_format", write.FORMATS)
def test_the_same_rows_give_the_same_bytes_in_another_process_zone_and_folder(
    atlas, tmp_path, root, file_format
):
    here = write.write(view_of(AL_ASAD, atlas), atlas, file_format)
    out = tmp_path / f"brief.{file_format}"
    run = subprocess.run(
        [sys.executable, "-m", "geo", "brief", "--data", str(root / "data"), "--near",
         "33.79,42.44,50", "--out", str(out)],
        env={**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C"},
        cwd=root, capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert out.read_bytes() == here


def test_a_map_picture_is_drawn_from_the_rows(atlas, al_asad):
    empty = content.read(view_of("near=33.79,42.44,50&q=zzzz", atlas), atlas)
    assert al_asad.map_png.startswith(b"\x89PNG")
    assert empty.map_png != al_asad.map_png
    assert "1 known to the province only" in al_asad.map_said


def test_the_brief_looks_like_a_page(atlas):
    document = pypdfium2.PdfDocument(write.write(view_of(AL_ASAD, atlas), atlas, "pdf"))
    for i in range(len(document)):
        assert document[i].get_size() == pytest.approx((595.28, 841.89), abs=0.5)
        grey = np.asarray(document[i].render(scale=1.0).to_pil().convert("L"))
        # Ink stays off the margins, but for the stripe at the top, and there is ink on the page.
        assert grey[30:, :36].min() > 240
        assert grey[30:, -36:].min() > 240
        assert (grey < 128).mean() > 0.005


def test_a_base_without_a_name_in_arabic_and_no_base_at_all(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one")], bases=[base("base-a", MIDDLE_OF_A)])
    assert content.read(view_of("near=0,1,50", atlas), atlas).title_ar is None
    bare = hand_drawn(incidents=[incident("one")], bases=[])
    assert content.read(view_of("near=0,1,50", bare), bare).title_ar is None


def test_the_link_leads_to_the_page_of_the_place(atlas):
    assert content.read(view_of(AL_ASAD, atlas), atlas).permalink.startswith("/near?from=")
    hood = near.neighbourhood(Filter().view(atlas), atlas, near.find("base:tanf", atlas), 25.0)
    link = content.read(Filter().view(atlas), atlas, hood).permalink
    assert link.startswith("/near?")
    assert link.endswith("&place=base%3Atanf&km=25")
    assert content.read(view_of("group=kh", atlas), atlas).permalink.startswith("/?")


def test_there_is_no_other_format(atlas):
    with pytest.raises(ExportError, match="allowed are pdf, html"):
        write.write(view_of("", atlas), atlas, "docx")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "brief.docx"], "allowed are .pdf, .html"),
        (["--out", "brief"], "allowed are .pdf, .html"),
        (["--out", "brief.pdf", "--near", "x"], "expected lat,lon,km"),
        (["--out", "no/such/folder/brief.html"], "cannot be written"),
    ],
)
def test_the_command_line_says_what_is_wrong(arguments, said, data_folder, capsys, tmp_path):
    arguments = [a.replace("no/such", f"{tmp_path}/no/such") for a in arguments]
    given = ["brief", "--data", str(data_folder), *arguments]
    try:
        code = command_line.main(given)
    except SystemExit as error:
        code = error.code
    assert code == command_line.USAGE
    assert said in capsys.readouterr().err
