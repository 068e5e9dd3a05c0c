"""A head as HTML, and Streamlit's page with it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from api.common.pages import NAME
from api.heads.records import as_script
from geo.export.card import SIZE

if TYPE_CHECKING:
    from api.heads.describe import Head

_TITLE: Final = re.compile(r"<title>[^<]*</title>", re.IGNORECASE)
_END: Final = re.compile(r"</head\s*>", re.IGNORECASE)


def with_head(html: str, head: Head) -> str | None:
    """Return a page with a head of its own in place of its title; None where it has no such place.

    Args:
        html: the page as Streamlit sends it.
        head: what its head is to say.
    """
    title, end = _TITLE.search(html), _END.search(html)
    if title is None or end is None or title.end() > end.start():
        return None
    return "".join(
        (
            html[: title.start()], f"<title>{escape(head.title)}</title>",
            html[title.end() : end.start()], markup(head), html[end.start() :],
        )
    )  # fmt: skip


def markup(head: Head) -> str:
    """Return all but the title of a head as HTML."""
    metas = {
        "description": head.description,
        "twitter:card": "summary_large_image" if head.image else "summary",
        **({} if head.listed else {"robots": "noindex"}),
        "og:type": "website",
        "og:site_name": NAME,
        "og:title": head.shared_title,
        "og:description": head.description,
        "og:url": head.address,
        **(_picture(head) if head.image else {}),
    }
    lines = [
        f'<link rel="canonical" href="{escape(head.address)}">',
        *(
            f'<meta {"property" if name.startswith("og:") else "name"}="{name}" '
            f'content="{escape(text)}">'
            for name, text in metas.items()
        ),
        *(
            f'<link rel="alternate" type="{media_type}" href="{escape(address)}">'
            for media_type, address in head.alternates.items()
        ),
        *map(as_script, head.records),
    ]  # fmt: skip
    return "".join(f"{line}\n" for line in lines)


def _picture(head: Head) -> dict[str, str]:
    return {
        "og:image": head.image,
        "og:image:type": "image/png",
        "og:image:width": str(SIZE.width_px),
        "og:image:height": str(SIZE.height_px),
        "og:image:alt": f"Map: {head.shared_title}",
    }
