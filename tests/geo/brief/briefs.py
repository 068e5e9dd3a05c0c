"""The briefs that the tests gather, and readers of what is written for them."""

from __future__ import annotations

import pypdfium2

from geo.filter.filter import Filter

AL_ASAD = "near=33.79,42.44,50"
LONG = "&".join(
    ["from=2019-12-27", "q=" + "%20".join(["attack"] * 20)]
    + [f"base={b}" for b in ("al_asad", "conoco", "erbil", "green_village", "harir", "tanf")]
    + [f"weapon={w}" for w in ("rocket", "mortar", "unknown", "air_strike", "small_arms")]
)
QUERIES = {
    "al-asad": AL_ASAD,
    "everything": "",
    "nothing": "q=zzzz",
    "no place of its own": "precision=country&q=several",
    "a sea without incidents": "near=-40,-120,12.5",
    "the widest circle": "near=33.79,42.44,20040",
    "a long filter": LONG,
    "one day": "from=2024-01-20&to=2024-01-20&near=33.79,42.44,50",
}


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def pages(data: bytes) -> list[str]:
    """Return the text of each page of a PDF, its words parted by one blank."""
    document = pypdfium2.PdfDocument(data)
    return [
        " ".join(document[i].get_textpage().get_text_range().split()) for i in range(len(document))
    ]
