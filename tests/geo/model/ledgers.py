"""Small graphs of groups and ledgers of statements, for cases that can be settled by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo import codes
from geo.model.statements import GroupGraph, Ledger

# front -> leaf -> branch -> root by membership; ally stands beside root, not under it.
LINKS = [
    ("leaf", "branch", "member_of"),
    ("branch", "root", "member_of"),
    ("front", "leaf", "front_for"),
    ("ally", "root", "affiliated"),
    ("other", "root", "nominal"),
    ("leaf", "other", "affiliated"),
]
GROUPS = ("front", "leaf", "branch", "root", "ally", "other")


RULES = list(codes.RULE)
STANCES = list(codes.STANCE)
PART = {"claimed", "acknowledged", "attributed", "suspected", "party"}


def graph(links=LINKS, groups=GROUPS):
    return GroupGraph(groups, pd.DataFrame(links, columns=["child_id", "parent_id", "relation"]))


def ledger(*statements, incidents=("x", "y"), days=(0, 0), groups=None):
    """Return the ledger of statements given as (group, stance), about x, or with an incident."""
    rows = [s if len(s) == 3 else ("x", *s) for s in statements]
    frame = pd.DataFrame(rows, columns=["incident_id", "group_id", "stance"])
    return Ledger.build(frame, pd.Series(list(incidents)), np.array(days), groups or graph())


def holds(rule, *statements, groups=(), members=True):
    """Return whether the incident x meets the rule."""
    return bool(ledger(*statements).matching(rule, groups, members=members)[0])
