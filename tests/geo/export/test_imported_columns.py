"""What imported rows have on top: optional columns, parties, sources without a link, a licence."""

from __future__ import annotations

import csv
import io
import json

import geopandas as gpd
import pytest

from geo import codes
from geo.__main__ import main
from geo.analysis import counts
from geo.analysis.quotation import build_quotation, joined
from geo.errors import ExportError
from geo.export import writers
from geo.filter.filter import Filter
from geo.io import catalog
from geo.model.schema import INCIDENTS, PROVENANCE, RECORD
from tests.geo.folders import rows_of
from tests.geometry import incident, statement, world, write_folder

KEPT = {
    "date_end": "2024-01-03",
    "killed_low": "1",
    "killed_high": "9",
    "source_event_id": "EVT1",
    "source_event_type": "Battles",
    "source_sub_event_type": "Armed clash",
    "source_weapons": "Rifles",
    "source_geo_precision": "2",
    "source_time_precision": "1",
    "dataset": "Some Dataset",
    "dataset_version": "25.1",
    "dataset_licence": "Some terms",
    "redistributable": "true",
}


def imported(incident_id, **changes):
    return incident(incident_id, event_type="other", **(KEPT | changes))


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes a world with two imported incidents and their parties."""

    def write(**changes):
        tables = world(
            incidents=[imported("one", **changes), imported("two")],
            statements=[statement("one", "leaf", "party"), statement("one", "other", "party"),
                        statement("two", "leaf", "party")],
        )  # fmt: skip
        tables["sources"].append({"source_id": "paper", "publisher": "A Paper of No Address",
                                  "url": "", "imported": "true"})  # fmt: skip
        tables["incident_sources"].append({"incident_id": "one", "source_id": "paper"})
        return write_folder(tmp_path / "imported", tables)

    return write


def view(atlas, query=""):
    return Filter.parse(query, atlas).view(atlas)


def test_the_list_of_optional_columns_is_what_the_fixture_fills():
    assert {c.name for c in PROVENANCE} == set(KEPT)
    assert set(INCIDENTS.optional_names) == {c.name for c in (*RECORD, *PROVENANCE)}


def test_a_folder_with_them_is_sound(folder):
    assert catalog.validate(folder()) == ()


def test_they_are_read_with_their_types(folder):
    row = catalog.load(folder()).incidents.iloc[0]
    assert str(row["date_end"].date()) == "2024-01-03"
    assert (row["killed_low"], row["killed_high"]) == (1, 9)
    assert row["redistributable"] is True or bool(row["redistributable"]) is True
    assert row["dataset"] == "Some Dataset"


def test_rows_without_a_review_match_no_state_of_it(folder):
    imported = catalog.load(folder())
    assert view(imported).shown > 0
    found = view(imported, "review=checked")
    assert (found.shown, dict(found.left_out)) == (0, {"review": view(imported).shown})


def test_a_file_may_lack_them_and_then_the_frame_does(atlas):
    assert not set(atlas.incidents.columns) & set(KEPT)
    assert "imported" not in atlas.sources


@pytest.mark.parametrize(
    ("column", "value"),
    [("date_end", "3 January"), ("killed_low", "-1"), ("redistributable", "yes")],
)
def test_a_fault_in_one_of_them_is_named(column, value, folder):
    (problem,) = [p for p in catalog.validate(folder(**{column: value})) if p.row == 2
                  and p.file == "incidents.csv"]  # fmt: skip
    assert problem.column == column


def test_a_source_without_a_link_needs_to_be_marked_as_imported(folder, tmp_path):
    path = folder() / "sources.csv"
    path.write_text(path.read_text().replace(",true", ",false"))
    (problem,) = catalog.validate(path.parent)
    assert (problem.file, problem.row, problem.column) == ("sources.csv", 4, "url")


def test_an_imported_row_may_lie_in_a_country_without_polygons_and_a_curated_one_not(tmp_path):
    nowhere = {"country": "Northland", "at": (50.0, 50.0)}
    tables = world(incidents=[imported("one", **nowhere), imported("two")])
    assert catalog.validate(write_folder(tmp_path / "a", tables)) == ()
    row = catalog.load(tmp_path / "a").incidents.iloc[0]
    assert (row["province_method"], row["country"]) == ("none", "Northland")
    curated = world(incidents=[incident("one", **nowhere), incident("two")])
    assert catalog.validate(write_folder(tmp_path / "b", curated))


def test_a_party_is_not_said_to_have_claimed_or_to_be_blamed(folder, hand_drawn):
    atlas = catalog.load(folder())
    quotation = build_quotation(view(atlas, "group=leaf"), atlas)
    assert "with Group leaf as a party, attacker or target" in quotation.text
    assert "claimed" not in quotation.text
    assert "attributed" not in quotation.text
    assert "1 not linked to the group" in joined(
        build_quotation(view(atlas, "group=other"), atlas).left_out
    )
    mixed = hand_drawn(
        incidents=[incident("a"), incident("b")],
        statements=[statement("a", "leaf", "party"), statement("b", "leaf", "claimed")],
    )
    quotation = build_quotation(view(mixed, "group=leaf"), mixed)
    assert "claimed or acknowledged by Group leaf, or attributed to Group leaf" in quotation.text
    assert "tentatively, or with Group leaf as a party, attacker or target" in quotation.text
    assert "party" not in build_quotation(view(mixed, "group=leaf&rule=claimed"), mixed).text


def test_a_group_finds_what_it_is_a_party_to_under_rule_any_only(folder):
    atlas = catalog.load(folder())
    shown = {rule: view(atlas, f"group=leaf&rule={rule}").shown for rule in codes.RULE}
    assert shown == {"any": 2, "claimed": 0, "attributed": 0, "undisputed": 0, "unclaimed": 0}
    assert counts.count_by_group(view(atlas), atlas) == {"leaf": 2, "other": 1}


def test_the_curated_data_use_no_code_that_is_for_imported_files(data_folder):
    for file, column in (("incidents.csv", "event_type"), ("statements.csv", "stance"),
                         ("groups.csv", "kind")):  # fmt: skip
        header, *rows = rows_of(data_folder / file)
        used = {r[header.index(column)] for r in rows}
        assert not used & codes.IMPORTED_ONLY[column]


# --- exports --------------------------------------------------------------------------------------


def test_exports_carry_them_and_the_parties(folder):
    atlas = catalog.load(folder())
    one = json.loads(writers.export_bytes(view(atlas), "geojson"))["features"][0]["properties"]
    assert one["parties"] == ["leaf", "other"]
    assert one["redistributable"] is True
    assert (one["killed_low"], one["dataset_licence"]) == (1, "Some terms")
    text = writers.export_bytes(view(atlas), "csv").decode()
    row = next(iter(csv.DictReader(io.StringIO(text))))
    assert {k: row[k] for k in KEPT} == KEPT
    assert row["parties"] == "leaf;other"
    assert row["atlas_version"] == atlas.version


@pytest.mark.parametrize("suffix", ["parquet", "gpkg", "fgb", "kml"])
def test_gis_files_carry_them(suffix, folder, tmp_path):
    atlas = catalog.load(folder())
    path = tmp_path / f"out.{suffix}"
    path.write_bytes(writers.export_bytes(view(atlas), suffix))
    frame = gpd.read_parquet(path) if suffix == "parquet" else gpd.read_file(path)
    assert set(KEPT) | {"parties"} <= set(frame.columns)


def test_curated_exports_have_none_of_them(atlas):
    features = json.loads(writers.export_bytes(view(atlas), "geojson"))["features"]
    assert not {*KEPT, "parties"} & set(features[0]["properties"])


@pytest.mark.parametrize("suffix", [s for s, f in writers.FORMATS.items() if f.has_rows])
def test_rows_that_may_not_be_passed_on_stop_the_export(suffix, folder):
    atlas = catalog.load(folder(redistributable="false"))
    with pytest.raises(ExportError, match=r"1 of 2 rows are held back.*Some Dataset.*--licence-"):
        writers.export_bytes(view(atlas), suffix)
    assert writers.export_bytes(view(atlas), suffix, licence_allows=True)
    assert writers.count_held_back(view(atlas)) == 1


def test_a_filter_without_such_rows_may_be_exported(folder):
    atlas = catalog.load(folder(redistributable="false", target="X"))
    assert writers.export_bytes(view(atlas, "q=base"), "csv")


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_picture_passes_no_row_on(suffix, folder):
    atlas = catalog.load(folder(redistributable="false"))
    assert writers.export_bytes(view(atlas), suffix)


def test_on_the_command_line(folder, tmp_path, capsys):
    out = tmp_path / "out.csv"
    asked = ["export", "--data", str(folder(redistributable="false")), "--out", str(out)]
    assert main(asked) == 2
    assert "1 of 2 rows are held back" in capsys.readouterr().err
    assert not out.exists()
    assert main([*asked, "--licence-allows"]) == 0
    assert out.read_bytes().count(b"\r\n") == 3


def test_a_brief_on_the_command_line_asks_for_the_same_word(folder, tmp_path, capsys):
    out = tmp_path / "out.html"
    asked = ["brief", "--data", str(folder(redistributable="false")), "--out", str(out)]
    assert main(asked) == 2
    assert "1 of 2 rows are held back" in capsys.readouterr().err
    assert not out.exists()
    assert main([*asked, "--licence-allows"]) == 0
    assert out.exists()
