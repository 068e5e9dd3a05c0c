"""Which kind of file it is, and why."""

from __future__ import annotations

import pytest

from geo.errors import ImportRefusedError
from tests.geo.importers.files import (
    acled,
    acled_csv,
    plain,
    plain_csv,
    ucdp,
    ucdp_csv,
)


@pytest.mark.parametrize(
    ("data", "schema", "names"),
    [(acled_csv(acled()), "acled", "event_id_cnty"), (ucdp_csv(ucdp()), "ucdp", "where_prec"),
     (plain_csv(plain()), "plain", "not those of a dataset")],
)  # fmt: skip
def test_auto_names_what_it_decided_and_why(data, schema, names, convert):
    report = convert(data).report
    assert report.schema == schema
    assert names in report.schema_reason
    assert f"read as {schema}" in report.to_text()


def test_a_guess_can_be_overridden(convert):
    assert convert(acled_csv(acled()), schema="plain").report.schema == "plain"
    with pytest.raises(ImportRefusedError, match=r"allowed are acled, ucdp, gtd, .* and auto"):
        convert(acled_csv(acled()), schema="gdelt3")
