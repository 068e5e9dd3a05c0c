"""Dataset, version and terms of imported rows, and whether they may leave."""

from __future__ import annotations

import json

import pytest

from geo.errors import ExportError
from geo.export import writers
from geo.filter.filter import Filter
from tests.geo.importers.files import acled, acled_csv, plain, plain_csv, ucdp, ucdp_csv


def only(rows):
    (one,) = rows
    return one


def test_acled_rows_need_a_licence_to_leave_and_ucdp_rows_do_not(convert, load):
    atlas = load(convert(acled_csv(acled())))
    with pytest.raises(ExportError, match="1 of 1 rows are held back"):
        writers.export_bytes(Filter().view(atlas), "csv")
    finding = writers.export_bytes(Filter().view(atlas), "csv", licence_allows=True).decode()
    assert "ACLED terms of use" in finding


def test_ucdp_rows_may_leave_with_their_provenance(convert, load):
    atlas = load(convert(ucdp_csv(ucdp()), "GEDEvent_v25_1.csv"))
    row = only(json.loads(writers.export_bytes(Filter().view(atlas), "geojson"))["features"])
    properties = row["properties"]
    assert (properties["dataset"], properties["dataset_version"]) == ("UCDP GED", "25.1")
    assert (properties["killed_low"], properties["killed_high"]) == (3, 9)


def test_the_caller_may_name_dataset_and_licence(convert):
    report = convert(plain_csv(plain()), dataset="Ours", dataset_version="3", licence="CC0",
                     redistributable=True).report  # fmt: skip
    assert (report.dataset, report.dataset_version, report.licence, report.redistributable) == (
        "Ours", "3", "CC0", True)  # fmt: skip
