"""Writes a brief as PDF or HTML; the same rows give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.analysis.near import Neighbourhood
    from geo.brief.model import Brief
    from geo.filter.filter import View
    from geo.model.atlas import Atlas


def write(view: View, atlas: Atlas, file_format: str, around: Neighbourhood | None = None) -> bytes:
    """Return the bytes of a brief as `pdf` or `html`.

    Args:
        view: the incidents; a circle in its filter is the place of the brief.
        atlas: the atlas.
        file_format: one of `FORMATS`.
        around: another neighbourhood than that of the filter.

    Raises:
        ExportError: there is no such format.
    """
    if file_format not in FORMATS:
        message = f"no format {file_format!r} of a brief; allowed are {', '.join(FORMATS)}"
        raise ExportError(message)
    from geo.brief import content  # noqa: PLC0415 - Matplotlib takes a second, a page need not wait

    return _WRITERS[file_format](content.read(view, atlas, around))


def _pdf(brief: Brief) -> bytes:
    from geo.brief import pdf  # noqa: PLC0415 - fpdf2 is only needed where a PDF is written

    return pdf.write(brief)


def _html(brief: Brief) -> bytes:
    from geo.brief import html  # noqa: PLC0415 - as above

    return html.write(brief)


FORMATS: Final[Mapping[str, str]] = {"pdf": "application/pdf", "html": "text/html"}
_WRITERS: Final[Mapping[str, Callable[[Brief], bytes]]] = {"pdf": _pdf, "html": _html}
