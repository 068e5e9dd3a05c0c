"""Counts and quoted statistics, against plain Python and on weeks drawn by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes
from geo.analysis import counts
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geo.oracle import ranked
from tests.geometry import incident, statement, tally


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


@pytest.fixture
def days(hand_drawn):
    """Return a function that loads incidents on days of January 2024."""

    def load(*numbers, **tables):
        rows = [incident(f"i{n}", f"2024-01-{day:02}") for n, day in enumerate(numbers)]
        return hand_drawn(incidents=rows, **tables)

    return load


# --- counts ---------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(strategies.params())
def test_every_count_is_what_plain_python_counts(atlas, oracle, params):
    view = view_of(params, atlas)
    rows, _ = oracle.view(params)
    for name, column in [
        ("base_id", "base_id"), ("country", "country"), ("event_type", "event_type"),
        ("confirmation", "confirmation"),
    ]:  # fmt: skip
        expected = ranked(r[column] or "none" for r in rows)
        assert list(counts.by_column(view, atlas, name).items()) == expected
    assert list(counts.by_column(view, atlas, "province_code").items()) == ranked(
        oracle.province[r["incident_id"]] or "none" for r in rows
    )
    assert list(counts.by_weapon(view, atlas).items()) == ranked(
        w for r in rows for w in r["weapons"].split(";")
    )
    by_stance = Counter(
        stance
        for r in rows
        for stance in {s["stance"] for s in oracle.about[r["incident_id"]] if oracle.stands(s)}
    )
    expected = [(s, by_stance[s]) for s in codes.STANCE if by_stance[s]]
    assert list(counts.by_stance(view, atlas).items()) == expected
    by_month = Counter(r["date"][:7] for r in rows)
    counted = counts.by_month(view, atlas)
    assert {m: n for m, n in counted.items() if n} == by_month
    assert list(counted) == months(rows)
    for column in ("killed", "injured"):
        known = [int(r[column]) for r in rows if r[column]]
        total = sum(known) if known else None
        assert counts.toll(view, atlas, column) == (total, len(rows) - len(known))


def months(rows):
    if not rows:
        return []
    year, month = map(int, rows[0]["date"][:7].split("-"))
    found = [rows[0]["date"][:7]]
    while found[-1] != rows[-1]["date"][:7]:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found.append(f"{year}-{month:02}")
    return found


@settings(max_examples=60)
@given(strategies.params("group", "members", "rule", "country"))
def test_groups_are_counted_by_the_statements_that_the_rule_admits(atlas, oracle, params):
    rule = params.get("rule", ["any"])[0]
    admitted = {
        "any": {"claimed", "acknowledged", "attributed", "suspected"},
        "claimed": {"claimed"},
        "attributed": {"attributed", "suspected"},
        "undisputed": {"claimed", "acknowledged", "attributed"},
        "unclaimed": {"acknowledged", "attributed", "suspected"},
    }[rule]
    rows, _ = oracle.view(params)
    expected = ranked(g for r in rows for g in (oracle.named(r, admitted, rule) or ["unknown"]))
    assert list(counts.by_group(view_of(params, atlas), atlas).items()) == expected


def test_a_disputed_group_is_not_counted_where_the_rule_is_undisputed(hand_drawn):
    atlas = hand_drawn(
        statements=[
            statement("one", "leaf", "attributed"),
            statement("one", "leaf", "denied"),
            statement("one", "other", "claimed"),
        ]
    )
    view = view_of("rule=undisputed", atlas)
    assert view.shown == 1
    assert counts.by_group(view, atlas) == {"other": 1}


@settings(max_examples=40)
@given(strategies.params())
def test_counts_that_do_not_overlap_sum_up_to_those_shown(atlas, params):
    result = counts.summary(view_of(params, atlas), atlas)
    for key in ("by_base", "by_province", "by_country", "by_type", "by_confirmation", "by_month"):
        assert sum(result[key].values()) == result["shown"], key
    for key in ("by_group", "by_weapon"):
        assert sum(result[key].values()) >= result["shown"]
        assert max(result[key].values(), default=0) <= result["shown"]
    assert result["shown"] + sum(result["left_out"].values()) == result["total"]
    assert bool(result["first"]) == bool(result["last"]) == bool(result["shown"])


def test_every_named_group_counts_for_itself_and_not_for_its_umbrella(hand_drawn):
    links = [{"child_id": "leaf", "parent_id": "root", "relation": "member_of", "source_id": "s1"}]
    atlas = hand_drawn(
        incidents=[incident("a"), incident("b")],
        statements=[
            statement("a", "leaf", "claimed"),
            statement("a", "other", "suspected"),
            statement("a", "leaf", "suspected"),
        ],
        group_links=links,
    )
    assert counts.by_group(view_of("", atlas), atlas) == {"leaf": 1, "other": 1, "unknown": 1}
    assert counts.by_group(view_of("rule=claimed", atlas), atlas) == {"leaf": 1}


def test_equal_counts_are_ranked_by_name(hand_drawn):
    rows = [incident(f"i{n}", weapons=w) for n, w in enumerate(["rocket", "mortar", "air_strike"])]
    counted = counts.by_weapon(view_of("", atlas := hand_drawn(incidents=rows)), atlas)
    assert list(counted) == ["air_strike", "mortar", "rocket"]


# --- toll -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["", ""], (None, 2)),
        (["0", ""], (0, 1)),
        (["0", "0"], (0, 0)),
        (["3", ""], (3, 1)),
        (["3", "4"], (7, 0)),
    ],
)
def test_an_unknown_toll_is_never_zero(cells, expected, hand_drawn):
    rows = [incident(f"i{n}", killed=cell) for n, cell in enumerate(cells)]
    atlas = hand_drawn(incidents=rows)
    assert counts.toll(view_of("", atlas), atlas, "killed") == expected
    result = counts.summary(view_of("", atlas), atlas)
    assert (result["killed"], result["killed_unknown"]) == expected


def test_a_toll_of_no_rows_is_unknown(days):
    atlas = days(1)
    assert counts.toll(view_of("from=1990-01-01&to=1990-01-01", atlas), atlas, "killed") == (
        None,
        0,
    )


# --- lulls ----------------------------------------------------------------------------------------


def lulls(atlas, query="", min_days=3):
    found = counts.lulls(view_of(query, atlas), atlas, min_days)
    return [(lull.start.day, lull.end.day, lull.days, lull.open) for lull in found]


def test_a_lull_is_the_days_between_first_and_last_empty_day_included(days):
    assert lulls(days(1, 5)) == [(2, 4, 3, False)]


@pytest.mark.parametrize(("min_days", "n"), [(1, 1), (3, 1), (4, 0)])
def test_a_lull_has_at_least_so_many_days(min_days, n, days):
    assert len(lulls(days(1, 5), min_days=min_days)) == n


def test_fourteen_days_are_the_default(days):
    fourteen, thirteen = days(1, 16), (1, 15)
    assert [x.days for x in counts.lulls(view_of("", fourteen), fourteen)] == [14]
    atlas = days(*thirteen)
    assert counts.lulls(view_of("", atlas), atlas) == []


@pytest.mark.parametrize("min_days", [0, -1])
def test_a_lull_of_no_days_is_refused(min_days, days):
    with pytest.raises(ValueError, match="at least 1"):
        lulls(days(1), min_days=min_days)


def test_several_incidents_on_one_day_are_one_day(days):
    assert lulls(days(1, 1, 1, 5, 5)) == [(2, 4, 3, False)]
    assert lulls(days(1, 1), min_days=1) == []


def test_incidents_on_neighbouring_days_leave_no_lull(days):
    assert lulls(days(1, 2, 3), min_days=1) == []


def test_a_run_at_the_edge_of_the_period_is_open(days):
    found = lulls(days(5, 10), "from=2024-01-01&to=2024-01-20")
    assert found == [(1, 4, 4, True), (6, 9, 4, False), (11, 20, 10, True)]


def test_a_run_that_ends_beside_the_edge_is_not_open(days):
    assert lulls(days(1, 5, 9), "from=2024-01-01&to=2024-01-05") == [(2, 4, 3, False)]


def test_without_dates_the_period_is_that_of_the_data_and_not_of_the_filter(hand_drawn):
    rows = [incident("a", "2024-01-01"), incident("b", "2024-01-10", weapons="mortar"),
            incident("c", "2024-01-20")]  # fmt: skip
    assert lulls(hand_drawn(incidents=rows), "weapon=mortar") == [
        (1, 9, 9, True),
        (11, 20, 10, True),
    ]


def test_where_nothing_matches_there_is_no_lull(days):
    assert lulls(days(1, 5), "weapon=mortar") == []


def test_the_longest_lull_lies_between_two_incidents_where_there_is_one(days):
    atlas = days(5, 10)
    found = counts.lulls(view_of("from=2024-01-01&to=2024-01-31", atlas), atlas, 1)
    assert [x.days for x in found] == [4, 4, 21]
    longest = counts.longest_lull(found)
    assert (longest.start, longest.open) == (date(2024, 1, 6), False)


def test_of_equally_long_lulls_the_earliest_is_the_longest(days):
    atlas = days(1, 5, 9)
    found = counts.lulls(view_of("", atlas), atlas, 1)
    assert [x.days for x in found] == [3, 3]
    assert counts.longest_lull(reversed(found)).start == date(2024, 1, 2)


def test_without_a_closed_lull_the_longest_is_an_open_one(days):
    atlas = days(5)
    found = counts.lulls(view_of("from=2024-01-01&to=2024-01-20", atlas), atlas, 1)
    assert counts.longest_lull(found) == counts.Lull(
        date(2024, 1, 6), date(2024, 1, 20), 15, open=True
    )
    assert counts.longest_lull([]) is None


@settings(max_examples=60)
@given(strategies.params(), st.integers(1, 40))
def test_lulls_are_the_runs_of_empty_days_that_plain_python_finds(atlas, oracle, params, min_days):
    view = view_of(params, atlas)
    rows, _ = oracle.view(params)
    first = params.get("from", [min(oracle.incidents[0]["date"], *params.get("to", ["9"]))])[0]
    last = params.get("to", [max(oracle.incidents[-1]["date"], *params.get("from", ["0"]))])[0]
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    busy = {r["date"] for r in rows}
    runs, day = [], first
    while busy and day <= last:
        start = day
        while day <= last and day.isoformat() not in busy:
            day += timedelta(days=1)
        if (n := (day - start).days) >= min_days:
            runs.append((start, day - timedelta(days=1), n, start == first or day > last))
        day += timedelta(days=1)
    found = [(x.start, x.end, x.days, x.open) for x in counts.lulls(view, atlas, min_days)]
    assert found == runs


# --- nth since ------------------------------------------------------------------------------------


def test_incidents_after_a_day_are_numbered_from_one(hand_drawn):
    rows = [incident("b", "2024-01-03", date_precision="approx"), incident("a", "2024-01-03"),
            incident("on-the-day", "2024-01-02"), incident("c", "2024-01-09")]  # fmt: skip
    atlas = hand_drawn(incidents=rows)
    found = counts.nth_since(view_of("", atlas), atlas, date(2024, 1, 2))
    assert found[["n", "incident_id", "date_precision"]].to_numpy().tolist() == [
        [1, "a", "day"], [2, "b", "approx"], [3, "c", "day"],
    ]  # fmt: skip
    assert list(found.columns) == ["n", "incident_id", "date", "date_precision"]


def test_nothing_after_the_last_day(days):
    atlas = days(1, 2)
    assert len(counts.nth_since(view_of("", atlas), atlas, date(2024, 1, 2))) == 0
    result = counts.summary(view_of("", atlas), atlas, date(2024, 1, 2))
    assert result["nth_since"] == {"since": "2024-01-02", "count": 0, "incidents": []}


@settings(max_examples=40)
@given(strategies.params(), st.dates(date(2019, 1, 1), date(2026, 1, 1)))
def test_the_numbering_is_the_oracles(atlas, oracle, params, since):
    rows, _ = oracle.view(params)
    expected = [r["incident_id"] for r in rows if r["date"] > since.isoformat()]
    found = counts.nth_since(view_of(params, atlas), atlas, since)
    assert found["incident_id"].tolist() == expected
    assert found["n"].tolist() == list(range(1, len(expected) + 1))


# --- tallies --------------------------------------------------------------------------------------


def tally_counts(atlas, query=""):
    return [t["atlas_count"] for t in counts.tallies(view_of(query, atlas), atlas)]


@pytest.fixture
def october(hand_drawn):
    """Return a function that loads attacks around 17 October 2023 and tallies of one's own."""

    def load(*published):
        rows = [
            incident("d17", "2023-10-17"),
            incident("d18", "2023-10-18"),
            incident("d19", "2023-10-19", country="Eastland", at=(0.0, 7.0)),
            incident("d20", "2023-10-20"),
            incident("not-an-attack", "2023-10-19", event_type="strike"),
            incident("on-others", "2023-10-19", target_side="israel"),
            incident("d30", "2023-10-30", confirmation="claimed"),
        ]
        return hand_drawn(incidents=rows, tallies=list(published))

    return load


def test_since_17_october_in_washington_starts_on_the_18th_local(october):
    assert tally_counts(october(tally("2023-10-30", "2023-10-17", 4))) == [4]
    assert tally_counts(october(tally("2023-10-30", "2023-10-18", 4))) == [4]


def test_another_first_day_is_taken_as_it_stands(october):
    assert tally_counts(october(tally("2023-10-30", "2023-10-16", 5))) == [5]
    assert tally_counts(october(tally("2023-10-30", "2023-10-19", 3))) == [3]


def test_a_tally_counts_to_its_own_date_included(october):
    assert tally_counts(october(tally("2023-10-20", "2023-10-17", 3))) == [3]
    assert tally_counts(october(tally("2023-10-19", "2023-10-17", 2))) == [2]


def test_a_tally_without_a_first_day_has_no_count_beside_it(october):
    (found,) = counts.tallies(view_of("", atlas := october(tally("2023-10-20", None, 9))), atlas)
    assert (found["since"], found["atlas_count"], found["total"]) == (None, None, 9)


def test_a_count_of_zero_is_zero_and_not_none(october):
    assert tally_counts(october(tally("2023-10-17", "2023-10-17", 1))) == [0]


def test_syria_alone_is_counted_where_syria_alone_was_counted(atlas, oracle):
    found = counts.tallies(view_of("", atlas), atlas)
    alone = [t for t in found if t["total"] is None]
    assert alone
    for t in alone:
        if t["since"] is None:
            continue
        first = "2023-10-18" if t["since"] == "2023-10-17" else t["since"]
        assert t["atlas_count"] == sum(
            first <= r["date"] <= t["as_of"]
            and (r["event_type"], r["target_side"]) == ("attack", "us_coalition")
            and r["country"] == "Syria"
            for r in oracle.incidents
        )


def test_the_filter_narrows_the_count_beside_a_tally_but_its_dates_do_not(october):
    published = tally("2023-10-30", "2023-10-17", 4)
    atlas = october(published)
    assert tally_counts(atlas, "confirmation=official") == [3]
    assert tally_counts(atlas, "country=Eastland") == [1]
    assert tally_counts(atlas, "type=strike") == [0]
    assert tally_counts(atlas, "type=strike&type=attack") == [4]
    assert tally_counts(atlas, "from=2023-10-20&to=2023-10-30") == [4]


@pytest.mark.parametrize(
    ("query", "n"),
    [("from=2023-10-20&to=2023-10-20", 1), ("from=2023-10-21", 0), ("to=2023-10-19", 0)],
)
def test_a_tally_belongs_to_the_period_that_holds_its_date(query, n, october):
    assert len(tally_counts(october(tally("2023-10-20", "2023-10-17", 3)), query)) == n


@settings(max_examples=15)
@given(strategies.params("group", "members", "rule", "country", "confirmation", "type", "target"))
def test_the_counts_beside_the_tallies_are_the_oracles(atlas, oracle, params):
    found = counts.tallies(view_of(params, atlas), atlas)
    assert len(found) == len(oracle.tallies)
    rows, _ = oracle.view(params)
    counted = [
        r for r in rows
        if (r["event_type"], r["target_side"]) == ("attack", "us_coalition")
    ]  # fmt: skip
    for ours, theirs in zip(found, oracle.tallies, strict=True):
        first = "2023-10-18" if theirs["since"] == "2023-10-17" else theirs["since"]
        expected = sum(
            first <= r["date"] <= theirs["as_of"]
            and (theirs["total"] != "" or r["country"] == "Syria")
            for r in counted
        )
        assert ours["atlas_count"] == (expected if theirs["since"] else None)
        assert ours["total"] == (int(theirs["total"]) if theirs["total"] else None)
        assert ours["syria"] == (int(theirs["syria"]) if theirs["syria"] else None)
        assert ours["approximate"] == (theirs["approximate"] == "true")


# --- the whole summary ----------------------------------------------------------------------------

CONTRACT = [
    "dataset_version", "filter", "shown", "total", "left_out", "not_drawn", "first", "last",
    "killed", "injured", "by_group", "by_stance", "by_base", "by_province", "by_country",
    "by_weapon", "by_type", "by_confirmation", "by_month", "lulls", "longest_lull", "tallies",
]  # fmt: skip


def test_the_summary_has_the_keys_of_the_contract_in_their_order(atlas):
    keys = list(counts.summary(view_of("", atlas), atlas))
    assert [k for k in keys if k in CONTRACT] == CONTRACT


def test_the_summary_of_nothing_has_every_key(atlas):
    result = counts.summary(view_of("from=1990-01-01&to=1990-01-01", atlas), atlas)
    assert set(CONTRACT) <= set(result)
    assert (result["shown"], result["first"], result["killed"]) == (0, None, None)
    assert result["lulls"] == []
    assert result["by_group"] == result["by_month"] == {}


def test_the_summary_names_its_period_in_absolute_terms(atlas):
    result = counts.summary(view_of("group=kh", atlas), atlas)
    dates = atlas.incidents["date"]
    assert result["filter"] == f"from={dates.min():%Y-%m-%d}&to={dates.max():%Y-%m-%d}&group=kh"


def test_days_between_counts_both_ends():
    assert counts.days_between(date(2024, 2, 28), date(2024, 3, 1)) == 3
    assert counts.days_between(date(2024, 1, 1), date(2024, 1, 1)) == 1


def test_counts_are_ranked_and_none_is_zero():
    assert counts._ranked({"b": 2, "a": 2, "c": 3, "z": 0}) == {"c": 3, "a": 2, "b": 2}
