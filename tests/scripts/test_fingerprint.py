"""The fingerprint: what it hashes, and what counts as different."""

from __future__ import annotations

import hashlib

import pytest
from PIL import Image

from tests.scripts.loading import script

fp = script("fingerprint")
SIZE = (20, 10)


def picture(path, *marks, size=SIZE, colour=(200, 200, 200)):
    """Write a picture of one colour with some pixels of another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", size, (200, 200, 200))
    for mark in marks:
        image.putpixel(mark, colour)
    image.save(path)
    return path


def fingerprint(folder, **contents):
    """Write an out-folder with a listing: text files, or pictures by their marks."""
    listing = fp.Listing(folder)
    for name, content in contents.items():
        if isinstance(content, str):
            path = folder / "files" / f"{name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        else:
            path = picture(folder / "pages" / f"{name}.png", *content, colour=(0, 200, 200))
        listing.add(path)
    (folder / "listing.txt").write_text("\n".join(listing.lines) + "\n", encoding="utf-8")
    return folder


def test_an_artefact_has_the_start_of_its_sha256_and_its_name_below_the_folder(tmp_path, capsys):
    fingerprint(tmp_path, one="what a user gets")
    sha = hashlib.sha256(b"what a user gets").hexdigest()
    assert capsys.readouterr().out == f"{sha[:16]}  files/one.txt\n"


def test_a_copy_of_a_picture_does_not_differ(tmp_path):
    one, other = (picture(tmp_path / f"{n}.png", (3, 3), colour=(0, 0, 0)) for n in "ab")
    assert fp.difference(one, other)[0] == 0


def test_the_share_counts_pixels_that_differ_in_any_channel_and_they_turn_red(tmp_path):
    one = picture(tmp_path / "a.png")
    other = picture(tmp_path / "b.png", (0, 0), (19, 9), colour=(200, 200, 0))
    share, marked = fp.difference(one, other)
    assert share == pytest.approx(2 / 200)
    red = [(x, y) for x in range(20) for y in range(10) if marked.getpixel((x, y)) == (255, 0, 0)]
    assert red == [(0, 0), (19, 9)]


@pytest.mark.parametrize(("by", "share"), [(fp.SMALL_STEP, 0), (fp.SMALL_STEP + 1, 1 / 200)])
def test_a_small_step_is_no_difference(tmp_path, by, share):
    one = picture(tmp_path / "a.png")
    other = picture(tmp_path / "b.png", (5, 5), colour=(200, 200 - by, 200))
    assert fp.difference(one, other)[0] == pytest.approx(share)


@pytest.mark.parametrize("turned", [False, True])
def test_what_only_the_larger_picture_has_differs(tmp_path, turned):
    paths = [picture(tmp_path / "a.png"), picture(tmp_path / "b.png", size=(20, 12))]
    share, marked = fp.difference(*(reversed(paths) if turned else paths))
    assert share == pytest.approx(40 / 240)
    assert marked.size == (20, 12)


def test_equal_fingerprints_do_not_differ(tmp_path, capsys):
    before, after = (fingerprint(tmp_path / n, text="same", page=[(1, 1)]) for n in "ab")
    capsys.readouterr()
    assert fp.main(["--compare", str(before), str(after)]) == 0
    assert [line.split()[1:] for line in capsys.readouterr().out.splitlines()] == [["same"]] * 2
    assert not (after / "diff").exists()


def test_every_kind_of_difference_is_told_and_a_picture_is_marked(tmp_path, capsys):
    before = fingerprint(tmp_path / "a", text="one", gone="here", page=[])
    after = fingerprint(tmp_path / "b", text="other", new="here", page=[(1, 1)])
    capsys.readouterr()
    assert fp.main(["--compare", str(before), str(after)]) == 1
    verdicts = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert verdicts == {
        "files/gone.txt": f"only in {before}",
        "files/new.txt": f"only in {after}",
        "files/text.txt": "differs",
        "pages/page.png": "0.5000% of pixels differ",
    }
    with Image.open(after / "diff" / "page.png") as marked:
        assert marked.getpixel((1, 1)) == (255, 0, 0)


def test_a_run_cannot_be_led_to_other_code_or_data(monkeypatch):
    for name in ("ATLAS_DATA", "PYTHONPATH", "PYTHONHASHSEED"):
        monkeypatch.setenv(name, "0")
    environment = fp.environment()
    assert not {"ATLAS_DATA", "PYTHONPATH", "PYTHONHASHSEED"} & set(environment)
    assert environment["ATLAS_CACHE"] == "off"
