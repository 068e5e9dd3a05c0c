"""Programs of others read a running server: GDAL, OWSLib and the lines of the README."""

import json
import re
import shutil
import subprocess
import sys

import pytest
import shapely
from owslib.ogcapi.features import Features

from geo.export.text_files import write_geojson
from geo.filter.filter import Filter

BOX = (42, 33, 45, 36)
# What GDAL is asked for, and the filter of the same words.
ASKED = {
    "country = 'Iraq'": "country=Iraq",
    "province = 'Al Anbar' AND confirmation = 'official'": "province=IQ-AN&confirmation=official",
    "date >= '2024-01-01' AND date <= '2024-01-31'": "from=2024-01-01&to=2024-01-31",
    "country = 'Syria' AND date > '2024-06-01'": "country=Syria&from=2024-06-02",
}
# With = GDAL would ask the server for it, whose parameter of this name is the side of the target.
TARGET = "target LIKE 'Al-Asad Air Base'"
EPSG_3857 = "http://www.opengis.net/def/crs/EPSG/0/3857"
# GDAL waits for the server without letting Python's other threads run: it needs its own process.
GDAL = """
import ast, json, sys, geopandas
for options in ast.literal_eval(sys.stdin.read()):
    read = geopandas.read_file(sys.argv[1], **options)
    print(json.dumps([list(read["id"]), str(read.crs)[:40], list(read.total_bounds)]))
"""


def ids(atlas, query):
    features = json.loads(write_geojson(Filter.parse(query, atlas).view(atlas)))["features"]
    return [feature["id"] for feature in features]


def of_a_process(*arguments, given=""):
    done = subprocess.run(
        arguments, input=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def read_by_gdal(served):
    """Return what GDAL has read, in one process: layers, filters, a box and another system."""
    asked = [
        *({"layer": name} for name in ("incidents", "bases", "provinces", "statements", "sources")),
        *({"layer": "incidents", "where": where} for where in (*ASKED, TARGET)),
        {"layer": "incidents", "bbox": BOX},
        {"layer": "incidents", "CRS": EPSG_3857, "PAGE_SIZE": "250"},
    ]
    text = of_a_process(
        sys.executable, "-W", "error", "-c", GDAL, f"OAPIF:{served}/api", given=repr(asked)
    )
    return dict(zip(map(repr, asked), map(json.loads, text.splitlines()), strict=True))


def test_gdal_reads_each_collection_whole(read_by_gdal, atlas, api):
    for name in ("bases", "provinces", "statements", "sources"):
        page = api.get(f"/api/collections/{name}/items?limit=10000").json()
        found, _, _ = read_by_gdal[repr({"layer": name})]
        assert found == [feature["id"] for feature in page["features"]]
    found, crs, bounds = read_by_gdal[repr({"layer": "incidents"})]
    assert found == ids(atlas, "")
    assert "CRS84" in crs
    assert bounds == list(atlas.incidents.total_bounds)


@pytest.mark.parametrize(("where", "query"), ASKED.items())
def test_gdal_counts_what_the_filter_counts(read_by_gdal, atlas, where, query):
    found, _, _ = read_by_gdal[repr({"layer": "incidents", "where": where})]
    assert found == ids(atlas, query) != []


def test_gdal_finds_a_target_by_its_name(read_by_gdal, atlas):
    found, _, _ = read_by_gdal[repr({"layer": "incidents", "where": TARGET})]
    rows = atlas.incidents
    assert found == list(rows.incident_id[rows.target == "Al-Asad Air Base"]) != []


def test_gdal_reads_a_box_and_another_system(read_by_gdal, atlas):
    found, _, _ = read_by_gdal[repr({"layer": "incidents", "bbox": BOX})]
    rows = atlas.incidents
    assert found == list(rows.incident_id[rows.geometry.intersects(shapely.box(*BOX))])
    options = {"layer": "incidents", "CRS": EPSG_3857, "PAGE_SIZE": "250"}
    found, crs, bounds = read_by_gdal[repr(options)]
    assert (found, crs) == (ids(atlas, ""), "EPSG:3857")
    assert bounds == pytest.approx(list(rows.geometry.to_crs(3857).total_bounds), abs=0.01)


def test_owslib_reads_all_documents_and_features(served, atlas):
    features = Features(f"{served}/api")
    assert features.api()["openapi"] == "3.0.3"
    assert features.conformance()["conformsTo"][0].endswith("/conf/core")
    assert features.feature_collections() == [
        "incidents", "bases", "provinces", "statements", "sources"
    ]  # fmt: skip
    assert features.collection("bases")["itemType"] == "feature"
    assert "group" in features.collection_queryables("incidents")["properties"]
    page = features.collection_items("incidents", limit=5, group="kh")
    assert page["numberMatched"] == len(ids(atlas, "group=kh"))
    assert [f["id"] for f in page["features"]] == ids(atlas, "group=kh")[:5]
    page = features.collection_items(
        "incidents", bbox=list(BOX), datetime_="2024-01-01/2024-01-31", limit=10_000
    )
    rows = atlas.incidents
    is_there = rows.geometry.isna() | rows.geometry.intersects(shapely.box(*BOX))
    there = set(rows.incident_id[is_there])
    expected = [one for one in ids(atlas, "from=2024-01-01&to=2024-01-31") if one in there]
    assert [f["id"] for f in page["features"]] == expected != []
    one = features.collection_item("incidents", page["features"][0]["id"])
    assert one["properties"] == page["features"][0]["properties"]


@pytest.fixture(scope="module")
def readme(root, served):
    """Return the lines of the README by the client they are for, with the server's address."""
    text = (root / "README.md").read_text("utf-8").replace("http://localhost:8501", served)
    return dict(re.findall(r"^\| (QGIS|R|Python|curl) \| .*?`([^`]*)`", text, re.MULTILINE))


def test_the_readme_reads_the_incidents_in_python_and_r(readme, served, atlas):
    line = f"import geopandas\nprint(len({readme['Python']}))"
    assert int(of_a_process(sys.executable, "-W", "error", "-c", line)) == atlas.n_incidents
    # R's sf asks GDAL for the same address and layer.
    opened = 'OAPIF:{0}/api", layer{1}"incidents"'
    assert opened.format(served, "=") in readme["Python"]
    assert opened.format(served, " = ") in readme["R"]
    assert readme["QGIS"] == f"{served}/api"


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_readme_asks_with_curl(readme, atlas):
    lines = of_a_process("sh", "-c", readme["curl"].replace("curl ", "curl --silent --fail "))
    (query,) = re.findall(r"\?(group=[a-z]+)", readme["curl"])
    assert all(id_ in lines for id_ in ids(atlas, query))
    assert len(ids(atlas, query)) == lines.count("\n") - 1
