"""What stands behind a number: the sentence that counts it, what was left out, link and version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from geo.analysis.quotation import build_quotation, joined
from geo.errors import AtlasError
from geo.filter.metadata import permalink, with_host
from geo.utils.words import number

if TYPE_CHECKING:
    from geo.filter.filter import View

#: Bytes of a count, and of any other answer, as JSON.
MOST_OF_A_COUNT: Final = 4096
MOST_OF_AN_ANSWER: Final = 65_536


class TooLongError(AtlasError):
    """An answer would be longer than answers may be."""


def receipt(view: View, site: str) -> dict[str, Any]:
    """Return the count of a view with all that has to be said with it.

    Args:
        view: what a filter finds.
        site: address of the running app, before the link where ATLAS_BASE_URL is not set; with
            neither the link is relative.

    Returns:
        Keys as in `python -m geo summary --json`: `sentence` (to be quoted; it says how far the
        period was searched), `sentence_left_out`, `shown`, `total`, `left_out`, `not_drawn`,
        `dataset_version`; and `permalink`.
    """
    quotation = build_quotation(view, view.atlas)
    return {
        "sentence": quotation.text,
        "sentence_left_out": joined(quotation.left_out),
        "permalink": with_host(permalink(view), site),
        "dataset_version": view.atlas.version,
        "shown": view.shown,
        "total": view.total,
        "left_out": dict(view.left_out),
        "not_drawn": view.not_drawn,
    }


def as_text(answer: dict[str, Any]) -> str:
    """Return an answer as the JSON that a model reads."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def size(answer: dict[str, Any]) -> int:
    """Return the bytes of an answer as JSON."""
    return len(as_text(answer).encode())


def bounded(answer: dict[str, Any], most: int = MOST_OF_AN_ANSWER) -> dict[str, Any]:
    """Return an answer that is at most so many bytes long.

    Raises:
        TooLongError: it is longer; says what to do.
    """
    if (found := size(answer)) > most:
        message = (
            f"The answer would be {number(found)} bytes long, expected at most {number(most)}: "
            "ask with fewer values, or open the page in the atlas."
        )
        raise TooLongError(message)
    return answer
