"""The filter, the attribution rules and the counts once more: slow, in plain Python, row by row.

Written from the words of the product description, on the CSV files themselves. Only the province of
a point is taken from the atlas; `test_joins.py` checks that one against shapely.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from pyproj import Geod

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geo.model.atlas import Atlas

GEOD = Geod(ellps="WGS84")
PRECISION = ["site", "town", "district", "province", "country"]
# The table of the product description, in its order; a row is left out under the first it fails.
ORDER = (
    "from", "to", "group", "rule", "country", "province", "base", "type", "target", "weapon",
    "outcome", "confirmation", "precision", "q", "near", "review",
)  # fmt: skip
PART = {"claimed", "acknowledged", "attributed", "suspected", "party"}

Row = dict[str, Any]
Params = dict[str, list[str]]


def plain(text: str) -> str:
    """Return `text` without case, accents, apostrophes and hyphens."""
    kept = []
    for c in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(c) or c in "'’‘`ʿʾ":
            continue
        kept.append(" " if c in "-_/" else c)
    return " ".join("".join(kept).casefold().split())


class Oracle:
    """All rows of a data folder in plain Python."""

    def __init__(self, folder: Path, atlas: Atlas) -> None:
        """Read the CSV files."""
        self.incidents = sorted(
            _rows(folder / "incidents.csv"), key=lambda r: (r["date"], r["incident_id"])
        )
        self.statements = _rows(folder / "statements.csv")
        self.links = _rows(folder / "group_links.csv")
        self.tallies = _rows(folder / "tallies.csv")
        sources = {r["source_id"]: r for r in _rows(folder / "sources.csv")}
        self.sources: dict[str, list[Row]] = {r["incident_id"]: [] for r in self.incidents}
        for r in _rows(folder / "incident_sources.csv"):
            self.sources[r["incident_id"]].append(sources[r["source_id"]])
        bases = json.loads((folder / "bases.geojson").read_text(encoding="utf-8"))
        self.bases = {f["properties"]["base_id"]: f["properties"] for f in bases["features"]}
        frame = atlas.incidents
        self.province = {
            i: p if isinstance(p, str) else None
            for i, p in zip(frame["incident_id"], frame["province_code"], strict=True)
        }
        self.day = {r["incident_id"]: r["date"] for r in self.incidents}
        self.about: dict[str, list[Row]] = {r["incident_id"]: [] for r in self.incidents}
        for s in self.statements:
            self.about[s["incident_id"]].append(s)

    # --- groups and rules -------------------------------------------------------------------------

    @cache  # noqa: B019 - one oracle lives as long as the tests
    def members(self, group: str, day: str) -> frozenset[str]:
        """Return the group and everything below it on a day, by recursion."""
        members = {group}
        for link in self.links:
            if (
                link["parent_id"] == group
                and link["relation"] in {"member_of", "front_for"}
                and link["valid_from"] <= day <= (link["valid_to"] or "9999")
            ):
                members |= self.members(link["child_id"], day)
        return frozenset(members)

    def stands(self, statement: Row) -> bool:
        """Return whether it is not a claim that the same group took back."""
        return statement["stance"] != "claimed" or not any(
            s["stance"] == "withdrew" and s["group_id"] == statement["group_id"]
            for s in self.about[statement["incident_id"]]
        )

    def disputed(self, statement: Row) -> bool:
        """Return whether someone denies the part of its group or of a body of it, or the event."""
        return any(
            not s["group_id"]
            or statement["group_id"] in self.members(s["group_id"], self.day[s["incident_id"]])
            for s in self.about[statement["incident_id"]]
            if s["stance"] == "denied"
        )

    def meets(self, statement: Row, rule: str) -> bool:
        """Return whether one statement meets a rule that asks for a statement."""
        stance = statement["stance"]
        if rule == "undisputed":
            return (
                stance in {"claimed", "acknowledged", "attributed"}
                and self.stands(statement)
                and not self.disputed(statement)
            )
        stances = {"any": PART, "claimed": {"claimed"}, "attributed": {"attributed", "suspected"}}
        return stance in stances[rule] and self.stands(statement)

    def by_rule(self, row: Row, rule: str, groups: Iterable[str], *, members: bool) -> bool:
        """Return whether an incident meets a rule for a choice of groups; none means any."""
        asked = set(groups)
        if members:
            asked = {m for g in asked for m in self.members(g, row["date"])}
        about = [
            s
            for s in self.about[row["incident_id"]]
            if not asked or s["group_id"] in asked
        ]  # fmt: skip
        if rule == "unclaimed":
            unclaimed = not any(self.meets(s, "claimed") for s in about)
            return unclaimed and (not asked or any(self.meets(s, "attributed") for s in about))
        if rule == "any" and not asked:
            return True
        return any(self.meets(s, rule) for s in about)

    # --- the filter -------------------------------------------------------------------------------

    def passes(self, row: Row, name: str, params: Params) -> bool:  # noqa: C901, PLR0911
        """Return whether an incident passes one parameter."""
        values = params.get(name, [])
        groups, members = params.get("group", []), params.get("members", ["1"]) == ["1"]
        rule = params.get("rule", ["any"])[0]
        if name == "rule":
            return rule == "any" or self.by_rule(row, rule, groups, members=members)
        if not values:
            return True
        if name == "from":
            return row["date"] >= values[0]
        if name == "to":
            return row["date"] <= values[0]
        if name == "group":
            return self.by_rule(row, "any", groups, members=members)
        if name == "province":
            return self.province[row["incident_id"]] in values
        if name == "weapon":
            return bool(set(row["weapons"].split(";")) & set(values))
        if name == "precision":
            return PRECISION.index(row["geo_precision"]) <= PRECISION.index(values[0])
        if name == "q":
            text = plain(" ".join([row["target"], row["place"], row["summary"]]))
            said_by = [plain(s["publisher"]) for s in self.sources[row["incident_id"]]]
            return all(w in " ".join([text, *said_by]) for w in plain(values[0]).split())
        if name == "near":
            latitude, longitude, km = (float(v) for v in values[0].split(","))
            if row["latitude"] == "":
                return False
            here = float(row["longitude"]), float(row["latitude"])
            return GEOD.inv(longitude, latitude, *here)[2] <= km * 1000
        column = {"type": "event_type", "target": "target_side", "base": "base_id"}.get(name, name)
        return row[column] in values

    def view(self, params: Params) -> tuple[list[Row], dict[str, int]]:
        """Return the rows that match, and how many are left out under which parameter first."""
        shown, left_out = [], Counter()
        for row in self.incidents:
            failed = next((p for p in ORDER if not self.passes(row, p, params)), None)
            if failed:
                left_out[failed] += 1
            else:
                shown.append(row)
        return shown, dict(left_out)

    # --- counts -----------------------------------------------------------------------------------

    def named(self, row: Row, stances: set[str], rule: str = "any") -> list[str]:
        """Return the groups with such a statement that stands, in the table's order."""
        return list(
            dict.fromkeys(
                s["group_id"]
                for s in self.about[row["incident_id"]]
                if s["stance"] in stances
                and s["group_id"]
                and self.stands(s)
                and not (rule == "undisputed" and self.disputed(s))
            )
        )


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ranked(values: Iterable[str]) -> list[tuple[str, int]]:
    """Return counts, the largest first, equal ones by name."""
    return sorted(Counter(values).items(), key=lambda kv: (-kv[1], kv[0]))


def query(params: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return the parameters as pairs."""
    return [(name, value) for name, values in params.items() for value in values]
