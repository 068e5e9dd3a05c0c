"""The long texts of the Method page: Markdown files in `prose/`, with placeholders in braces."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from geo.paths import ROOT

FOLDER: Final = ROOT / "ui" / "method" / "prose"


def read_prose(name: str, **values: object) -> str:
    """Return a text as Markdown.

    Args:
        name: the file in `prose/`, without its suffix.
        values: what stands in place of `{key}`. Text from the data must be safe already
            (`ui.text.plain`).

    Raises:
        KeyError: the text has a placeholder without a value.
    """
    return _template(name).format(**values)


@cache
def _template(name: str) -> str:
    """Return a file's text with each paragraph and list item on one line."""
    wrapped = (FOLDER / f"{name}.md").read_text(encoding="utf-8").strip()
    return re.sub(r"\n(?=[^\n-]) *", " ", re.sub(r"\n\n", "\0", wrapped)).replace("\0", "\n\n")
