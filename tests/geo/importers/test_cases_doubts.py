"""Names of groups in other people's tables that are doubted, or several in one cell."""

from __future__ import annotations

import pytest

from geo.importers.clean.hedges import take_hedge
from tests.geo.importers.files import incidents_csv


@pytest.mark.parametrize(
    ("name", "bare", "kind"),
    [
        ("ISIS (not confirmed)", "ISIS", "doubted"), ("probably Hezbollah", "Hezbollah", "doubted"),
        ("ISIS?", "ISIS", "doubted"), ("ISIS (?)", "ISIS", "doubted"),
        ("ISIS - unconfirmed", "ISIS", "doubted"), ("Unknown (likely ISIS)", "ISIS", "doubted"),
        ("unknown, suspected PKK", "PKK", "suspected"), ("Suspected ISIS", "ISIS", "suspected"),
        ("ISIS [alleged]", "ISIS", "suspected"), ("probably ISIS?", "ISIS", "doubted"),
        ("believed to be HTS", "HTS", "suspected"), ("HTS (claimed)", "HTS", "claimed"),
        ("вероятно ИГ", "ИГ", "doubted"), ("presunto ELN", "ELN", "suspected"),
        ("ربما داعش", "داعش", "doubted"),
        # Names that only look like it.
        ("Islamic State (Iraq)", "Islamic State (Iraq)", ""), ("unknown (ISIS)",) * 2 + ("",),
        ("Unidentified Armed Group (Mali)",) * 2 + ("",), ("Likely",) * 2 + ("",),
        ("The Possibles", "The Possibles", ""), ("?", "?", ""),
    ],
)  # fmt: skip
def test_a_doubt_beside_a_name(name, bare, kind):
    assert (take_hedge(name)[0], take_hedge(name)[1].kind) == (bare, kind)


def test_a_doubtful_group_is_found_and_its_doubt_is_kept(convert, rows, load):
    imported = convert(incidents_csv(
        "claimed_by,attributed_to,actor", "ISIS (not confirmed),,probably PKK",
        "ISIS,ISIS?,Suspected HTS", "probably unknown,HTS (claimed),",
    ))  # fmt: skip
    stated = [(r["group_id"], r["stance"], r["note"]) for r in rows(imported, "statements")]
    assert stated == [
        ("pkk", "party", "in the file: probably PKK"),
        ("isis", "suspected", "in the file: ISIS (not confirmed)"),
        ("hts", "suspected", "in the file: Suspected HTS"),
        ("isis", "claimed", None), ("isis", "suspected", "in the file: ISIS?"),
        ("hts", "claimed", "in the file: HTS (claimed)"),
    ]  # fmt: skip
    doubts = [f.rows for f in imported.report.findings if f.what == "group in doubt"]
    assert doubts == [2, 1, 2]
    load(imported)


def test_several_known_groups_in_one_name_are_each_found(convert, rows):
    cells = ("ISIS or Kataib Hezbollah", "ISIS / Kataib Hezbollah", "Boys and Girls",
             "ISIS or Boys")  # fmt: skip
    imported = convert(incidents_csv("attributed_to", *cells))
    stated = [(r["group_id"], r["stance"]) for r in rows(imported, "statements")]
    assert stated == [
        ("isis", "suspected"), ("kh", "suspected"), ("isis", "attributed"), ("kh", "attributed"),
        ("boys_and_girls", "attributed"), ("isis_or_boys", "attributed"),
    ]  # fmt: skip
