from __future__ import annotations

import pytest

from geo.brief.write import write_brief
from geo.filter.filter import Filter
from geo.io import catalog
from tests.geo.commands.command_line import exit_code


def test_a_brief_is_written_and_named(small_folder, tmp_path, capsys):
    out = tmp_path / "brief.html"
    assert exit_code("brief", "--data", small_folder, "--near", "0,1,50", "--out", out) == 0
    atlas = catalog.load(small_folder)
    view = Filter.parse("near=0,1,50", atlas).view(atlas)
    assert out.read_bytes() == write_brief(view, "html")
    assert capsys.readouterr().err == f"{out}: brief of the circle 0,1,50\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "brief.docx"], "allowed are .pdf, .html"),
        (["--out", "brief"], "allowed are .pdf, .html"),
        (["--out", "brief.pdf", "--near", "x"], "expected lat,lon,km"),
        (["--out", "no/such/folder/brief.html"], "cannot be written"),
    ],
)
def test_a_brief_that_cannot_be_written_is_wrong_usage(
    arguments, message, small_folder, capsys, in_tmp
):
    assert exit_code("brief", "--data", small_folder, *arguments) == 2
    assert message in capsys.readouterr().err
    assert [p.name for p in in_tmp.iterdir()] == ["small"]
