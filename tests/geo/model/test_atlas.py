"""Loading a folder into an atlas: versioned by its bytes, nothing lost, nobody can change it."""

from __future__ import annotations

import contextlib
import shutil

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from geo.errors import DataError
from geo.export import text_files
from geo.filter.filter import Filter
from geo.io import catalog
from geo.model.schema import PACKAGE_FILE, TABLES
from tests.geometry import (
    MIDDLE_OF_A,
    MIDDLE_OF_B,
    SQUARES,
    base,
    group,
    incident,
    link,
    origin,
    province,
    statement,
    tally,
    world,
    write_folder,
)

FILES = [*(t.file for t in TABLES), PACKAGE_FILE]


@pytest.fixture
def small(tmp_path):
    return write_folder(tmp_path / "small", world())


# --- version --------------------------------------------------------------------------------------


def test_the_same_files_give_the_same_version_wherever_they_lie(small, tmp_path):
    version = catalog.load(small).version
    elsewhere = shutil.copytree(small, tmp_path / "else" / "where")
    assert catalog.load(small).version == catalog.load(elsewhere).version == version


def test_a_byte_more_or_another_byte_in_any_file_gives_another_version(small):
    versions = [catalog.load(small).version]
    for file in FILES:
        path = small / file
        before = path.read_bytes()
        for end in (b"\n", b"\r"):
            path.write_bytes(before + end)
            versions.append(catalog.load(small).version)
            assert len(set(versions)) == len(versions), file


def test_a_byte_that_moves_to_the_next_file_gives_another_version(small):
    before = catalog.load(small).version
    first, second = small / "sources.csv", small / "tallies.csv"
    first.write_bytes(first.read_bytes() + b"\n")
    after_first = catalog.load(small).version
    first.write_bytes(first.read_bytes()[:-1])
    second.write_bytes(second.read_bytes() + b"\n")
    assert len({before, after_first, catalog.load(small).version}) == 3


def test_a_file_that_does_not_belong_changes_nothing(small):
    version = catalog.load(small).version
    (small / "notes.txt").write_text("mine", encoding="utf-8")
    assert catalog.load(small).version == version


def test_the_version_begins_with_that_of_the_package(small):
    assert catalog.load(small).version.startswith("0.1-")


# --- nothing lost ---------------------------------------------------------------------------------


def test_every_row_of_the_shipped_tables_is_in_the_atlas(atlas, oracle):
    assert atlas.quarantined == 0
    assert atlas.quarantine.empty
    assert atlas.incidents["incident_id"].tolist() == [r["incident_id"] for r in oracle.incidents]
    assert len(atlas.statements) == len(oracle.statements)
    assert len(atlas.origins) == atlas.rows_read["origins"] >= 32
    assert len(atlas.tallies) == len(oracle.tallies)
    assert set(atlas.bases["base_id"]) == set(oracle.bases)


def test_every_cell_of_the_shipped_incidents_is_read_as_it_is_written(atlas, oracle):
    frame = atlas.incidents
    for column in oracle.incidents[0]:
        written = [r[column] for r in oracle.incidents]
        values = frame[column]
        if column == "date":
            values = values.dt.strftime("%Y-%m-%d")
        for value, cell in zip(values, written, strict=True):
            if cell == "":
                assert pd.isna(value)
            elif isinstance(value, str):
                assert value == cell
            else:
                assert float(value) == float(cell)


def test_incidents_have_their_points(hand_drawn):
    rows = [incident("a", at=MIDDLE_OF_A), incident("b", at=None), incident("c", at=MIDDLE_OF_A)]
    frame = hand_drawn(incidents=rows).incidents
    assert frame.crs == "EPSG:4326"
    y, x = MIDDLE_OF_A
    assert frame.geometry.tolist() == [Point(x, y), None, Point(x, y)]


def test_incidents_stand_by_date_and_id(hand_drawn):
    rows = [incident("b", "2024-01-02"), incident("c", "2024-01-01"), incident("a", "2024-01-02")]
    assert hand_drawn(incidents=rows).incidents["incident_id"].tolist() == ["c", "a", "b"]


def test_a_row_with_a_fault_is_quarantined_counted_and_explained(hand_drawn):
    rows = [incident("good"), incident("bad", date="never", killed="-1"), incident("fine")]
    atlas = hand_drawn(incidents=rows)
    assert atlas.incidents["incident_id"].tolist() == ["fine", "good"]
    assert (atlas.total, atlas.quarantined) == (3, 1)
    lines = atlas.quarantine[atlas.quarantine["file"] == "incidents.csv"]
    assert lines[["row", "key", "column"]].to_numpy().tolist() == [
        [3, "bad", "date"],
        [3, "bad", "killed"],
    ]


def test_a_ragged_row_is_counted_although_it_cannot_be_read(small):
    path = small / "incidents.csv"
    path.write_text(path.read_text(encoding="utf-8") + "two,few\n", encoding="utf-8")
    atlas = catalog.load(small)
    assert (atlas.total, atlas.quarantined, len(atlas.incidents)) == (2, 1, 1)


def test_what_hangs_on_a_quarantined_row_goes_with_it_and_says_why(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("bad", date="never", origin_place="hills"),
                   incident("good", origin_place="hills")],
        statements=[statement("bad", "leaf", "claimed"), statement("good", "leaf", "claimed")],
        origins=[origin("bad", "hills"), origin("good", "hills")],
    )  # fmt: skip
    assert atlas.statements["incident_id"].tolist() == ["good"]
    assert atlas.origins["incident_id"].tolist() == ["good"]
    assert atlas.incident_sources["incident_id"].tolist() == ["good"]
    lines = atlas.quarantine[atlas.quarantine["file"] == "statements.csv"]
    assert lines[["row", "key"]].to_numpy().tolist() == [[2, "bad"]]
    assert "incident_id bad is quarantined in incidents.csv" in lines["message"].iloc[0]
    for table in ("incidents", "statements", "origins", "incident_sources"):
        kept = len(getattr(atlas, table))
        out = atlas.quarantine[atlas.quarantine["file"] == f"{table}.csv"]["row"].nunique()
        assert kept + out == atlas.rows_read[table]


def test_a_faulty_origin_goes_alone(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("one", origin_place="hills and shore")],
        origins=[origin("one", "hills", geo_precision="vague"), origin("one", "shore")],
    )
    assert atlas.origins["place"].tolist() == ["shore"]
    assert atlas.quarantined == 0
    assert atlas.quarantine[["file", "row", "key"]].to_numpy().tolist() == [
        ["origins.csv", 2, "one"]
    ]


def test_an_incident_may_have_several_origins(hand_drawn):
    places = ["Here", "There", "Elsewhere"]
    atlas = hand_drawn(
        incidents=[incident("one", origin_place="Here, There and Elsewhere"), incident("two")],
        origins=[origin("one", place, country=place) for place in places],
    )
    assert atlas.origins["place"].tolist() == places
    assert atlas.origins[["latitude", "longitude"]].isna().all(axis=None)
    assert len(atlas.incidents) == 2


def test_a_faulty_base_takes_its_incidents_and_their_statements_along(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("at-bad", base_id="base-bad"), incident("good")],
        bases=[base("base-bad", (0.0, 1.0), kind="castle"), base("base-a", (0.0, 1.0))],
        statements=[statement("at-bad", "leaf", "claimed")],
    )
    assert atlas.incidents["incident_id"].tolist() == ["good"]
    assert atlas.statements.empty
    assert (atlas.total, atlas.quarantined) == (2, 1)


def test_a_faulty_group_takes_its_statements_and_links_along_but_no_incident(hand_drawn):
    atlas = hand_drawn(
        groups=[group("leaf", kind="club"), group("root")],
        group_links=[link("leaf", "root")],
        statements=[statement("one", "leaf", "claimed"), statement("one", "root", "claimed")],
    )
    assert atlas.statements["group_id"].tolist() == ["root"]
    assert atlas.group_links.empty
    assert atlas.quarantined == 0


def test_of_two_rows_with_one_key_the_first_stays_with_what_hangs_on_it(hand_drawn):
    rows = [incident("twin", target="the first"), incident("twin", target="the second")]
    atlas = hand_drawn(
        incidents=rows,
        statements=[statement("twin", "leaf", "claimed")],
        incident_sources=[{"incident_id": "twin", "source_id": "s1"}],
    )
    assert atlas.incidents["target"].tolist() == ["the first"]
    assert len(atlas.statements) == 1
    assert (atlas.total, atlas.quarantined) == (2, 1)


def test_a_faulty_source_loses_no_incident_and_no_statement(hand_drawn):
    atlas = hand_drawn(
        sources=[{"source_id": "s1", "publisher": "P", "url": "no address"},
                 {"source_id": "s2", "publisher": "P", "url": "https://example.org"}],
        incidents=[incident("one", origin_place="hills")],
        statements=[statement("one", "leaf", "claimed")],
        origins=[origin("one", "hills")],
    )  # fmt: skip
    assert len(atlas.incidents) == len(atlas.statements) == len(atlas.origins) == 1
    assert atlas.incident_sources.empty
    assert atlas.source_rows.to_pylist() == [[]]
    assert Filter().view(atlas).shown == 1
    assert b'"sources":[]' in text_files.write_geojson(Filter().view(atlas))


@pytest.mark.parametrize(
    ("column", "value"), [("name", "=x"), ("name", ""), ("aliases", ["a", ""])]
)
def test_a_province_with_a_fault_does_not_give_its_incidents_to_its_neighbours(
    column, value, tmp_path
):
    # By the loader's own words no count could be trusted without it.
    rows = [province(c) for c in SQUARES]
    rows[0][column] = value
    on_the_border = incident("one", at=(0.0, 1.9))
    folder = write_folder(tmp_path, world(provinces=rows, incidents=[on_the_border]))
    with pytest.raises(DataError):
        catalog.load(folder)


@pytest.mark.parametrize(
    "tables", [{"incidents": []}, {"incidents": [incident("a", date="never")]}, {"provinces": []}]
)
def test_a_folder_without_a_sound_incident_or_province_is_refused(tables, tmp_path):
    folder = write_folder(tmp_path, world(**tables))
    with pytest.raises(DataError, match=r"no sound row|no rows|no country"):
        catalog.load(folder)


def test_tables_that_may_be_empty_may_be_empty(hand_drawn):
    atlas = hand_drawn(statements=[], origins=[], group_links=[], tallies=[], incident_sources=[])
    assert atlas.origins.empty
    assert len(atlas.incidents) == 1
    assert atlas.statements.empty


def test_loading_leaves_the_folder_as_it_was(small):
    before = {p.name: p.read_bytes() for p in small.iterdir()}
    catalog.load(small)
    assert {p.name: p.read_bytes() for p in small.iterdir()} == before


# --- nobody can change it -------------------------------------------------------------------------

FRAMES = (
    "incidents", "statements", "origins", "sources", "incident_sources", "groups", "group_links",
    "tallies", "bases", "provinces", "quarantine",
)  # fmt: skip


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_that_was_handed_out_cannot_change_the_atlas(name, small):
    rows = [incident("one", "2024-01-01", origin_place="hills and shore"),
            incident("two", "2024-01-02", at=MIDDLE_OF_B, killed=1)]  # fmt: skip
    tables = world(
        origins=[origin("one", "hills"), origin("one", "shore", MIDDLE_OF_B)],
        incidents=[*rows, incident("bad", date="never")],
        statements=[statement("one", "leaf", "claimed")],
        group_links=[link("leaf", "root")],
        tallies=[tally("2024-01-01", "2023-10-17", 3)],
    )
    write_folder(small, tables)
    atlas = catalog.load(small)
    before = getattr(atlas, name).copy(deep=True)
    frame = getattr(atlas, name)
    for column in list(frame.columns):
        if pd.api.types.is_string_dtype(frame[column].dtype):
            frame.loc[:, column] = "changed"
        elif column == "geometry":
            frame.loc[:, column] = Point(9, 9)
        else:
            frame.loc[frame.index[:-1], column] = frame[column].iloc[-1]
    frame["new"] = 1
    frame.index = frame.index + 7
    frame.attrs["mine"] = 1
    del frame[before.columns[0]]
    frame.columns = [f"x{n}" for n in range(len(frame.columns))]
    pd.testing.assert_frame_equal(getattr(atlas, name), before)
    assert getattr(atlas, name).attrs == {}


def _set_first(array, value):
    array[0] = value


WAYS_IN = {
    "column values": lambda a: _set_first(a.incidents["latitude"].to_numpy(), 9.0),
    "text values": lambda a: _set_first(a.incidents["target"].to_numpy(), "changed"),
    "text array": lambda a: _set_first(a.incidents["target"].array, "changed"),
    "index": lambda a: _set_first(a.incidents.index.to_numpy(), 9),
    "incident geometry": lambda a: _set_first(a.incidents.geometry.to_numpy(), Point(9, 9)),
    "incident geometry array": lambda a: _set_first(a.incidents.geometry.array, Point(9, 9)),
    "base geometry": lambda a: _set_first(a.bases.geometry.to_numpy(), Point(9, 9)),
    "base geometry array": lambda a: _set_first(a.bases.geometry.array, Point(9, 9)),
    "rows read": lambda a: a.rows_read.__setitem__("incidents", 9),
    "package": lambda a: a.package.__setitem__("title", "changed"),
    "licence in the package": lambda a: a.package["licenses"][0].__setitem__("title", "changed"),
    "list in the package": lambda a: a.package["licenses"].clear(),
    "statement's stance": lambda a: _set_first(a.ledger.stance, 3),
    "statement's group": lambda a: _set_first(a.ledger.group, 3),
    "statement stands": lambda a: _set_first(a.ledger.stands, value=False),
    "places": lambda a: _set_first(a.places.latitude, 9.0),
    "place of a row": lambda a: _set_first(a.places.of_row, -1),
    "coded column": lambda a: _set_first(a.coded["country"].codes, -1),
    "day": lambda a: _set_first(a.day, 0),
    "weapons": lambda a: _set_first(a.weapon_bits, 0),
    "precision": lambda a: _set_first(a.precision_rank, 0),
    "has a point": lambda a: _set_first(a.has_point, value=False),
    "coded": lambda a: a.coded.clear(),
    "names": lambda a: a.names.clear(),
    "row of": lambda a: a.row_of.clear(),
    "attribute": lambda a: setattr(a, "version", "changed"),
}  # fmt: skip


def test_there_is_no_way_to_change_an_atlas(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("one", killed=1)], statements=[statement("one", "leaf", "claimed")]
    )
    open_ways, before = [], picture(atlas)
    for way, walk in WAYS_IN.items():
        # An error is as good as no effect.
        with contextlib.suppress(AttributeError, TypeError, ValueError):
            walk(atlas)
        after = picture(atlas)
        if after != before:
            open_ways.append(way)
        before = after
    assert open_ways == []


def picture(atlas):
    """Return everything that the atlas tells, as plain values."""
    ledger, places = atlas.ledger, atlas.places
    arrays = [ledger.stance, ledger.group, ledger.stands, places.latitude, places.of_row, atlas.day,
              atlas.weapon_bits, atlas.precision_rank, atlas.has_point,
              *(c.codes for c in atlas.coded.values())]  # fmt: skip
    return (
        atlas.version,
        [np.asarray(a).tolist() for a in arrays],
        dict(atlas.rows_read),
        str(dict(atlas.package)),
        sorted(atlas.names),
        dict(atlas.row_of),
        atlas.incidents.to_csv(),
        atlas.bases.to_wkt().to_csv(),
    )


def test_a_view_cannot_change_the_atlas(atlas):
    view = Filter().view(atlas)
    assert view.left_out == {}
    with pytest.raises(TypeError):
        view.left_out["from"] = 1
    with pytest.raises(AttributeError):
        view.total = 0
