"""Long work tells how far it is and stops when it is asked to."""

from __future__ import annotations

import pytest

from geo.utils.progress import CancelledError, chunks, tell


def test_chunks_cover_everything_once_and_tell_before_each_and_at_the_end():
    calls = []
    parts = list(chunks(5, lambda *call: calls.append(call), "counting", size=2))
    assert [i for part in parts for i in range(part.start, part.stop)] == [0, 1, 2, 3, 4]
    assert calls == [("counting", done, 5) for done in (0, 2, 4, 5)]


def test_nothing_to_do_is_told_as_done():
    calls = []
    assert list(chunks(0, lambda *call: calls.append(call), "counting")) == []
    assert calls == [("counting", 0, 0)]


def test_false_stops_the_work_and_none_does_not():
    tell(None, "counting", 0, 1)
    tell(lambda *_: None, "counting", 0, 1)
    with pytest.raises(CancelledError, match="stopped while counting, 1,000 of 2,000 done"):
        tell(lambda *_: False, "counting", 1000, 2000)
