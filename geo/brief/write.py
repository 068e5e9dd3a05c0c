"""Writes a brief as PDF or HTML; the same rows give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.analysis.near import Neighbourhood
    from geo.filter.filter import View


def write_brief(view: View, file_format: str, around: Neighbourhood | None = None) -> bytes:
    """Return the bytes of a brief as `pdf` or `html`.

    Args:
        view: the incidents; a circle in its filter is the place of the brief.
        file_format: one of `FORMATS`.
        around: another neighbourhood than that of the filter.

    Raises:
        ExportError: there is no such format.
    """
    if file_format not in FORMATS:
        message = f"no format {file_format!r} of a brief; allowed are {', '.join(FORMATS)}"
        raise ExportError(message)
    # Matplotlib and fpdf2 take long to import; pages that offer a brief need not wait for them.
    from geo.brief.content import gather_brief  # noqa: PLC0415 - as above

    brief = gather_brief(view, around)
    if file_format == "pdf":
        from geo.brief.pdf import render_pdf  # noqa: PLC0415 - as above

        return render_pdf(brief)
    from geo.brief.html import render_html  # noqa: PLC0415 - as above

    return render_html(brief)


FORMATS: Final[Mapping[str, str]] = {"pdf": "application/pdf", "html": "text/html"}
