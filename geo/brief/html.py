"""The brief as one HTML file: pictures inside, no script, nothing to load; it prints on A4."""

from __future__ import annotations

import base64
import html
from typing import TYPE_CHECKING, Final

from geo.brief import model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.brief.model import Brief, Row, Source, Split

_STYLE: Final = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 820px; padding: 1.2rem; background: #fff; color: #1f2328;
  font: 14px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
  border-top: 8px solid #9c3d00; }
header p { margin: .2rem 0; }
.kicker { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1rem;
  font-size: 12px; color: #5a5f65; }
.kicker b { color: #9c3d00; letter-spacing: .04em; }
h1 { font-size: 26px; line-height: 1.2; margin: .3rem 0; }
h1 span { display: block; font-size: 18px; font-weight: 400; color: #5a5f65; text-align: left; }
h2 { font-size: 17px; margin: 1.4rem 0 .3rem; }
h3 { font-size: 13px; margin: .8rem 0 .25rem; }
.asked, .small { color: #5a5f65; font-size: 12px; }
.said { font-size: 15.5px; }
.figures { display: flex; flex-wrap: wrap; gap: 8px; margin: .9rem 0; padding: 0;
  list-style: none; }
.figures li { flex: 1 1 130px; background: #f6f3ed; border-left: 3px solid #9c3d00;
  padding: .35rem .6rem; font-size: 12px; color: #5a5f65; }
.figures b { display: block; font-size: 24px; line-height: 1.2; color: #1f2328; }
.two { display: grid; grid-template-columns: 3fr 2fr; gap: 18px; }
.two figure { margin: 0; }
img { max-width: 100%; height: auto; display: block; }
.two img { border: 1px solid #cdc8bf; }
figcaption { font-size: 11.5px; color: #5a5f65; margin-top: .3rem; }
.bars { list-style: none; margin: 0; padding: 0; font-size: 12px; }
.bars li { display: grid; grid-template-columns: 9.5rem 1fr 2rem; gap: .4rem; align-items: center; }
.bars i { display: block; height: 8px; background: #9c3d00; }
.bars b { font-weight: 400; text-align: right; }
.safe { border: 2px solid #9c3d00; padding: .6rem .9rem; font-weight: 700; margin: 1rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 12px; }
th { text-align: left; color: #5a5f65; }
th, td { padding: .25rem .5rem .25rem 0; border-bottom: 1px solid #e3dfd7; vertical-align: top; }
.sources { columns: 3 200px; font-size: 11px; padding-left: 1.6rem; overflow-wrap: anywhere; }
a { color: #8a3600; }
footer { font-size: 12px; border-top: 1px solid #cdc8bf; margin-top: 1rem;
  overflow-wrap: anywhere; }
@media (max-width: 640px) { .two { grid-template-columns: 1fr; } }
@page { size: A4; margin: 12mm; }
@media print {
  body { max-width: none; padding: 0; border: 0; font-size: 11px; }
  .figures li, .bars i, .safe { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  tr, li, figure, .safe { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""


def write(brief: Brief) -> bytes:
    """Return the page as UTF-8. Links to sources are its only addresses; nothing is loaded."""
    body = "".join(
        (
            _head(brief),
            _figures(brief),
            _middle(brief),
            _table(brief),
            _sources(brief),
            _foot(brief),
        )
    )
    page = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        f"<title>{_safe(brief.title)} · Incident Atlas</title><style>{_STYLE}</style></head>"
        f"<body>{body}</body></html>\n"
    )
    return page.encode()


def _safe(words: object) -> str:
    return html.escape(str(words), quote=True)


def _head(brief: Brief) -> str:
    arabic = f'<span lang="ar" dir="rtl">{_safe(brief.title_ar)}</span>' if brief.title_ar else ""
    return (
        '<header><p class="kicker"><b>INCIDENT ATLAS · BRIEF</b>'
        f"<span>dataset version {_safe(brief.version)}, data to {_safe(brief.data_to)}</span></p>"
        f"<h1>{_safe(brief.title)}{arabic}</h1>"
        f'<p class="asked">{_safe(brief.period)} · Filter: {_safe(brief.asked)}</p>'
        f'<p class="said">{_safe(" ".join(brief.sentences))}</p></header>'
    )


def _figures(brief: Brief) -> str:
    items = "".join(f"<li><b>{_safe(f.value)}</b>{_safe(f.label)}</li>" for f in brief.figures)
    return f'<ul class="figures">{items}</ul>'


def _middle(brief: Brief) -> str:
    splits = "".join(_split(split) for split in brief.splits)
    return (
        f'<div class="two"><figure>{_picture(brief.map_png, "Map of the incidents")}'
        f"<figcaption>{_safe(brief.map_said)} {_safe(model.BASE_MAP)}</figcaption></figure>"
        f"<div>{splits}</div></div>"
        f"<h3>{_safe(brief.months_said)}</h3>{_picture(brief.months_png, brief.months_said)}"
        f'<p class="safe">{_safe(model.NOT_SAFE)}</p>'
    )


def _picture(png: bytes, said: str) -> str:
    data = base64.b64encode(png).decode()
    return f'<img alt="{_safe(said)}" src="data:image/png;base64,{data}">'


def _split(split: Split) -> str:
    most = max((n for _, n in split.parts), default=1) or 1
    items = "".join(
        f'<li><span>{_safe(words)}</span><i style="width:{n / most * 100:.1f}%"></i><b>{n}</b></li>'
        for words, n in split.parts
    )
    note = split.note if split.parts else "none"
    said = f'<p class="small">{_safe(note)}</p>' if note else ""
    return f'<h3>{_safe(split.title)}</h3><ul class="bars">{items}</ul>{said}'


def _table(brief: Brief) -> str:
    rows = brief.rows
    numbers = {source: i for i, source in enumerate(_order(rows), 1)}
    heads = ["Date, local", "Target", "Distance", "Weapon", "Outcome", "Killed / injured", "Said",
             "Sources"]  # fmt: skip
    if not brief.with_distance:
        heads.remove("Distance")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    lines = "".join(f"<tr>{_cells(row, brief, numbers)}</tr>" for row in rows)
    return (
        f'<h2>{_safe(brief.rows_title)}</h2><p class="small">{_safe(brief.left_out(rows))} – is '
        f'unknown, never none.</p><div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _order(rows: Sequence[Row]) -> list[int]:
    return list(dict.fromkeys(source for row in rows for source in row.sources))


def _cells(row: Row, brief: Brief, numbers: dict[int, int]) -> str:
    cells = [row.date, row.target, row.distance, row.weapon, row.outcome, row.toll, row.said,
             ", ".join(str(n) for n in sorted(numbers[s] for s in row.sources))]  # fmt: skip
    if not brief.with_distance:
        cells.pop(2)
    return "".join(f"<td>{_safe(cell)}</td>" for cell in cells)


def _sources(brief: Brief) -> str:
    items = "".join(f"<li>{_source(source)}</li>" for source in brief.sources(brief.rows))
    return (
        f'<h2>Sources of these rows</h2><ol class="sources">{items}</ol>'
        f'<p class="small">All counted incidents together rest on {brief.pages_of_sources} '
        f"published pages by {brief.publishers} publishers, listed per incident in the atlas and "
        "in every export.</p>"
    )


def _source(source: Source) -> str:
    said = ", ".join(p for p in (source.publisher, source.published, source.host) if p)
    if source.url is None:
        return _safe(said)
    return f'<a href="{_safe(source.url)}" rel="noopener noreferrer">{_safe(said)}</a>'


def _foot(brief: Brief) -> str:
    return (
        f"<footer><p>{_safe(model.DISCLAIMER)}</p><p>Cite as: {_safe(brief.citation)}.</p>"
        f"<p>Link: {_safe(brief.permalink)}</p></footer>"
    )
