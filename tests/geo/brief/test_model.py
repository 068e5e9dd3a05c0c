from __future__ import annotations

from dataclasses import replace

import pytest

from geo.brief.model import Source, Split


def test_the_sources_of_the_rows_are_numbered_as_the_rows_name_them(atlas, al_asad):
    listed = al_asad.sources(al_asad.rows)
    assert [s.number for s in listed] == list(range(1, len(listed) + 1))
    assert {s.url for s in listed} == {
        atlas.sources["url"].iloc[at] for row in al_asad.rows for at in row.sources
    }


def test_the_table_names_the_sources_by_their_numbers(atlas, al_asad):
    rows = al_asad.rows[:5]
    address = {str(source.number): source.url for source in al_asad.sources(rows)}
    heads, *lines = al_asad.table(rows, "K / I")
    assert heads == ["Date, local", "Target", "Distance", "Weapon", "Outcome", "K / I", "Said",
                     "Sources"]  # fmt: skip
    for row, line in zip(rows, lines, strict=True):
        assert line[:-1] == [row.date, row.target, row.distance, row.weapon, row.outcome, row.toll,
                             row.attribution]  # fmt: skip
        named = {address[number] for number in line[-1].split(", ")}
        assert named == set(atlas.sources["url"].iloc[list(row.sources)])


def test_without_a_circle_the_table_has_no_distance(al_asad):
    brief = replace(al_asad, with_distance=False)
    for line, shorter in zip(al_asad.table(al_asad.rows, "K / I"), brief.table(brief.rows, "K / I"),
                             strict=True):  # fmt: skip
        assert shorter == line[:2] + line[3:]


def test_a_shorter_table_says_so(al_asad):
    assert al_asad.table_note(al_asad.rows[:7]).startswith("The newest 7 of 62")
    brief = replace(al_asad, counted=len(al_asad.rows))
    assert brief.table_note(brief.rows) == f"All {len(brief.rows)}, newest first."


def test_the_note_on_sources_counts_pages_and_publishers(al_asad):
    note = al_asad.sources_note()
    assert f"{al_asad.pages_of_sources} published pages" in note
    assert f"{al_asad.publishers} publishers" in note


@pytest.mark.parametrize(
    ("parts", "largest", "footnote"),
    [((("a", 2), ("b", 7)), 7, "a note"), ((("a", 0),), 1, "a note"), ((), 1, "none")],
)
def test_a_split_knows_its_scale_and_says_when_it_is_empty(parts, largest, footnote):
    split = Split("Title", parts, "a note")
    assert (split.largest, split.footnote) == (largest, footnote)


def test_a_source_is_labelled_by_what_is_known_of_it():
    page = Source(1, "A Paper", "2024-01-02", "paper.example", "https://paper.example/a")
    assert page.label == "A Paper, 2024-01-02, paper.example"
    assert Source(1, "A Paper", "", "", None).label == "A Paper"
