"""How to cite what a filter finds: plain text, BibTeX (biblatex) and RIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.records import citation, permalink

if TYPE_CHECKING:
    from datetime import date

    from geo.atlas import Atlas
    from geo.filters import View

AUTHOR: Final = "Incident Atlas contributors"


def plain(view: View, atlas: Atlas, accessed: date, site: str = "") -> str:
    """Return a citation in words.

    Args:
        view: what is cited.
        atlas: the atlas.
        accessed: the day on which it was looked up.
        site: address of the running app, before the relative link.
    """
    said = f"{citation(view, atlas)}, {view.shown} of {view.total} incidents"
    return f"{said}. {site}{permalink(view, atlas)} (accessed {accessed.isoformat()})."


def bibtex(view: View, atlas: Atlas, accessed: date, site: str = "") -> str:
    """Return a biblatex @dataset entry; arguments as for `plain`."""
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": _title(view, atlas),
        "version": atlas.version,
        "year": str(atlas.last_date.year),
        "url": f"{site}{permalink(view, atlas)}",
        "urldate": accessed.isoformat(),
        "note": f"{view.shown} of {view.total} incidents",
    }
    lines = ",\n".join(f"  {name} = {{{_escaped(name, text)}}}" for name, text in fields.items())
    return f"@dataset{{incident-atlas-{atlas.version},\n{lines}\n}}\n"


def ris(view: View, atlas: Atlas, accessed: date, site: str = "") -> str:
    """Return a RIS record of type DATA; arguments as for `plain`."""
    first, last = view.filter.period(atlas)
    tags = (
        ("TY", "DATA"),
        ("AU", AUTHOR),
        ("TI", _title(view, atlas)),
        ("ET", atlas.version),
        ("PY", str(atlas.last_date.year)),
        ("UR", f"{site}{permalink(view, atlas)}"),
        ("Y2", f"{accessed:%Y/%m/%d}"),
        ("N1", f"{view.shown} of {view.total} incidents, {first} to {last}"),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {text}\r\n" for tag, text in tags)


def _title(view: View, atlas: Atlas) -> str:
    first, last = view.filter.period(atlas)
    return f"{atlas.package['title']}, {first} to {last}"


def _escaped(name: str, text: str) -> str:
    """Return text fit for BibTeX; addresses are verbatim there."""
    if name == "url":
        return text
    return "".join(f"\\{c}" if c in "%&#$_" else c for c in text)
