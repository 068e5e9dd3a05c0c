"""python -m geo export: the bytes of the library, and the message about them."""

from __future__ import annotations

import pytest

from geo.export import tiles, writers
from geo.export.look import Look
from geo.filter.filter import Filter
from geo.io import catalog
from tests.geo.commands.command_line import exit_code


@pytest.mark.parametrize("suffix", ["geojson", "csv", "GeoJSON"])
def test_export_takes_the_format_from_the_suffix(suffix, small_folder, tmp_path, capsys):
    out = tmp_path / f"out.{suffix}"
    assert exit_code("export", "--data", small_folder, "--out", out) == 0
    loaded = catalog.load(small_folder)
    assert out.read_bytes() == writers.export_bytes(Filter().view(loaded), suffix.lower())
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "1 of 1 incidents written; left out: none\n"


# That every format has the same bytes in another process: tests/geo/export/test_writers.py.
@pytest.mark.parametrize("file_format", ["geojson", "pmtiles", "png"])
def test_export_to_stdout_writes_the_librarys_bytes_and_nothing_else(
    file_format, atlas, capfdbinary
):
    assert exit_code("export", "--from", "2024-04-01", "--to", "2024-04-30", "--format",
                     file_format, "--out", "-") == 0  # fmt: skip
    out, err = capfdbinary.readouterr()
    view = Filter.parse("from=2024-04-01&to=2024-04-30", atlas).view(atlas)
    assert out == writers.export_bytes(view, file_format)
    left_out = ", ".join(f"{n} by {reason}" for reason, n in view.left_out.items())
    assert err.decode() == (
        f"{view.shown} of {view.total} incidents written; left out: {left_out}\n"
    )


def test_export_says_on_stderr_what_was_left_out(small_folder, tmp_path, capsys):
    out = tmp_path / "out.csv"
    assert exit_code("export", "--data", small_folder, "--weapon", "mortar", "--out", out) == 0
    assert "0 of 1 incidents written; left out: 1 by weapon" in capsys.readouterr().err
    assert out.read_bytes().count(b"\r\n") == 1


def test_tiles_say_how_many_incidents_have_no_point_for_them(capsys, monkeypatch):
    monkeypatch.setattr(tiles, "write_pmtiles", lambda _: b"")
    asked = ["export", "--from", "2020-03-01", "--to", "2020-03-31"]
    assert exit_code(*asked, "--format", "pmtiles", "--out", "-") == 0
    assert capsys.readouterr().err.endswith(", 1 without a point\n")


def test_quarantined_rows_are_announced_and_counted(small_folder, tmp_path, capsys):
    path = small_folder / "incidents.csv"
    path.write_text(path.read_text(encoding="utf-8") + "two,few\n", encoding="utf-8")
    assert exit_code("export", "--data", small_folder, "--out", tmp_path / "out.geojson") == 0
    error = capsys.readouterr().err
    assert "1 of 2 incidents are quarantined" in error
    assert "python -m geo validate" in error
    assert "left out: 1 by quarantined" in error


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "-"], "needs --format"),
        (["--out", "map.shp"], "allowed are .geojson, .csv"),
        (["--out", "map"], "allowed are .geojson, .csv"),
        (["--out", "no/such/folder/map.csv"], "cannot be written"),
        (["--out", "map.csv", "--format", "shp"], "invalid choice"),
        ([], "--out"),
    ],
)
def test_an_export_that_cannot_be_written_is_wrong_usage(
    arguments, says, small_folder, capsys, in_tmp
):
    assert exit_code("export", "--data", small_folder, *arguments) == 2
    assert says in capsys.readouterr().err
    assert [p.name for p in in_tmp.iterdir()] == ["small"]


def test_a_picture_is_written_in_the_size_and_on_the_ground_asked_for(
    small_folder, tmp_path, capsys
):
    out = tmp_path / "out.png"
    look = ("--size", "wide", "--background", "dark")
    assert exit_code("export", "--data", small_folder, *look, "--out", out) == 0
    view = Filter().view(catalog.load(small_folder))
    assert out.read_bytes() == writers.export_bytes(view, "png", look=Look("wide", "dark"))
    assert exit_code("export", "--data", small_folder, "--size", "huge", "--out", out) == 2
    assert "wide" in capsys.readouterr().err
