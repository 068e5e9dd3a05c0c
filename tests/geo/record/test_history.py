"""The kept versions: one file each, a chain from the first to the last."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.io import catalog
from geo.model.schema import table
from geo.record.history import HistoryError, add_version, find_problems, read_history
from geo.record.snapshot import read_snapshot, row_digest, row_key
from tests.geo.folders import append_row, set_cell
from tests.geo.record.snapshots import snapshot
from tests.geo.record.test_changes import VERSION

DAY = date(2026, 11, 30)


def keep(folder, before=None):
    now = read_snapshot(folder)
    add_version(folder, before, now, DAY)
    return now


def test_a_kept_version_is_found_by_its_name_and_leaves_the_version_of_the_data(small_folder):
    version = catalog.load(small_folder).version
    assert catalog.version_of(small_folder) == version
    now = keep(small_folder)
    assert (small_folder / "history" / f"{version}.csv").is_file()
    assert catalog.load(small_folder).version == version
    history = read_history(small_folder)
    assert history.names == (version,)
    assert history.counts(version) == now.counts
    assert history.digests(version)["incidents", "one"] == row_digest(now.rows["incidents"]["one"])
    assert find_problems(small_folder) == []


def test_the_key_of_a_row_stays_when_the_table_gets_a_key_column_that_it_leaves_blank():
    links = table("group_links")
    link = {"child_id": "a|b", "parent_id": "c", "relation": "member_of"}
    assert row_key(links, link) == row_key(links, link | {"valid_from": ""}) == r"a\|b|c|member_of"
    assert row_key(links, link | {"valid_from": "2024-01-01"}).endswith("|2024-01-01")


def test_a_version_is_not_written_again_and_not_after_another_than_the_last(small_folder):
    first = keep(small_folder)
    with pytest.raises(HistoryError, match="exists"):
        add_version(small_folder, first, first, DAY)
    set_cell(small_folder / "incidents.csv", 2, "outcome", "impact")
    now = read_snapshot(small_folder)
    with pytest.raises(HistoryError, match=f"expected the data of {first.version}"):
        add_version(small_folder, None, now, DAY)
    assert len(list((small_folder / "history").iterdir())) == 1


def test_the_difference_of_any_two_versions_needs_the_history_alone(small_folder):
    first = keep(small_folder)
    set_cell(small_folder / "incidents.csv", 2, "outcome", "impact")
    second = keep(small_folder, first)
    append_row(small_folder / "incident_sources.csv", incident_id="one", source_id="s2")
    set_cell(small_folder / "incidents.csv", 2, "outcome", "missed")
    third = keep(small_folder, second)
    history = read_history(small_folder)
    assert history.names == (first.version, second.version, third.version)
    (sources, incident) = sorted(
        history.between(first.version, third.version).rows, key=lambda c: c.row, reverse=True
    )
    assert (sources.row, sources.kind) == ("one|s2", "added")
    assert [(f.name, f.old, f.new) for f in incident.fields] == [("outcome", "unknown", "missed")]
    with pytest.raises(HistoryError, match="is later than"):
        history.between(third.version, first.version)
    with pytest.raises(HistoryError, match=r"kept are .*closest"):
        history.between(first.version[:-2], third.version)


def test_what_is_not_yet_kept_is_known_row_by_row(small_folder):
    first = keep(small_folder)
    set_cell(small_folder / "incidents.csv", 2, "outcome", "impact")
    changes = read_history(small_folder).since(first.version, read_snapshot(small_folder))
    assert changes.incidents() == {"one": "changed"}
    assert changes.rows[0].fields == ()
    assert changes.new_version == catalog.version_of(small_folder)


def test_a_history_that_is_no_chain_is_refused_and_validate_says_so(small_folder):
    first = keep(small_folder)
    set_cell(small_folder / "incidents.csv", 2, "outcome", "impact")
    second = keep(small_folder, first)
    path = small_folder / "history" / f"{first.version}.csv"
    kept = path.read_bytes()
    path.unlink()
    (problem,) = find_problems(small_folder)
    assert f"follows version {first.version}, which is not kept" in problem.message
    path.write_bytes(kept.replace(first.version.encode(), b"0.1-other"))
    assert "not readable" in find_problems(small_folder)[0].message
    path.write_bytes(kept)
    assert find_problems(small_folder) == []
    late = small_folder / "history" / f"{second.version}.csv"
    late.write_text("\n".join(late.read_text("utf-8").splitlines()[:2]) + "\n", "utf-8")
    assert "does not tell the row one as it is" in find_problems(small_folder)[0].message


@given(st.lists(VERSION, min_size=1, max_size=5, unique_by=str))
def test_digests_and_counts_of_every_version_come_back(tmp_path_factory, versions):
    folder = tmp_path_factory.mktemp("kept")
    all_ = [snapshot(f"1-{i}", rows, n=len(rows)) for i, rows in enumerate(versions)]
    for before, now in zip([None, *all_], all_, strict=False):
        add_version(folder, before, now, DAY)
    history = read_history(folder)
    assert history.names == tuple(one.version for one in all_)
    for one in all_:
        rows = one.rows["incidents"]
        assert history.digests(one.version) == {
            ("incidents", key): row_digest(row) for key, row in rows.items()
        }
        assert history.counts(one.version) == one.counts


def test_the_shipped_history_is_whole(data_folder):
    assert find_problems(data_folder) == []
    assert read_history(data_folder).names[0] == "1.0.0-a6c5f081ee"
