"""What stands around every page: style, header, footer."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

import streamlit as st

from geo.paths import ROOT
from ui import text
from ui.session import keys, uploaded_dataset

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context

_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding: 4.2rem 2rem 2rem; max-width: 1500px; }
[data-testid="stHtml"] a { color: inherit; }
.atlas-title { font-size: 1.1rem; font-weight: 600; line-height: 1.3; margin: 0;
  padding: 0 0 .2rem; }
.atlas-count { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; align-items: baseline; }
.atlas-figure { margin: 0; font-size: 1.35rem; white-space: nowrap; }
.atlas-figure strong { font-size: 2.1rem; font-weight: 700; letter-spacing: -.02em; }
.atlas-account { margin: 0; opacity: .82; max-width: 75ch; font-size: .93rem; }
.atlas-legend { font-size: .86rem; line-height: 1.3; }
.atlas-signs { margin: .75rem 0 .25rem; padding: 0; font-size: .75rem; font-weight: 600;
  opacity: .72; }
.atlas-signs:first-child { margin-top: 0; }
.atlas-sign { display: flex; align-items: center; gap: .5rem; padding: .1rem 0; }
.atlas-sign > :first-child { flex: none; }
.atlas-n { margin-left: auto; font-variant-numeric: tabular-nums; opacity: .75; }
.atlas-classes { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; }
.atlas-classes .atlas-signs { flex-basis: 100%; }
.atlas-dot { width: .85rem; height: .85rem; border-radius: 50%; display: inline-block;
  border: 1px solid rgba(128,128,128,.6); }
.atlas-disc { width: 1rem; height: 1rem; border-radius: 50%; display: inline-block;
  background: rgba(128,128,128,.22); border: 1px solid rgba(128,128,128,.7); }
.atlas-icon { width: 1.1rem; height: 1.1rem; background: currentColor; display: inline-block;
  -webkit-mask-size: contain; mask-size: contain; -webkit-mask-repeat: no-repeat;
  mask-repeat: no-repeat; }
.atlas-line { width: 1rem; display: inline-block; border-top: 2px solid currentColor; }
.atlas-tint { width: 1rem; height: .8rem; display: inline-block;
  background: rgba(128,128,128,.35); }
.atlas-card { font-size: .93rem; line-height: 1.45; overflow-wrap: anywhere; }
.atlas-card h3 { margin: 0; padding: 0; font-size: 1.15rem; line-height: 1.25; }
.atlas-card h4 { margin: .9rem 0 .25rem; padding: 0; font-size: .9rem; }
.atlas-card p { margin: .35rem 0; }
.atlas-card ul { margin: 0; padding-left: 1.1rem; }
.atlas-card li { font-size: .88rem; margin: .15rem 0; }
.atlas-kicker, .atlas-place { opacity: .78; font-size: .85rem; }
.atlas-card dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .8rem;
  margin: .6rem 0; padding: 0; font-size: .88rem; }
.atlas-card dt { opacity: .72; }
.atlas-card dd { margin: 0; }
.atlas-doubt { border-left: 3px solid rgba(128,128,128,.55); padding-left: .6rem;
  font-size: .88rem; }
.atlas-quote { font-size: 1.12rem; line-height: 1.55; max-width: 75ch; margin: 0 0 .5rem; }
.atlas-quote a, .atlas-frame a, .atlas-doubt a, .atlas-account a { color: inherit; }
.atlas-frame { overflow-x: auto; }
.atlas-tall { max-height: 26rem; overflow-y: auto; }
.atlas-table { border-collapse: collapse; font-size: .88rem; line-height: 1.4; }
.atlas-table th, .atlas-table td { text-align: left; vertical-align: top; padding: .3rem .7rem;
  border-bottom: 1px solid rgba(128,128,128,.3); min-width: 4.5rem; }
.atlas-wide { min-width: 58rem; }
.atlas-table th { font-weight: 600; white-space: nowrap; }
.atlas-answer p { margin: .2rem 0 .5rem; font-size: 1rem; max-width: 100ch; }
.atlas-answer .atlas-doubt { font-size: .95rem; font-weight: 600; }
.atlas-big { font-size: 1.9rem; letter-spacing: -.02em; }
.atlas-h2 { font-size: 1.5rem; margin: .6rem 0 .2rem; padding: 0; }
.atlas-part h4 { margin: .4rem 0 .3rem; padding: 0; font-size: .95rem; }
div.atlas-part ul.atlas-bars { list-style: none; margin: 0 !important; padding: 0 !important;
  font-size: .88rem; }
div.atlas-part ul.atlas-bars > li { display: grid; gap: .6rem; align-items: center;
  grid-template-columns: minmax(7rem, 16rem) 1fr 2.5rem; margin: .18rem 0 !important;
  padding: 0 !important; }
.atlas-bar { height: .7rem; }
.atlas-bar > span { display: block; height: 100%; background: var(--atlas-accent, #b4561a);
  border-radius: 2px; min-width: 2px; }
.atlas-bars .atlas-n { text-align: right; opacity: 1; }
.atlas-note { font-size: .82rem; opacity: .8; margin: .3rem 0; }
.atlas-figures { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
.atlas-figures th { text-align: left; font-weight: 500; padding: .15rem 1.2rem .15rem 0; }
.atlas-figures thead th { opacity: .72; font-size: .8rem; }
.atlas-figures td { padding: .15rem 1.2rem .15rem 0; }
.atlas-foot { border-top: 1px solid rgba(128,128,128,.3); margin-top: 1.5rem; padding-top: .7rem;
  font-size: .82rem; opacity: .85; line-height: 1.5; }
@media (max-width: 640px) {
  div.atlas-part ul.atlas-bars > li { grid-template-columns: 9.5rem 1fr 2rem; }
  [data-testid="stMainBlockContainer"] { padding: 4.2rem .9rem 1.5rem; }
  .atlas-figure strong { font-size: 1.7rem; }
  .atlas-card dl { grid-template-columns: 1fr; gap: 0; }
  .atlas-card dd { margin-bottom: .3rem; }
}
</style>
"""


def run(page: StreamlitPage, context: Context | None) -> None:
    """Run a page inside the frame; `context` is what it may ask `context` for."""
    st.session_state[keys.CONTEXT] = context
    page.run()
    del st.session_state[keys.CONTEXT]


def context() -> Context | None:
    """Return what app.py has prepared for the page, or None where there are no data.

    Streamlit takes a folder called pages/ for its older kind of multipage app until a script has
    called `st.navigation`: the first visitor of a fresh server who opens a page by its own address
    would get that page without app.py. Then app.py is run from here, and draws the page itself.
    """
    if keys.CONTEXT not in st.session_state:
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
        st.stop()
    found: Context | None = st.session_state[keys.CONTEXT]
    return found


def style() -> None:
    """Add the few styles that Streamlit's theme has no setting for."""
    st.html(_STYLE)


def footer(atlas: Atlas | None) -> None:
    """Draw what is always there: version, span, sources, boundaries, no promise of safety."""
    dataset = (
        f"Dataset version <b>{text.safe(atlas.version)}</b>, incidents of "
        f"{text.day(atlas.first_date)} to {text.day(atlas.last_date)}, "
        f"{text.plural(atlas.rows_read['sources'], 'source page')}. "
        if atlas
        else ""
    )
    st.html(
        f'<footer class="atlas-foot">{dataset}{_compiled(atlas)}; not a '
        "complete list. Base map: Natural Earth (public domain), city positions GeoNames "
        "(CC BY 4.0). Boundaries and names imply no opinion on the status of any territory. Past "
        "events do not predict the safety of a place, and no dot is not safety.</footer>"
    )


def _compiled(atlas: Atlas | None) -> str:
    """Return where the rows come from, as HTML."""
    if atlas is None or not uploaded_dataset.is_import(atlas):
        return "Compiled from the press and public statements"
    terms = atlas.package["licenses"][0]["title"]
    return f"{text.safe(atlas.package['title'])}; terms: {text.safe(terms)}"
