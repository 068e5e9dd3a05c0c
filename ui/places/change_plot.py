"""The change of each province as a plot: from the count then to the count now, both links."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from geo.utils.words import number
from ui import text
from ui.session import links

if TYPE_CHECKING:
    from geo.analysis.provinces import Change, Changes
    from ui.session.filter_state import Context

KEEP: Final = ("measure", "then")  # options of the page that a link to a number keeps
_STYLE: Final = """
<style>
.atlas-changes { border-collapse: collapse; width: 100%; font-size: .86rem;
  font-variant-numeric: tabular-nums; }
.atlas-changes th, .atlas-changes td { font-weight: 400; text-align: left; padding: .2rem .5rem;
  border-bottom: 1px solid rgba(128,128,128,.25); }
.atlas-changes thead th { font-size: .78rem; opacity: .78; }
.atlas-changes tbody th small, .atlas-changes td:last-child { opacity: .78; }
.atlas-changes td:nth-child(2) { width: 38%; padding: 0 .9rem; }
.atlas-changes td:nth-child(3) { white-space: nowrap; }
.atlas-changes a { color: inherit; font-weight: 600; }
.atlas-track { position: relative; display: block; height: 1.2rem; }
.atlas-track i { position: absolute; top: 50%; border-top: 2px solid currentColor; opacity: .55; }
.atlas-track b, .atlas-track em { position: absolute; top: 50%; width: .65rem; height: .65rem;
  margin: -.325rem 0 0 -.325rem; border-radius: 50%; box-sizing: border-box;
  border: 2px solid currentColor; }
.atlas-track b { background: var(--atlas-accent, #b4561a); border-color: transparent; }
@media (max-width: 640px) { .atlas-changes td:nth-child(2) { width: 26%; } }
</style>
"""


def change_plot(context: Context, changes: Changes) -> str:
    """Return the provinces with incidents in one of the periods as HTML, most of now first.

    An open dot is the count then, a full one the count now, on one scale from 0.
    """
    shown = [change for change in changes.provinces if change.now.n or change.then.n]
    most = max((max(change.now.n, change.then.n) for change in shown), default=1)
    rows = "".join(_row(context, change, most) for change in shown)
    return (
        f'{_STYLE}<div class="atlas-frame"><table class="atlas-changes" '
        'aria-label="Incidents by province, then and now"><thead><tr><th scope="col">Province</th>'
        f'<th scope="col">0 to {number(most)}: ○ then, ● now</th>'
        '<th scope="col">Then → now</th><th scope="col">Change in rate</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(context: Context, change: Change, most: int) -> str:
    then, now = change.then.n / most * 100, change.now.n / most * 100
    track = (
        f'<span class="atlas-track" aria-hidden="true"><i style="left:{min(then, now):.1f}%;'
        f'width:{abs(now - then):.1f}%"></i><em style="left:{then:.1f}%"></em>'
        f'<b style="left:{now:.1f}%"></b></span>'
    )
    opened = partial(links.figure_link, "provinces", context.view, keep=KEEP)
    return (
        f'<tr><th scope="row">{text.safe(change.name)} <small>{text.safe(change.country)}</small>'
        f"</th><td>{track}</td><td>{opened(change.then)} → "
        f"{opened(change.now)}</td><td>{text.safe(change.words.split(' (')[0])}</td></tr>"
    )
