"""The picture beside a link is whole, legible and the same every time."""

import io

import numpy as np
import pytest
from PIL import Image

from geo.export.card import SIZE, Card, draw_card
from geo.export.look import LIGHT

NONE = np.array([], dtype=np.intp)


def drawn(card, atlas):
    with Image.open(io.BytesIO(draw_card(card, atlas))) as picture:
        return np.asarray(picture.convert("RGB"))


def test_the_same_view_gives_the_same_bytes(hand_drawn):
    atlas = hand_drawn()
    card = Card("A title", "Some words.", np.arange(len(atlas.incidents)))
    assert draw_card(card, atlas) == draw_card(card, atlas)


@pytest.mark.parametrize(
    ("title", "account"), [("word " * 200, "w" * 500), ("", "العراق $x^2$")]
)  # fmt: skip
def test_no_words_leave_their_column(hand_drawn, title, account):
    picture = drawn(Card(title, account, NONE), hand_drawn())
    assert picture.shape == (SIZE.height_px, SIZE.width_px, 3)
    # Between the words and the map, and at the left edge, is paper.
    right = int((SIZE.column_pt + 22) * SIZE.dpi / 72)
    for strip in (picture[:, :38], picture[:, right : right + 16]):
        assert (strip == 255).all()


def test_a_circle_where_nothing_happened_is_drawn_whole(hand_drawn):
    picture = drawn(Card("A title", "None.", NONE, (10.0, 10.0, 20.0)), hand_drawn()).astype(int)
    ink = np.array([int(LIGHT.accent[i : i + 2], 16) for i in (1, 3, 5)])
    rows, columns = np.nonzero((abs(picture - ink) < 12).all(axis=2)[:, 600:])
    assert len(rows)
    assert rows.max() - rows.min() == pytest.approx(columns.max() - columns.min(), abs=3)
    assert 0 < rows.min() < rows.max() < SIZE.height_px - 1
