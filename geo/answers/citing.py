"""How to cite what a filter finds, or one incident."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from geo.answers.arguments import read_arguments
from geo.answers.listing import find_incident
from geo.answers.receipts import bounded, receipt
from geo.errors import FilterError, FilterProblem
from geo.export.cite import cite_incident, cite_view
from geo.filter.filter import Filter
from geo.filter.metadata import with_host
from geo.filter.parse import parse_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.atlas import Atlas


def answer_cite(arguments: Mapping[str, Any], atlas: Atlas, site: str) -> dict[str, Any]:
    """Answer with a citation as plain text, BibTeX and RIS.

    Raises:
        FilterError: an argument is not understood, or both a filter and an incident are given.
        ExportError: the incident may not be passed on.
    """
    filter_, own = read_arguments(arguments, atlas, ("incident", "accessed"))
    if "incident" in own and filter_ != Filter():
        message = "expected an incident or a filter, found both"
        raise FilterError([FilterProblem("incident", own["incident"], message)])
    accessed = (
        parse_day("accessed", own["accessed"]) if "accessed" in own else datetime.now(UTC).date()
    )
    if "incident" in own:
        work = cite_incident(atlas, find_incident(own["incident"], atlas))
        behind = {
            "sentence": f"{work.text}.",
            "permalink": with_host(work.link, site),
            "dataset_version": atlas.version,
        }
    else:
        view = filter_.view(atlas)
        work, behind = cite_view(view), receipt(view, site)
    return bounded(
        {
            **behind,
            "plain": work.as_plain(accessed, site),
            "bibtex": work.as_bibtex(accessed, site),
            "ris": work.as_ris(accessed, site),
        }
    )
