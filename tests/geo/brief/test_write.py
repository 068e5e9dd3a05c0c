from __future__ import annotations

import os
import subprocess
import sys

import pytest

from geo.brief.write import FORMATS, write_brief
from geo.errors import ExportError
from tests.geo.brief.briefs import AL_ASAD, view_of


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_rows_give_the_same_bytes_in_another_process_zone_and_folder(
    atlas, tmp_path, root, file_format
):
    here = write_brief(view_of(AL_ASAD, atlas), file_format)
    out = tmp_path / f"brief.{file_format}"
    run = subprocess.run(
        [sys.executable, "-m", "geo", "brief", "--data", str(root / "data"), "--near",
         "33.79,42.44,50", "--out", str(out)],
        env={**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C"},
        cwd=root, capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert out.read_bytes() == here


def test_there_is_no_other_format(atlas):
    with pytest.raises(ExportError, match="allowed are pdf, html"):
        write_brief(view_of("", atlas), "docx")
