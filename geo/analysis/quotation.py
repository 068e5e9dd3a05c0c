"""One or two sentences that can be quoted, each clause with the rows or the source behind it.

    Between 17 October 2023 and 4 February 2024 the atlas holds | 223 attacks on US or coalition
    forces |, | 190 of them at 21 named bases |, | 160 of them claimed by the Islamic Resistance in
    Iraq |; | US officials counted at least 165 by 29 January 2024 |.

Shares of claimed incidents are about attacks: a counterstrike is acknowledged, never claimed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.analysis import coverage, tallies
from geo.filter import presets
from geo.filter.figure import Figure
from geo.filter.filter import QUARANTINED, Filter
from geo.filter.wording import group, left_out, noun, subject
from geo.utils.words import both, long_day, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.analysis.tallies import ComparedTally
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

_AMONG_ALL: Final = ("from", "to", "type", "target", "confirmation")
_LEAST_DAYS: Final = 14
_HEDGES: Final = r"at least|more than|about|over|approximate"


@dataclass(frozen=True)
class Clause:
    """A piece of a quotation: its words, and the rows or the source that they rest on."""

    text: str
    figure: Figure | None = None
    source_id: str | None = None


@dataclass(frozen=True)
class Quotation:
    """The quotable sentence, what must be said with it, and what was left out."""

    main: tuple[Clause, ...]
    caveat: tuple[Clause, ...]
    left_out: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """The sentence and its caveat, to be quoted together."""
        return " ".join(filter(None, (joined(self.main), joined(self.caveat))))

    @property
    def figures(self) -> list[Figure]:
        """Every number of it, in order."""
        clauses = (*self.main, *self.caveat, *self.left_out)
        return [clause.figure for clause in clauses if clause.figure]


def joined(clauses: tuple[Clause, ...]) -> str:
    """Return the words of the clauses as one text."""
    return "".join(clause.text for clause in clauses)


def build_quotation(
    view: View, atlas: Atlas, compared: Sequence[ComparedTally] | None = None
) -> Quotation:  # fmt: skip
    """Say what a view holds, in one or two sentences.

    Args:
        view: what a filter finds.
        atlas: the atlas.
        compared: the view's published counts from `tallies.compare_tallies`, where they are known
            already.

    Example:
        >>> view = atlas.view("from=2023-10-17&to=2024-02-04&type=attack")
        >>> build_quotation(view, atlas).text
        'Between 17 October 2023 and 4 February 2024 the atlas holds 245 attacks, 228 of them ...'
    """
    first, last = view.filter.period(atlas)
    when = (
        f"For {long_day(first)}"
        if first == last
        else f"Between {long_day(first)} and {long_day(last)}"
    )
    n = view.shown
    what = f"{number(n) if n else 'no'} {subject(view.filter, atlas, n)}"
    main = [
        Clause(f"{when} the atlas holds "),
        Clause(what, Figure("all", f"All {noun(view.filter, 2)} of the filter", view.positions,
                             view.filter)),
        *_at_bases(view, atlas),
        *_claimed(view, atlas),
        *_claim_alone(view, atlas),
        *_official(view, atlas, compared),
        Clause("."),
    ]  # fmt: skip
    return Quotation(tuple(main), tuple(_caveat(view, atlas)), tuple(_left_out(view)))


def _of_them(k: int, n: int) -> str:
    """Return `190 of them`, or nothing where it is all of them."""
    return "" if k == n else f"{number(k)} of them "


def _at_bases(view: View, atlas: Atlas) -> list[Clause]:
    if view.filter.base:
        return []
    at = atlas.coded["base_id"].codes[view.positions]
    positions = view.positions[at >= 0]
    if not len(positions):
        return []
    bases = len(np.unique(at[at >= 0]))
    text = (
        f"{_of_them(len(positions), view.shown)}at {number(bases)} named base{'s' * (bases != 1)}"
    )
    return [Clause(", "), Clause(text, Figure("at_bases", "At a named base", positions))]


def _claimed(view: View, atlas: Atlas) -> list[Clause]:
    """Say who claims most of the attacks; under a rule about claims that is said already."""
    if view.filter.rule in {"claimed", "unclaimed"}:
        return []
    types = atlas.incidents["event_type"].to_numpy(dtype=object)[view.positions]
    attacks = view.positions[types == "attack"]
    if not len(attacks):
        return []
    named = atlas.ledger.groups_by_stance(["claimed"])
    claims = Counter(g for i in attacks for g in named[i])
    among = "" if len(attacks) == view.shown else f" {number(len(attacks))} attacks among them"
    if not claims:
        nothing = Figure("claimed", "Attacks with a claim that stands", attacks[:0])
        if view.shown == 1:
            return [Clause(", "), Clause("claimed by nobody", nothing)]
        whom = f"the{among}" if among else "them"
        words = (
            "the one attack among them claimed by nobody"
            if among and len(attacks) == 1
            else f"none of {whom} claimed"
        )
        return [Clause(", "), Clause(words, nothing)]
    most = max(claims.values())
    leading = [g for g in atlas.graph.group_ids if claims[g] == most]
    if len(leading) > 2:  # noqa: PLR2004 # more names than a sentence bears
        with_claim = np.array([i for i in attacks if named[i]], dtype=np.intp)
        figure = Figure("claimed", "Attacks with a claim that stands", with_claim)
        share = _share(len(with_claim), len(attacks), view)
        text = f"{share} claimed by {number(len(claims))} different groups".strip()
        return [Clause(", "), Clause(text, figure)]
    clauses: list[Clause] = []
    for group_id in leading:
        rows = np.array([i for i in attacks if group_id in named[i]], dtype=np.intp)
        by = group(group_id, atlas)
        text = f"{_share(len(rows), len(attacks), view)} claimed by {by}".strip()
        figure = Figure(f"claimed_{group_id}", f"Attacks claimed by {by}", rows,
                         _claims_of(view, group_id))  # fmt: skip
        clauses += [Clause(" and " if clauses else ", "), Clause(text, figure)]
    return clauses


def _share(k: int, attacks: int, view: View) -> str:
    if attacks != view.shown:
        return (
            f"{number(k)} of the {number(attacks)} attacks among them"
            if attacks > 1
            else "the one attack among them"
        )
    return "" if view.shown == 1 else ("all of them" if k == attacks else f"{number(k)} of them")


def _claims_of(view: View, group_id: str) -> Filter | None:
    """Return the filter for the attacks that a group claims, where a filter can say it."""
    filter_ = view.filter
    if filter_.group or filter_.rule != "any" or "attack" not in (filter_.type or ("attack",)):
        return None
    return replace(filter_, type=("attack",), group=(group_id,), members=False, rule="claimed")


def _claim_alone(view: View, atlas: Atlas) -> list[Clause]:
    filter_ = view.filter
    if filter_.confirmation:
        return []
    confirmation = atlas.incidents["confirmation"].to_numpy(dtype=object)[view.positions]
    rows = view.positions[confirmation == "claimed"]
    if not len(rows):
        return []
    figure = Figure("claim_alone", "Known only from the claiming group", rows,
                     replace(filter_, confirmation=("claimed",)))  # fmt: skip
    k = len(rows)
    # After a clause about the attacks among them, "them" would be the attacks.
    whole = "them" if filter_.type == ("attack",) else f"all {number(view.shown)}"
    who = "it is" if view.shown == 1 else f"{number(k)} of {whole} {'is' if k == 1 else 'are'}"
    return [Clause("; "), Clause(f"{who} known only from the claiming group", figure)]


def _official(
    view: View, atlas: Atlas, compared: Sequence[ComparedTally] | None
) -> list[Clause]:  # fmt: skip
    """Name the published count of US officials that lies in the period, if it can stand there.

    Of several the highest, for a running count does not fall; of equal ones the earliest.
    """
    filter_ = view.filter
    if filter_.type != ("attack",) or filter_.target != ("us_coalition",):
        return []
    if set(filter_.to_params()) - set(_AMONG_ALL):
        return []
    first, _ = filter_.period(atlas)
    if compared is None:
        compared = tallies.compare_tallies(view, atlas)
    counted = [
        r
        for r in compared
        if r.counter == tallies.US
        and not r.syria_only
        and r.first
        # A count of a few days within the period would say little of it.
        and (r.first == first or (r.first > first and (r.as_of - r.first).days >= _LEAST_DAYS))
    ]
    if not counted:
        return []
    best = max(counted, key=lambda r: (r.published, -r.as_of.toordinal()))
    since = (
        f" from {_first_counted(best.first or first)}" if first not in presets.FIRST_DAYS else ""
    )
    link = "to" if since else "by"
    text = f"US officials counted {_hedged(best, atlas)}{since} {link} {long_day(best.as_of)}"
    return [Clause("; "), Clause(text, source_id=best.source_id)]


def _first_counted(first: date) -> str:
    """Return the first day as the counter names it: 17 October in Washington was 18 October."""
    if first == presets.LOCAL_FIRST_DAY:
        return f"{long_day(presets.WASHINGTON_FIRST_DAY)} (18 October local)"
    return long_day(first)


def _hedged(tally: ComparedTally, atlas: Atlas) -> str:
    """Return the published number with the hedge that its source uses."""
    if not tally.approximate:
        return number(tally.published)
    rows = atlas.tallies
    same = (rows["source_id"] == tally.source_id) & (rows["counted_by"] == tally.counted_by)
    notes = " ".join(str(n) for n in rows.loc[same, "note"].dropna())
    hedge = re.match(_HEDGES, notes, re.IGNORECASE)
    words = hedge[0].lower() if hedge else "about"
    return f"{'about' if words == 'approximate' else words} {number(tally.published)}"


def _caveat(view: View, atlas: Atlas) -> list[Clause]:
    """Say what a reader of the number must know: how far the period was searched."""
    sentences = []
    if not view.shown:
        sentences.append("No report was found, which does not mean that nothing happened.")
    if searched := describe_coverage(view.filter, atlas):
        sentences.append(searched)
    return [Clause(" ".join(sentences))] if sentences else []


def describe_coverage(filter_: Filter, atlas: Atlas) -> str:
    """Return which part of a filter's period was not searched day by day; empty for none."""
    first, last = filter_.period(atlas)
    levels = {span.level for span in coverage.coverage_spans(filter_, atlas, first, last)}
    if coverage.UNSTATED in levels:
        return "The data do not say how well this period was searched."
    if levels <= coverage.DAY_BY_DAY:
        return ""
    return _partly(coverage.searched_runs(filter_, atlas, first, last), levels)


def _partly(searched: list[tuple[date, date]], levels: set[str]) -> str:
    if searched:
        named = both(f"from {long_day(a)} to {long_day(b)}" for a, b in searched)
        return (
            f"Only {named} were reports searched day by day; outside that period only notable "
            "incidents are listed, so totals are incomplete."
        )
    if levels == {coverage.OUTSIDE}:
        return "The atlas does not cover this period."
    return (
        "Reports of this period were not searched day by day: only notable incidents are listed, "
        "so totals are incomplete."
    )


def _left_out(view: View) -> list[Clause]:
    if not view.left_out:
        return [Clause(f"Nothing is left out of {number(view.total)} incidents read.")]
    clauses = [Clause(f"Left out of {number(view.total)} incidents read: ")]
    for name, rows in view.lost.items():
        text = f"{number(len(rows))} {left_out(name, view.filter)}"
        figure = Figure(f"left_out_{name}", f"Left out: {left_out(name, view.filter)}", rows)
        clauses += [Clause(text, figure), Clause(", ")]
    if QUARANTINED in view.left_out:
        n = view.left_out[QUARANTINED]
        clauses += [Clause(f"{number(n)} {left_out(QUARANTINED, view.filter)}"), Clause(", ")]
    return [*clauses[:-1], Clause(".")]
