"""What a first visitor finds beside the map: a finding, examples, and how to read the map.

Once closed it stays closed: the browser remembers that, and the server knows nothing of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.filter import presets
from geo.utils.words import short_day
from ui.session import uploaded_dataset
from ui.session.cached import cached

if TYPE_CHECKING:
    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context

_ATTACKS: Final = "type=attack&target=us_coalition"
EXAMPLES: Final = (
    ("Attacks after Tower 22", f"./?from=2024-01-28&to=2024-04-23&{_ATTACKS}"),
    ("Near Erbil in 2024", "near?place=base:erbil&km=50&from=2024-01-01&to=2024-12-31"),
    ("What the Pentagon counted",
     f"timeline?from=2023-10-17&to=2024-02-04&{_ATTACKS}&show=tallies"),
)  # fmt: skip
HOW: Final = (
    "Each circle is a place; its number counts the incidents there that match your filters.",
    "Its colour is who is said to be responsible most often, which is not proof.",
    "Press a circle to see its incidents, and drag across the bars below the map to choose dates.",
)
_CSS: Final = """
section { border: 1px solid var(--st-border-color); border-radius: .5rem; padding: .7rem .9rem;
  font: 400 .9rem/1.4 var(--st-font); color: var(--st-text-color); }
p, ul { margin: 0 0 .5rem; } ul { padding-left: 1.1rem; } li { margin: .15rem 0; }
a { color: var(--st-link-color); display: inline-block; min-height: 24px; }
.finding { font-size: 1.02rem; font-weight: 600; }
button { font: inherit; color: inherit; background: none; cursor: pointer; min-height: 32px;
  border: 1px solid var(--st-border-color); border-radius: .5rem; padding: .2rem .8rem; }
"""
_JS: Final = """
const KEY = "incident-atlas-opening-closed";
// In a frame of another site the browser may keep nothing; then it is closed for this visit.
let closed = false;
const isClosed = () => {
  try { return closed || localStorage.getItem(KEY); } catch { return closed; }
};
const close = () => {
  closed = true;
  try { localStorage.setItem(KEY, "1"); } catch { /* see above */ }
};
export default function ({ data, parentElement }) {
  parentElement.querySelector("section")?.remove();
  if (isClosed()) return;
  const put = (parent, tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    Object.assign(element, attributes);
    parent.append(element);
    return element;
  };
  const section = put(parentElement, "section", "", { ariaLabel: "Introduction" });
  put(section, "p", data.finding, { className: "finding" });
  const examples = put(section, "ul", "");
  for (const [label, href] of data.examples) {
    put(put(examples, "li", ""), "a", label, { href, target: "_self" });
  }
  for (const sentence of data.how) put(section, "p", sentence);
  put(section, "button", "Got it", {
    type: "button",
    onclick: () => { close(); section.remove(); },
  });
}
"""


def draw_opening(context: Context) -> None:
    """Draw the introduction, for the shipped data only: of others there is no finding to tell."""
    if uploaded_dataset.is_import(context.atlas):
        return
    told: dict[str, Any] = {
        "finding": cached(context.loaded, "opening", finding), "examples": EXAMPLES, "how": HOW,
    }  # fmt: skip
    _opening()(key="opening", data=told)


def finding(atlas: Atlas) -> str:
    """Return the sentence that the data begin with: the campaign's attacks, and those since."""
    first, last = presets.ATTACKS.period(atlas)
    during = presets.ATTACKS.view(atlas).shown
    afterwards = replace(presets.ATTACKS, date_from=last + timedelta(days=1), date_to=None)
    since = afterwards.view(atlas).shown
    return (
        f"{during} attacks on US or coalition forces from {short_day(first)} to {short_day(last)} "
        f"are in the atlas, and {since} since then, to {short_day(atlas.last_date)}."
    )


def _opening() -> Any:
    return st.components.v2.component("opening", css=_CSS, js=_JS)
