"""The wordmark that ships is what the script draws."""

from fontTools.ttLib import TTFont

from geo.paths import STATIC
from tests.scripts.loading import script

build_wordmark = script("build_wordmark")


def test_the_shipped_wordmark_is_drawn_from_the_shipped_font():
    (file,) = (STATIC / "style").glob("semibold.*.woff2")
    drawn = build_wordmark.wordmark(TTFont(file))
    assert drawn == (STATIC / "wordmark.svg").read_text("utf-8")
    assert "<title>Incident Atlas</title>" in drawn
