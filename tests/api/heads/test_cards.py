"""The picture beside a link: one for each thing that a link shows, drawn once, never too many."""

import os
import re

import pytest

from api.heads import card_files, cards
from geo.io import cache

PNG = b"a picture"


@pytest.fixture
def drawn(monkeypatch):
    """The cards that are drawn, in order; none really is."""
    shown = []

    def draw(card, _atlas):
        shown.append(card)
        return PNG + bytes([len(shown)])

    monkeypatch.setattr(cards, "draw_card", draw)
    return shown


def image(head, address):
    return head(address).metas["og:image"].removeprefix("http://testserver")


def test_a_card_says_what_its_page_says(client, head, drawn, atlas):
    for address in (
        "/",
        "/timeline?group=kh",
        "/?q=nothing+at+all",
        "/near?place=base:al_asad&km=50",
        "/?near=33.79,42.44,50",
        "/incident?incident=2024-01-28-tower22",
    ):
        assert client.get(image(head, address)).status_code == 200
    everything, group, nothing, near, circle, incident = drawn
    assert everything.title == "Attacks on military bases in Iraq, Syria, Jordan and the region"
    assert everything.account.startswith(f"{len(atlas.incidents)} of {len(atlas.incidents)} inc")
    assert group.title.startswith("Incidents, claimed by or attributed to Kata'ib Hezbollah")
    assert nothing.account.startswith("None of ")
    assert near.title == "Within 50 km of Al-Asad Air Base"
    assert near.account == head("/near?place=base:al_asad&km=50").metas["description"]
    assert circle.circle == (33.79, 42.44, 50.0)
    assert incident.title == "Drone attack on Tower 22, 28 Jan 2024"
    assert incident.positions.tolist() == [atlas.row_of["2024-01-28-tower22"]]


def test_a_card_is_drawn_once_for_all_spellings_of_a_filter(client, head, drawn):
    address = image(head, "/?group=kh")
    assert image(head, "/timeline?group=Kataib+Hezbollah&foo=1") == address
    first = client.get(address)
    assert first.headers["cache-control"].startswith("private, max-age=")
    again = client.get(f"{address}&view=1,2,3")
    assert first.content == again.content == PNG + b"\1"
    assert len(drawn) == 1


def test_a_digest_that_is_not_the_filter_s_draws_nothing(client, head, drawn):
    address = image(head, "/?group=kh")
    answer = client.get(re.sub("/card/[0-9a-f]*", "/card/0123", address))
    assert (answer.status_code, answer.headers["location"]) == (302, f"http://testserver{address}")
    answer = client.get(f"{address}&weapon=zq9")
    assert answer.status_code == 404
    assert "zq9" not in answer.text
    assert not drawn


def test_other_data_have_other_cards(atlas, hand_drawn):
    assert card_files.card_digest("", atlas) != card_files.card_digest("", hand_drawn())


def test_what_was_asked_for_longest_ago_goes_first(tmp_path, monkeypatch):
    monkeypatch.setattr(card_files, "MOST_FILES", 2)
    folder = tmp_path / "cache" / card_files.FOLDER
    for n, name in enumerate(("a", "b")):
        card_files.keep_card(name, PNG)
        os.utime(folder / f"{name}.png", (n, n))
    assert card_files.read_card("a") == PNG
    card_files.keep_card("c", PNG)
    assert sorted(path.stem for path in folder.iterdir()) == ["a", "c"]
    monkeypatch.setattr(card_files, "MOST_BYTES", len(PNG))
    card_files.keep_card("d", PNG)
    assert [path.stem for path in folder.iterdir()] == ["d"]


def test_the_atlases_that_are_kept_stay_beside_them(tmp_path):
    card_files.keep_card("a", PNG)
    cache.sweep()
    assert card_files.read_card("a") == PNG


def test_without_a_cache_it_is_drawn_again(client, head, drawn, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, cache.OFF)
    address = image(head, "/?group=kh")
    assert client.get(address).content != client.get(address).content
    assert len(drawn) == 2


def test_a_disk_that_cannot_be_written_costs_the_copy_alone(monkeypatch, tmp_path, caplog):
    (tmp_path / "file").touch()
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file"))
    card_files.keep_card("a", PNG)
    assert card_files.read_card("a") is None
    assert "was not kept" in caplog.text


def test_more_than_can_be_drawn_are_told_to_wait(client, head, drawn):
    address = image(head, "/?group=kh")
    for _ in range(cards.MOST_AT_ONCE):
        assert cards._at_once.acquire(blocking=False)
    try:
        answer = client.get(address)
    finally:
        cards._at_once.release(cards.MOST_AT_ONCE)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert not drawn
    assert client.get(address).status_code == 200
