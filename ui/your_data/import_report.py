"""The report of an import on the page: every row accounted for, the same words as geo's report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.errors import visible
from geo.importers import counted
from geo.utils import words
from ui import text
from ui.your_data import mapping_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.importers import Finding, Refused, Report

_TITLES: Final = {
    "decided": "Applied to a whole column",
    "mended": "Fixed automatically",
    "flagged": "Please check",
    "noted": "Good to know",
}
_STYLE: Final = """
<style>
.atlas-balance { margin: 0; font-size: 1.6rem; font-weight: 700; line-height: 1.25; }
</style>
"""
_MOST_ROWS: Final = 50
_MOST_CHARS: Final = 200
_MOST_CODES: Final = 30


def draw_import_report(report: Report, key: str) -> None:
    """Draw a report; `key` tells its buttons from those of another report on the page."""
    _sums(report)
    _columns(report)
    _first_rows(report)
    _quarantine(report, key)
    for kind, title in _TITLES.items():
        findings = [f for f in report.findings if f.kind == kind]
        if findings:
            st.markdown(f"**{title}**")
            _findings(report, findings, title)
    _duplicates(report)
    _codes(report)
    st.download_button(
        "Download the report", data=lambda: report.to_text().encode("utf-8", errors="replace"),
        file_name="report.txt", mime="text/plain", icon=":material/download:",
        key=f"report_{key}", on_click="ignore",
    )  # fmt: skip


def balance(report: Report) -> str:
    """Return the account of the rows, or of the events for which they stand, in one line."""
    if report.events:
        return (
            f"{words.plural(report.file_rows, 'row')} for {words.plural(report.events, 'event')}: "
            f"{words.number(report.kept)} imported, {words.number(report.quarantined)} quarantined"
        )
    if not report.quarantined:
        return f"{'All ' if report.read > 1 else ''}{words.plural(report.read, 'row')} imported"
    return (
        f"{words.number(report.kept)} of {words.plural(report.read, 'row')} imported, "
        f"{words.number(report.quarantined)} quarantined"
    )


def _sums(report: Report) -> None:
    dataset = " ".join(filter(None, (report.dataset, report.dataset_version)))
    notes = "".join(f"<li>{_shown(note)}</li>" for note in report.notes)
    st.html(
        f'{_STYLE}<p class="atlas-balance">{balance(report)}</p>'
        '<div class="atlas-card"><dl>'
        f"<dt>File</dt><dd>{_shown(report.name)}</dd>"
        f"<dt>Read as</dt><dd>{text.safe(report.schema)}: {text.safe(report.schema_reason)}</dd>"
        f"{_glance(report)}"
        f"<dt>Dataset</dt><dd>{text.safe(dataset)}; {text.safe(report.terms)}</dd>"
        f"<dt>Groups</dt><dd>{words.number(report.groups_known)} known to the atlas, "
        f"{words.number(report.groups_new)} new</dd>"
        f"</dl>{f'<ul>{notes}</ul>' if notes else ''}</div>"
    )


def _glance(report: Report) -> str:
    """Return years, points, countries and tolls as terms and values in HTML."""
    glance = report.glance
    values = {
        "By year": counted(glance.years),
        "With a point": f"{words.number(glance.with_point)} of {words.number(report.kept)}",
        "By country": counted(glance.countries),
    }
    for role, toll in glance.tolls.items():
        values[mapping_form.label(role)] = (
            f"{words.number(toll.total)} in all, known for {words.plural(toll.known, report.unit)}"
            if toll.known
            else f"not known for any {report.unit}"
        )
    return "".join(f"<dt>{term}</dt><dd>{text.safe(v)}</dd>" for term, v in values.items())


def _first_rows(report: Report) -> None:
    with st.expander("The first rows, as they were and as they became"):
        _table(
            (_line(report).capitalize(), "As it was", "As it became"),
            ((r.line, r.was, r.became) for r in report.glance.rows),
            "The first rows",
        )


def _quarantine(report: Report, key: str) -> None:
    st.markdown("**Quarantined: not imported**")
    if not report.quarantined:
        st.markdown("None.")
        return
    reasons = [f for f in report.findings if f.kind == "quarantined"]
    _findings(report, reasons, "Reasons of quarantine")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            f"Download the quarantine ({words.number(report.quarantined)})",
            data=report.quarantine_csv, file_name="quarantine.csv", mime="text/csv",
            icon=":material/download:", key=f"quarantine_{key}", on_click="ignore",
        )  # fmt: skip
        st.caption("Each with its line, the reason and the original text.")
    shown = report.quarantine[:_MOST_ROWS]
    with st.expander(f"The first {len(shown)} of {words.number(report.quarantined)} rows"):
        _table(
            (_line(report).capitalize(), "Column", "Why", "Found", "The row as it was"),
            ((_place(r), r.column, r.reason, _short(r.value), _short(r.original)) for r in shown),
            "Quarantined rows",
        )


def _findings(report: Report, findings: Iterable[Finding], title: str) -> None:
    _table(
        (f"{report.unit.capitalize()}s", "What", "Where, for example"),
        (
            (
                words.number(f.rows) if f.rows else "",
                f.message,
                "; ".join(
                    f"{_line(report)} {n}: {_short(t)}" if t else f"{_line(report)} {n}"
                    for n, t in f.examples[:3]
                ),
            )
            for f in findings
        ),
        title,
    )


def _duplicates(report: Report) -> None:
    if not report.same_id and not report.likely_duplicates:
        st.markdown("**Duplicates**\n\nNone found.")
        return
    st.markdown(
        f"**Duplicates**\n\n{words.plural(report.same_id, 'row')} with the ID of another row: "
        f"quarantined. {words.plural(report.likely_duplicates, 'row')} may repeat another one: "
        "listed below, and kept unless you asked to quarantine them."
    )
    if report.pairs:
        shown = report.pairs[:_MOST_ROWS]
        of = words.number(report.likely_duplicates)
        with st.expander(f"The first {len(shown)} of {of} rows that may repeat another one"):
            line = _line(report).capitalize()
            _table(
                (line, f"Other {line.lower()}", "Kilometres apart", "Days apart", "Place"),
                ((p.line, p.other_line, f"{p.km:.2f}", p.days, p.place) for p in shown),
                "Likely duplicates",
            )


def _columns(report: Report) -> None:
    st.markdown("**What the columns became**")
    label, samples = mapping_form.label, report.samples
    used = [
        (label(role), column, report.reasons.get(role, ""), samples.get(column, ""))
        for role, column in report.columns_used.items()
    ]
    used += [(label(role), "", "stated for all rows", v) for role, v in report.constants.items()]
    used += [
        (label(q.role), " or ".join(q.candidates), "not decided, so not used", "")
        for q in report.questions
    ]
    used += [("Not used", column, "", samples.get(column, "")) for column in report.columns_unused]
    _table(("Meaning", "Column", "Why", "For example"), used, "What the columns became")


def _codes(report: Report) -> None:
    if not report.codes:
        return
    with st.expander("What the codes became"):
        for role, table in report.codes.items():
            left = len(table) - _MOST_CODES
            more = f", the {_MOST_CODES} most frequent of {len(table)}" if left > 0 else ""
            st.markdown(f"**{mapping_form.label(role)}**{more}")
            _table(
                ("In the file", "In the atlas", "Rows"),
                ((v or "(blank)", c, words.number(n)) for v, c, n in table[:_MOST_CODES]),
                f"Codes of {role}",
            )


def _line(report: Report) -> str:
    return "line" if report.has_lines else "record"


def _place(row: Refused) -> str:
    """Return where a row stands: its line, and its sheet where several were read together."""
    return f"{row.part}, {row.line}" if row.part else str(row.line)


def _short(value: str) -> str:
    return value if len(value) <= _MOST_CHARS else f"{value[:_MOST_CHARS]}…"


def _shown(value: object) -> str:
    """Return what a file holds as HTML that hides nothing."""
    return text.safe(visible(str(value)))


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], title: str) -> None:
    """Draw a table of text from anywhere; a wide one scrolls inside its own frame."""
    names = "".join(f'<th scope="col">{text.safe(h)}</th>' for h in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    st.html(
        f'<div class="atlas-frame atlas-tall" tabindex="0" role="region" '
        f'aria-label="{text.safe(title)}"><table class="atlas-table"><thead><tr>{names}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )
