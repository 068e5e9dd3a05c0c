"""How to cite what a filter finds, or one incident: plain text, BibTeX (biblatex) and RIS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.analysis.titles import day_in_words, short_title
from geo.filter.metadata import citation, incident_permalink, permalink, with_host
from geo.utils.words import short_day

if TYPE_CHECKING:
    from datetime import date

    from geo.filter.filter import View
    from geo.model.atlas import Atlas

AUTHOR: Final = "Incident Atlas contributors"


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited: a selection of the dataset, or one incident of it.

    `text` names it in words; `title`, `key` and `note` are for the formats, `period` (such as
    `2023-10-17 to 2024-02-04`, empty for an incident) for RIS. `link` is relative unless
    ATLAS_BASE_URL is set.
    """

    text: str
    title: str
    key: str
    version: str
    year: int
    note: str
    link: str
    period: str = ""

    def as_plain(self, accessed: date, site: str = "") -> str:
        """Return a citation in words.

        Args:
            accessed: the day on which it was looked up.
            site: address of the running app, before a relative link.
        """
        return f"{self.text}. {with_host(self.link, site)} (accessed {short_day(accessed)})."

    def as_bibtex(self, accessed: date, site: str = "") -> str:
        """Return a biblatex @dataset entry; arguments as for `as_plain`."""
        fields = {
            "author": f"{{{AUTHOR}}}",
            "title": self.title,
            "version": self.version,
            "year": str(self.year),
            "url": with_host(self.link, site),
            "urldate": accessed.isoformat(),
            "note": self.note,
        }
        lines = ",\n".join(
            f"  {name} = {{{_escaped(name, text)}}}" for name, text in fields.items()
        )
        return f"@dataset{{{self.key},\n{lines}\n}}\n"

    def as_ris(self, accessed: date, site: str = "") -> str:
        """Return a RIS record of type DATA; arguments as for `as_plain`."""
        tags = (
            ("TY", "DATA"),
            ("AU", AUTHOR),
            ("TI", self.title),
            ("ET", self.version),
            ("PY", str(self.year)),
            ("UR", with_host(self.link, site)),
            ("Y2", f"{accessed:%Y/%m/%d}"),
            ("N1", f"{self.note}, {self.period}" if self.period else self.note),
            ("ER", ""),
        )
        return "".join(f"{tag}  - {text}\r\n" for tag, text in tags)


def cite_view(view: View) -> Work:
    """Return what a filter finds, as a work to be cited.

    Example:
        >>> work = cite_view(atlas.view("from=2023-10-17&to=2024-02-04"))
        >>> print(work.as_plain(date(2025, 1, 1), "https://example.org"))
        Incident Atlas, dataset version 1.1.0-..., incidents of 17 Oct 2023 to 4 Feb 2024, 284 of
        614 incidents. https://example.org/?from=2023-10-17&to=2024-02-04&version=1.1.0-...
        (accessed 1 Jan 2025).
    """
    atlas = view.atlas
    first, last = view.filter.period(atlas)
    count = f"{view.shown} of {view.total} incidents"
    return Work(
        text=f"{citation(view)}, {count}",
        title=f"{atlas.package['title']}, {first} to {last}",
        key=f"incident-atlas-{atlas.version}",
        version=atlas.version,
        year=atlas.last_date.year,
        note=count,
        link=permalink(view),
        period=f"{first} to {last}",
    )


def cite_incident(atlas: Atlas, position: int) -> Work:
    """Return one incident as a work to be cited; `position` is its row of `atlas.incidents`."""
    row = atlas.incidents.iloc[position]
    what = f"{short_title(row)}, {row['place']}, {day_in_words(row)}"
    name = str(atlas.package["title"]).split(":", maxsplit=1)[0]
    key = row["incident_id"]
    return Work(
        text=f"{name}, dataset version {atlas.version}, incident {key}: {what}",
        title=f"{name}: {what}",
        key=f"incident-atlas-{key}",
        version=atlas.version,
        year=atlas.last_date.year,
        note=f"incident {key}",
        link=incident_permalink(atlas, key),
    )


def _escaped(name: str, text: str) -> str:
    """Return text fit for BibTeX; addresses are verbatim there."""
    if name == "url":
        return text
    return "".join(f"\\{c}" if c in "%&#$_" else c for c in text)
