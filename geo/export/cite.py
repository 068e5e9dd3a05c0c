"""How to cite what a filter finds: plain text, BibTeX (biblatex) and RIS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.filter.metadata import citation, incident_permalink, permalink

if TYPE_CHECKING:
    from datetime import date

    from geo.filter.filter import View
    from geo.model.atlas import Atlas

AUTHOR: Final = "Incident Atlas contributors"


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited: a selection of the dataset, or one incident of it.

    `said` names it in words, `title`, `key` and `note` are for the formats; `link` is relative
    unless ATLAS_BASE_URL is set.
    """

    said: str
    title: str
    key: str
    version: str
    year: int
    note: str
    link: str

    def as_plain(self, accessed: date, site: str = "") -> str:
        """Return a citation in words; `site` is the address of the running app."""
        return f"{self.said}. {site}{self.link} (accessed {accessed.isoformat()})."

    def as_bibtex(self, accessed: date, site: str = "") -> str:
        """Return a biblatex @dataset entry."""
        fields = {
            "author": f"{{{AUTHOR}}}",
            "title": self.title,
            "version": self.version,
            "year": str(self.year),
            "url": f"{site}{self.link}",
            "urldate": accessed.isoformat(),
            "note": self.note,
        }
        lines = ",\n".join(
            f"  {name} = {{{_escaped(name, text)}}}" for name, text in fields.items()
        )
        return f"@dataset{{{self.key},\n{lines}\n}}\n"

    def as_ris(self, accessed: date, site: str = "") -> str:
        """Return a RIS record of type DATA."""
        tags = (
            ("TY", "DATA"),
            ("AU", AUTHOR),
            ("TI", self.title),
            ("ET", self.version),
            ("PY", str(self.year)),
            ("UR", f"{site}{self.link}"),
            ("Y2", f"{accessed:%Y/%m/%d}"),
            ("N1", self.note),
            ("ER", ""),
        )
        return "".join(f"{tag}  - {text}\r\n" for tag, text in tags)


def selection(view: View, atlas: Atlas) -> Work:
    """Return what a filter finds, as a work to be cited."""
    first, last = view.filter.period(atlas)
    count = f"{view.shown} of {view.total} incidents"
    return Work(
        said=f"{citation(view)}, {count}",
        title=f"{atlas.package['title']}, {first} to {last}",
        key=f"incident-atlas-{atlas.version}",
        version=atlas.version,
        year=atlas.last_date.year,
        note=count,
        link=permalink(view),
    )


def incident(atlas: Atlas, position: int) -> Work:
    """Return one incident, by its row of `atlas.incidents`, as a work to be cited."""
    row = atlas.incidents.iloc[position]
    about = "about " if row["date_precision"] == "approx" else ""
    what = f"{row['target']}, {row['place']}, {about}{row['date']:%Y-%m-%d}"
    name = str(atlas.package["title"]).split(":", maxsplit=1)[0]
    key = row["incident_id"]
    return Work(
        said=f"{name}, dataset version {atlas.version}, incident {key}: {what}",
        title=f"{name}: {what}",
        key=f"incident-atlas-{key}",
        version=atlas.version,
        year=atlas.last_date.year,
        note=f"incident {key}",
        link=incident_permalink(atlas, key),
    )


def plain(view: View, atlas: Atlas, accessed: date, site: str = "") -> str:
    """Return a citation of what a filter finds in words.

    Args:
        view: what is cited.
        atlas: the atlas.
        accessed: the day on which it was looked up.
        site: address of the running app, before the relative link.
    """
    return selection(view, atlas).as_plain(accessed, site)


def bibtex(view: View, atlas: Atlas, accessed: date, site: str = "") -> str:
    """Return a biblatex @dataset entry; arguments as for `plain`."""
    return selection(view, atlas).as_bibtex(accessed, site)


def ris(view: View, atlas: Atlas, accessed: date, site: str = "") -> str:
    """Return a RIS record of type DATA; arguments as for `plain`."""
    first, last = view.filter.period(atlas)
    work = selection(view, atlas)
    return replace(work, note=f"{work.note}, {first} to {last}").as_ris(accessed, site)


def _escaped(name: str, text: str) -> str:
    """Return text fit for BibTeX; addresses are verbatim there."""
    if name == "url":
        return text
    return "".join(f"\\{c}" if c in "%&#$_" else c for c in text)
