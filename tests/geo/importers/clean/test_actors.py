"""Names of actors: words for nobody, and groups that are known."""

from __future__ import annotations

from geo.filter.filter import Filter
from geo.importers.clean.actors import is_nobody, split_names
from tests.geo.importers.files import (
    acled,
    acled_csv,
    plain,
    plain_csv,
)


def test_words_for_nobody_name_no_group():
    assert split_names("nobody; Some Group;UNKNOWN", ";") == ["Some Group"]
    assert split_names("Unidentified Armed Group", ";") == ["Unidentified Armed Group"]
    assert is_nobody(" Not  claimed ")


def test_actors_are_parties_and_known_ones_keep_their_id(convert, rows, load):
    allies = {"assoc_actor_1": "Harakat al-Nujaba; Some Tribe (Iraq)"}
    data = acled_csv(acled(), acled("IRQ2", actor2="Kataib Hezbollah", **allies))
    imported = convert(data)
    statements = [
        (r["incident_id"], r["group_id"], r["stance"]) for r in rows(imported, "statements")
    ]
    assert statements == [
        ("acled-irq1", "iraq_state", "party"),
        ("acled-irq1", "unidentified_armed_group_iraq", "party"),
        ("acled-irq2", "iraq_state", "party"),
        ("acled-irq2", "kh", "party"),
        ("acled-irq2", "nujaba", "party"),
        ("acled-irq2", "some_tribe_iraq", "party"),
    ]
    atlas = load(imported)
    shown = {rule: Filter.parse(f"group=pmf&rule={rule}", atlas).view(atlas).shown
             for rule in ("any", "claimed", "attributed", "unclaimed")}  # fmt: skip
    # Kata'ib Hezbollah is in the PMF: the hierarchy of the atlas works on imported rows.
    assert shown == {"any": 1, "claimed": 0, "attributed": 0, "unclaimed": 0}
    kinds = atlas.groups.set_index("group_id")["kind"]
    assert kinds["unidentified_armed_group_iraq"] == "armed_group"


def test_a_claim_of_a_counterstrike_is_an_acknowledgement(convert, rows, load):
    data = plain_csv(plain(**{"Event type": "counterstrike", "Claimed by": "CENTCOM"}))
    imported = convert(data)
    statements = {(r["group_id"], r["stance"]) for r in rows(imported, "statements")}
    assert statements == {("kh", "party"), ("centcom", "acknowledged")}
    load(imported)
