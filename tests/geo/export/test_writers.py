"""What is written: by RFC 7946 and the contract, the same bytes always, and readable by others."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from datetime import UTC, datetime

import pytest

from geo.errors import ExportError
from geo.export import writers
from geo.io import catalog
from tests.geo.export.exports import QUERIES, view_of

# So short a name stands in compressed bytes by chance.
_BY_CHANCE = 5
LISTS = {"weapons", "claimed_by", "acknowledged_by", "attributed_to", "denied_by", "sources"}


def test_the_queries_of_these_tests_mean_what_their_names_say(atlas):
    views = {name: view_of(query, atlas) for name, query in QUERIES.items()}
    assert 0 < views["without a point among them"].not_drawn < views[
        "without a point among them"].shown  # fmt: skip
    assert views["one"].shown == 1
    pointless = views["nothing has a point"]
    assert pointless.shown == pointless.not_drawn > 0 or "q" in pointless.left_out
    assert views["nothing"].shown == 0


# --- always the same bytes ------------------------------------------------------------------------


EXPORT_ALL = """
import sys
from geo.__main__ import main
out, query, *formats = sys.argv[1:]
for file_format in formats:
    assert main(["export", *query.split(), "--out", f"{out}.{file_format}"]) == 0
"""


@pytest.fixture(scope="module")
def exported_here(atlas):
    view = view_of("group=kh&group=iri&from=2023-10-17", atlas)
    return {name: writers.export_bytes(view, name) for name in writers.FORMATS}


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Tokyo"), ("4242", "America/New_York")])
def test_the_same_filter_gives_the_same_bytes_in_every_process(
    seed, zone, exported_here, root, tmp_path
):
    environment = {k: v for k, v in os.environ.items() if k != "ATLAS_BASE_URL"}
    asked = "--group kh --group iri --from 2023-10-17"
    subprocess.run(
        [sys.executable, "-c", EXPORT_ALL, tmp_path / "out", asked, *writers.FORMATS],
        cwd=root, env=environment | {"PYTHONHASHSEED": seed, "TZ": zone},
        capture_output=True, check=True,
    )  # fmt: skip
    for file_format, here in exported_here.items():
        assert (tmp_path / f"out.{file_format}").read_bytes() == here, file_format


@pytest.mark.parametrize("file_format", writers.FORMATS)
def test_parameters_in_another_order_give_the_same_bytes(file_format, atlas):
    one = view_of("from=2024-01-01&group=kh&weapon=rocket&weapon=mortar", atlas)
    other = view_of("weapon=mortar&weapon=rocket&group=KH&from=2024-01-01", atlas)
    assert writers.export_bytes(one, file_format) == writers.export_bytes(other, file_format)


@pytest.fixture(scope="module")
def dated_earlier(data_folder, tmp_path_factory):
    """Return the shipped data as of another day: the date of their version may be today."""
    folder = shutil.copytree(data_folder, tmp_path_factory.mktemp("earlier") / "data")
    incidents = folder / "incidents.csv"
    text = incidents.read_text(encoding="utf-8")
    incidents.write_text(re.sub(r"(?<=,1\.\d\.\d )2026-\d\d-\d\d", "2026-01-01", text), "utf-8")
    return catalog.load(folder)


def without_pixels(png):
    """Return a PNG without its compressed pixels, in which a short name may stand by chance."""
    kept, at = png[:8], 8
    while at < len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4])
        kept += b"" if png[at + 4 : at + 8] == b"IDAT" else png[at:end]
        at = end
    return kept


@pytest.mark.parametrize("file_format", writers.FORMATS)
def test_no_clock_time_no_host_and_no_path_is_written(file_format, dated_earlier, root):
    data = writers.export_bytes(view_of("", dated_earlier), file_format)
    if file_format == "png":
        data = without_pixels(data)
    host = socket.gethostname()
    for told in (str(root), tempfile.gettempdir() + "/", "localhost",
                 f"{datetime.now(UTC):%Y-%m-%d}",
                 *([host] if len(host) > _BY_CHANCE else [])):  # fmt: skip
        assert told.encode() not in data, told


def test_text_formats_have_no_time_of_day_with_a_date(atlas):
    for file_format in ("geojson", "csv", "kml"):
        text = writers.export_bytes(view_of("", atlas), file_format).decode()
        assert not re.search(r"\d{4}-\d\d-\d\dT\d\d:", text), file_format


# --- names and formats ----------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", ["shp", "", "GEOJSON"])
def test_an_unknown_format_is_an_error_that_names_the_known_ones(file_format, atlas):
    with pytest.raises(ExportError, match=r"allowed are geojson, csv"):
        writers.export_bytes(view_of("", atlas), file_format)


def test_the_file_name_tells_period_and_version(atlas):
    name = writers.file_name(view_of("from=2024-01-01&to=2024-01-31", atlas), "csv")
    assert name == f"incident-atlas_2024-01-01_2024-01-31_{atlas.version}.csv"
