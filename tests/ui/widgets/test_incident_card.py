"""The card of one incident."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geo import codes
from ui.widgets import incident_card


@pytest.mark.parametrize("incident_id", ["2024-01-28-tower22", "2024-04-20-kalsu"])
def test_a_card_has_every_statement_and_every_source_of_its_incident(atlas, incident_id):
    card = incident_card.card(atlas, incident_id)
    position = atlas.row_of[incident_id]
    statements = (atlas.statements["incident_id"] == incident_id).sum()
    assert f"{statements} statement" in card
    sources = incident_card.sources(atlas, position)
    rows = list(atlas.source_rows.take([position]).to_pylist()[0])
    assert sources.count("<li>") == len(rows)
    for url in atlas.sources["url"].iloc[rows]:
        assert url.replace("&", "&amp;") in sources
    assert card.endswith("</article>")


def test_the_card_says_how_far_the_row_is_supported_and_since_when(atlas):
    rows = atlas.incidents.set_index("incident_id")
    changed = rows.index[rows["changed"].notna()][0]
    card = incident_card.card(atlas, changed)
    assert "<dt>Added in version</dt><dd>1.0.0, 22 Nov 2026</dd>" in card
    assert "<dt>Changed in version</dt><dd>1.1.0, 30 Nov 2026</dd>" in card
    for code, name in codes.REVIEW_NAME.items():
        incident_id = rows.index[rows["review"] == code][0]
        said = f"<dt>Review</dt><dd>{name}: {codes.REVIEW[code]}</dd>"
        assert said in incident_card.card(atlas, incident_id)


def test_an_imported_row_has_no_review(atlas):
    row = atlas.incidents.iloc[0].drop(["review", "added", "changed"])
    assert incident_card._review(row) is None
    assert incident_card._edition(row.get("added")) is None


def test_what_is_not_known_is_said(atlas):
    rows = atlas.incidents
    unknown = rows.index[rows["killed"].isna()][0]
    doubts = incident_card.uncertain(atlas, rows.iloc[unknown])
    assert "no figure for deaths (that does not mean none)" in doubts
    sure = (
        (rows["date_precision"] == "day") & (rows["geo_precision"] == "site")
        & rows["killed"].notna() & rows["injured"].notna()
        & rows["confirmation"].isin(["official", "monitor"])
        & ~rows["incident_id"].isin(
            atlas.statements.loc[atlas.statements["stance"] == "denied", "incident_id"])
    )  # fmt: skip
    assert sure.any()
    assert incident_card.uncertain(atlas, rows[sure].iloc[0]) == ""


def test_a_date_of_several_days_is_said_whole(atlas):
    row = atlas.incidents.iloc[0].copy()
    row["date_precision"], row["date"] = "approx", pd.Timestamp("2019-07-01")
    assert "the exact date is uncertain" in incident_card.uncertain(atlas, row)
    row["date_end"] = pd.Timestamp("2019-07-31")
    said = "dated Jul 2019, and counted on 1 Jul 2019"
    assert said in incident_card.uncertain(atlas, row)


def test_no_card_lets_a_tag_of_the_data_through(atlas):
    row = atlas.incidents.iloc[0].copy()
    row["target"], row["place"] = "<b>x</b>", "<script>"
    head = incident_card.card_head(row)
    assert "&lt;b&gt;x&lt;/b&gt;</h2>" in head
    assert not re.search(r"<script|<b>", head)


@pytest.mark.parametrize(
    ("stance", "group", "speaker", "said"),
    [
        ("claimed", "X", "X", "<b>Claimed</b> by X"),
        ("claimed", "X", "SOHR", "<b>Claimed</b> by X, as SOHR says"),
        ("claimed", "", "A & B", "<b>Claimed</b> by A &amp; B"),
        ("attributed", "X", "US Central Command", "<b>Attributed</b> to X by US Central Command"),
        ("suspected", "X", "SOHR", "<b>Suspected</b> to be the work of X, by SOHR"),
        ("denied", "X", "X", "<b>Denied</b> by X"),
        ("denied", "X", "an official", "<b>Denied</b> by an official (about X)"),
        ("denied", "", "an official", "<b>Denied</b> by an official"),
        ("withdrew", "X", "X", "<b>Claim withdrawn</b> by X"),
        ("finding", "", "a committee", "<b>Finding</b> by a committee"),
        ("party", "X", "ACLED", "<b>Named as a party</b>: X, by ACLED"),
    ],
)
def test_a_statement_says_who_says_it_of_whom(stance, group, speaker, said):
    assert incident_card._said(stance, group, speaker, same=group == speaker) == said
