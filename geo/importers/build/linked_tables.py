"""Statements, groups and sources of an imported file."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.importers.build.arrow_columns import coded, texts
from geo.importers.build.statement_table import statement_table
from geo.importers.clean.actors import known_and_above, publisher_numbers, row_item_pairs
from geo.importers.clean.text import list_item
from geo.model.schema import (
    COVERAGE,
    GROUP_LINKS,
    GROUPS,
    INCIDENT_SOURCES,
    ORIGINS,
    TALLIES,
)
from geo.utils.urls import host

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.build.provenance import Provenance
    from geo.importers.read.encoded_column import EncodedColumn
    from geo.model.column import Table

_TEXT: Final = pa.large_string()
_URL: Final = re.compile(r"https?://[^\s<>\"]+")
_URL_CHARS: Final = 2000


def linked_tables(
    conversion: Conversion,
    kept: NDArray[np.int64],
    ids: pa.Array,
    event_types: pa.Array,
    about: Provenance,
) -> dict[str, pa.Table]:
    """Return all tables but the incidents by name.

    Args:
        conversion: the file, its mapping and its groups.
        kept: positions of the rows that stay.
        ids: the incident of each of them.
        event_types: its event type.
        about: where the rows come from.
    """
    statements = statement_table(conversion, kept, ids, event_types, about)
    outlets, incident_sources = _sources(conversion, kept, ids, about)
    known = known_and_above(conversion.groups)
    links = conversion.shared.group_links
    links = links[links["child_id"].isin(known) & links["parent_id"].isin(known)]
    old = conversion.shared.groups[conversion.shared.groups["group_id"].isin(known)]
    return {
        "statements": statements,
        "origins": _empty(ORIGINS),
        "sources": _source_table(conversion, about, outlets, old, links),
        "incident_sources": incident_sources,
        "groups": _group_table(conversion, about, old),
        "group_links": _link_table(links),
        "tallies": _empty(TALLIES),
        "coverage": _empty(COVERAGE),
    }


def _empty(table: Table) -> pa.Table:
    return pa.table({c.name: pa.nulls(0, _TEXT) for c in table.columns if not c.optional})


def _link_table(links: pd.DataFrame) -> pa.Table:
    dates = {c.name: "str" for c in GROUP_LINKS.columns if c.kind == "date" and c.name in links}
    return pa.table({name: texts(column) for name, column in links.astype(dates).items()})


def _sources(
    conversion: Conversion, kept: NDArray[np.int64], ids: pa.Array, about: Provenance
) -> tuple[list[tuple[str, str, str]], pa.Table]:
    """Return the pages and publishers that rows name, as (id, publisher, url), and who names them.

    The dataset itself is a source of a row too where it is published on a page of its own, as
    ACLED is, and else of the rows that name no other: of one's own table nothing is counted that
    it does not say.
    """
    sources: list[tuple[str, str, str]] = []
    pairs: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    telling, incident = conversion.telling(kept)
    linked = np.zeros(len(telling), dtype=bool)
    if conversion.has("url"):
        pages, cells, items = _pages(conversion, telling)
        pairs.append(_shift(row_item_pairs(cells, items), 1))
        sources += pages
    if conversion.has("source"):
        cells = conversion.cells("source").take(telling)
        names, items = publisher_numbers(cells)
        row, item = _shift(row_item_pairs(cells, items), 1 + len(sources))
        if conversion.has("url"):
            # A page already names its publisher.
            linked[pairs[0][0]] = True
            row, item = row[~linked[row]], item[~linked[row]]
        pairs.append((row, item))
        sources += [(_key("outlet", name), name, "") for name in names]
    own = np.ones(len(kept), dtype=bool)
    if not about.url:
        own[incident[np.concatenate([np.zeros(0, np.int64), *(p[0] for p in pairs)])]] = False
    pairs = [(incident[row], item) for row, item in pairs]
    pairs.append((np.flatnonzero(own), np.zeros(int(own.sum()), dtype=np.int64)))
    used = np.unique(np.concatenate([p[1] for p in pairs]))
    keys = np.array([about.source_id, *(f[0] for f in sources)], dtype=object)
    row = np.concatenate([p[0] for p in pairs])
    item = np.concatenate([p[1] for p in pairs])
    order = np.lexsort((item, row))
    if conversion.joined:  # several rows of one incident may name one source
        row, item = np.unique(np.array([row, item]), axis=1)
        order = np.arange(len(row))
    table = pa.table(
        {
            "incident_id": coded(ids, row[order]),
            "source_id": coded(keys, item[order]),
        }
    )
    named_ = [f for i, f in enumerate(sources, 1) if i in set(used.tolist())]
    return named_, table.select(INCIDENT_SOURCES.column_names)


def _shift(
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]], by: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return pairs[0], pairs[1] + by


def _key(kind: str, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()
    return f"{kind}_{digest[:16]}"


def _pages(
    conversion: Conversion, rows: NDArray[np.int64]
) -> tuple[list[tuple[str, str, str]], EncodedColumn, list[list[int]]]:
    """Return the pages that are linked, with the publisher that the row names or the host."""
    cells = conversion.cells("url").take(rows)
    who = conversion.cells("source").take(rows)
    at, first = np.unique(cells.codes, return_index=True)
    publisher_of = {int(v): who.texts[who.codes[row]] for v, row in zip(at, first, strict=True)}
    pages: list[tuple[str, str, str]] = []
    items: list[list[int]] = []
    seen: dict[str, int] = {}
    lost = []
    for value, url in enumerate(cells.texts):
        links = [u for u in url.split() if len(u) <= _URL_CHARS and _URL.fullmatch(u)]
        lost.append(bool(url) and not links)
        for u in links:
            if u not in seen:
                seen[u] = len(pages)
                publisher = (
                    list_item(publisher_of.get(value, "")) or list_item(host(u)) or "A web page"
                )
                pages.append((_key("page", u), publisher, u))
        items.append([seen[u] for u in dict.fromkeys(links)])
    every = np.zeros(conversion.rows, dtype=bool)
    every[rows] = cells.rows_where(lost)
    conversion.row_log.note(
        "flagged",
        "link not read",
        f"{conversion.name('url')}: not a web address (http:// or https://); left out",
        every,
        conversion.mapping.columns.get("url"),
    )
    return pages, cells, items


def _source_table(
    conversion: Conversion,
    about: Provenance,
    outlets: list[tuple[str, str, str]],
    groups: pd.DataFrame,
    links: pd.DataFrame,
) -> pa.Table:
    used = {*groups["source_id"], *links["source_id"], *conversion.shared.bases["source_id"]}
    used |= set(links.get("period_source_id", ()))
    own = conversion.shared.sources[conversion.shared.sources["source_id"].isin(used)]
    url = about.url if _URL.fullmatch(about.url) else ""
    rows = [(about.source_id, about.title, url), *outlets]
    table = pd.DataFrame(rows, columns=["source_id", "publisher", "url"])
    published = own["published"].dt.strftime("%Y-%m-%d")
    return pa.table(
        {
            "source_id": texts([*table["source_id"], *own["source_id"]]),
            "publisher": texts([*table["publisher"], *own["publisher"]]),
            "url": texts([*(u or None for u in table["url"]), *own["url"]]),
            "published": texts([*(None for _ in rows), *published]),
            "imported": texts(["true"] * len(rows) + ["false"] * len(own)),
        }
    )


def _group_table(conversion: Conversion, about: Provenance, old: pd.DataFrame) -> pa.Table:
    names = list(GROUPS.column_names)
    rows = [[None if pd.isna(v) else v for v in row] for row in old[names].to_numpy(dtype=object)]
    groups = conversion.groups
    for at, group_id in enumerate(groups.ids):
        if group_id in groups.known:
            continue
        new = {
            "group_id": group_id,
            "name": groups.names[at],
            "kind": groups.kinds[at],
            "country": groups.country(at),
            "note": f"Named in {about.dataset}",
            "source_id": about.source_id,
        }
        rows.append([new.get(n) for n in names])
    columns = list(zip(*rows, strict=True)) or [() for _ in names]
    return pa.table({n: texts(c) for n, c in zip(names, columns, strict=True)})
